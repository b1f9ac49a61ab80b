"""Changes in place: one attribute at a time, and the account shows exactly that and nothing else."""

from __future__ import annotations

import copy

import pytest

from microconv.core.client import Unlisted
from microconv.core.conversion import Role, Value
from microconv.core.errors import RefusedError
from microconv.core.plan import Action, Bidding
from microconv.core.planning.limits import Allow, Limits
from microconv.core.schema import Settable
from microconv.providers.google_ads.conversion_action import ATTRIBUTES

WEBSITE = {
    "id": 1,
    "name": "mv_step",
    "type": "WEBPAGE",
    "category": "ENGAGEMENT",
    "primary_for_goal": False,
    "counting_type": "MANY_PER_CLICK",
    "click_through_lookback_window_days": 30,
    "view_through_lookback_window_days": 1,
    "value_settings": {"default_value": 500, "default_currency_code": "JPY", "always_use_default_value": True},
    "attribution_model_settings": {
        "attribution_model": "GOOGLE_ADS_LAST_CLICK",
        "data_driven_model_status": "AVAILABLE",
    },
}
CALL = {
    "id": 1,
    "name": "mv_call",
    "type": "AD_CALL",
    "category": "PHONE_CALL_LEAD",
    "primary_for_goal": False,
    "phone_call_duration_seconds": 60,
    "value_settings": {"default_value": 500, "default_currency_code": "JPY"},
}
AS_IS = {
    "category": "engagement",
    "counting": "many_per_click",
    "google_ads.click_through_lookback_window_days": 30,
    "google_ads.view_through_lookback_window_days": 1,
    "google_ads.attribution_model": "google_ads_last_click",
}


def website(conversion, settings=None, **fields):
    return conversion("mv_step", **{"value": 500, "settings": {**AS_IS, **(settings or {})}, **fields})


# attribute -> what the config says, and what the account then holds
CASES = {
    "name": (lambda c: c("mv_renamed", value=500, settings=AS_IS, previously=("mv_step",)), "mv_renamed"),
    "category": (lambda c: website(c, {"category": "signup"}), "SIGNUP"),
    "primary_for_goal": (lambda c: website(c, role=Role.PRIMARY), True),
    "value_settings.default_value": (lambda c: website(c, value=700), 700.0),
    "value_settings.default_currency_code": (lambda c: website(c, value=Value(500.0, "USD")), "USD"),
    "value_settings.always_use_default_value": (lambda c: website(c, value=Value(500.0, "JPY", True)), False),
    "counting_type": (lambda c: website(c, {"counting": "one_per_click"}), "ONE_PER_CLICK"),
    "click_through_lookback_window_days": (
        lambda c: website(c, {"google_ads.click_through_lookback_window_days": 7}),
        7,
    ),
    "view_through_lookback_window_days": (
        lambda c: website(c, {"google_ads.view_through_lookback_window_days": 30}),
        30,
    ),
    "attribution_model_settings.attribution_model": (
        lambda c: website(c, {"google_ads.attribution_model": "google_search_attribution_data_driven"}),
        "GOOGLE_SEARCH_ATTRIBUTION_DATA_DRIVEN",
    ),
    "status": (lambda c: website(c), "ENABLED"),
    "phone_call_duration_seconds": (
        lambda c: c(
            "mv_call",
            source="ad_call",
            value=500,
            settings={"category": "phone_call_lead", "google_ads.phone_call_duration_seconds": 120},
        ),
        120,
    ),
}


def test_every_attribute_that_can_be_changed_is_tested():
    assert set(CASES) == {attribute.name for attribute in ATTRIBUTES if attribute.settable is Settable.ANY_TIME}


