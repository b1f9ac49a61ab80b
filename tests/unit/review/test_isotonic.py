"""Shares that grow along chains and trees: against scipy, against all poolings, and on a posterior."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import isotonic_regression

from microconv.analysis.intervals import jeffreys
from microconv.review.isotonic import grown, isotonic
from tests.heavy import examples

VALUES = st.floats(0, 1, allow_subnormal=False)
WEIGHTS = st.integers(1, 10_000)


@settings(max_examples=examples(300), deadline=None)
@given(st.lists(st.tuples(VALUES, WEIGHTS), min_size=1, max_size=8))
def test_a_chain_is_as_scipy_has_it(steps: list[tuple[float, int]]) -> None:
    values, weights = ([one[part] for one in steps] for part in (0, 1))
    ours = isotonic(values, [float(one) for one in weights], [*range(1, len(steps)), None])
    assert ours == pytest.approx(list(isotonic_regression(values, weights=weights).x), abs=1e-9)


@settings(max_examples=examples(300), deadline=None)
@given(st.data())
def test_a_tree_is_the_nearest_of_all_poolings(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 5))
    after = [data.draw(st.one_of(st.none(), st.integers(one + 1, size - 1))) for one in range(size - 1)] + [None]
    values = [data.draw(VALUES) for _ in range(size)]
    weights = [float(data.draw(WEIGHTS)) for _ in range(size)]
    ours = isotonic(values, weights, after)
    assert all(place is None or ours[one] <= ours[place] + 1e-12 for one, place in enumerate(after))
    best = min(
        cost(pooled, values, weights)
        for pooled in poolings(values, weights)
        if all(place is None or pooled[one] <= pooled[place] + 1e-12 for one, place in enumerate(after))
    )
    assert cost(ours, values, weights) == pytest.approx(best, abs=1e-7 * sum(weights))


def cost(fitted: Sequence[float], values: Sequence[float], weights: Sequence[float]) -> float:
    return sum(weight * (one - other) ** 2 for one, other, weight in zip(fitted, values, weights, strict=True))


def poolings(values: Sequence[float], weights: Sequence[float]) -> list[list[float]]:
    """The means of all ways to put the places into groups: the regression is one of them."""
    size, made = len(values), []
    for groups in itertools.product(range(size), repeat=size):
        means = {
            group: sum(values[one] * weights[one] for one in range(size) if groups[one] == group)
            / sum(weights[one] for one in range(size) if groups[one] == group)
            for group in set(groups)
        }
        made.append([means[group] for group in groups])
    return made


def test_the_example_of_the_method() -> None:
    """1.2 %, 3.0 %, 2.86 %, 21.7 % of 4000, 900, 700, 120 users: checked on the fact sheet with scipy, 2026-11-28."""
    steps = grown([(48, 4000), (27, 900), (20, 700), (26, 120)], [1, 2, 3, None])
    assert [one.mean for one in steps] == pytest.approx([0.012, 0.029, 0.032, 0.219], abs=0.001)
    assert [one.low for one in steps] == pytest.approx([0.0095, 0.021, 0.024, 0.16], rel=0.05)
    assert [one.high for one in steps] == pytest.approx([0.015, 0.036, 0.041, 0.29], rel=0.05)
    assert [one.pooled for one in steps] == [False, True, True, False]


def test_a_step_that_is_never_moved_has_its_own_interval_exactly() -> None:
    alone, far = grown([(20, 1000)], [None])[0], grown([(20, 1000), (300, 600)], [1, None])
    for one in (alone, far[0]):
        assert (one.low, one.high) == jeffreys(20, 1000)
        assert one.mean == pytest.approx(20.5 / 1001)
    assert (far[1].low, far[1].high) == jeffreys(300, 600)


def test_the_same_counts_give_the_same_answer() -> None:
    counts = [(30, 1000), (29, 900), (31, 800)]
    assert grown(counts, [1, 2, None]) == grown(list(counts), [1, 2, None])


def test_what_is_added_along_a_path_sums_to_the_last_share() -> None:
    steps = grown([(40, 2000), (40, 800), (40, 200)], [1, 2, None])
    assert sum(one.added for one in steps) == pytest.approx(steps[-1].mean, rel=0.02)
    assert steps[0].added == steps[0].mean


def test_steps_that_lead_to_the_same_one_are_not_ordered_among_each_other() -> None:
    one, other, last = grown([(100, 1000), (20, 1000), (150, 500)], [2, 2, None])
    assert one.mean > 3 * other.mean
    assert last.mean > one.mean


def test_counts_that_are_no_share() -> None:
    with pytest.raises(ValueError, match="is no share"):
        grown([(6, 5)], [None])


def test_draws_are_weighted_by_users() -> None:
    """Ten times as many users at the far step: the common share is nearly its own."""
    far, near = grown([(300, 1_000), (10, 100)], [1, None])
    assert far.mean == pytest.approx(310 / 1_100, rel=0.01)
    assert near.mean == pytest.approx(far.mean, rel=0.01)
