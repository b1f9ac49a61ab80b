"""Tokens and scopes: who is let in, and how the others are told."""

from __future__ import annotations

import json
from datetime import timedelta

import grpc
import pytest
from google.api_core.exceptions import Forbidden, PermissionDenied, Unauthenticated
from google.rpc.error_details_pb2 import ErrorInfo
from google.rpc.status_pb2 import Status

from microconv.emulator.ga4.api import Ga4Api
from microconv.emulator.http_messages import HttpRequest

PARENT = "properties/345678901"
EDIT = "https://www.googleapis.com/auth/analytics.edit"
READONLY = "https://www.googleapis.com/auth/analytics.readonly"
_EXPECTED = (
    " Expected OAuth 2 access token, login cookie or other valid authentication credential. See "
    "https://developers.google.com/identity/sign-in/web/devconsole-project."
)
INVALID = "Request had invalid authentication credentials." + _EXPECTED
MISSING = "Request is missing required authentication credential." + _EXPECTED


class TestRoles:
    """Editors and admins change a property; analysts and viewers read it."""

    NO = "The caller does not have permission"

    @pytest.fixture
    def role(self, world, content):
        def give(name):
            grants = {"someone@agency.example": {"ga4": {345678901: name}}}
            principals = {**content["principals"], "grants": grants}
            world.reset({**content, "principals": principals})

        return give

    @pytest.mark.parametrize("name", ["viewer", "analyst"])
    def test_who_reads_changes_nothing(self, client, world, role, refused, name):
        role(name)
        before = world.dump()["ga4"]
        assert client.get_property(name=PARENT).display_name == "Aoi store"
        assert len(list(client.list_key_events(parent=PARENT))) == 2
        attempts = (
            lambda: client.create_key_event(parent=PARENT, key_event={"event_name": "mv_a", "counting_method": 1}),
            lambda: client.delete_key_event(name=f"{PARENT}/keyEvents/12"),
            lambda: client.update_property(
                property={"name": PARENT, "display_name": "Mine"}, update_mask={"paths": ["display_name"]}
            ),
            lambda: client.create_property(
                property={"parent": "accounts/100", "display_name": "Mine", "time_zone": "Asia/Tokyo"}
            ),
            lambda: client.delete_google_ads_link(name=f"{PARENT}/googleAdsLinks/1"),
        )
        for attempt in attempts:
            with refused(403, self.NO):
                attempt()
        assert world.dump()["ga4"] == before
        (summary,) = [one for one in client.list_account_summaries() if one.property_summaries]
        assert [(one.property, one.can_edit) for one in summary.property_summaries] == [(PARENT, False)]

    @pytest.mark.parametrize("name", ["editor", "admin"])
    def test_who_edits_changes(self, client, key_events, role, name):
        role(name)
        client.create_key_event(parent=PARENT, key_event={"event_name": "mv_a", "counting_method": 1})
        assert "mv_a" in key_events()
        (summary,) = [one for one in client.list_account_summaries() if one.property_summaries]
        assert [(one.property, one.can_edit) for one in summary.property_summaries] == [(PARENT, True)]

    def test_whoever_makes_a_property_keeps_the_other_roles(self, client, world, content, refused):
        roles = {345678901: "editor", 345678902: "viewer"}
        principals = {"grants": {"someone@agency.example": {"ga4": roles}}}
        world.reset({**content, "principals": principals})
        made = client.create_property(
            property={"parent": "accounts/100", "display_name": "Mine", "time_zone": "Asia/Tokyo"}
        )
        client.create_key_event(parent=made.name, key_event={"event_name": "mv_a", "counting_method": 1})
        with refused(403, self.NO):
            client.create_key_event(
                parent="properties/345678902", key_event={"event_name": "mv_a", "counting_method": 1}
            )

    def test_roles_survive_a_dump(self, client, world, role, refused):
        role("viewer")
        world.reset(world.dump())
        with refused(403, self.NO):
            client.delete_key_event(name=f"{PARENT}/keyEvents/12")


def test_a_read_only_token_reads(ga4):
    for transport in ("grpc", "rest"):
        client = ga4.client("v1beta", transport, ga4.token(READONLY))
        assert len(list(client.list_key_events(parent=PARENT))) == 2


@pytest.mark.parametrize("version", ["v1beta", "v1alpha"])
@pytest.mark.parametrize(("transport", "error"), [("grpc", PermissionDenied), ("rest", Forbidden)])
def test_a_read_only_token_does_not_write(ga4, world, key_events, version, transport, error):
    client = ga4.client(version, transport, ga4.token(READONLY))
    before = key_events()
    with pytest.raises(error, match=r"Request had insufficient authentication scopes\.") as caught:
        client.create_key_event(parent=PARENT, key_event={"event_name": "mv_x", "counting_method": 1})
    assert (caught.value.reason, caught.value.domain) == ("ACCESS_TOKEN_SCOPE_INSUFFICIENT", "googleapis.com")
    assert caught.value.metadata == {
        "service": "analyticsadmin.googleapis.com",
        "method": f"google.analytics.admin.{version}.AnalyticsAdminService.CreateKeyEvent",
    }
    with pytest.raises(error):
        client.delete_key_event(name=f"{PARENT}/keyEvents/12")
    assert key_events() == before
    assert [(one.write, one.status) for one in world.log.entries] == [(True, "PERMISSION_DENIED")] * 2


