"""Dangers: nothing left to bid for, too many at once, an empty config, a manager account as the client's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from languages import hold
from strategies import action, campaign, client, conversion, goal, imported, plan_of

from microconv.core.client import Goals, GoalSetting, Unlisted
from microconv.core.conversion import ConversionKind, Role
from microconv.core.plan import Plan, Stake
from microconv.core.planning.limits import Allow, Limits
from microconv.core.planning.safety import refusals


def codes(plan: Plan, *allow: Allow) -> list[str]:
    return [item.code for item in refusals(plan, Limits(allow=allow))]


def final(name: str = "purchase", role: Role = Role.PRIMARY, **fields: Any) -> Any:
    return conversion(name, kind=ConversionKind.MACRO, role=role, settings={"category": "purchase"}, **fields)


def live_final(name: str = "purchase", number: int = 90, **state: Any) -> Any:
    return action(name, number, **{"category": "purchase", "primary_for_goal": True, **state})


def test_both_finals_set_to_secondary() -> None:
    plan = plan_of(
        client(final(role=Role.SECONDARY), final("lead", role=Role.SECONDARY)), live_final(), live_final("lead", 91)
    )
    assert codes(plan) == ["many", "nothing-left"]
    assert codes(plan, Allow.MANY, Allow.NOTHING_LEFT) == []


def undecided(name: str, category: str, role: Role = Role.PRIMARY) -> Any:
    return conversion(name, kind=ConversionKind.UNDECIDED, role=role, settings={"category": category})


@pytest.mark.parametrize("category", ["purchase", "default", "page_view"])
def test_the_loss_of_the_undecided_counts_as_that_of_a_final(category: str) -> None:
    live = (live_final("Order", category=category), action("mv_cart", 92, primary_for_goal=True))
    wanted = (undecided("Order", category, Role.SECONDARY), conversion("mv_cart", role=Role.PRIMARY))
    assert codes(plan_of(client(*wanted), *live)) == ["nothing-left"]


@pytest.mark.parametrize(("category", "refused"), [("page_view", True), ("default", True), ("submit_lead_form", False)])
def test_the_undecided_stands_in_for_a_final_only_with_the_category_of_one(category: str, refused: bool) -> None:
    left = live_final("Other", 91, category=category)
    plan = plan_of(client(final(role=Role.SECONDARY), undecided("Other", category)), live_final(), left)
    assert ("nothing-left" in codes(plan)) is refused


def test_the_undecided_that_bidding_keeps_is_no_loss() -> None:
    live = (live_final("Other", 91, category="page_view"), action("mv_cart", 92, primary_for_goal=True))
    plan = plan_of(client(undecided("Other", "page_view"), conversion("mv_cart")), *live)
    assert plan.changes
    assert codes(plan) == []


def test_an_app_campaign_that_is_optimized_for_a_final_keeps_it() -> None:
    """Only what goes by roles is left without it: the account's goals, and any other campaign."""
    wanted = client(final(role=Role.SECONDARY))
    live = (live_final(), goal("purchase~website"))
    plan = plan_of(wanted, *live, campaign("App", 1, selected=[90]))
    assert [item.summary for item in plan.dangers if item.allow == Allow.NOTHING_LEFT] == [
        "the account's goals would be left without any final conversion that bidding uses; now: purchase"
    ]
    plan = plan_of(wanted, *live, campaign("App", 1, selected=[90]), campaign("Brand", 2))
    assert [item.summary.partition(" would")[0] for item in plan.dangers if item.allow == Allow.NOTHING_LEFT] == [
        "the account's goals",
        'campaign "Brand"',
    ]


def test_the_only_goal_closed() -> None:
    goals = Goals(account=(GoalSetting("purchase", biddable=False),))
    plan = plan_of(client(final(), goals=goals), live_final(), goal("purchase~website"))
    assert codes(plan) == ["nothing-left"]


def test_what_is_at_stake_is_told() -> None:
    plan = replace(plan_of(client(final(role=Role.SECONDARY)), live_final()), stakes=(Stake("purchase", 42, 420000),))
    told = [item.summary for item in refusals(plan, Limits()) if item.code == "nothing-left"]
    assert told == [
        "the account's goals would be left without any final conversion that bidding uses; now: purchase; "
        "purchase had 42 conversions worth 420,000 JPY in the last 30 days"
    ]


def test_a_step_that_leaves_a_final_alone_passes() -> None:
    plan = plan_of(client(final(), conversion("mv_cart")), live_final(), action("mv_cart", primary_for_goal=True))
    assert plan.changes
    assert codes(plan) == []


