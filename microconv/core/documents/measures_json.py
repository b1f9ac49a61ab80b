"""Recent counts as JSON and back, without loss."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from microconv.core.documents.context_json import context_from_json, context_to_json
from microconv.core.frozen import FrozenDict
from microconv.core.measures import Counted, Measures

_NUMBERS = ("bid", "bid_value", "all", "all_value")

_NO_LAGS: Mapping[str, float] = FrozenDict()
_NO_DAYS: Mapping[datetime.date, float] = FrozenDict()

Value = TypeVar("Value")


def measures_to_json(measures: Measures) -> dict[str, Any]:
    """The measures as plain values; what is zero, empty or not known is left out."""
    return {
        "until": measures.until.isoformat(),
        "actions": {name: _counted_to_json(one) for name, one in sorted(measures.actions.items())},
        "events": dict(sorted(measures.events.items())),
        "spend": dict(sorted(measures.spend.items())),
        "missing": dict(sorted(measures.missing.items())),
        **({} if measures.context is None else {"context": context_to_json(measures.context)}),
    }


def _counted_to_json(counted: Counted) -> dict[str, Any]:
    content: dict[str, Any] = {name: getattr(counted, name) for name in _NUMBERS if getattr(counted, name)}
    if counted.last is not None:
        content["last"] = counted.last.isoformat()
    if counted.asked is not None:
        content["asked"] = counted.asked
    if counted.lags:
        content["lags"] = dict(sorted(counted.lags.items()))
    if counted.days:
        content["days"] = {day.isoformat(): number for day, number in sorted(counted.days.items())}
    return content


def measures_from_json(data: Any) -> Measures:
    """The inverse of `measures_to_json`; an older document tells neither days nor what campaigns cost.

    Raises KeyError, TypeError, ValueError for anything else.
    """
    return Measures(
        until=datetime.date.fromisoformat(data["until"]),
        actions=_map(data["actions"], _counted),
        events=_map(data["events"], _whole),
        spend=_map(data.get("spend", {}), _number),
        missing=_map(data["missing"], _text),
        context=context_from_json(data["context"]) if "context" in data else None,
    )


def _counted(data: Any) -> Counted:
    last, asked = data.get("last"), data.get("asked")
    bid, bid_value, every, every_value = [_number(data[name]) if name in data else 0.0 for name in _NUMBERS]
    return Counted(
        bid,
        bid_value,
        every,
        every_value,
        None if last is None else datetime.date.fromisoformat(last),
        None if asked is None else _text(asked),
        _numbers(data["lags"]) if "lags" in data else _NO_LAGS,
        _by_day(data["days"]) if "days" in data else _NO_DAYS,
    )


def _by_day(data: Any) -> Mapping[datetime.date, float]:
    return FrozenDict({datetime.date.fromisoformat(day): number for day, number in _numbers(data).items()})


def _numbers(data: Any) -> Mapping[str, float]:
    return _map(data, _number)


def _map(data: Any, read: Callable[[Any], Value]) -> Mapping[str, Value]:
    if not isinstance(data, dict):
        raise TypeError(f"{data!r} is not a map")
    return FrozenDict({_text(name): read(value) for name, value in data.items()})


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not text")
    return value


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{value!r} is not a whole number")
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise TypeError(f"{value!r} is not a number")
    return float(value)
