"""Strict reading of single values of a seed: mappings with known keys, lists, ids."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from microconv.emulator.errors import SeedError, kind_of, near

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(_DAY.pattern + r"([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?")
_ID = re.compile(r"[0-9]{1,30}")


def mapping(value: object, path: str) -> Mapping[str, Any]:
    """`value` as a mapping with text keys; None is an empty one.

    Raises SeedError if it is something else.
    """
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise SeedError(path, f"must be a mapping, not {kind_of(value)}")
    for key in value:
        if not isinstance(key, str):
            raise SeedError(path, f"the key {key!r} must be text")
    return value


def sequence(value: object, path: str) -> Sequence[Any]:
    """`value` as a list; None is an empty one.

    Raises SeedError if it is something else.
    """
    if value is None:
        return ()
    if not isinstance(value, (list, tuple)):
        raise SeedError(path, f"must be a list, not {kind_of(value)}")
    return value


def known(content: Mapping[str, Any], path: str, names: Sequence[str]) -> None:
    """Refuse keys that the format does not have.

    Raises SeedError naming the first unknown key.
    """
    for key in content:
        if key not in names:
            there = near(str(key), names) or f"; there are: {', '.join(sorted(names))}"
            raise SeedError(f"{path}.{key}" if path else str(key), f"unknown{there}")


def parse_day(text: str) -> date:
    """A day written as 2026-11-23.

    Raises ValueError for anything else, also for the other forms that ISO 8601 has.
    """
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def parse_moment(text: str) -> datetime:
    """A day and a time written as in 2026-11-23T09:00:00+09:00; the time or its zone may be missing.

    Raises ValueError for anything else, also for the other forms that ISO 8601 has.
    """
    if not _MOMENT.fullmatch(text):
        raise ValueError(text)
    return datetime.fromisoformat(text)


def account_id(value: object, path: str) -> int:
    """An id as a whole number; text of digits and hyphens is accepted.

    Raises SeedError if it is something else, or not positive.
    """
    if isinstance(value, str) and _ID.fullmatch(value.replace("-", "")):
        value = int(value.replace("-", ""))
    if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
        raise SeedError(path, f"must be an id, not {value!r}")
    return value
