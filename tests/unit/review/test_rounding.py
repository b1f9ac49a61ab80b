"""Amounts of a config: two significant digits, coins, and never outside their interval."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microconv.core.currencies import DECIMALS, decimals_of
from microconv.review.rounding import rounded_down, rounded_up, rounded_within
from tests.heavy import examples


@pytest.mark.parametrize(
    ("amount", "low", "high", "currency", "value"),
    [
        (432, 310, 520, "JPY", 430),
        (435, 310, 520, "JPY", 440),
        (43.2, 31, 52, "JPY", 43),
        (4.6, 3, 8, "JPY", 5),
        (9.96, 5, 12, "JPY", 10),
        (1049, 1045, 1060, "JPY", 1050),  # 1,000 would be outside
        (12_345, 12_340, 12_349, "JPY", 12_345),
        (0.4, 0.1, 0.9, "JPY", None),  # no yen but 0 lies within
        (0.4, 0.1, 1.2, "JPY", 1),
        (0, 0, 5, "JPY", None),
        (4.321, 3, 5, "USD", 4.3),
        (0.0432, 0.03, 0.06, "USD", 0.04),
        (4.3217, 4.3201, 4.3209, "USD", None),
        (0.4321, 0.3, 0.6, "KWD", 0.43),
        (0.04321, 0.043, 0.045, "KWD", 0.043),
        (4.321, 3, 5, "", 4.3),
    ],
)
def test_within(amount: float, low: float, high: float, currency: str, value: float | None) -> None:
    assert rounded_within(amount, low, high, currency) == value


@settings(max_examples=examples(1000), deadline=None)
@given(st.floats(1e-3, 1e9), st.floats(0.001, 1), st.floats(1, 100), st.sampled_from(["JPY", "USD", "KWD", "CLF"]))
def test_never_outside_never_nothing_never_less_than_a_coin(amount: float, low: float, high: float, code: str) -> None:
    value = rounded_within(amount, amount * low, amount * high, code)
    coin = 10.0 ** -DECIMALS[code]
    if value is None:
        nearest = max(1, math.floor(amount / coin + 0.5)) * coin
        assert not amount * low < nearest < amount * high
        return
    assert value > 0
    assert amount * low <= value <= amount * high
    assert decimals_of(value) <= DECIMALS[code]


def test_towards() -> None:
    assert (rounded_down(499, "JPY"), rounded_up(491, "JPY")) == (490, 500)
    assert (rounded_down(0.4, "JPY"), rounded_up(0.4, "JPY")) == (None, 1)
    assert (rounded_down(0, "JPY"), rounded_up(-1, "JPY")) == (None, None)
