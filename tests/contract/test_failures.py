"""Writes that fail, or end without an answer: what was applied, what was not, and what the account says about it."""

from __future__ import annotations

import pytest

from microconv.core.client import Unlisted
from microconv.core.errors import (
    AccessDeniedError,
    CredentialsError,
    NotFoundError,
    QuotaError,
    RejectedError,
    UnclearError,
)
from microconv.core.ports import Status
from microconv.emulator.faults import Fault


def outcomes(result):
    return {outcome.change.address.name: outcome.status for outcome in result.outcomes}


@pytest.fixture
def one_refused(inhabit, project, conversion):
    """A run in which Google refuses one of three creates, and a key event is made besides."""
    gone = {"id": 1, "name": "mv_gone", "type": "WEBPAGE", "category": "ENGAGEMENT", "status": "REMOVED"}
    inhabit([gone]).policies.set("name_reuse_after_removal", "refused")
    wanted = project(
        conversion("mv_a"),
        conversion("mv_gone"),
        conversion("mv_z"),
        conversion("mv_event", source=None, event="mv_event"),
    )
    return wanted.apply(wanted.plan())


def test_one_refused_operation_does_not_stop_the_others(one_refused, holds):
    assert outcomes(one_refused) == {
        "mv_event": Status.APPLIED,
        "mv_a": Status.APPLIED,
        "mv_gone": Status.FAILED,
        "mv_z": Status.APPLIED,
    }
    assert (set(holds.actions()), set(holds.key_events())) == ({"mv_a", "mv_z"}, {"mv_event"})
    assert not one_refused.in_sync
    assert one_refused.after is not None
    assert [change.address.name for change in one_refused.after.changes] == ["mv_gone"]


def test_a_refusal_names_object_field_code_text_and_request(one_refused, world):
    (outcome,) = one_refused.failed
    assert isinstance(outcome.error, RejectedError)
    assert str(outcome.error) == (
        'google_ads 123-456-7890 google_ads.conversion_action["mv_gone"] name: ConversionActionError.DUPLICATE_NAME: '
        "The specified conversion action name already exists."
    )
    assert outcome.error.hint.startswith("an action with this name exists, possibly a removed or hidden one")
    (mutate,) = [one for one in world.log.writes() if one.api == "google_ads"]
    assert mutate.request_id
    assert {one.request_id for one in one_refused.outcomes} == {"", mutate.request_id}
    assert one_refused.request_ids == (mutate.request_id,)


def test_every_refused_operation_is_told(inhabit, project, conversion, holds):
    """Not only the first of several: each with its own object and text."""
    inhabit()
    wanted = project(
        conversion("mv_" + "x" * 120),
        conversion("mv_ok"),
        conversion("mv_days", settings={"google_ads.view_through_lookback_window_days": 31}),
    )
    result = wanted.apply(wanted.plan())
    assert {outcome.change.address.name[:8]: str(outcome.error).partition("] ")[2] for outcome in result.failed} == {
        "mv_xxxxx": "name: StringLengthError.TOO_LONG: The name is longer than 100 characters.",
        "mv_days": "view_through_lookback_window_days: RangeError.TOO_HIGH: The value must be at most 30.",
    }
    assert set(holds.actions()) == {"mv_ok"}


def test_a_key_event_that_exists_meanwhile(inhabit, project, conversion, holds, world):
    """Made by somebody between the reading and the writing: told as it is, and the next run sees it."""
    inhabit()
    wanted = project(conversion("mv_a", source=None, event="mv_a", value=100))
    plan = wanted.plan()
    inhabit(key_events=[{"event_name": "mv_a"}])
    result = wanted.apply(plan)
    (outcome,) = result.failed
    assert str(outcome.error) == 'ga4 345678901 ga4.key_event["mv_a"]: ALREADY_EXISTS: Requested entity already exists'
    assert wanted.apply(wanted.plan()).in_sync
    assert list(holds.key_events()) == ["mv_a"]


