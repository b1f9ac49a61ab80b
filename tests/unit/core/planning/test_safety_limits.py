"""Limits on one run: what counts, what is told, and that what a run is told outweighs what the config says."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from strategies import action, client, conversion, key_event, rule
from strategies import plan_without_dangers as plan_of

from microconv.core.client import Unlisted
from microconv.core.conversion import Role, Value
from microconv.core.errors import Refusal
from microconv.core.plan import Plan
from microconv.core.planning.limits import Allow, Limits
from microconv.core.planning.safety import refusals
from microconv.core.value import Money

CART = 'conversion "mv_cart"'


def valued(before: float, after: float) -> Plan:
    """A plan that changes the value of an action."""
    wanted = conversion("mv_cart", value=Value(after, "JPY"))
    live = action("mv_cart", value_settings__default_value=before, value_settings__always_use_default_value=True)
    return plan_of(client(wanted), live)


def told(plan: Plan, **limits: object) -> list[str]:
    return [item.code for item in refusals(plan, Limits(**limits))]  # type: ignore[arg-type]


# ---- demotions


def demoting(number: int, **said: object) -> Plan:
    return plan_of(client(**said), *(action(f"mv_{n}", n + 1, primary_for_goal=True) for n in range(number)))


def test_demotions_and_removals_are_counted_together() -> None:
    live = [action("mv_a", 1, primary_for_goal=True), key_event("mv_b")]
    plan = plan_of(client(unlisted=Unlisted.REMOVE), *live)
    assert {change.action.value for change in plan.changes} == {"remove"}
    both = Limits(max_demotions=1, allow=(Allow.REMOVE,))
    assert refusals(plan, both) == (
        Refusal(
            "max-demotions",
            'the plan has 2 demotions; at most 1 are allowed: conversion "mv_a", key event "mv_b"',
            "look at the plan, then run again with `--max-demotions 2`",
        ),
    )


@pytest.mark.parametrize(("most", "codes"), [(None, []), (3, []), (2, ["max-demotions"]), (0, ["max-demotions"])])
def test_most_demotions(most: int | None, codes: list[str]) -> None:
    assert told(demoting(3), max_demotions=most) == codes


def test_a_demotion_is_no_create_and_no_update() -> None:
    plan = plan_of(client(conversion("mv_new"), conversion("mv_cart", value=Value(5.0, "JPY"))), action("mv_cart"))
    assert len(plan.changes) == 2
    assert told(plan, max_demotions=0, max_role_changes=0) == []


# ---- roles


def test_roles_change_both_ways() -> None:
    wanted = client(conversion("mv_up", role=Role.PRIMARY), conversion("mv_new", role=Role.PRIMARY))
    plan = plan_of(wanted, action("mv_up", 1), action("mv_down", 2, primary_for_goal=True))
    assert told(plan, max_role_changes=2) == []  # a new action had no role before
    (refusal,) = refusals(plan, Limits(max_role_changes=1))
    assert refusal == Refusal(
        "max-role-changes",
        'the plan has 2 role changes; at most 1 are allowed: conversion "mv_down", conversion "mv_up"',
        "look at the plan, then run again with `--max-role-changes 2`",
    )


# ---- values


@pytest.mark.parametrize(
    ("before", "after", "factor", "way"),
    [
        (100.0, 300.0, 3.0, None),
        (300.0, 100.0, 3.0, None),
        (100.0, 301.0, 3.0, "4"),
        (301.0, 100.0, 3.0, "4"),
        (100.0, 250.0, 2.0, "3"),
        (0.0, 1.0, 1000.0, "inf"),
        (1.0, 0.0, 1000.0, "inf"),
        (100.0, 100.0, 1.0, None),
        (0.0, 1.0, math.inf, None),
    ],
)
def test_a_value_may_change_by_a_factor(before: float, after: float, factor: float, way: str | None) -> None:
    found = refusals(valued(before, after), Limits(max_value_factor=factor))
    if way is None:
        assert found == ()
        return
    (refusal,) = found
    assert refusal.code == "max-value-factor"
    assert refusal.summary.startswith(f"the value of {CART} would go from ")
    assert refusal.summary.endswith(f"; a value may change by {factor:.0f} times at most")
    assert refusal.hint == f"look at the value, then run again with `--max-value-factor {way}`"
    assert refusals(valued(before, after), Limits(max_value_factor=float(way))) == ()


def test_the_value_of_a_key_event_counts_too() -> None:
    wanted = conversion("mv_cart", source=None, event="mv_cart", value=Value(900.0, "JPY"), settings={"category": None})
    plan = plan_of(client(wanted), key_event("mv_cart", default_value=Money(100.0, "JPY")))
    (refusal,) = refusals(plan, Limits(max_value_factor=2))
    assert refusal.summary == (
        'the value of key event "mv_cart" would go from 100 JPY to 900 JPY; a value may change by 2 times at most'
    )


def test_a_first_value_and_other_numbers_are_no_change_by_a_factor() -> None:
    wanted = conversion(
        "mv_cart", event="mv_cart", value=Value(900.0, "JPY"),
        settings={"google_ads.click_through_lookback_window_days": 90},
    )  # fmt: skip
    live = action(
        "mv_cart", value_settings__default_value=900.0, click_through_lookback_window_days=1,
        value_settings__always_use_default_value=True,
    )  # fmt: skip
    plan = plan_of(client(wanted), live, key_event("mv_cart"))
    assert len(plan.changes) == 2
    assert told(plan, max_value_factor=1.0) == []


# ---- all together, and which limit wins


def test_every_limit_that_is_exceeded_is_told() -> None:
    live = [
        action("mv_cart", 1, value_settings__default_value=1.0),
        action("mv_a", 2, primary_for_goal=True),
        rule("x"),
    ]
    wanted = client(conversion("mv_cart", value=Value(50.0, "JPY"), protect=True))
    plan = plan_of(wanted, *live)
    limits = Limits(max_changes=0, max_demotions=0, max_role_changes=0, max_value_factor=1.5)
    assert [item.code for item in refusals(plan, limits)] == [
        "max-changes", "max-demotions", "max-role-changes", "max-value-factor", "protected",
    ]  # fmt: skip


FULL = Limits(9, (Allow.MANY,), 8, 7, 6.0)


@pytest.mark.parametrize("name", ["max_changes", "max_demotions", "max_role_changes", "max_value_factor"])
def test_a_limit_that_is_given_wins_and_others_come_from_below(name: str) -> None:
    for given in (0, 1, 500):
        over = Limits(**{name: given}).over(FULL)
        assert over == replace(FULL, **{name: given})
    assert Limits().over(FULL) == FULL
    assert FULL.over(Limits(1, (), 1, 1, 1.0)) == FULL


def test_leave_is_added_up() -> None:
    assert set(Limits(allow=(Allow.REMOVE,)).over(FULL).allow) == {Allow.REMOVE, Allow.MANY}


def test_no_limit_counts_nothing() -> None:
    assert told(demoting(9)) == []
    assert told(valued(1.0, 1e9)) == []
