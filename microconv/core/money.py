"""Amounts of money as people write them: separators, the currency's decimals, and its code behind."""

from __future__ import annotations

from microconv.core.currencies import DECIMALS, decimals_of
from microconv.core.value import number

_MOST = 1e15
"""From here on an amount has no place for decimals, and is written as it is."""


def money(amount: float, currency: str) -> str:
    """An amount with its ISO 4217 code: `72,095 JPY`, `1,234.50 USD`; without a code `72,095`.

    Decimals beyond those of the currency are shown all the same, so that nothing is hidden by rounding.
    """
    value = float(amount)
    decimals = max(DECIMALS.get(currency, 0), decimals_of(value))
    text = f"{value:,.{decimals}f}" if abs(value) < _MOST else number(value)
    return f"{text} {currency}" if currency else text
