"""Jeffreys intervals against scipy's beta distribution."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta

from microconv.analysis.intervals import LEVEL, beta_quantile, beta_share, jeffreys
from tests.heavy import examples

NUMBERS = st.integers(1, 2_000_000)


@settings(max_examples=examples(500), deadline=None)
@given(st.data())
def test_the_ends_are_those_of_the_beta_distribution(data: st.DataObject) -> None:
    of = data.draw(NUMBERS)
    hits = data.draw(st.one_of(st.integers(0, of), st.integers(0, min(of, 5)), st.integers(max(0, of - 5), of)))
    low, high = jeffreys(hits, of)
    assert low == pytest.approx(0 if hits == 0 else beta.ppf(0.05, hits + 0.5, of - hits + 0.5), rel=1e-7)
    assert high == pytest.approx(1 if hits == of else beta.ppf(0.95, hits + 0.5, of - hits + 0.5), rel=1e-7)
    assert 0 <= low <= hits / of <= high <= 1


@settings(max_examples=examples(300), deadline=None)
@given(st.floats(1e-6, 1 - 1e-6), st.floats(0.5, 1e5), st.floats(0.5, 1e5))
def test_the_share_below_a_number(x: float, a: float, b: float) -> None:
    assert beta_share(x, a, b) == pytest.approx(beta.cdf(x, a, b), rel=1e-7, abs=1e-12)


@pytest.mark.parametrize("share", [1e-6, 0.01, 0.3, 0.5, 0.99, 1 - 1e-6])
@pytest.mark.parametrize(("a", "b"), [(0.5, 0.5), (0.5, 1e5), (1e5, 0.5), (3, 7), (1e5, 1e5)])
def test_the_number_below_which_a_share_is(share: float, a: float, b: float) -> None:
    assert beta_quantile(share, a, b) == pytest.approx(beta.ppf(share, a, b), rel=1e-7, abs=1e-300)


def test_the_ends_of_the_distribution() -> None:
    assert (beta_share(0, 2, 3), beta_share(1, 2, 3)) == (0, 1)
    assert (jeffreys(0, 7)[0], jeffreys(7, 7)[1]) == (0, 1)
    assert jeffreys(1, 2) == pytest.approx(tuple(beta.ppf([(1 - LEVEL) / 2, (1 + LEVEL) / 2], 1.5, 1.5)))


@pytest.mark.parametrize("level", [0.5, 0.8, 0.95])
def test_another_level(level: float) -> None:
    low, high = jeffreys(3, 10, level)
    assert beta.cdf(high, 3.5, 7.5) - beta.cdf(low, 3.5, 7.5) == pytest.approx(level)


@pytest.mark.parametrize(("hits", "of"), [(1, 0), (0, 0), (-1, 5), (6, 5)])
def test_what_is_no_share(hits: int, of: int) -> None:
    with pytest.raises(ValueError, match="is no share"):
        jeffreys(hits, of)
    assert math.isfinite(sum(jeffreys(0, 1)))
