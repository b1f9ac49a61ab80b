"""Refusals: changes that a plan must not make unasked, each with the exact way through."""

from __future__ import annotations

import pytest
from strategies import action, client, conversion, key_event
from strategies import plan_without_dangers as plan_of

from microconv.core.client import Unlisted
from microconv.core.conversion import Role
from microconv.core.errors import Refusal
from microconv.core.plan import Plan
from microconv.core.planning.limits import Allow, Limits
from microconv.core.planning.safety import refusals


def demoting(count: int, managed: int, **said) -> Plan:
    """A plan that demotes `count` of `managed` live actions."""
    live = [action(f"mv_{n}", n + 1, primary_for_goal=n < count) for n in range(managed)]
    return plan_of(client(**said), *live)


def codes(plan: Plan, **limits) -> list[str]:
    return [item.code for item in refusals(plan, Limits(**limits))]


def test_an_ordinary_plan_is_not_refused() -> None:
    assert refusals(plan_of(client(conversion("mv_cart")), action("mv_old", primary_for_goal=True)), Limits()) == ()


@pytest.mark.parametrize(("count", "managed"), [(3, 10), (9, 9), (4, 12), (5, 15), (0, 10)])
def test_up_to_a_third_or_few_objects_pass(count: int, managed: int) -> None:
    assert refusals(demoting(count, managed), Limits()) == ()


@pytest.mark.parametrize(("count", "managed"), [(4, 10), (10, 10), (5, 12), (6, 15)])
def test_more_than_a_third_of_at_least_ten_is_refused(count: int, managed: int) -> None:
    assert refusals(demoting(count, managed), Limits()) == (
        Refusal(
            "many",
            f"the plan demotes or removes {count} of {managed} managed conversions: more than a third",
            "check that the config is whole; if this is wanted, run again with `--allow many`",
        ),
    )


def test_many_can_be_allowed() -> None:
    assert refusals(demoting(10, 10), Limits(allow=(Allow.MANY,))) == ()


def test_demoting_what_is_listed_counts_too() -> None:
    wanted = [conversion(f"mv_{n}") for n in range(10)]
    live = [action(f"mv_{n}", n + 1, primary_for_goal=n < 4) for n in range(10)]
    assert codes(plan_of(client(*wanted), *live)) == ["many"]


def test_creates_do_not_thin_the_share_and_updates_do_not_count() -> None:
    wanted = [conversion(f"mv_new{n}") for n in range(30)]
    live = [action(f"mv_{n}", n + 1, primary_for_goal=n < 4) for n in range(10)]
    assert codes(plan_of(client(*wanted), *live)) == ["many"]
    promoted = [conversion(f"mv_{n}", role=Role.PRIMARY) for n in range(10)]
    assert codes(plan_of(client(*promoted), *(action(f"mv_{n}", n + 1) for n in range(10)))) == []


def test_what_is_not_ours_does_not_thin_the_share() -> None:
    live = [action(f"mv_{n}", n + 1, primary_for_goal=n < 4) for n in range(10)]
    strays = [action(f"Stray {n}", 100 + n) for n in range(30)]
    assert codes(plan_of(client(), *live, *strays)) == ["many"]


def test_each_type_is_judged_for_itself() -> None:
    events = [key_event(f"mv_{n}", n + 1) for n in range(10)]
    actions = [action(f"mv_{n}", n + 1) for n in range(10)]
    wanted = [conversion(f"mv_{n}") for n in range(10)]
    plan = plan_of(client(*wanted, unlisted=Unlisted.REMOVE), *actions, *events)
    found = refusals(plan, Limits(allow=(Allow.REMOVE,)))
    assert [item.summary for item in found] == [
        "the plan demotes or removes 10 of 10 managed key events: more than a third"
    ]


def test_max_changes() -> None:
    plan = plan_of(client(*(conversion(f"mv_{name}") for name in "abc")))
    assert refusals(plan, Limits(max_changes=3)) == ()
    assert refusals(plan, Limits(max_changes=2)) == (
        Refusal(
            "max-changes",
            "the plan has 3 changes; at most 2 are allowed",
            "look at the plan, then run again with `--max-changes 3`",
        ),
    )


def test_max_changes_of_nought_refuses_any_change_and_allow_does_not_open_it() -> None:
    plan = plan_of(client(conversion("mv_cart")))
    assert codes(plan, max_changes=0, allow=tuple(Allow)) == ["max-changes"]
    assert codes(plan_of(client()), max_changes=0) == []


def test_removing_needs_a_second_word() -> None:
    plan = plan_of(client(unlisted=Unlisted.REMOVE), action("mv_a", 1), action("mv_b", 2))
    assert refusals(plan, Limits()) == (
        Refusal(
            "remove",
            'the plan removes 2: conversion "mv_a", conversion "mv_b". A removed object cannot be brought back',
            "to remove them, run again with `--allow remove`; to keep their history, write `unlisted: demote`",
        ),
    )
    assert refusals(plan, Limits(allow=(Allow.REMOVE,))) == ()


def test_what_is_protected_needs_a_second_word() -> None:
    wanted = conversion("mv_cart", protect=True, settings={"counting": "one_per_click"})
    plan = plan_of(client(wanted), action("mv_cart", primary_for_goal=True))
    assert refusals(plan, Limits()) == (
        Refusal(
            "protected",
            'conversion "mv_cart" is protected (`protect: true`) and would change: role, counting',
            "to change it all the same, run again with `--allow protected`",
        ),
    )
    assert refusals(plan, Limits(allow=(Allow.PROTECTED,))) == ()


def test_a_conflict_is_always_refused_and_comes_first() -> None:
    wanted = client(conversion("mv_cart"), conversion("mv_new"))
    plan = plan_of(wanted, action("mv_cart", type="ad_call"))
    found = refusals(plan, Limits(max_changes=0, allow=tuple(Allow)))
    assert [item.code for item in found] == ["conflict", "max-changes"]
    assert found[0] == Refusal(
        "conflict",
        'conversion "mv_cart": source is ad_call and cannot become website: the API sets this only '
        "when the object is made",
        "declare what is live, or give this conversion a new name; microconv never deletes and re-creates",
    )


def test_every_reason_is_given_at_once() -> None:
    live = [action(f"mv_{n}", n + 1) for n in range(9)]
    wanted = client(conversion("mv_cart", protect=True), unlisted=Unlisted.REMOVE)
    plan = plan_of(wanted, *live, action("mv_cart", 99, primary_for_goal=True))
    assert codes(plan, max_changes=3) == ["max-changes", "remove", "many", "protected"]


def test_allowing_one_thing_opens_nothing_else() -> None:
    live = [action(f"mv_{n}", n + 1) for n in range(9)]
    wanted = client(conversion("mv_cart", protect=True), unlisted=Unlisted.REMOVE)
    plan = plan_of(wanted, *live, action("mv_cart", 99, primary_for_goal=True))
    for allowed in Allow:
        assert codes(plan, allow=(allowed,)) == [word for word in ("remove", "many", "protected") if word != allowed]
