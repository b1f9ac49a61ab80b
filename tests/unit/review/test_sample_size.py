"""Sizes of tests against scipy's noncentral power, and the step whose traffic suffices."""

from __future__ import annotations

import math

import pytest
from scipy.optimize import brentq
from scipy.stats import norm

from microconv.review.evidence import share_of
from microconv.review.model import Evidence
from microconv.review.sample_size import per_arm, sample_size, sizes


@pytest.mark.parametrize(
    ("rate", "uplift", "users"),
    [(0.01, 0.2, 42_607), (0.03, 0.2, 13_887), (0.1, 0.2, 3_835), (0.3, 0.2, 963), (0.3, 0.5, 162)],
)
def test_users_of_an_arm(rate: float, uplift: float, users: int) -> None:
    """The numbers of statsmodels 0.15.0, NormalIndPower().solve_power, on the fact sheet of 2026-11-28."""
    assert per_arm(rate, uplift) == users
    effect = 2 * (math.asin(math.sqrt(rate * (1 + uplift))) - math.asin(math.sqrt(rate)))

    def power(number: float) -> float:
        shift = effect * math.sqrt(number / 2)
        return float(norm.sf(norm.isf(0.025) - shift) + norm.cdf(norm.ppf(0.025) - shift)) - 0.8

    assert per_arm(rate, uplift) == math.ceil(brentq(power, 10, 1e6))


def test_a_fall_can_be_tested_too() -> None:
    assert per_arm(0.3, -0.2) > per_arm(0.3, 0.2) / 2


@pytest.mark.parametrize(("rate", "uplift"), [(0, 0.2), (1, -0.2), (0.9, 0.2), (0.3, 0), (0.3, -1)])
def test_rates_that_cannot_be_tested(rate: float, uplift: float) -> None:
    with pytest.raises(ValueError, match="cannot be told apart"):
        per_arm(rate, uplift)


def test_weeks() -> None:
    size = sample_size("view", "lead", 0.3, 600)
    assert (size.per_arm, size.weeks, size.suffices) == (963, 4, True)
    assert sample_size("visit", "lead", 0.01, 600).suffices is False
    assert (sample_size("view", "lead", 0.3).weeks, sample_size("view", "lead", 0.3).suffices) == (None, False)


def test_the_shortest_test_is_first_and_impossible_ones_are_none() -> None:
    made = sizes([
        evidence("visit", 90, 9_000), evidence("view", 300, 1_000), evidence("never", 0, 50), evidence("all", 50, 50),
        evidence("most", 95, 100),
    ])  # fmt: skip
    assert [one.step for one in made] == ["view", "visit"]
    assert made[0].users_a_week == pytest.approx(1_000 / 90 * 7)
    assert made[0].weeks == math.ceil(2 * 963 / (1_000 / 90 * 7))


def evidence(event: str, reached: int, users: int) -> Evidence:
    return Evidence(event, "lead", users, reached, 90, 30, share_of(reached, users))


@pytest.mark.parametrize("uplift", [0, 1e-17, -1e-9, math.nan, math.inf, -math.inf])
def test_an_uplift_that_is_no_change_is_refused(uplift: float) -> None:
    with pytest.raises(ValueError, match="is no change"):
        sizes([Evidence("mv_form", "lead", 400, 120, 90, 30, share_of(120, 400))], uplift)
