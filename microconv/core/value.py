"""Values of attributes: amounts, lists, words, and how people write them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in the currency's main unit (yen, dollars), with its ISO 4217 code."""

    amount: float
    currency: str

    def __str__(self) -> str:
        return f"{number(float(self.amount))} {self.currency}"


Lines = tuple[str, ...]
"""A list of texts, sorted where its order means nothing."""


Scalar = str | bool | int | float | Money | Lines | None
"""One attribute's value: words in lower case, whole numbers, amounts, flags, lists; None means empty on the server."""


State = Mapping[str, Scalar]
"""Attribute name to value. A name that is absent is unset: neither compared nor touched."""


def same(left: Scalar, right: Scalar) -> bool:
    """True for two values that are equal: 500 is 500.0, but True is not 1."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    return left == right


def draw(value: Scalar) -> str:
    """A value as people write it: `true`, `500`, `0.5`, `500 JPY`, `(empty)`. Not yet safe for a terminal."""
    if value is None or value == ():
        return "(empty)"
    if isinstance(value, tuple):
        return "; ".join(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return number(value) if isinstance(value, float) else str(value)


def number(value: float) -> str:
    """A number with every digit that tells it from others, and no `.0`."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
