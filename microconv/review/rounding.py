"""Amounts as a config has them: two significant digits, in coins that exist, inside their interval and never 0."""

from __future__ import annotations

import math
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from microconv.core.currencies import DECIMALS

_DIGITS = 2
_DEFAULT_DECIMALS = 2


def rounded_within(amount: float, low: float, high: float, currency: str) -> float | None:
    """The amount with two significant digits, or with as many more as keep it within `low` and `high`.

    No finer than the smallest coin of the currency. None where the nearest coin is outside. 432 yen are 430, 43.2 yen
    are 43, 0.4 yen are 1.
    """
    finest = -DECIMALS.get(currency, _DEFAULT_DECIMALS)
    if amount <= 0:
        return None
    first = max(finest, -two_digits(amount))
    for exponent in range(first, finest - 1, -1):
        value = _at(amount, exponent, ROUND_HALF_UP)
        if value > 0 and low <= value <= high:
            return value
    coin = 10.0**finest
    return coin if amount < coin and low <= coin <= high else None


def rounded_down(amount: float, currency: str) -> float | None:
    """The amount with two significant digits, not above it; None for less than a coin."""
    return _towards(amount, currency, ROUND_FLOOR)


def rounded_up(amount: float, currency: str) -> float | None:
    """The amount with two significant digits, not below it; None for 0."""
    return _towards(amount, currency, ROUND_CEILING)


def two_digits(amount: float) -> int:
    """The decimals with which an amount above 0 has two significant digits; negative for tens and hundreds."""
    return _DIGITS - 1 - math.floor(math.log10(amount))


def _towards(amount: float, currency: str, how: str) -> float | None:
    if amount <= 0:
        return None
    finest = -DECIMALS.get(currency, _DEFAULT_DECIMALS)
    value = _at(amount, max(finest, -two_digits(amount)), how)
    return value or None


def _at(amount: float, exponent: int, how: str) -> float:
    """The amount in whole powers of ten."""
    unit = Decimal(1).scaleb(exponent)
    return float((Decimal(repr(amount)) / unit).quantize(Decimal(1), how) * unit)
