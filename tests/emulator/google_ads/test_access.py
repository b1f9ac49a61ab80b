"""Tokens, customer ids, the login customer, cross-account tracking, accounts that are not in use. Facts 5 and 6.3."""

from __future__ import annotations

from datetime import timedelta

import pytest
from google.rpc.error_details_pb2 import ErrorInfo
from google.rpc.status_pb2 import Status

from microconv.emulator import Emulator
from microconv.emulator.principals import Access, Principals
from microconv.emulator.tokens import SERVICE_ACCOUNT

QUERY = "SELECT customer.id FROM customer"


@pytest.mark.parametrize(
    ("customer", "code", "status", "message"),
    [
        (
            "123-456-7890",
            "request_error.INVALID_CUSTOMER_ID",
            "INVALID_ARGUMENT",
            "Invalid customer ID '123-456-7890'.",
        ),
        ("", "request_error.INVALID_CUSTOMER_ID", "INVALID_ARGUMENT", "Invalid customer ID ''."),
        (
            "1111111111",
            "authentication_error.CUSTOMER_NOT_FOUND",
            "UNAUTHENTICATED",
            "No customer found for the provided customer id.",
        ),
        ("5556667777", "authorization_error.USER_PERMISSION_DENIED", "PERMISSION_DENIED", None),
        ("3456789012", "authorization_error.CUSTOMER_NOT_ENABLED", "PERMISSION_DENIED", None),
    ],
)
def test_customer_ids(ads, customer, code, status, message):
    for ask in (lambda: ads.search(QUERY, customer), lambda: ads.mutate(ads.creating(), customer=customer)):
        with ads.refused() as refusal:
            ask()
        assert (refusal.codes, refusal.status) == ([code], status)
        assert message is None or refusal.messages == [message]


def test_unknown_customer_policy(ads, world):
    world.policies.set("unknown_customer", "USER_PERMISSION_DENIED")
    with ads.refused() as refusal:
        ads.search(QUERY, "1111111111")
    assert (refusal.codes, refusal.status) == (["authorization_error.USER_PERMISSION_DENIED"], "PERMISSION_DENIED")


def test_suspended_account_can_be_read_only(ads, world):
    assert len(ads.rows(QUERY, "4567890123")) == 1
    with ads.refused() as refusal:
        ads.mutate(ads.creating(), customer="4567890123")
    assert refusal.codes == ["authorization_error.ACTION_NOT_PERMITTED_FOR_SUSPENDED_ACCOUNT"]
    assert world.google_ads.customers[4567890123].actions == {}


class TestLoginCustomer:
    def test_a_manager_reaches_its_clients(self, ads_of):
        assert len(ads_of(login_customer_id="9998887777").rows(QUERY)) == 1

    def test_a_customer_that_is_not_below(self, ads_of):
        ads = ads_of(login_customer_id="9998887777")
        with ads.refused() as refusal:
            ads.search(QUERY, "6667778888")
        assert refusal.codes == ["authorization_error.INVALID_LOGIN_CUSTOMER_ID_SERVING_CUSTOMER_ID_COMBINATION"]
        assert refusal.status == "PERMISSION_DENIED"

    def test_an_unknown_login_customer(self, ads_of):
        ads = ads_of(login_customer_id="1111111111")
        with ads.refused() as refusal:
            ads.search(QUERY)
        assert refusal.codes == ["authorization_error.USER_PERMISSION_DENIED"]

    def test_not_a_number(self, ads):
        """The client refuses such a setting itself, so the header is sent past it."""
        service = ads.service("GoogleAdsService")
        request = {"customer_id": "1234567890", "query": QUERY}
        with ads.refused() as refusal:
            service.search(request=request, metadata=[("login-customer-id", "999-888-7777")])
        assert (refusal.codes, refusal.triggers) == (["header_error.INVALID_LOGIN_CUSTOMER_ID"], ["999-888-7777"])

    def test_access_only_through_the_manager(self, ads, ads_of, world):
        world.principals = Principals({SERVICE_ACCOUNT: Access(frozenset({9998887777}), frozenset())})
        with ads.refused() as refusal:
            ads.search(QUERY)
        assert refusal.codes == ["authorization_error.USER_PERMISSION_DENIED"]
        assert "'login-customer-id' header" in refusal.messages[0]
        assert len(ads_of(login_customer_id="9998887777").rows(QUERY)) == 1
        names = ads.service("CustomerService").list_accessible_customers().resource_names
        assert list(names) == ["customers/9998887777"]


def test_list_accessible_customers_ignores_the_login_customer(ads_of):
    names = ads_of(login_customer_id="1111111111").service("CustomerService").list_accessible_customers().resource_names
    assert list(names) == [
        f"customers/{one}" for one in (9998887777, 1234567890, 2345678901, 3456789012, 4567890123, 6667778888)
    ]