@pytest.mark.parametrize("name", CASES)
def test_one_attribute(inhabit, project, holds, conversion, name):
    wanted, expected = CASES[name]
    live = copy.deepcopy(CALL if name == "phone_call_duration_seconds" else WEBSITE)
    if name == "status":
        live["status"] = "HIDDEN"
    inhabit([live, {**WEBSITE, "id": 2, "name": "other"}])
    before = holds.by_id()
    plan = project(wanted(conversion)).plan()
    (change,) = plan.changes
    assert [attribute.name for attribute in change.attributes] == [name]
    result = project(wanted(conversion)).apply(plan)
    assert result.in_sync, [str(outcome.error) for outcome in result.failed]
    assert before[1][name] != expected
    assert holds.by_id() == {1: {**before[1], name: expected}, 2: before[2]}
    assert holds.writes() == [("Mutate", "OK")]


def test_a_demote_really_demotes(inhabit, project, holds, conversion):
    """`false` on the wire is an absent value: only an explicit mask carries it."""
    inhabit([{**WEBSITE, "primary_for_goal": True}])
    before = holds.by_id()[1]
    plan = project(website(conversion)).plan()
    assert [(item.action, item.bidding) for item in plan.changes] == [(Action.DEMOTE, Bidding.STOPS)]
    assert project(website(conversion)).apply(plan).in_sync
    assert holds.by_id() == {1: {**before, "primary_for_goal": False}}


def test_zero_arrives(inhabit, project, holds, conversion):
    inhabit([WEBSITE])
    wanted = project(website(conversion, value=Value(0.0, "JPY")))
    assert wanted.apply(wanted.plan()).in_sync
    assert holds.by_id()[1]["value_settings.default_value"] == 0


def test_several_attributes_of_several_actions_in_one_request(inhabit, project, holds, conversion):
    inhabit([{**WEBSITE, "id": n, "name": f"mv_step{n}", "primary_for_goal": True} for n in (1, 2, 3)])
    before = holds.by_id()
    wanted = project(
        conversion("mv_step1", value=100, settings=AS_IS),
        conversion("mv_step2", value=500, settings={**AS_IS, "counting": "one_per_click"}, role=Role.PRIMARY),
        conversion("mv_step4", value=100, settings=AS_IS),
    )
    assert wanted.apply(wanted.plan()).in_sync
    after = holds.by_id()
    assert after[1] == {**before[1], "primary_for_goal": False, "value_settings.default_value": 100}
    assert after[2] == {**before[2], "counting_type": "ONE_PER_CLICK"}
    assert after[3] == {**before[3], "primary_for_goal": False}
    (new,) = set(after) - {1, 2, 3}
    assert after[new]["name"] == "mv_step4"
    assert holds.writes() == [("Mutate", "OK")]


def test_what_the_config_does_not_name_is_left_alone(inhabit, project, holds, conversion):
    inhabit([{**WEBSITE, "counting_type": "ONE_PER_CLICK", "click_through_lookback_window_days": 77}])
    before = holds.everything()
    wanted = project(conversion("mv_step"))
    assert wanted.plan().empty
    assert wanted.apply(wanted.plan()).in_sync
    assert (holds.everything(), holds.writes()) == (before, [])


def test_a_name_taken_by_another_is_a_conflict(inhabit, project, holds, conversion):
    inhabit([WEBSITE, {**WEBSITE, "id": 2, "name": "mv_renamed", "status": "HIDDEN"}])
    wanted = project(conversion("mv_renamed", value=500, previously=("mv_step",)), unlisted=Unlisted.KEEP)
    plan = wanted.plan()
    # The hidden one has the name that the config lists, so it is the one that is meant.
    assert [change.id[-1] for change in plan.changes] == ["2"]
    inhabit([WEBSITE, {**WEBSITE, "id": 2, "name": "mv_renamed", "type": "LEAD_FORM_SUBMIT"}])
    (conflict,) = wanted.plan().conflicts
    assert conflict.summary.startswith("the name is taken by customers/1234567890/conversionActions/2, ")
    with pytest.raises(RefusedError):
        wanted.apply(wanted.plan(), Limits(allow=tuple(Allow)))
    assert holds.writes() == []


