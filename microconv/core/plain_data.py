"""Frozen dataclasses as the plain data of JSON: maps, lists, texts and numbers."""

from __future__ import annotations

import datetime
import enum
import math
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from functools import cache
from typing import Any

from microconv.core.text import Text

_EXACT = 2**53


def plain_data(value: Any, *, whole: bool = False) -> Any:
    """A value as plain data; fields that have their default are left out, with `whole` they are not.

    Texts are `{"en": …, "ja": …}`, days ISO 8601, members of an enumeration their value, whole numbers without a
    fraction. Raises ValueError for a number that is not finite, TypeError for what is no data.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Text):
        return {"en": value.en, "ja": value.ja}
    if isinstance(value, str):
        return value.value if isinstance(value, enum.Enum) else value
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain_data(one, whole=whole) for key, one in value.items()}
    if isinstance(value, tuple):
        names = getattr(value, "_fields", None)  # a named one
        several = [plain_data(one, whole=whole) for one in value]
        return several if names is None else dict(zip(names, several, strict=True))
    kind: Any = type(value)
    contents = ((name, getattr(value, name), default) for name, default in _defaults(kind))
    return {name: plain_data(one, whole=whole) for name, one, default in contents if whole or one != default}


def _number(value: float) -> float | int:
    """A number that is read back equal, written in one way."""
    if not math.isfinite(value):
        raise ValueError(f"{value} is not a number that JSON can have")
    return int(value) if float(value).is_integer() and abs(value) < _EXACT else value


@cache
def _defaults(kind: Any) -> tuple[tuple[str, Any], ...]:
    return tuple((one.name, _default(one)) for one in fields(kind))


def _default(one: Field[Any]) -> Any:
    return one.default_factory() if one.default_factory is not MISSING else one.default
