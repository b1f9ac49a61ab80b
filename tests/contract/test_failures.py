"""Writes that fail, or end without an answer: what was applied, what was not, and what the account says about it."""

from __future__ import annotations

import pytest

from microconv.core.client import Unlisted
from microconv.core.errors import (
    AccessDeniedError,
    AlreadyThereError,
    CredentialsError,
    NotFoundError,
    QuotaError,
    QuotaSpentError,
    RefusedError,
    RejectedError,
    UnclearError,
)
from microconv.core.kinds import ACTION, CAMPAIGN_GOAL, EVERYTHING
from microconv.core.plan import Action, AttributeChange, Change
from microconv.core.planning.steps import Step
from microconv.core.ports import Status
from microconv.core.resource import Address
from microconv.emulator.faults import Fault
from microconv.providers.ga4.provider import Ga4
from tests.conftest import STORE


def outcomes(result):
    return {outcome.change.address.name: outcome.status for outcome in result.outcomes}


@pytest.fixture
def one_refused(inhabit, project, conversion):
    """A run in which Google refuses one of three creates since it was asked, and a key event is made besides."""
    gone = {"id": 1, "name": "mv_gone", "type": "WEBPAGE", "category": "ENGAGEMENT", "status": "REMOVED"}
    world = inhabit([gone])
    wanted = project(
        conversion("mv_a"),
        conversion("mv_gone"),
        conversion("mv_z"),
        conversion("mv_event", source=None, event="mv_event"),
    )
    plan = wanted.plan()
    world.policies.set("name_reuse_after_removal", "refused")
    return wanted.apply(plan, read_again=False)


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
    plan = wanted.plan()
    told = {one.address.name[:8]: one.summary for one in plan.conflicts}
    assert told == {
        "mv_xxxxx": "Google refuses to make it: StringLengthError.TOO_LONG: The name is longer than 100 characters.",
        "mv_days": "Google refuses to make it: RangeError.TOO_HIGH: The value must be at most 30.",
    }
    result = wanted.apply(plan)
    assert (result.failed, result.after.conflicts) == ((), plan.conflicts)
    assert set(holds.actions()) == {"mv_ok"}


def test_a_key_event_that_is_made_before_the_first_write_stops_the_run(inhabit, project, conversion, holds):
    """The accounts are read once more before anything is written: what moved is named, and nothing was done."""
    inhabit()
    wanted = project(conversion("mv_a", source=None, event="mv_a", value=100), conversion("mv_b"))
    plan = wanted.plan()
    inhabit(key_events=[{"event_name": "mv_a"}])
    before = holds.everything()
    with pytest.raises(RefusedError, match=r"nothing was changed: the plan is out of date") as caught:
        wanted.apply(plan)
    assert [(one.code, one.summary) for one in caught.value.refusals] == [
        ("stale", 'key event "mv_a": was not there, is there')
    ]
    assert (holds.writes(), holds.everything()) == ([], before)


def test_a_key_event_that_exists_meanwhile(inhabit, project, conversion, holds):
    """Made by somebody between the last reading and the write: the answer is told, and the next run makes it fit."""
    inhabit()
    wanted = project(conversion("mv_a", source=None, event="mv_a", value=100))
    plan = wanted.plan()
    inhabit(key_events=[{"event_name": "mv_a"}])
    result = wanted.apply(plan, read_again=False)
    (outcome,) = result.outcomes
    assert type(outcome.error) is AlreadyThereError
    assert str(outcome.error) == 'ga4 345678901 ga4.key_event["mv_a"]: ALREADY_EXISTS: Requested entity already exists'
    assert outcome.status is Status.FAILED  # it is there, but not as the plan wants it
    assert not result.in_sync
    assert holds.writes() == [("CreateKeyEvent", "ALREADY_EXISTS")]
    assert holds.key_events()["mv_a"]["default_value"] is None
    assert wanted.apply(wanted.plan()).in_sync
    assert {name: one["default_value"] for name, one in holds.key_events().items()} == {"mv_a": (100.0, "JPY")}


def test_a_key_event_that_exists_meanwhile_as_the_plan_wants_it(inhabit, project, conversion, holds):
    inhabit()
    wanted = project(conversion("mv_a", source=None, event="mv_a"))
    plan = wanted.plan()
    inhabit(key_events=[{"event_name": "mv_a"}])
    result = wanted.apply(plan, read_again=False)
    assert outcomes(result) == {"mv_a": Status.APPLIED}
    assert result.in_sync
    assert holds.writes() == [("CreateKeyEvent", "ALREADY_EXISTS")]


