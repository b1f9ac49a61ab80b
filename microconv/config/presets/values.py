"""Values graded along a funnel: a small share of what the result is worth, growing towards it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

_WITHOUT_DECIMALS = frozenset(
    (
        "BIF",
        "CLP",
        "DJF",
        "GNF",
        "ISK",
        "JPY",
        "KMF",
        "KRW",
        "PYG",
        "RWF",
        "UGX",
        "UYI",
        "VND",
        "VUV",
        "XAF",
        "XOF",
        "XPF",
    )
)
_THREE_DECIMALS = frozenset(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"))
_DIGITS = 2
"""The number of digits of a graded value that say something; the rest are zeros."""


class TooSmallError(ValueError):
    """The result is worth too little for the steps to differ. `least`: the smallest round value that does."""

    def __init__(self, least: Decimal) -> None:
        super().__init__(f"at least {plain(least)}")
        self.least = least


def smallest_unit(currency: str) -> Decimal:
    """The smallest amount of a currency, in its main unit: 1 for JPY, 0.01 for EUR (ISO 4217, minor units)."""
    if currency in _WITHOUT_DECIMALS:
        return Decimal(1)
    return Decimal("0.001") if currency in _THREE_DECIMALS else Decimal("0.01")


def graded(final: Decimal, shares: Sequence[Decimal], currency: str) -> dict[Decimal, Decimal]:
    """The value of each share of the result's value, in the same currency: round, all different, below the result's.

    Raises TooSmallError.
    """
    unit = smallest_unit(currency)
    values = _graded(final, shares, unit)
    if values is None:
        raise TooSmallError(_least(shares, unit))
    return values


def plain(amount: Decimal) -> str:
    """An amount as people write it: no exponent, no zeros at the end of a fraction."""
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _graded(final: Decimal, shares: Sequence[Decimal], unit: Decimal) -> dict[Decimal, Decimal] | None:
    values: dict[Decimal, Decimal] = {}
    below = Decimal(0)
    for share in sorted(shares):
        value = _rounded(final * share, unit)
        if not below < value < final:
            return None
        values[share] = below = value
    return values


def _rounded(amount: Decimal, unit: Decimal) -> Decimal:
    """To two digits, and to whole units."""
    step = max(unit, Decimal(1).scaleb(amount.adjusted() - _DIGITS + 1))
    return (amount / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def _least(shares: Sequence[Decimal], unit: Decimal) -> Decimal:
    """The smallest of 1, 2, 5, 10, 20, … units from which the steps differ. Shares that differ end the search."""
    power = Decimal(1)
    while True:
        for digit in (1, 2, 5):
            final = digit * power * unit
            if _graded(final, shares, unit) is not None:
                return final
        power *= 10
