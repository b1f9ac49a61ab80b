"""Ctrl-C during a run: what was done is kept, what was not tried is named, and a second run finishes it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from accounts import ACTION, CART, EVENT, Accounts, ended, interrupted
from stores import Fault
from strategies import client, conversion, key_event

from microconv.core.client import Unlisted
from microconv.core.ports import Outcome
from microconv.core.steps import Step

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


def test_an_interrupt_while_reading_again_does_not_lose_what_was_done() -> None:
    accounts = Accounts()
    project = accounts.project(client(CART))
    plan = project.plan()

    def read():
        raise KeyboardInterrupt

    accounts.ga4.read = read  # type: ignore[method-assign]
    result = interrupted(project, plan)
    assert result.interrupted
    assert set(ended(result).values()) == {"applied"}
    assert result.after is None


class Impatient:
    """Events of somebody who presses Ctrl-C between two calls."""

    def reading(self, provider: str, account: str) -> None: ...

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
    assert {*result.skipped, *(item.change for item in result.outcomes)} == set(result.plan.changes)