UNCLEAR = 3  # sent, and twice more after a reading that shows that it was not done: REPEATS of reconcile.apply

GA4_ANSWERS = {
    "INVALID_ARGUMENT": (RejectedError, "INVALID_ARGUMENT", 1),
    "PERMISSION_DENIED": (AccessDeniedError, "PERMISSION_DENIED", 1),
    "UNAUTHENTICATED": (AccessDeniedError, "UNAUTHENTICATED", 3),  # google-auth renews the token twice
    "NOT_FOUND": (NotFoundError, "NOT_FOUND", 1),
    "ALREADY_EXISTS": (AlreadyThereError, "ALREADY_EXISTS", 1),  # it is not there, whatever the answer says
    "RESOURCE_EXHAUSTED": (QuotaError, "RESOURCE_EXHAUSTED", 1),  # of creates it may mean: as many as there may be
    "INTERNAL": (UnclearError, "HTTP 500", UNCLEAR),
    "UNAVAILABLE": (UnclearError, "HTTP 503", UNCLEAR),
    "DEADLINE_EXCEEDED": (UnclearError, "HTTP 504", UNCLEAR),
}
"""The error, its code, and how often a key event is sent that never gets another answer."""


@pytest.mark.parametrize("word", GA4_ANSWERS)
def test_an_answer_of_ga4_to_a_write(inhabit, project, conversion, holds, monkeypatch, word):
    """To the first of two key events, as often as it is sent: the other one and Google Ads go on."""
    monkeypatch.setattr(Ga4, "at_once", 1)  # which of two under way comes first is chance
    kind, code, tries = GA4_ANSWERS[word]
    inhabit().faults.add(Fault("ga4", "CreateKeyEvent", status=word, message="No luck today.", times=tries))
    wanted = project(
        conversion("mv_a", source=None, event="mv_a"),
        conversion("mv_b", source=None, event="mv_b"),
        conversion("mv_c"),
    )
    result = wanted.apply(wanted.plan())
    assert outcomes(result) == {"mv_a": Status.FAILED, "mv_b": Status.APPLIED, "mv_c": Status.APPLIED}
    (outcome,) = result.failed
    assert type(outcome.error) is kind
    assert str(outcome.error) == f'ga4 345678901 ga4.key_event["mv_a"]: {code}: No luck today.'
    assert set(holds.key_events()) == {"mv_b"}
    assert holds.writes() == [*[("CreateKeyEvent", word)] * tries, ("CreateKeyEvent", "OK"), ("Mutate", "OK")]


ADS_ANSWERS = {
    "INVALID_ARGUMENT": (RejectedError, ("range_error", "TOO_LOW"), "RangeError.TOO_LOW", 1),
    "PERMISSION_DENIED": (
        AccessDeniedError,
        ("authorization_error", "USER_PERMISSION_DENIED"),
        "AuthorizationError.USER_PERMISSION_DENIED",
        1,
    ),
    "UNAUTHENTICATED": (
        AccessDeniedError,
        ("authentication_error", "OAUTH_TOKEN_EXPIRED"),
        "AuthenticationError.OAUTH_TOKEN_EXPIRED",
        2,  # once more with a new token
    ),
    "RESOURCE_EXHAUSTED": (QuotaSpentError, ("quota_error", "RESOURCE_EXHAUSTED"), "QuotaError.RESOURCE_EXHAUSTED", 1),
    "ABORTED": (
        RejectedError,
        ("database_error", "CONCURRENT_MODIFICATION"),
        "DatabaseError.CONCURRENT_MODIFICATION",
        5,  # nothing was done: as often as core.backoff allows
    ),
    "INTERNAL": (UnclearError, ("internal_error", "TRANSIENT_ERROR"), "InternalError.TRANSIENT_ERROR", 3),
    "UNAVAILABLE": (UnclearError, None, "UNAVAILABLE", 3),  # as below: a reading before each time it is sent again
    "DEADLINE_EXCEEDED": (UnclearError, None, "DEADLINE_EXCEEDED", 3),
}
"""The error, Google's code as it is sent and as it is told, and how often a request is sent that never fares better."""


