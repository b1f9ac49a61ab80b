"""Date ranges: absolute and relative days, names, and what of them has data.

Texts and bounds as third parties recorded them from live answers (read in copies, 2026-11-23).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from microconv.emulator.ga4.errors import ApiError
from microconv.emulator.ga4_data.errors import refuse

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_RANGES = 4
#: GA4 has no data of this day or before.
_BEFORE_FIRST = date(2015, 8, 13)
_AFTER_LAST = date(3000, 1, 1)
_ABSOLUTE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DAYS_AGO = re.compile(r"([0-9]{1,6})daysAgo")
_RESERVED = ("date_range_", "RESERVED_")


@dataclass(frozen=True, slots=True)
class Now:
    """A moment in a property's time zone: the day it has there, and how much of it is over (by full hours).

    On a day on which the clock is set, the hours that it shows or those that have passed, whichever are fewer.
    """

    today: date
    elapsed: float

    @classmethod
    def of(cls, moment: datetime, time_zone: str) -> Now:
        """The moment (aware) in an IANA time zone.

        Raises ApiError (FAILED_PRECONDITION) if there is no such time zone.
        """
        local = moment.astimezone(zone(time_zone))
        passed = moment - local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0).astimezone(UTC)
        return cls(local.date(), min(local.hour, passed // timedelta(hours=1)) / 24)


def zone(time_zone: str) -> ZoneInfo:
    """An IANA time zone.

    Raises ApiError (FAILED_PRECONDITION) if there is none of that name.
    """
    try:
        return ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        text = f"The microconv emulator knows no time zone {time_zone!r}."
        raise ApiError("FAILED_PRECONDITION", text) from error


@dataclass(frozen=True, slots=True)
class DateRange:
    """The days from `first` to `last`, both included."""

    name: str
    first: date
    last: date

    def recorded(self, now: Now) -> Iterator[tuple[date, float]]:
        """Each of its days that has begun, with how much of the day is over."""
        day = self.first
        while day <= min(self.last, now.today):
            yield day, now.elapsed if day == now.today else 1.0
            day += timedelta(days=1)

    def days(self, now: Now) -> int:
        """The number of its days that have begun."""
        return max(0, (min(self.last, now.today) - self.first).days + 1)


def read_ranges(messages: Any, now: Now) -> list[DateRange]:
    """The date ranges of a request.

    Raises ApiError (INVALID_ARGUMENT) for none, more than four, a day that is none, an end before its start, or a bad
    name.
    """
    if not messages:
        raise refuse("A dateRange is required.")
    ranges = []
    for index, message in enumerate(messages):
        first = _read_day(message.start_date, "startDate", now)
        last = _read_day(message.end_date, "endDate", now)
        if first > last:
            dates = f"start_date = {message.start_date} and end_date = {message.end_date}"
            raise refuse(f"start_date must be less than or equal to end_date. {dates}")
        if not _BEFORE_FIRST < first < _AFTER_LAST:
            raise refuse(f"start_date must be after {_BEFORE_FIRST} and before {_AFTER_LAST}. start_date = {first}")
        if message.name.startswith(_RESERVED):
            raise refuse(f"The dateRange name {message.name} cannot begin with date_range_ or RESERVED_.")
        ranges.append(DateRange(message.name or f"date_range_{index}", first, last))
    if len(ranges) > MAX_RANGES:
        limit = f"Requests are limited to {MAX_RANGES} dateRanges."
        raise refuse(f"{limit}\n  This request contains {len(ranges)} dateRanges.")
    names = [one.name for one in ranges]
    if len(set(names)) != len(names):
        raise refuse("The names of the dateRanges must differ.")
    return ranges


def _read_day(text: str, field: str, now: Now) -> date:
    relative = {"today": 0, "yesterday": 1}.get(text)
    ago = _DAYS_AGO.fullmatch(text)
    try:
        if _ABSOLUTE.fullmatch(text):
            return date.fromisoformat(text)
        if ago is not None:
            relative = int(ago[1])
        if relative is not None:
            return now.today - timedelta(days=relative)
    except (ValueError, OverflowError):
        pass  # a day that does not exist is refused like a text that is no day
    raise refuse(f"Invalid {field} : {text}. {field} must be YYYY-MM-DD, NdaysAgo, yesterday, or today.")
