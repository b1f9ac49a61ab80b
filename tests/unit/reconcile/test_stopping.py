"""A run that is asked to stop between its steps: what was done is kept, what was not tried is named and done later."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from accounts import ACTION, ANY, CART, EVENT, Accounts, ended
from stores import Fault
from strategies import client, conversion

from microconv.core.errors import JournalError, UnclearError
from microconv.core.plan import Plan
from microconv.core.ports import Outcome, Unwritten
from microconv.providers import TYPES
from microconv.reconcile.apply import Means, apply


def from_question(number: int) -> Callable[[], bool]:
    """Answers yes from that question on."""
    asked = 0

    def stop() -> bool:
        nonlocal asked
        asked += 1
        return asked >= number

    return stop


@pytest.mark.parametrize(
    ("question", "done", "actions", "events"),
    [
        (1, {}, [], []),
        (2, {EVENT.format("mv_cart"): "applied"}, [], ["mv_cart"]),
        (3, {EVENT.format("mv_cart"): "applied", ACTION.format("mv_cart"): "applied"}, ["mv_cart"], ["mv_cart"]),
    ],
    ids=["before the first step", "between the steps", "after the last step"],
)
def test_it_ends_there_and_a_later_run_does_the_rest(
    question: int, done: dict[str, str], actions: list[str], events: list[str]
) -> None:
    accounts = Accounts()
    project = accounts.project(client(CART))
    result = project.apply(project.plan(), ANY, stop=from_question(question))
    assert (result.interrupted, result.in_sync, result.unverified) == (True, False, "interrupted")
    assert ended(result) == done
    assert {*result.skipped, *(item.change for item in result.outcomes)} == set(result.plan.changes)
    assert (accounts.ads.store.names(), accounts.ga4.store.names()) == (actions, events)

    assert accounts.sync(client(CART)).in_sync
    assert accounts.ads.store.names() == accounts.ga4.store.names() == ["mv_cart"]


def test_what_may_be_sent_again_is_not_once_somebody_asked_to_stop() -> None:
    accounts = Accounts(ads_faults={1: Fault.NOT_ARRIVED})
    project = accounts.project(client(conversion("mv_a")))
    result = project.apply(project.plan(), ANY, stop=lambda: accounts.ads.writes > 0)
    assert result.interrupted
    assert ended(result) == {ACTION.format("mv_a"): "failed"}
    assert accounts.ads.writes == 1
    assert accounts.ads.store.names() == []


class NoRoomAtTheEnd(Unwritten):
    """A record on a disk that fills up before the end of the run is settled."""

    def settled(self, number: int, outcomes: Sequence[Outcome]) -> None:
        raise JournalError("the disk is full")


def silent_at_first(plan: Callable[[], Plan]) -> Callable[[], Plan]:
    """The same, but the first reading gets no answer."""
    asked = 0

    def again() -> Plan:
        nonlocal asked
        asked += 1
        if asked == 1:
            raise UnclearError(api="google_ads", account="123-456-7890", code="UNAVAILABLE", message="no answer")
        return plan()

    return again


def test_a_journal_that_takes_no_more_at_the_end_is_told_and_nothing_is_sent_again() -> None:
    """The lost answer can be settled by the last reading only, and that cannot be written down."""
    accounts = Accounts(ads_faults={1: Fault.ANSWER_LOST})
    project = accounts.project(client(conversion("mv_a")))
    plan = project.plan()
    providers = {"google_ads": accounts.ads, "ga4": accounts.ga4}
    result = apply(plan, TYPES, Means(providers, silent_at_first(project.plan), record=NoRoomAtTheEnd()))
    assert result.stopped == "the disk is full"
    assert ended(result) == {ACTION.format("mv_a"): "applied"}
    assert result.after is not None
    assert result.after.empty
    assert accounts.ads.writes == 1
    assert accounts.ads.store.names() == ["mv_a"]
