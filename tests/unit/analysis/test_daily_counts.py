"""Two actions by day: one act, or two that share their traffic."""

from __future__ import annotations

import datetime
import math
import random
from collections.abc import Callable, Mapping

import pytest

from microconv.analysis.daily_counts import FEW_DAYS, Days, side_by_side

FIRST = datetime.date(2026, 10, 24)
Counts = Mapping[datetime.date, float]


def counts(*numbers: float, start: int = 0) -> Counts:
    """Counts of days in a row, of which those with none are absent."""
    return {FIRST + datetime.timedelta(start + n): number for n, number in enumerate(numbers) if number}


def poisson(rng: random.Random, mean: float) -> int:
    level, product, number = math.exp(-mean), rng.random(), 0
    while product > level:
        number, product = number + 1, product * rng.random()
    return number


def traffic(rng: random.Random, mean: float) -> list[float]:
    """A month with quiet weekends and days of much advertising: two acts of one site rise and fall with it."""
    return [mean * (0.4 if day % 7 in {5, 6} else 1.0) * rng.choice([0.7, 1.0, 1.6]) for day in range(30)]


def one_act(rng: random.Random, mean: float, lost: float) -> tuple[Counts, Counts]:
    """An act of which each of two actions misses some."""
    acts = [poisson(rng, level) for level in traffic(rng, mean)]
    seen = [[sum(rng.random() >= lost for _ in range(number)) for number in acts] for _ in range(2)]
    return counts(*seen[0]), counts(*seen[1])


def two_acts(rng: random.Random, mean: float, _lost: float) -> tuple[Counts, Counts]:
    """Two acts of the same visitors, as many of both."""
    levels = traffic(rng, mean)
    return counts(*(poisson(rng, level) for level in levels)), counts(*(poisson(rng, level) for level in levels))


@pytest.mark.parametrize(("make", "same"), [(one_act, True), (two_acts, False)], ids=["one act", "two acts"])
@pytest.mark.parametrize("mean", [0.7, 2.0, 8.0, 60.0])
@pytest.mark.parametrize("lost", [0.02, 0.1, 0.15])
def test_one_act_is_told_from_two_that_share_their_traffic(
    make: Callable[[random.Random, float, float], tuple[Counts, Counts]], same: bool, mean: float, lost: float
) -> None:
    right = 0
    for seed in range(50):
        days = side_by_side(*make(random.Random(seed), mean, lost))
        assert days is not None
        right += days.same is same
    assert right >= (40 if same else 50)  # what is not one act is never told of; of what is one, some is missed


def test_a_share_that_one_misses_is_no_difference() -> None:
    days = side_by_side(counts(10, 20, 30, 40, 10), counts(7, 14, 21, 28, 7))
    assert days == Days(110, 77, 5, 5, pytest.approx(0))
    assert days is not None
    assert (days.near, days.same) == (pytest.approx(0.7), True)


def test_only_days_of_both_are_compared() -> None:
    late = side_by_side(counts(*[4] * 20), counts(*[4] * 8, start=15))
    assert late == Days(20, 20, 5, 5, 0)
    assert side_by_side(counts(9, 9, 9), counts(9, 9, 9, start=3)) == Days(0, 0, 0, 0, math.inf)
    gap = side_by_side(counts(1, 0, 0, 0, 0, 1), counts(0, 1, 1, start=1))
    assert gap == Days(0, 2, 0, 2, math.inf)
    assert gap is not None
    assert (gap.near, gap.same) == (0, False)


def test_days_without_either_are_none() -> None:
    days = side_by_side(counts(1, 0, 0, 2, 0, 0, 3), counts(1, 0, 0, 0, 2, 0, 3))
    assert days is not None
    assert (days.common, days.either, days.enough) == (2, 4, False)


@pytest.mark.parametrize("number", [1, FEW_DAYS - 1, FEW_DAYS])
def test_few_days_tell_nothing(number: int) -> None:
    days = side_by_side(counts(*[25] * number), counts(*[25] * number))
    assert days is not None
    assert (days.apart, days.enough, days.same) == (0, number >= FEW_DAYS, number >= FEW_DAYS)


def test_days_that_are_not_known() -> None:
    assert side_by_side({}, counts(1)) is None
    assert side_by_side(counts(1), {}) is None
