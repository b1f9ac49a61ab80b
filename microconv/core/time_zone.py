"""Comparison of time zones by their clocks: `Asia/Tokyo` and `Japan` are one."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_WEEKS = 53


def same_clock(one: str, other: str, day: datetime.date) -> bool | None:
    """True if two IANA time zones show the same time throughout the year from `day` on, looked at week by week.

    None where one of them is not known here (Windows knows none without the package tzdata), unless they are one name.
    """
    if one == other:
        return True
    clocks = _offsets(one, day), _offsets(other, day)
    return None if None in clocks else clocks[0] == clocks[1]


def zone_of(name: str) -> datetime.tzinfo | None:
    """The time zone of an IANA name; None where it is not known here."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _offsets(name: str, day: datetime.date) -> list[datetime.timedelta | None] | None:
    zone = zone_of(name)
    if zone is None:
        return None
    noon = datetime.datetime.combine(day, datetime.time(12), datetime.UTC)
    return [(noon + datetime.timedelta(weeks=week)).astimezone(zone).utcoffset() for week in range(_WEEKS)]