GA4_ANSWERS = {
    "INVALID_ARGUMENT": (RejectedError, "INVALID_ARGUMENT", Status.FAILED),
    "PERMISSION_DENIED": (AccessDeniedError, "PERMISSION_DENIED", Status.FAILED),
    "UNAUTHENTICATED": (AccessDeniedError, "UNAUTHENTICATED", Status.FAILED),
    "NOT_FOUND": (NotFoundError, "NOT_FOUND", Status.FAILED),
    "ALREADY_EXISTS": (RejectedError, "ALREADY_EXISTS", Status.FAILED),
    "RESOURCE_EXHAUSTED": (QuotaError, "RESOURCE_EXHAUSTED", Status.FAILED),
    "INTERNAL": (UnclearError, "HTTP 500", Status.FAILED),
    "UNAVAILABLE": (UnclearError, "HTTP 503", Status.FAILED),
    "DEADLINE_EXCEEDED": (UnclearError, "HTTP 504", Status.FAILED),
}


@pytest.mark.parametrize("word", GA4_ANSWERS)
def test_an_answer_of_ga4_to_a_write(inhabit, project, conversion, holds, word):
    kind, code, status = GA4_ANSWERS[word]
    tries = 3 if word == "UNAUTHENTICATED" else 1  # google-auth asks for a new token twice before it gives up
    inhabit().faults.add(Fault("ga4", "CreateKeyEvent", status=word, message="No luck today.", times=tries))
    wanted = project(
        conversion("mv_a", source=None, event="mv_a"),
        conversion("mv_b", source=None, event="mv_b"),
        conversion("mv_c"),
    )
    result = wanted.apply(wanted.plan())
    assert outcomes(result) == {"mv_a": status, "mv_b": Status.APPLIED, "mv_c": Status.APPLIED}
    (outcome,) = result.failed
    assert type(outcome.error) is kind
    assert str(outcome.error) == f'ga4 345678901 ga4.key_event["mv_a"]: {code}: No luck today.'
    assert set(holds.key_events()) == {"mv_b"}
    assert [method for method, _ in holds.writes()] == ["CreateKeyEvent"] * (tries + 1) + ["Mutate"]


ADS_ANSWERS = {
    "INVALID_ARGUMENT": (RejectedError, ("range_error", "TOO_LOW"), "RangeError.TOO_LOW"),
    "PERMISSION_DENIED": (
        AccessDeniedError,
        ("authorization_error", "USER_PERMISSION_DENIED"),
        "AuthorizationError.USER_PERMISSION_DENIED",
    ),
    "UNAUTHENTICATED": (
        AccessDeniedError,
        ("authentication_error", "OAUTH_TOKEN_EXPIRED"),
        "AuthenticationError.OAUTH_TOKEN_EXPIRED",
    ),
    "RESOURCE_EXHAUSTED": (QuotaError, ("quota_error", "RESOURCE_EXHAUSTED"), "QuotaError.RESOURCE_EXHAUSTED"),
    "INTERNAL": (UnclearError, ("internal_error", "TRANSIENT_ERROR"), "InternalError.TRANSIENT_ERROR"),
    "UNAVAILABLE": (UnclearError, None, "UNAVAILABLE"),
    "DEADLINE_EXCEEDED": (UnclearError, None, "DEADLINE_EXCEEDED"),
}


@pytest.mark.parametrize("word", ADS_ANSWERS)
def test_an_answer_of_google_ads_to_a_write(inhabit, project, conversion, holds, word):
    kind, error, code = ADS_ANSWERS[word]
    world = inhabit()
    world.faults.add(Fault("google_ads", "Mutate", status=word, message="No luck today.", error=error))
    wanted = project(conversion("mv_a"), conversion("mv_b"), conversion("mv_c", source=None, event="mv_c"))
    result = wanted.apply(wanted.plan())
    assert outcomes(result) == {"mv_a": Status.FAILED, "mv_b": Status.FAILED, "mv_c": Status.APPLIED}
    (mutate,) = [one for one in world.log.writes() if one.api == "google_ads"]
    for outcome in result.failed:
        assert type(outcome.error) is kind
        assert str(outcome.error) == f"google_ads 123-456-7890: {code}: No luck today."
        assert outcome.request_id == mutate.request_id
    assert holds.actions() == {}
    assert not result.in_sync


# ---- no answer: the account decides


