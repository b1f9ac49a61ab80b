"""Google's imports from GA4: waited for, taken over when they appear, left alone where Google insists on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from microconv.core.client import CustomGoal, Goals, GoalSetting, Unlisted
from microconv.core.conversion import Role
from microconv.core.diagnostics import Severity
from microconv.core.errors import ApiError, RefusedError
from microconv.core.planning.limits import Allow, Limits
from microconv.core.ports import Status
from microconv.emulator.faults import Fault
from microconv.emulator.google_ads.mutate import conversion_action as mutate
from microconv.render.result import result_text
from tests.conftest import flat
from tests.contract.ads_account import action, campaign, custom_goal, imported

DAY = timedelta(hours=25)
TAGGING = "auto-tagging, which is off in Google Ads: write `google_ads: {auto_tagging: true}`"
TIME = "time: everything is there, and Google takes one or two days"


@pytest.fixture
def lead(conversion):
    """The import of the key event lead, secondary unless `fields` say otherwise."""
    return lambda **fields: conversion("mv_lead", **{"source": "ga4", "event": "lead", **fields})


@pytest.fixture
def sync(project, lead):
    def run(*conversions, **fields):
        wanted = project(*(conversions or [lead(role=Role.PRIMARY)]), **{"link_google_ads": True, **fields})
        return wanted.apply(wanted.plan(), Limits(allow=tuple(Allow)))

    return run


def missing(plan):
    (waiting,) = plan.waiting
    assert waiting.what == "Google's import"
    return waiting.missing.split("; ")


def refused(plan):
    return [one for one in plan.conflicts if one.refused]


def blocked(sync, *conversions, **fields):
    """The refusals of a sync that has nothing else to do: it stops itself."""
    with pytest.raises(RefusedError) as caught:
        sync(*conversions, **fields)
    return [one.summary for one in caught.value.refusals]


# ---- waiting


@pytest.mark.parametrize("role", Role)
def test_three_syncs(inhabit, sync, holds, lead, role):
    """Waiting, enabled with the wanted role in one step, nothing to do."""
    world = inhabit(auto_tagging_enabled=True)
    first = sync(lead(role=role))
    assert first.in_sync
    assert missing(first.plan) == [
        "the key event (this plan makes it)",
        "the link between the property and Google Ads (this plan makes it)",
    ]
    assert missing(first.after) == [TIME]
    assert (holds.actions(), list(holds.key_events())) == ({}, ["lead"])
    assert [method for method, _ in holds.writes()] == ["CreateKeyEvent", "CreateGoogleAdsLink"]
    world.advance(DAY)
    assert holds.actions()["Aoi GA4 (web) lead"]["status"] == "HIDDEN"
    world.log.clear()
    second = sync(lead(role=role))
    assert second.in_sync
    found = holds.actions()["Aoi GA4 (web) lead"]
    assert (found["status"], found["primary_for_goal"]) == ("ENABLED", role is Role.PRIMARY)
    assert (holds.writes(), holds.rehearsals()) == ([("Mutate", "OK")], ["OK", "OK"])  # asked twice, then done
    world.log.clear()
    third = sync(lead(role=role))
    assert (third.in_sync, third.outcomes, third.plan.waiting, holds.writes()) == (True, (), (), [])


def test_what_is_missing(inhabit, sync, lead):
    """Each thing is named, and what this plan makes is told from what somebody must do."""
    world = inhabit()
    result = sync(link_google_ads=False)
    assert missing(result.plan) == [
        TAGGING,
        "the key event (this plan makes it)",
        "the link between the property and Google Ads: write `link_google_ads: true`",
    ]
    assert len(missing(result.after)) == 2
    assert missing(sync().after) == [TAGGING]
    world.advance(DAY)
    assert missing(sync().plan) == [TAGGING]
    world.google_ads.customers[1234567890].fields["auto_tagging_enabled"] = True
    world.advance(DAY)
    assert sync().plan.waiting == ()


def test_waiting_is_told_and_not_an_error(inhabit, sync):
    inhabit(auto_tagging_enabled=True)
    text = result_text(sync())
    assert "Applied; 1 import waits for Google (emulated): aoi: 2 of 2 changes" in flat(text)


def test_an_import_is_found_by_its_event_never_by_its_name(inhabit, sync, holds, lead):
    """An action that is called like the conversion, one of another event, one of another property: none is meant."""
    others = [
        action(1, "mv_lead", primary=False),
        imported(2, "other", name="lead"),
        imported(3, "lead", 345678902, name="Botan GA4 (web) lead"),
    ]
    inhabit(others, key_events=[{"event_name": "lead"}], auto_tagging_enabled=True)
    before = holds.by_id()
    result = sync()
    assert result.in_sync
    assert [str(one.address) for one in result.plan.waiting] == ['google_ads.conversion_action["mv_lead"]']
    assert holds.by_id() == before


def test_a_hidden_import_that_nobody_lists_stays_hidden(inhabit, sync, holds, conversion):
    inhabit([imported(1, "lead"), imported(2, "mv_x", name="mv_x", status="ENABLED", primary=True)])
    before = holds.by_id()
    assert sync(conversion("mv_a"), unlisted=Unlisted.REMOVE, link_google_ads=False).in_sync
    after = holds.by_id()
    assert {number: after[number] for number in before} == before


# ---- what Google lets one change

MUTABILITY = ("none", "status_and_primary", "all")


@pytest.mark.parametrize("policy", MUTABILITY)
def test_what_google_refuses_is_one_conflict_and_never_tried(inhabit, sync, holds, policy):
    """Nothing else is to do: the run stops itself, and the next one says the same."""
    live = imported(1, "lead", primary=False)
    inhabit([live], key_events=[{"event_name": "lead"}]).policies.set("ga4_import_mutability", policy)
    before = holds.by_id()
    for _ in range(2):
        if policy == "none":
            assert blocked(sync, link_google_ads=False) == [
                'conversion "mv_lead": Google refuses to change status, role: '
                "MutateError.MUTATE_NOT_ALLOWED: Mutates are not allowed for the requested resource."
            ]
            assert (holds.writes(), holds.by_id()) == ([], before)
        else:
            result = sync(link_google_ads=False)
            assert (result.in_sync, refused(result.plan)) == (True, [])
            assert holds.by_id()[1] == {**before[1], "status": "ENABLED", "primary_for_goal": True}


SAID = {"category": "signup", "counting": "one_per_click"}
EVERY_POLICY = {
    "none": ({"category", "counting_type", "value", "status", "primary_for_goal"}, 1),
    "status_and_primary": ({"category", "counting_type", "value"}, 1),
    "category_name_and_value": ({"counting_type", "status", "primary_for_goal"}, 1),
    "status_primary_category_name_and_value": ({"counting_type"}, 1),
    "all": (set(), 0),
}
"""Fields that Google does not take of an import, and the number of conflicts that tell it."""

KEYS = {"counting_type": "counting", "primary_for_goal": "role"}
"""The words of the config for fields that it calls otherwise."""


@pytest.mark.parametrize("policy", EVERY_POLICY)
def test_what_google_takes_of_an_import_is_found_by_asking(inhabit, sync, holds, lead, policy):
    """Category, counting and value too, where the config says them of the import itself: no list decides."""
    inhabit([imported(1, "lead", counting_type="MANY_PER_CLICK")], key_events=[{"event_name": "lead"}]).policies.set(
        "ga4_import_mutability", policy
    )
    left, told = EVERY_POLICY[policy]
    wanted = lead(role=Role.PRIMARY, value=700, event_value=False, settings=SAID)
    if policy == "none":
        assert len(blocked(sync, wanted, link_google_ads=False)) == told
    else:
        result = sync(wanted, link_google_ads=False)
        assert (result.failed, len(refused(result.plan))) == ((), told)
        assert (result.in_sync, len(refused(result.after))) == (not told, told)
        keys = " ".join(one.summary.partition(": ")[0] for one in result.plan.conflicts)
        assert all(KEYS.get(name, name) in keys for name in left)
    fields = holds.by_id()[1]
    found = {
        "category": fields["category"] == "SIGNUP",
        "counting_type": fields["counting_type"] == "ONE_PER_CLICK",
        "value": fields.get("value_settings.default_value") == 700,
        "status": fields["status"] == "ENABLED",
        "primary_for_goal": fields["primary_for_goal"],
    }
    assert {name for name, taken in found.items() if not taken} == left
    assert holds.key_events()["lead"]["default_value"] is None


@pytest.mark.parametrize("policy", EVERY_POLICY)
def test_the_value_of_an_import_is_that_of_its_key_event(inhabit, sync, holds, lead, policy):
    """Unless `ga4: {value: false}` says otherwise: nothing is asked of the import for it."""
    live = imported(1, "lead", status="ENABLED", primary=True)
    inhabit([live], key_events=[{"event_name": "lead"}]).policies.set("ga4_import_mutability", policy)
    assert sync(lead(role=Role.PRIMARY, value=700), link_google_ads=False).in_sync
    assert holds.key_events()["lead"]["default_value"] == (700.0, "JPY")
    assert holds.rehearsals() == []


@pytest.mark.parametrize(
    ("field", "expected"),
    [("status", ("HIDDEN", True)), ("primary_for_goal", ("ENABLED", False))],
)
@pytest.mark.parametrize("goals", [Goals(), Goals((GoalSetting("default", False),))], ids=["alone", "with goals"])
def test_a_single_field_that_google_refuses(inhabit, sync, holds, monkeypatch, field, expected, goals):
    """The rest happens. With goals, enabling and promoting are two steps of one action: still one conflict."""
    inhabit([imported(1, "lead")], key_events=[{"event_name": "lead"}])
    monkeypatch.setitem(mutate.FIELDS, field, replace(mutate.FIELDS[field], immutable=True))
    result = sync(goals=goals)
    assert (result.failed, result.after.changes, result.in_sync) == ((), (), False)
    fields = holds.by_id()[1]
    assert (fields["status"], fields["primary_for_goal"]) == expected
    (conflict,) = result.plan.conflicts
    assert conflict.summary == (
        f"Google refuses to change {KEYS.get(field, field)}: FieldError.IMMUTABLE_FIELD: "
        "The field attempted to be mutated is immutable."
    )
    assert result.after.conflicts == result.plan.conflicts
    assert len(blocked(sync, goals=goals)) == 1


def test_imports_beside_others_are_told_apart(inhabit, sync, holds, lead, conversion):
    """One import is refused; another change in the same run is not."""
    inhabit([imported(1, "lead"), action(2, "mv_b", primary=False)], key_events=[{"event_name": "lead"}]).policies.set(
        "ga4_import_mutability", "none"
    )
    result = sync(lead(), conversion("mv_b", role=Role.PRIMARY), conversion("mv_new"))
    assert (result.failed, result.in_sync) == ((), False)
    assert len(refused(result.plan)) == len(refused(result.after)) == 1
    assert holds.actions()["mv_b"]["primary_for_goal"] is True
    assert "mv_new" in holds.actions()


def test_changes_of_others_are_asked_about_in_one_request(inhabit, sync, holds, conversion):
    inhabit([imported(1, "lead", status="ENABLED")], key_events=[{"event_name": "lead"}])
    result = sync(conversion("mv_lead", source="ga4", event="lead"), conversion("mv_new"), link_google_ads=False)
    assert result.in_sync
    assert (holds.writes(), holds.rehearsals()) == ([("Mutate", "OK")], ["OK", "OK"])


def test_a_world_that_changes_between_plan_and_apply(inhabit, project, lead, holds):
    """Before the first write Google is asked once more: a change that it no longer allows stops the run."""
    world = inhabit([imported(1, "lead")], key_events=[{"event_name": "lead"}])
    wanted = project(lead(role=Role.PRIMARY))
    plan = wanted.plan()
    world.policies.set("ga4_import_mutability", "none")
    before = holds.by_id()
    with pytest.raises(RefusedError, match=r"nothing was changed: the plan is out of date") as caught:
        wanted.apply(plan)
    assert [(one.code, one.summary) for one in caught.value.refusals] == [
        ("stale", 'conversion "mv_lead" status: was to become enabled, is planned otherwise'),
        ("stale", 'conversion "mv_lead" role: was to become primary, is planned otherwise'),
    ]
    assert holds.by_id() == before


def test_a_world_that_changes_right_before_the_write(inhabit, project, lead, holds):
    """MUTATE_NOT_ALLOWED at the write itself is told, and the next run knows."""
    world = inhabit([imported(1, "lead")], key_events=[{"event_name": "lead"}])
    wanted = project(lead(role=Role.PRIMARY))
    plan = wanted.plan()
    world.policies.set("ga4_import_mutability", "none")
    before = holds.by_id()
    result = wanted.apply(plan, read_again=False)
    (outcome,) = result.failed
    assert outcome.status is Status.FAILED
    assert str(outcome.error) == (
        'google_ads 123-456-7890 google_ads.conversion_action["mv_lead"]: MutateError.MUTATE_NOT_ALLOWED: Mutates '
        "are not allowed for the requested resource."
    )
    assert outcome.error.hint.startswith("Google does not let this account change this action")
    assert holds.by_id() == before
    assert result.after is not None
    assert len(result.after.changes) == 1  # the plan after a run asks nothing; the next one does
    assert "FAILED" in result_text(result)
    assert len(wanted.plan().conflicts) == 1


@pytest.mark.parametrize("read_again", [True, False])
def test_an_import_that_goes_away_between_plan_and_apply(inhabit, project, lead, holds, read_again):
    world = inhabit([imported(1, "lead")], key_events=[{"event_name": "lead"}])
    wanted = project(lead(role=Role.PRIMARY))
    plan = wanted.plan()
    world.google_ads.customers[1234567890].actions[1].fields["status"] = "REMOVED"
    before = holds.by_id()
    if read_again:
        with pytest.raises(RefusedError) as caught:
            wanted.apply(plan)
        assert [(one.code, one.summary) for one in caught.value.refusals] == [
            ("stale", 'conversion "mv_lead": was there, is removed')
        ]
    else:
        result = wanted.apply(plan, read_again=False)
        assert [one.error.code for one in result.failed] == [
            "ContextError.OPERATION_NOT_PERMITTED_FOR_REMOVED_RESOURCE"
        ]
        assert result.after is not None
        assert missing(result.after)[-1].startswith("the link")
    assert holds.by_id() == before


def test_bidding_does_not_start_to_use_what_google_does_not_let_be_enabled(inhabit, sync):
    inhabit([imported(1, "lead")], key_events=[{"event_name": "lead"}]).policies.set("ga4_import_mutability", "none")
    assert sync().plan.shifts == ()


def test_a_custom_goal_of_an_import_that_cannot_be_enabled(inhabit, sync, holds):
    """It is not enabled, so no custom goal can list it: the goal is not tried again in every run."""
    inhabit(
        [imported(1, "lead"), action(2, "mv_b", primary=False)],
        key_events=[{"event_name": "lead"}],
        campaigns=[campaign(71, "Brand")],
        custom_conversion_goals=[custom_goal(81, "Other", 2)],
    ).policies.set("ga4_import_mutability", "none")
    goals = Goals(custom=(CustomGoal("Leads", ("mv_lead",), ("Brand",)),))
    told = blocked(sync, goals=goals, unlisted=Unlisted.KEEP, link_google_ads=False)
    assert [one.partition(":")[0] for one in told] == ['conversion "mv_lead"']


def test_the_question_itself_can_fail(inhabit, project, lead, holds):
    """Google is down whenever it is asked: the plan says so, a run is an error, and nothing is written."""
    world = inhabit([imported(1, "lead")], key_events=[{"event_name": "lead"}])
    before = holds.everything()
    world.faults.add(Fault("google_ads", "Mutate", nth=0, status="UNAVAILABLE", message="Gone."))
    asking = project(lead(role=Role.PRIMARY))
    plan = asking.plan()
    assert [item.detail for item in plan.warnings if item.code == "not-asked"] == [
        "google_ads 123-456-7890: UNAVAILABLE: Gone."
    ]
    assert holds.rehearsals() == ["UNAVAILABLE"] * 5  # a question can be repeated, as a reading can
    with pytest.raises(ApiError, match=r"google_ads 123-456-7890: UNAVAILABLE: Gone\."):
        asking.apply(plan)
    assert holds.everything() == before
    world.faults.clear()
    world.faults.add(Fault("google_ads", "Mutate", status="UNAVAILABLE"))
    assert project(lead(role=Role.PRIMARY)).plan().changes
    assert holds.everything() == before


def test_an_import_is_also_double_counting(inhabit, sync, conversion):
    inhabit(
        [imported(1, "lead", status="ENABLED", primary=True), action(2, "mv_lead")],
        key_events=[{"event_name": "lead"}],
        auto_tagging_enabled=True,
    )
    result = sync(conversion("mv_lead", event="lead", role=Role.PRIMARY))
    assert [(one.code, one.severity) for one in result.after.warnings] == [("double-counting", Severity.WARNING)]
    assert "bidding counts each conversion twice" in result_text(result)


# ---- a name like an import


def test_an_action_named_like_an_import_is_not_taken_for_one(inhabit, project, conversion, lead, holds):
    """Both are in the config; each gets its own role, and nothing is left to do."""
    name = "ga4:345678901/lead"
    inhabit([action(7, name, primary=False), imported(1, "lead", primary=False)], key_events=[{"event_name": "lead"}])
    wanted = project(conversion(name, kind="macro", role=Role.PRIMARY), lead(), link_google_ads=False)
    result = wanted.apply(wanted.plan(), Limits(allow=tuple(Allow)))
    assert result.in_sync, result_text(result)
    assert (holds.by_id()[7]["name"], holds.by_id()[7]["primary_for_goal"]) == (name, True)
    assert holds.by_id()[1]["primary_for_goal"] is False
    again = wanted.plan()
    assert (again.changes, again.conflicts, again.waiting) == ((), (), ())
