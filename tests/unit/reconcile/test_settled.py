"""Unclear outcomes, decided by what is there afterwards."""

from __future__ import annotations

from dataclasses import replace

import pytest
from strategies import action, client, conversion, key_event, plan_of

from microconv.core.client import Unlisted
from microconv.core.conversion import Value
from microconv.core.ports import Outcome, Status
from microconv.reconcile.result import Result, settled

WANTED = client(conversion("mv_cart", settings={"counting": "one_per_click"}), unlisted=Unlisted.REMOVE)


def unclear(plan) -> tuple[Outcome, ...]:
    return tuple(Outcome(change, Status.UNKNOWN) for change in plan.changes)


def states(before, after) -> list[str]:
    return [item.status.value for item in settled(unclear(before), after)]


@pytest.mark.parametrize(
    ("before", "after", "state"),
    [
        ([], [action("mv_cart", counting_type="one_per_click")], "applied"),
        ([], [], "failed"),
        ([action("mv_cart")], [action("mv_cart", counting_type="one_per_click")], "applied"),
        ([action("mv_cart")], [action("mv_cart")], "failed"),
    ],
)
def test_a_create_or_an_update(before, after, state: str) -> None:
    assert states(plan_of(WANTED, *before), plan_of(WANTED, *after)) == [state]


@pytest.mark.parametrize(("after", "state"), [([], "applied"), ([action("mv_old")], "failed")])
def test_a_remove(after, state: str) -> None:
    wanted = client(unlisted=Unlisted.REMOVE)
    assert states(plan_of(wanted, action("mv_old")), plan_of(wanted, *after)) == [state]


def test_half_an_update_is_not_an_update() -> None:
    wanted = client(conversion("mv_cart", source=None, event="mv_cart", value=Value(500.0, "JPY"),
                               settings={"ga4.counting": "once_per_session"}))  # fmt: skip
    before = plan_of(wanted, key_event("mv_cart"))
    after = plan_of(wanted, key_event("mv_cart", counting_method="once_per_session"))
    assert states(before, after) == ["failed"]


def test_what_is_left_of_another_object_does_not_matter() -> None:
    wanted = client(conversion("mv_a"), conversion("mv_b"))
    before = plan_of(wanted)
    assert states(before, plan_of(wanted, action("mv_a"))) == ["applied", "failed"]


def test_a_key_event_and_an_action_of_one_name_are_two_objects() -> None:
    wanted = client(conversion("mv_a", event="mv_a"))
    assert states(plan_of(wanted), plan_of(wanted, key_event("mv_a"))) == ["failed", "applied"]


def test_what_was_clear_stays_as_it_was() -> None:
    plan = plan_of(WANTED)
    for status in (Status.APPLIED, Status.FAILED):
        outcomes = (Outcome(plan.changes[0], status, "REQ-1"),)
        assert settled(outcomes, plan) == outcomes
        assert settled(outcomes, plan_of(client())) == outcomes


def test_a_created_object_that_lacks_an_attribute_was_created() -> None:
    """It is there; what is left of it shows in the plan afterwards."""
    before = plan_of(WANTED)
    after = plan_of(WANTED, action("mv_cart", counting_type="many_per_click"))
    assert [change.action for change in after.changes] == ["update"]
    assert states(before, after) == ["applied"]


def test_what_is_not_there_because_its_name_is_taken_was_not_made() -> None:
    """By now somebody else has an action of that name and another type: no more is planned, and nothing was made."""
    before = plan_of(WANTED)
    after = plan_of(WANTED, action("mv_cart", type="ad_call"))
    assert (after.changes, [item.address.name for item in after.conflicts]) == ((), ["mv_cart"])
    assert states(before, after) == ["failed"]


def test_result_sorts_outcomes_and_knows_when_it_is_in_sync() -> None:
    plan = plan_of(client(*(conversion(f"mv_{name}") for name in "abc")))
    statuses = (Status.APPLIED, Status.FAILED, Status.UNKNOWN)
    outcomes = tuple(Outcome(change, status, "R") for change, status in zip(plan.changes, statuses, strict=True))
    result = Result(plan, outcomes)
    assert [result.applied, result.failed, result.unknown] == [(item,) for item in outcomes]
    assert result.request_ids == ("R",)
    assert not result.in_sync
    assert not replace(result, after=plan).in_sync
    assert replace(result, after=replace(plan, changes=())).in_sync