def test_the_last_step_is_not_taken_where_there_is_no_final() -> None:
    plan = plan_of(client(conversion("mv_cart")), action("mv_cart", primary_for_goal=True))
    assert codes(plan) == ["many", "nothing-left"]


@pytest.mark.parametrize(
    ("demoted", "primaries", "refused"), [(1, 3, []), (2, 3, []), (2, 4, []), (3, 4, ["many"]), (2, 2, ["many"])]
)
def test_more_than_half_of_what_is_primary(demoted: int, primaries: int, refused: list[str]) -> None:
    names = [f"mv_{n}" for n in range(primaries)]
    wanted = [conversion(name, role=Role.PRIMARY) for name in names[demoted:]]
    live = [action(name, n + 1, primary_for_goal=True) for n, name in enumerate(names)]
    strays = live_final("Sale", 99)
    plan = plan_of(client(conversion("mv_more"), *wanted), *live, strays)
    assert codes(plan) == refused


def test_an_empty_config() -> None:
    live = [action("mv_a", primary_for_goal=True), live_final("Sale", 99)]
    assert codes(plan_of(client(), *live)) == ["empty-config"]
    assert codes(plan_of(client(), *live), Allow.EMPTY_CONFIG) == []
    assert codes(plan_of(client(unlisted=Unlisted.KEEP), *live)) == []
    assert codes(plan_of(client())) == []


def test_a_manager_account_as_the_client_s() -> None:
    plan = plan_of(client(conversion("mv_a")), customer__manager=True)
    assert codes(plan) == ["manager-account"]
    assert codes(plan, Allow.MANAGER) == ["manager-account"]
    assert codes(plan, Allow.MANAGER_ACCOUNT) == []
    assert codes(plan_of(client(unlisted=Unlisted.KEEP), customer__manager=True)) == []


def test_a_tag_keeps_its_role_until_the_import_can_take_it() -> None:
    """Without a second edit: the same config demotes it once the import is there."""
    web = final("purchase_ga4", source="ga4", event="purchase")
    wanted = client(replace(web, settings={}), final(role=Role.SECONDARY))
    waits = plan_of(wanted, live_final())
    assert [change for change in waits.changes if change.address.type.endswith("action")] == []
    assert {item.address.name for item in waits.waiting} == {"purchase", "purchase_ga4"}
    assert codes(waits) == []
    there = plan_of(wanted, live_final(), imported("purchase", 5, category="purchase", primary_for_goal=False))
    assert {(item.action.value, item.conversion) for item in there.changes if item.conversion and item.id} == {
        ("demote", "purchase"),
        ("update", "purchase_ga4"),
    }
    assert codes(there) == []


def test_a_tag_that_the_config_has_dropped_keeps_its_role_too() -> None:
    web = conversion("mv_lead", role=Role.PRIMARY, source="ga4", event="mv_lead", settings={})
    plan = plan_of(client(web), action("mv_lead", primary_for_goal=True))
    assert not [change for change in plan.changes if change.id]
    assert codes(plan) == []


def test_what_the_old_one_is_known_by_stays_until_the_import_is_there() -> None:
    """Its name or its category says what it waits for: once that is changed, the next plan would demote it."""
    by_name = final("purchase", source="ga4", event="mv_done")
    by_category = final("done", source="ga4", event="mv_done")
    for web, live in [
        (by_name, live_final("purchase", category="contact")),
        (by_category, live_final("old", category="purchase")),
    ]:
        old = replace(final("old", Role.SECONDARY, previously=("purchase",)), settings={"category": "signup"})
        wanted = client(web, old, goals=Goals(account=(GoalSetting("signup", biddable=False),)))
        plan = plan_of(wanted, live)
        assert [change for change in plan.changes if change.id == live.id] == []
        (waits,) = [item for item in plan.waiting if item.address.name == "old"]
        assert hold(plan)
        assert waits.why.startswith("it stays primary, with its name and category, until Google has imported")


def test_what_does_not_say_it_changes_meanwhile() -> None:
    web = final("purchase", source="ga4", event="mv_done")
    old = replace(final("tag", Role.SECONDARY, previously=("purchase",)), settings={"category": "purchase"})
    live = live_final("purchase", counting_type="many_per_click")
    old = replace(old, settings={"category": "purchase", "counting": "one_per_click"})
    plan = plan_of(client(web, old), live)
    (change,) = [change for change in plan.changes if change.id == live.id]
    assert {item.name for item in change.attributes} == {"name", "counting_type"}
    assert [item.why for item in plan.waiting if item.address.name == "tag"] == [
        "it stays primary until Google has imported purchase, which then takes over by itself"
    ]
