"""Amounts of money as people write them: separators, the currency's decimals, and its code behind."""

from __future__ import annotations

from microconv.core.value import number


def money(amount: float, currency: str) -> str:
    """An amount with its ISO 4217 code: `72,095 JPY`, `1,234.50 USD`; without a code `72,095`.

    A part of a unit that the currency has not is shown all the same, so that nothing is hidden by rounding.
    """
    places = 2
    text = f"{amount:,.0f}" if float(amount).is_integer() and abs(amount) < 1e15 else f"{amount:,.{places}f}"
    if float(text.replace(",", "")) != float(amount):
        text = number(float(amount))
    return f"{text} {currency}" if currency else text