@pytest.mark.parametrize("word", ADS_ANSWERS)
def test_an_answer_of_google_ads_to_a_write(inhabit, project, conversion, holds, word):
    kind, error, code, tries = ADS_ANSWERS[word]
    world = inhabit()
    world.faults.add(
        Fault("google_ads", "Mutate", rehearsal=False, nth=0, status=word, message="No luck today.", error=error)
    )
    wanted = project(conversion("mv_a"), conversion("mv_b"), conversion("mv_c", source=None, event="mv_c"))
    result = wanted.apply(wanted.plan())
    assert outcomes(result) == {"mv_a": Status.FAILED, "mv_b": Status.FAILED, "mv_c": Status.APPLIED}
    mutates = [one for one in world.log.writes() if one.api == "google_ads"]
    assert len(mutates) == tries
    for outcome in result.failed:
        assert type(outcome.error) is kind
        assert str(outcome.error) == f"google_ads 123-456-7890: {code}: No luck today."
        assert outcome.request_id == mutates[-1].request_id
    assert holds.actions() == {}
    assert not result.in_sync


@pytest.mark.parametrize("word", ["UNAUTHENTICATED", "ABORTED"])
def test_a_request_that_did_nothing_is_sent_again_as_it_is(inhabit, project, conversion, holds, word):
    """An expired token, a row that somebody else had locked: no reading is needed in between."""
    _, error, _, _ = ADS_ANSWERS[word]
    world = inhabit()
    world.faults.add(Fault("google_ads", "Mutate", rehearsal=False, status=word, error=error))
    wanted = project(conversion("mv_a"), property_id="")
    result = wanted.apply(wanted.plan())
    assert outcomes(result) == {"mv_a": Status.APPLIED}
    assert (result.in_sync, list(holds.actions())) == (True, ["mv_a"])
    assert [status for _, status in holds.writes()] == [word, "OK"]
    first = next(number for number, one in enumerate(world.log.entries) if one.write and not one.rehearsal)
    assert world.log.entries[first + 1].write


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
    """Done changes are not sent again, others are once a reading says so. Either way the object is there once."""
    world = inhabit()
    world.faults.add(Fault(api, method, after_commit=after_commit, rehearsal=False, **fault))
    wanted = project(
        conversion(
            "mv_a", source="website" if api == "google_ads" else None, event=None if api == "google_ads" else "mv_a"
        )
    )
    result = wanted.apply(wanted.plan())
    assert outcomes(result) == {"mv_a": Status.APPLIED}
    assert result.in_sync
    made = holds.actions() if api == "google_ads" else holds.key_events()
    assert list(made) == ["mv_a"]
    sent = [number for number, one in enumerate(world.log.entries) if one.write and not one.rehearsal]
    assert len(sent) == (1 if after_commit else 2)
    between = {one.api for one in world.log.entries[sent[0] + 1 : sent[-1]] if not one.write}
    assert between == (set() if after_commit else {"google_ads", "ga4"})
    assert wanted.apply(wanted.plan()).outcomes == ()


@pytest.mark.parametrize("api", ["google_ads", "ga4"])
def test_what_never_gets_an_answer_is_given_up_and_converges_later(inhabit, project, conversion, holds, api):
    world = inhabit()
    number = world.faults.add(
        Fault(api, "Mutate" if api == "google_ads" else "CreateKeyEvent", nth=0, drop=True, rehearsal=False)
    )
    wanted = project(
        conversion(
            "mv_a", source="website" if api == "google_ads" else None, event=None if api == "google_ads" else "mv_a"
        )
    )
    result = wanted.apply(wanted.plan())
    assert outcomes(result) == {"mv_a": Status.FAILED}
    assert isinstance(result.failed[0].error, UnclearError)
    assert (holds.actions(), holds.key_events()) == ({}, {})
    assert len(holds.writes()) == 3
    world.faults.remove(number)
    assert wanted.apply(wanted.plan()).in_sync
    assert list(holds.actions() if api == "google_ads" else holds.key_events()) == ["mv_a"]


