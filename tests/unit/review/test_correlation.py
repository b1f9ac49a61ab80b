"""Correlation per session only: counts of unrelated acts rise and fall with traffic, rates do not."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import numpy as np
import pytest
from scipy.stats import pearsonr

from microconv.review.correlation import correlation
from tests.heavy import examples

Days = Mapping[datetime.date, float]
FIRST = datetime.date(2026, 8, 1)


def series(numbers: np.ndarray) -> Days:
    return {FIRST + datetime.timedelta(days=day): float(number) for day, number in enumerate(numbers)}


def traffic(chance: np.random.Generator, days: int = 90) -> np.ndarray:
    """Sessions that grow, with a week in them."""
    day = np.arange(days)
    return chance.poisson(300 * (1 + day / days) * (1 + 0.3 * np.sin(day * 2 * np.pi / 7))).astype(float)


def test_unrelated_acts_do_not_correlate_per_session() -> None:
    """Of the counts themselves the correlation is 0.3 and more on average; per session it is 0."""
    rates, counts = [], []
    for seed in range(examples(400)):
        chance = np.random.default_rng(seed)
        sessions = traffic(chance)
        step, final = chance.binomial(sessions.astype(int), 0.2), chance.binomial(sessions.astype(int), 0.03)
        one = correlation("mv_a", "purchase", series(step), series(final), series(sessions))
        assert one is not None
        assert one.days == 90
        rates.append(one.correlation)
        counts.append(float(np.corrcoef(step, final)[0, 1]))
    assert abs(float(np.mean(rates))) < 0.05
    assert float(np.mean(counts)) > 0.3
    assert float(np.mean(np.abs(rates) > 0.207)) < 0.15  # the bound of 5 % at 90 days


def test_it_is_pearsons_of_the_rates() -> None:
    chance = np.random.default_rng(1)
    sessions = traffic(chance)
    step = chance.binomial(sessions.astype(int), 0.2)
    final = chance.binomial(step, 0.3)
    one = correlation("mv_a", "purchase", series(step), series(final), series(sessions))
    assert one is not None
    assert one.correlation == pytest.approx(pearsonr(step / sessions, final / sessions).statistic)
    assert one.correlation > 0.2


def test_days_without_sessions_or_counts_are_left_out_and_few_days_say_nothing() -> None:
    chance = np.random.default_rng(2)
    sessions = traffic(chance, 40)
    step, final = (dict(series(chance.binomial(sessions.astype(int), share))) for share in (0.2, 0.05))
    there = dict(series(sessions))
    there[FIRST] = 0
    del step[FIRST + datetime.timedelta(days=1)], final[FIRST + datetime.timedelta(days=2)]
    one = correlation("mv_a", "purchase", step, final, there)
    assert one is not None
    assert one.days == 37
    fewer = {day: count for day, count in there.items() if day < FIRST + datetime.timedelta(days=32)}
    assert correlation("mv_a", "purchase", step, final, fewer) is None
    assert correlation("mv_a", "purchase", step, dict.fromkeys(there, 0.0), there) is None
