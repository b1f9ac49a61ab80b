"""The keys of a seed's ``traffic`` that say when something happens, for conversion actions and for events alike.

    per_day: 12                     # the mean of a day
    week: [1, 1, 1, 1, 1, 0.4, 0.4] # what each day of the week has of the level, Monday first
    trend: 0.2                      # a fifth more each year
    since: 2026-03-01               # first day
    until: 2026-10-31               # last day
    broken_from: 2026-09-12         # the tag sends nothing from that day on
    months: {08: 0.5, 2026-12: 0}   # what a month has of the level, every year or in one; the one goes before
    counts: {2026-10-01: 3, 2026-10-02: 0}    # exactly so many on these days, whatever the rest says

Each may be left out.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from microconv.emulator.errors import SeedError, kind_of, near
from microconv.emulator.seeding_values import parse_day
from microconv.emulator.series import Course

COURSE_KEYS = ("per_day", "week", "trend", "since", "until", "broken_from", "counts", "months")
_DAYS_OF_WEEK = 7
_MONTH = re.compile(r"([0-9]{4}-)?(0[1-9]|1[0-2])")


def read_course(content: Mapping[Any, Any], path: str) -> dict[str, Any]:
    """Those keys of a mapping, checked, as JSON has them: days are texts. Other keys are left alone.

    Raises SeedError with the place of a value that cannot be.
    """
    read: dict[str, Any] = {}
    if "per_day" in content:
        read["per_day"] = read_amount(content["per_day"], f"{path}.per_day")
    if "week" in content:
        read["week"] = _week(content["week"], f"{path}.week")
    if "trend" in content:
        read["trend"] = _trend(content["trend"], f"{path}.trend")
    for key in ("since", "until", "broken_from"):
        if key in content:
            read[key] = read_day(content[key], f"{path}.{key}").isoformat()
    if "since" in read and "until" in read and read["until"] < read["since"]:
        raise SeedError(f"{path}.until", "is before since")
    if content.get("months") is not None:
        read["months"] = read_months(content["months"], f"{path}.months")
    if content.get("counts") is not None:
        read["counts"] = _counts(content["counts"], f"{path}.counts")
    return read


def course_of(read: Mapping[str, Any]) -> Course | None:
    """The course that `read_course` has read; None if it says nothing."""
    if not any(key in read for key in COURSE_KEYS):
        return None
    days = {key: date.fromisoformat(read[key]) for key in ("since", "until", "broken_from") if key in read}
    return Course(
        per_day=read.get("per_day"),
        week=tuple(read.get("week", ())),
        trend=read.get("trend", 0.0),
        months=tuple(sorted(read.get("months", {}).items())),
        counts=tuple((date.fromisoformat(day), number) for day, number in sorted(read.get("counts", {}).items())),
        **days,
    )


def read_months(value: Any, path: str) -> dict[str, float]:
    """The factors of months: ``08`` or 8 every year, ``2026-08`` in one.

    Raises SeedError.
    """
    months = {}
    for month, factor in read_mapping(value, path).items():
        text = f"{month:02}" if isinstance(month, int) and not isinstance(month, bool) else str(month)
        if not _MONTH.fullmatch(text):
            raise SeedError(path, f"{month!r} is not a month such as 2026-08 or 08")
        months[text] = read_amount(factor, f"{path}.{text}")
    return months


def known_keys(content: Mapping[Any, Any], path: str, keys: tuple[str, ...]) -> None:
    """Refuse keys that a mapping does not have.

    Raises SeedError.
    """
    for key in content:
        if key not in keys:
            raise SeedError(path, unknown_key(key, keys))


def unknown_key(key: object, keys: Collection[str]) -> str:
    """The message about a key that a mapping does not have."""
    return f"unknown key {key!r}" + (near(str(key), keys) or f"; known are {', '.join(sorted(keys))}")


def read_mapping(value: Any, path: str) -> Mapping[Any, Any]:
    """A mapping.

    Raises SeedError.
    """
    if not isinstance(value, Mapping):
        or_usual = " or `usual`" if path.endswith(".traffic") else ""
        raise SeedError(path, f"a mapping{or_usual} is needed, not {kind_of(value)}")
    return value


def read_amount(value: Any, path: str) -> float:
    """A number of 0 or more.

    Raises SeedError.
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < float("inf"):
        raise SeedError(path, "a number of 0 or more is needed")
    return value


def read_day(value: Any, path: str) -> date:
    """A day: a YAML date, or text such as 2025-04-01.

    Raises SeedError.
    """
    if isinstance(value, str):
        try:
            return parse_day(value)
        except ValueError as error:
            raise SeedError(path, f"{value!r} is not a day such as 2025-04-01") from error
    if isinstance(value, datetime) or not isinstance(value, date):
        raise SeedError(path, "a day such as 2025-04-01 is needed")
    return value


def _week(value: Any, path: str) -> list[float]:
    if not isinstance(value, list) or len(value) != _DAYS_OF_WEEK:
        raise SeedError(path, "seven numbers are needed, Monday first")
    return [read_amount(one, f"{path}[{index}]") for index, one in enumerate(value)]


def _trend(value: Any, path: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value <= -1:
        raise SeedError(path, "a number above -1 is needed: the growth in a year")
    return value


def _counts(value: Any, path: str) -> dict[str, int]:
    counts = {}
    for day, number in read_mapping(value, path).items():
        text = read_day(day, path).isoformat()
        if isinstance(number, bool) or not isinstance(number, int) or number < 0:
            raise SeedError(f"{path}.{text}", "a whole number of 0 or more is needed")
        counts[text] = number
    return counts