def test_an_unclear_update_demote_and_removal(inhabit, project, conversion, holds):
    from microconv.core.planning.limits import Allow, Limits

    live = {"type": "WEBPAGE", "category": "ENGAGEMENT"}
    inhabit([{"id": 1, "name": "mv_a", **live}, {"id": 2, "name": "mv_b", **live}])
    holds.world.faults.add(Fault("google_ads", "Mutate", rehearsal=False, status="INTERNAL", after_commit=True))
    wanted = project(conversion("mv_a", value=5), unlisted=Unlisted.REMOVE)
    result = wanted.apply(wanted.plan(), Limits(allow=(Allow.REMOVE,)))
    assert outcomes(result) == {"mv_a": Status.APPLIED, "mv_b": Status.APPLIED}
    assert holds.by_id()[2]["status"] == "REMOVED"
    assert holds.actions()["mv_a"]["primary_for_goal"] is False


def test_a_removal_that_did_not_happen_is_not_called_done(inhabit, project, holds):
    from microconv.core.planning.limits import Allow, Limits

    inhabit([{"id": 1, "name": "mv_a", "type": "WEBPAGE", "category": "ENGAGEMENT"}])
    holds.world.faults.add(Fault("google_ads", "Mutate", rehearsal=False, nth=0, status="INTERNAL"))
    wanted = project(unlisted=Unlisted.REMOVE)
    result = wanted.apply(wanted.plan(), Limits(allow=(Allow.REMOVE,)))
    assert outcomes(result) == {"mv_a": Status.FAILED}
    assert holds.by_id()[1]["status"] == "ENABLED"


def test_when_the_account_cannot_be_read_again_nothing_is_claimed(inhabit, project, conversion, holds):
    world = inhabit()
    wanted = project(conversion("mv_a"))
    plan = wanted.plan()
    world.faults.add(Fault("google_ads", "Mutate", rehearsal=False, status="UNAVAILABLE", after_commit=True))
    world.faults.add(Fault("google_ads", "SearchStream", nth=0, status="UNAVAILABLE", message="Gone."))
    result = wanted.apply(plan, read_again=False)
    assert outcomes(result) == {"mv_a": Status.UNKNOWN}
    assert (result.in_sync, result.after) == (False, None)
    assert result.unverified == "google_ads 123-456-7890: UNAVAILABLE: Gone."


def test_credentials_that_are_refused_only_at_the_write(inhabit, project, conversion, holds, monkeypatch):
    from google.auth.exceptions import RefreshError

    from microconv.providers.ga4.writing import Property

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


def test_a_step_that_refers_to_what_is_not_there_is_not_sent(inhabit, client, connections, holds):
    """An earlier step should have made it: a goal of an unknown campaign, beside a change that could be made."""
    inhabit([{"id": 1, "name": "mv_a", "type": "WEBPAGE", "category": "ENGAGEMENT"}])
    ads = connections.providers(client(property_id="").accounts, EVERYTHING)[0]
    before = holds.everything()
    ads.read()
    goal = Change(
        Action.UPDATE,
        Address(CAMPAIGN_GOAL, "Nowhere/contact~website"),
        (),
        (AttributeChange("biddable", True, False),),
    )
    identifier = f"customers/{STORE}/conversionActions/1"
    act = Change(
        Action.UPDATE, Address(ACTION, "mv_a"), (), (AttributeChange("primary_for_goal", True, False),), identifier
    )
    sent = ads.apply(Step("google_ads", (act, goal)))
    assert [(type(item.error), item.error.code, item.error.target) for item in sent] == [
        (RejectedError, "NO_SUCH_OBJECT", str(act.address)), (RejectedError, "NO_SUCH_OBJECT", str(goal.address))
    ]  # fmt: skip
    assert {item.error.message for item in sent} == {
        'there is no google_ads.conversion_goal_campaign_config["Nowhere"] that a change refers to: an earlier step '
        "should have made it"
    }
    assert (holds.writes(), holds.everything()) == ([], before)


def test_goals_of_the_client_s_own_account_that_cannot_be_read_are_no_warning(inhabit, project, conversion, holds):
    """Without them nothing can be said of bidding, and there is no other account that could be closed."""
    inhabit([{"id": 1, "name": "mv_a", "type": "WEBPAGE", "category": "ENGAGEMENT"}])
    holds.world.faults.add(
        Fault("google_ads", "SearchStream", nth=2, status="PERMISSION_DENIED", message="No luck today.",
              error=("authorization_error", "USER_PERMISSION_DENIED"))
    )  # fmt: skip
    with pytest.raises(AccessDeniedError, match=r"AuthorizationError\.USER_PERMISSION_DENIED: No luck today\.$"):
        project(conversion("mv_b")).plan()
    assert holds.writes() == []
