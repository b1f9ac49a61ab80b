"""Values of fields as JSON has them: which fit, by the JSON mapping of protobuf (protobuf.dev, "ProtoJSON")."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

#: A number as JSON writes it; in a text it is the same. Python takes more: 3_0, 0x1, " 3".
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")
_WORDS = ("NaN", "Infinity", "-Infinity")
_SIGNED = {"INT32": 31, "SINT32": 31, "SFIXED32": 31, "INT64": 63, "SINT64": 63, "SFIXED64": 63}
_UNSIGNED = {"UINT32": 32, "FIXED32": 32, "UINT64": 64, "FIXED64": 64}
_INFINITE = (float("inf"), float("-inf"))


def fits(kind: str, value: Any) -> bool:
    """True if a value is one of a field of this kind, such as ``INT32`` or ``STRING``; null is one of every kind."""
    if value is None:
        return True
    if kind == "STRING":
        return isinstance(value, str)
    if kind == "BOOL":
        return isinstance(value, bool)
    if kind in _SIGNED:
        return _is_whole(value, -(2 ** _SIGNED[kind]), 2 ** _SIGNED[kind] - 1)
    if kind in _UNSIGNED:
        return _is_whole(value, 0, 2 ** _UNSIGNED[kind] - 1)
    if kind in ("DOUBLE", "FLOAT"):
        return value in _WORDS or _is_number(value)
    return True


def _is_number(value: Any) -> bool:
    if isinstance(value, str):
        return _NUMBER.fullmatch(value) is not None
    return isinstance(value, int | float) and not isinstance(value, bool) and value not in _INFINITE


def _is_whole(value: Any, least: int, most: int) -> bool:
    if not _is_number(value):
        return False
    number = Decimal(value)
    return least <= number <= most and number == number.to_integral_value()