@pytest.mark.parametrize(
    ("api", "method"), [("google_ads", "Mutate"), ("ga4", "CreateKeyEvent")], ids=["google_ads", "ga4"]
)
@pytest.mark.parametrize(
    "fault",
    [{"status": "INTERNAL"}, {"status": "UNAVAILABLE"}, {"status": "DEADLINE_EXCEEDED"}, {"drop": True}],
    ids=lambda fault: next(iter(fault.values())) if "status" in fault else "drop",
)
@pytest.mark.parametrize("after_commit", [False, True], ids=["before", "after"])
def test_an_unclear_write_is_settled_by_reading(inhabit, project, conversion, holds, api, method, fault, after_commit):
    inhabit().faults.add(Fault(api, method, after_commit=after_commit, **fault))
    wanted = project(
        conversion(
            "mv_a", source="website" if api == "google_ads" else None, event=None if api == "google_ads" else "mv_a"
        )
    )
    result = wanted.apply(wanted.plan())
    assert outcomes(result) == {"mv_a": Status.APPLIED if after_commit else Status.FAILED}
    assert result.in_sync is after_commit
    made = holds.actions() if api == "google_ads" else holds.key_events()
    assert list(made) == (["mv_a"] if after_commit else [])
    assert len(holds.writes()) == 1  # never tried twice
    assert wanted.apply(wanted.plan()).in_sync
    made = holds.actions() if api == "google_ads" else holds.key_events()
    assert list(made) == ["mv_a"]


def test_an_unclear_update_demote_and_removal(inhabit, project, conversion, holds):
    from microconv.core.safety import Allow, Limits

    live = {"type": "WEBPAGE", "category": "ENGAGEMENT"}
    inhabit([{"id": 1, "name": "mv_a", **live}, {"id": 2, "name": "mv_b", **live}])
    holds.world.faults.add(Fault("google_ads", "Mutate", status="INTERNAL", after_commit=True))
    wanted = project(conversion("mv_a", value=5), unlisted=Unlisted.REMOVE)
    result = wanted.apply(wanted.plan(), Limits(allow=(Allow.REMOVE,)))
    assert outcomes(result) == {"mv_a": Status.APPLIED, "mv_b": Status.APPLIED}
    assert holds.by_id()[2]["status"] == "REMOVED"
    assert holds.actions()["mv_a"]["primary_for_goal"] is False


def test_a_removal_that_did_not_happen_is_not_called_done(inhabit, project, holds):
    from microconv.core.safety import Allow, Limits

    inhabit([{"id": 1, "name": "mv_a", "type": "WEBPAGE", "category": "ENGAGEMENT"}])
    holds.world.faults.add(Fault("google_ads", "Mutate", status="INTERNAL"))
    wanted = project(unlisted=Unlisted.REMOVE)
    result = wanted.apply(wanted.plan(), Limits(allow=(Allow.REMOVE,)))
    assert outcomes(result) == {"mv_a": Status.FAILED}
    assert holds.by_id()[1]["status"] == "ENABLED"


def test_when_the_account_cannot_be_read_again_nothing_is_claimed(inhabit, project, conversion, holds):
    world = inhabit()
    wanted = project(conversion("mv_a"))
    plan = wanted.plan()
    world.faults.add(Fault("google_ads", "Mutate", status="UNAVAILABLE", after_commit=True))
    world.faults.add(Fault("google_ads", "SearchStream", nth=0, status="UNAVAILABLE", message="Gone."))
    result = wanted.apply(plan)
    assert outcomes(result) == {"mv_a": Status.UNKNOWN}
    assert (result.in_sync, result.after) == (False, None)
    assert result.unverified == "google_ads 123-456-7890: UNAVAILABLE: Gone."


def test_credentials_that_are_refused_only_at_the_write(inhabit, project, conversion, holds, monkeypatch):
    from google.auth.exceptions import RefreshError

    from microconv.providers.ga4.client import Property

    inhabit()
    wanted = project(conversion("mv_a", source=None, event="mv_a"), conversion("mv_b"))
    plan = wanted.plan()
    admin = wanted.providers[1]._property._connection.admin()

    def refuse(*args, **kwargs):
        raise RefreshError("invalid_grant: Token has been expired or revoked.")

    monkeypatch.setattr(type(admin), "create_key_event", refuse)
    result = wanted.apply(plan)
    assert outcomes(result) == {"mv_a": Status.FAILED, "mv_b": Status.APPLIED}
    assert isinstance(result.failed[0].error, CredentialsError)
    assert isinstance(wanted.providers[1]._property, Property)
    assert set(holds.actions()) == {"mv_b"}