class TestTokens:
    def call(self, emulator: Emulator, authorization: str | None):
        """One raw request, so that a test may send any header or none."""
        import grpc
        from google.ads.googleads.v26.services.types import SearchGoogleAdsRequest

        request = SearchGoogleAdsRequest(customer_id="1234567890", query=QUERY)
        roots = (emulator.folder / "ca.pem").read_bytes()
        with grpc.secure_channel(emulator.google_ads_endpoint, grpc.ssl_channel_credentials(roots)) as channel:
            method = channel.unary_unary("/google.ads.googleads.v26.services.GoogleAdsService/Search")
            metadata = [] if authorization is None else [("authorization", authorization)]
            with pytest.raises(grpc.RpcError) as caught:
                method(SearchGoogleAdsRequest.serialize(request), metadata=metadata)
        return caught.value

    @pytest.mark.parametrize(
        ("authorization", "word"),
        [
            (None, "AUTHENTICATION_ERROR"),
            ("Basic eDp5", "OAUTH_TOKEN_HEADER_INVALID"),
            ("Bearer nonsense", "OAUTH_TOKEN_INVALID"),
            ("Bearer a.b.c", "OAUTH_TOKEN_HEADER_INVALID"),
        ],
    )
    def test_bad_tokens(self, ads, emulator, world, authorization, word):
        error = self.call(emulator, authorization)
        assert error.code().name == "UNAUTHENTICATED"
        failure = ads.client.get_type("GoogleAdsFailure")
        trailers = dict(error.trailing_metadata())
        found = ads.read_failure(
            type(failure).deserialize(trailers["google.ads.googleads.v26.errors.googleadsfailure-bin"])
        )
        assert found.codes == [f"authentication_error.{word}"]
        assert world.log.entries[-1].status == "UNAUTHENTICATED"

    def test_expired(self, ads, emulator, world):
        from microconv.emulator.tokens import Principal

        token = world.tokens.issue(Principal(SERVICE_ACCOUNT), ["https://www.googleapis.com/auth/adwords"])
        world.clock.advance(timedelta(hours=2))
        error = self.call(emulator, f"Bearer {token}")
        assert error.code().name == "UNAUTHENTICATED"
        assert world.log.entries[-1].detail == "v26 authentication_error.OAUTH_TOKEN_EXPIRED"

    def test_scope_of_another_api(self, emulator, world):
        from microconv.emulator.tokens import Principal

        token = world.tokens.issue(Principal(SERVICE_ACCOUNT), ["https://www.googleapis.com/auth/analytics.edit"])
        error = self.call(emulator, f"Bearer {token}")
        assert (error.code().name, error.details()) == (
            "PERMISSION_DENIED",
            "Request had insufficient authentication scopes.",
        )
        status = Status.FromString(dict(error.trailing_metadata())["grpc-status-details-bin"])
        info = ErrorInfo()
        assert status.details[0].Unpack(info)
        assert (info.reason, info.domain, dict(info.metadata)) == (
            "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
            "googleapis.com",
            {
                "service": "googleads.googleapis.com",
                "method": "google.ads.googleads.v26.services.GoogleAdsService.Search",
            },
        )


class TestCrossAccountTracking:
    """A client account whose conversions are tracked by its manager."""

    CLIENT = "2345678901"
    SETTING = (
        "SELECT customer.conversion_tracking_setting.conversion_tracking_status, "
        "customer.conversion_tracking_setting.google_ads_conversion_customer, "
        "customer.conversion_tracking_setting.cross_account_conversion_tracking_id FROM customer"
    )

    def test_setting_depends_on_the_login_customer(self, ads, ads_of, world):
        setting = ads.rows(self.SETTING, self.CLIENT)[0].customer.conversion_tracking_setting
        assert setting.conversion_tracking_status.name == "CONVERSION_TRACKING_MANAGED_BY_ANOTHER_MANAGER"
        assert setting.google_ads_conversion_customer == "customers/9998887777"
        manager = world.google_ads.customers[9998887777]
        assert setting.cross_account_conversion_tracking_id == manager.conversion_tracking_id
        setting = ads_of(login_customer_id="9998887777").rows(self.SETTING, self.CLIENT)[0].customer
        assert (
            setting.conversion_tracking_setting.conversion_tracking_status.name
            == "CONVERSION_TRACKING_MANAGED_BY_THIS_MANAGER"
        )

    def test_sees_its_own_and_the_managers_actions(self, ads, world):
        query = "SELECT conversion_action.name, conversion_action.owner_customer FROM conversion_action"
        rows = [row.conversion_action for row in ads.rows(query, self.CLIENT)]
        assert [(row.name, row.owner_customer) for row in rows] == [
            ("Left over", "customers/2345678901"),
            ("Shared purchase", "customers/9998887777"),
            ("Purchase", "customers/9998887777"),
        ]
        assert rows[1].resource_name == ads.name(901, self.CLIENT)
        world.policies.set("shared_action_resource_name", "owner")
        rows = [row.conversion_action for row in ads.rows(query, self.CLIENT)]
        assert rows[1].resource_name == ads.name(901, "9998887777")

    def test_the_managers_actions_are_closed(self, ads, world):
        with ads.refused() as refusal:
            ads.mutate(ads.updating(901, customer=self.CLIENT, primary_for_goal=False), customer=self.CLIENT)
        assert refusal.codes == ["mutate_error.MUTATE_NOT_ALLOWED"]
        assert refusal.messages == ["Mutates are not allowed for the requested resource."]
        assert world.google_ads.customers[9998887777].actions[901]["primary_for_goal"] is True

    def test_nothing_can_be_created_there(self, ads, world):
        with ads.refused() as refusal:
            ads.mutate(ads.creating(), customer=self.CLIENT)
        assert refusal.codes == ["mutate_error.MUTATE_NOT_ALLOWED"]
        assert list(world.google_ads.customers[2345678901].actions) == [201]
        ads.mutate(ads.creating(), customer="9998887777")
        assert "mv_new" in ads.names(customer=self.CLIENT)