def test_another_type_is_a_conflict_and_never_a_new_action(inhabit, project, holds, conversion):
    inhabit([WEBSITE])
    before = holds.everything()
    wanted = project(conversion("mv_step", source="upload_clicks"))
    (conflict,) = wanted.plan().conflicts
    assert conflict.summary == (
        "source is website and cannot become upload_clicks: the API sets this only when the object is made"
    )
    with pytest.raises(RefusedError) as caught:
        wanted.apply(wanted.plan(), Limits(allow=tuple(Allow)))
    assert [item.code for item in caught.value.refusals] == ["conflict"]
    assert holds.everything() == before


# ---- what the config does not list


@pytest.mark.parametrize(
    ("unlisted", "expected"),
    [
        (Unlisted.DEMOTE, {"status": "ENABLED", "primary_for_goal": False}),
        (Unlisted.KEEP, {"status": "ENABLED", "primary_for_goal": True}),
        (Unlisted.REMOVE, {"status": "REMOVED", "primary_for_goal": True}),
    ],
)
def test_an_unlisted_action(inhabit, project, holds, unlisted, expected):
    inhabit([{**WEBSITE, "primary_for_goal": True}])
    before = holds.by_id()[1]
    gone = project(unlisted=unlisted)
    assert gone.apply(gone.plan(), Limits(allow=(Allow.REMOVE,))).in_sync
    assert holds.by_id() == {1: {**before, **expected}}


def test_a_removal_needs_leave(inhabit, project, holds):
    inhabit([WEBSITE])
    before = holds.everything()
    gone = project(unlisted=Unlisted.REMOVE)
    with pytest.raises(RefusedError) as caught:
        gone.apply(gone.plan())
    assert [(item.code, item.summary) for item in caught.value.refusals] == [
        ("remove", 'the plan removes 1: conversion "mv_step". A removed object cannot be brought back')
    ]
    assert (holds.everything(), holds.writes()) == (before, [])


def test_nothing_else_is_ever_touched(world, project, holds):
    """Hidden, removed, imported, system-made, fixed and hand-made actions, with all that the config can ask for."""
    before = holds.by_id()
    empty = project(unlisted=Unlisted.REMOVE, property_id="")
    assert empty.apply(empty.plan(), Limits(allow=tuple(Allow))).in_sync
    changed = {number for number, fields in holds.by_id().items() if fields != before[number]}
    assert changed == {102, 103}  # the two enabled website actions that carry the prefix


def test_an_imported_action_takes_its_role_and_nothing_else(world, project, holds, conversion):
    before = holds.by_id()[106]
    wanted = project(
        conversion("order", source="ga4", event="order_complete", value=900, settings={"counting": "one_per_click"}),
        unlisted=Unlisted.KEEP,
    )
    plan = wanted.plan()
    result = wanted.apply(plan)
    for made in (plan, result.after):  # Google was asked, and lets nobody change how an import counts
        assert [(str(one.address), one.refused) for one in made.conflicts] == [
            ('google_ads.conversion_action["order"]', True)
        ]
        assert "counting: MutateError.MUTATE_NOT_ALLOWED" in made.conflicts[0].summary
    assert (result.after.changes, [one.status.value for one in result.outcomes]) == ((), ["applied", "applied"])
    assert holds.by_id()[106] == {**before, "primary_for_goal": False}
    assert holds.key_events()["order_complete"]["default_value"] == (900.0, "JPY")


def test_a_hidden_import_is_enabled_when_it_is_listed(inhabit, project, holds, conversion):
    settings = {"event_name": "a", "property_name": "P", "property_id": 345678901}
    live = {"id": 1, "name": "P (web) a", "type": "GOOGLE_ANALYTICS_4_CUSTOM", "google_analytics_4_settings": settings}
    inhabit([{**live, "status": "HIDDEN", "primary_for_goal": False}], key_events=[{"event_name": "a"}])
    before = holds.by_id()[1]
    wanted = project(conversion("mv_a", source="ga4", event="a", role=Role.PRIMARY))
    assert wanted.apply(wanted.plan()).in_sync
    assert holds.by_id() == {1: {**before, "status": "ENABLED", "primary_for_goal": True}}
