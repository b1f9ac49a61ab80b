"""Ctrl-C during a run: what was done is kept, what was not tried is named, and a second run finishes it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from accounts import ACTION, ANY, CART, EVENT, Accounts, ended, interrupted
from stores import Account, Fault
from strategies import client, conversion, key_event

from microconv.core.client import Unlisted
from microconv.core.planning.steps import Step
from microconv.core.ports import Outcome
from microconv.core.resource import Reading

THREE = client(conversion("mv_a", event="mv_a"), conversion("mv_b", event="mv_b"), unlisted=Unlisted.REMOVE)


@pytest.mark.parametrize(
    ("ads", "ga4", "states", "skipped", "there"),
    [
        ({}, {1: Fault.INTERRUPT_BEFORE}, {EVENT.format("mv_a"): "unknown"}, 4, ["mv_gone"]),
        ({}, {1: Fault.INTERRUPT_AFTER}, {EVENT.format("mv_a"): "unknown"}, 4, ["mv_a", "mv_gone"]),
        (
            {},
            {2: Fault.INTERRUPT_AFTER},
            {EVENT.format("mv_a"): "applied", EVENT.format("mv_b"): "unknown"},
            3,
            ["mv_a", "mv_b", "mv_gone"],
        ),
        (
            {1: Fault.INTERRUPT_BEFORE},
            {},
            {
                EVENT.format("mv_a"): "applied", EVENT.format("mv_b"): "applied",
                ACTION.format("mv_a"): "unknown", ACTION.format("mv_b"): "unknown",
            },
            1,
            ["mv_a", "mv_b", "mv_gone"],
        ),
    ],
)  # fmt: skip
def test_an_interrupt_ends_the_run_after_the_call_under_way(ads, ga4, states, skipped: int, there: list[str]) -> None:
    accounts = Accounts(key_event("mv_gone"), ads_faults=ads, ga4_faults=ga4)
    project = accounts.project(THREE)
    result = interrupted(project, project.plan())
    assert result.interrupted
    assert not result.in_sync
    assert ended(result) == states
    assert len(result.skipped) == skipped
    assert {*result.skipped, *(item.change for item in result.outcomes)} == set(result.plan.changes)
    assert accounts.ga4.store.names() == there
    assert accounts.ads.store.names() == []
    assert accounts.ads.writes == len(ads)

    assert accounts.sync(THREE).in_sync
    assert accounts.ads.store.names() == accounts.ga4.store.names() == ["mv_a", "mv_b"]


def unreadable(account: Account) -> None:
    """From now on an interrupt comes while this account is read."""

    def read() -> Reading:
        raise KeyboardInterrupt

    account.read = read  # type: ignore[method-assign]


def test_an_interrupt_while_reading_again_does_not_lose_what_was_done() -> None:
    accounts = Accounts()
    accounts.ads.watch = lambda: unreadable(accounts.ga4)
    project = accounts.project(client(CART))
    plan = project.plan()
    result = interrupted(project, plan)
    assert result.interrupted
    assert set(ended(result).values()) == {"applied"}
    assert result.after is None


def test_an_interrupt_while_looking_what_became_of_a_lost_answer_leaves_it_unknown() -> None:
    accounts = Accounts(ads_faults={1: Fault.ANSWER_LOST})
    accounts.ads.watch = lambda: unreadable(accounts.ga4)
    project = accounts.project(client(CART))
    result = interrupted(project, project.plan())
    assert result.interrupted
    assert ended(result) == {EVENT.format("mv_cart"): "applied", ACTION.format("mv_cart"): "unknown"}
    assert accounts.ads.store.names() == ["mv_cart"]


def test_an_interrupt_while_looking_before_the_first_write_writes_nothing() -> None:
    """There is nothing to tell yet, so the interrupt gets out; and the lock is free again."""
    accounts = Accounts()
    project = accounts.project(client(CART))
    plan = project.plan()
    read = accounts.ga4.read
    unreadable(accounts.ga4)
    before = set(project.journals.glob("*"))
    try:
        project.apply(plan, ANY)
    except KeyboardInterrupt:
        pass
    else:
        pytest.fail("the interrupt was swallowed")
    assert accounts.writes == 0
    assert set(project.journals.glob("*")) == before
    accounts.ga4.read = read  # type: ignore[method-assign]
    assert accounts.sync(client(CART)).in_sync


class Impatient:
    """Events of somebody who presses Ctrl-C between two calls."""

    def reading(self, provider: str, account: str) -> None: ...

    def read(self, provider: str, account: str) -> None: ...

    def applying(self, step: Step) -> None:
        if step.provider == "google_ads":
            raise KeyboardInterrupt

    def applied(self, outcomes: Sequence[Outcome]) -> None: ...


def test_an_interrupt_between_two_calls_leaves_the_rest_untried() -> None:
    accounts = Accounts()
    project = accounts.project(client(CART), events=Impatient())
    result = interrupted(project, project.plan())
    assert result.interrupted
    assert ended(result)[EVENT.format("mv_cart")] == "applied"
    assert accounts.ga4.store.names() == ["mv_cart"]
    assert accounts.ads.store.names() == []
    assert [str(item.address) for item in result.skipped] == [ACTION.format("mv_cart")]
    assert {*result.skipped, *(item.change for item in result.outcomes)} == set(result.plan.changes)
