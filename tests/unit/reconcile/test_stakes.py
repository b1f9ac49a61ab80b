"""Counts of the actions whose role or value a plan changes: asked once, only where there are any."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import pytest
from strategies import action, campaign, client, conversion, goal, plan_of

from microconv.core.conversion import Role, Value
from microconv.core.errors import AccessDeniedError, ApiError, QuotaError, RejectedError
from microconv.core.plan import Plan, Stake
from microconv.core.resource import Live
from microconv.reconcile.stakes import with_stakes

FIXED = {"value_settings__always_use_default_value": True}
GOALS = (goal("add_to_cart~website"), campaign("Brand"))


class Metrics:
    """A Google Ads account of which only the metrics are asked."""

    def __init__(self, counted: Mapping[str, tuple[float, float]], error: ApiError | None = None) -> None:
        self.counted, self.error, self.calls = counted, error, 7
        self.asked: list[list[str]] = []

    def recent(self, ids: Collection[str]) -> Mapping[str, tuple[float, float]]:
        self.calls += 1
        self.asked.append(sorted(identifier.rpartition("/")[2] for identifier in ids))
        if self.error is not None:
            raise self.error
        return {key: value for key, value in self.counted.items() if key in ids}


def weigh(plan: Plan, metrics: Metrics) -> Plan:
    account: Any = metrics
    return with_stakes(plan, account)


def counted(**numbers: tuple[float, float]) -> dict[str, tuple[float, float]]:
    return {action("x", int(key[1:])).id: value for key, value in numbers.items()}


def plan(*live: Live, **said: Any) -> Plan:
    return plan_of(client(*said.pop("wanted", ()), **said), *live, *GOALS)


def test_what_bidding_loses_and_gains() -> None:
    """One becomes secondary, one becomes primary, and of what is not ours nothing is told."""
    live = [
        action("mv_down", 1, primary_for_goal=True),
        action("mv_up", 2),
        action("Purchase 2019", 3, primary_for_goal=True),
    ]
    metrics = Metrics(counted(n1=(12.5, 6000.0), n2=(3.0, 900.0), n3=(99.0, 1.0)))
    before = plan(*live, wanted=(conversion("mv_up", role=Role.PRIMARY),))
    found = weigh(before, metrics)
    assert found.stakes == (Stake("mv_down", 12.5, 6000.0), Stake("mv_up", 3.0, 900.0))
    assert metrics.asked == [["1", "2"]]
    assert found.reads == before.reads + 1
    assert replace(found, stakes=(), reads=before.reads) == before
    assert found.fingerprint == before.fingerprint


def test_a_change_of_value_alone() -> None:
    live = action("mv_cart", 4, value_settings__default_value=300.0, **FIXED)
    metrics = Metrics(counted(n4=(2.0, 600.0)))
    found = weigh(plan(live, wanted=(conversion("mv_cart", value=Value(500.0, "JPY")),)), metrics)
    assert found.stakes == (Stake("mv_cart", 2.0, 600.0),)


@pytest.mark.parametrize(
    "wanted",
    [
        conversion("mv_cart"),  # nothing to do
        conversion("mv_cart", settings={"counting": "one_per_click"}),
        conversion("mv_new", role=Role.PRIMARY),  # what is not there yet has counted nothing
    ],
)
def test_nothing_at_stake_makes_no_call(wanted: Any) -> None:
    metrics = Metrics({})
    before = plan(action("mv_cart", 4), wanted=(wanted,))
    assert weigh(before, metrics) is before
    assert metrics.asked == []


def test_an_account_that_counted_nothing() -> None:
    before = plan(action("mv_down", 1, primary_for_goal=True))
    assert weigh(before, Metrics({})).stakes == ()


def test_two_actions_of_one_name_are_both_told() -> None:
    wanted = (conversion("mv_cart", value=Value(5.0, "JPY")),)
    live = [action("mv_cart", 1, **FIXED), action("mv_old", 2, primary_for_goal=True)]
    metrics = Metrics(counted(n1=(1.0, 1.0), n2=(2.0, 2.0)))
    assert [item.action for item in weigh(plan(*live, wanted=wanted), metrics).stakes] == ["mv_cart", "mv_old"]


def refused(kind: type[ApiError]) -> ApiError:
    return kind(api="google_ads", account="123-456-7890", code="AuthorizationError.X", message="No metrics for you.")


@pytest.mark.parametrize("kind", [AccessDeniedError, RejectedError])
def test_metrics_that_are_not_to_be_had_are_a_note(kind: type[ApiError]) -> None:
    before = plan(action("mv_down", 1, primary_for_goal=True))
    found = weigh(before, Metrics({}, refused(kind)))
    (note,) = found.warnings
    assert (note.severity.value, note.code, note.where) == ("note", "no-metrics", "123-456-7890")
    assert note.summary == "what these actions counted in the last 30 days cannot be read: AuthorizationError.X"
    assert note.detail == "No metrics for you."
    assert (found.stakes, found.changes, found.reads) == ((), before.changes, before.reads + 1)


def test_an_api_in_trouble_is_not_hidden() -> None:
    with pytest.raises(QuotaError):
        weigh(plan(action("mv_down", 1, primary_for_goal=True)), Metrics({}, refused(QuotaError)))