def test_another_scope_does_not_read(ga4, refused):
    client = ga4.client("v1beta", "grpc", ga4.token("https://www.googleapis.com/auth/adwords"))
    with refused(403, "Request had insufficient authentication scopes."):
        client.list_accounts()


def test_an_expired_token_over_grpc(ga4, world):
    client = ga4.client("v1beta", "grpc")
    client.list_accounts()
    world.clock.advance(timedelta(hours=2))
    with pytest.raises(Unauthenticated) as caught:
        client.list_accounts()
    assert (caught.value.message, caught.value.reason) == (INVALID, "ACCESS_TOKEN_EXPIRED")
    assert [one.status for one in world.log.entries] == ["OK", "UNAUTHENTICATED"]


def test_no_token_over_grpc(ga4):
    channel = ga4.channel()
    ga4.closing.callback(channel.close)
    method = channel.unary_unary("/google.analytics.admin.v1beta.AnalyticsAdminService/ListAccounts")
    with pytest.raises(grpc.RpcError) as caught:
        method(b"")
    assert (caught.value.code(), caught.value.details()) == (grpc.StatusCode.UNAUTHENTICATED, MISSING)
    status = Status.FromString(dict(caught.value.trailing_metadata())["grpc-status-details-bin"])
    info = ErrorInfo()
    assert status.details[0].Unpack(info)
    assert (status.code, status.message, info.reason) == (16, MISSING, "CREDENTIALS_MISSING")


@pytest.mark.parametrize(
    ("headers", "reason", "message", "challenge"),
    [
        ({}, "CREDENTIALS_MISSING", MISSING, 'Bearer realm="https://accounts.google.com/"'),
        (
            {"authorization": "Bearer nonsense"},
            "ACCESS_TOKEN_TYPE_UNSUPPORTED",
            INVALID,
            'Bearer realm="https://accounts.google.com/", error="invalid_token"',
        ),
        (
            {"authorization": "Basic abc"},
            "ACCESS_TOKEN_TYPE_UNSUPPORTED",
            INVALID,
            'Bearer realm="https://accounts.google.com/", error="invalid_token"',
        ),
    ],
)
def test_no_good_token_over_rest(world, headers, reason, message, challenge):
    before = world.dump()["ga4"]
    answer = Ga4Api(world).http(HttpRequest("DELETE", f"/v1beta/{PARENT}/keyEvents/12", {}, headers, b""))
    assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, challenge)
    assert json.loads(answer.body) == {
        "error": {
            "code": 401,
            "message": message,
            "status": "UNAUTHENTICATED",
            "details": [
                {
                    "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                    "reason": reason,
                    "domain": "googleapis.com",
                    "metadata": {
                        "service": "analyticsadmin.googleapis.com",
                        "method": "google.analytics.admin.v1beta.AnalyticsAdminService.DeleteKeyEvent",
                    },
                }
            ],
        }
    }
    assert world.dump()["ga4"] == before


def test_an_expired_token_over_rest(ga4, world):
    token = ga4.token()
    world.clock.advance(timedelta(hours=2))
    request = HttpRequest("GET", "/v1beta/accounts", {}, {"authorization": f"Bearer {token}"}, b"")
    answer = Ga4Api(world).http(request)
    content = json.loads(answer.body)["error"]
    assert (answer.status, content["message"], content["details"][0]["reason"]) == (
        401,
        INVALID,
        "ACCESS_TOKEN_EXPIRED",
    )


def test_a_scope_that_is_not_enough_is_named_in_the_challenge(ga4, world):
    headers = {"authorization": f"Bearer {ga4.token(READONLY)}"}
    answer = Ga4Api(world).http(HttpRequest("DELETE", f"/v1beta/{PARENT}/keyEvents/12", {}, headers, b""))
    challenge = 'Bearer realm="https://accounts.google.com/", error="insufficient_scope"'
    assert (answer.status, answer.headers["WWW-Authenticate"]) == (403, challenge)


def test_a_refusal_for_another_reason_is_no_challenge(ga4, world):
    headers = {"authorization": f"Bearer {ga4.token()}"}
    answer = Ga4Api(world).http(HttpRequest("GET", "/v1beta/properties/1", {}, headers, b""))
    assert (answer.status, "WWW-Authenticate" in answer.headers) == (403, False)


def test_a_token_in_the_url(ga4, world):
    request = HttpRequest("GET", "/v1beta/accounts", {"access_token": [ga4.token()]}, {}, b"")
    assert Ga4Api(world).http(request).status == 200


def test_a_stranger_is_not_told_what_is_wrong_with_the_request(world):
    answer = Ga4Api(world).http(HttpRequest("POST", f"/v1beta/{PARENT}/keyEvents", {}, {}, b"{"))
    assert answer.status == 401


def test_a_principal_sees_what_it_was_given(ga4, world, refused):
    from microconv.emulator.principals import Access, Principals

    world.principals = Principals(grants={"someone@agency.example": Access(ga4=frozenset({345678902}))})
    client = ga4.client("v1beta", "grpc")
    (first, _) = client.list_account_summaries()
    assert [one.property for one in first.property_summaries] == ["properties/345678902"]
    with refused(403, "The caller does not have permission"):
        client.list_key_events(parent=PARENT)


def test_the_log_holds_no_token(ga4, world):
    token = ga4.token()
    ga4.client("v1beta", "rest", token).list_accounts()
    assert token not in repr(world.log.entries)
