"""Settings around an account's conversions as JSON and back, without loss; a part that was not read has no key."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from microconv.core.context import CampaignBidding, Context, LifecycleGoal, Upload, Users, ValueRule

_ITEMS: Mapping[str, type] = MappingProxyType(
    {
        "campaigns": CampaignBidding,
        "value_rules": ValueRule,
        "lifecycle_goals": LifecycleGoal,
        "uploads": Upload,
        "users": Users,
    }
)
"""The parts, with the class of what they list."""

_NUMBERS = frozenset({"value", "added", "factor"})
_COUNTS = frozenset({"total", "successful", "number"})
_LISTS = frozenset({"conditions", "categories", "errors"})


def context_to_json(context: Context) -> dict[str, Any]:
    """The parts that were read, as lists of plain values; what is empty or not known is left out."""
    return {
        part: [{name: _plain(value) for name, value in item._asdict().items() if value not in (None, "", ())}
               for item in getattr(context, part)]
        for part in _ITEMS
        if getattr(context, part) is not None
    }  # fmt: skip


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def context_from_json(data: Any) -> Context:
    """The inverse of `context_to_json`. Raises KeyError, TypeError, ValueError for anything else."""
    if not isinstance(data, dict):
        raise TypeError(f"{data!r} is not a map")
    parts = {part: tuple(_item(kind, one) for one in data[part]) for part, kind in _ITEMS.items() if part in data}
    return Context(**parts)


def _item(kind: Any, data: Any) -> Any:
    unset = {name: "" for name in kind._fields if name not in _NUMBERS | _COUNTS | _LISTS}
    return kind(**{**unset, **{name: _checked(name, value) for name, value in data.items() if name in kind._fields}})


def _checked(name: str, value: Any) -> Any:
    """The value, if it is what this field holds. Raises TypeError."""
    if name in _LISTS:
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
    elif name in _COUNTS:
        if isinstance(value, int) and not isinstance(value, bool):
            return value
    elif name in _NUMBERS:
        if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
            return float(value)
    elif isinstance(value, str):
        return value
    raise TypeError(f"{value!r} is not a {name}")
