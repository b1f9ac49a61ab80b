"""Days on which the clock is set: 23 or 25 hours, of which no hour has none and one may come twice.

People are made for days of 24 hours. A window's times are milliseconds since the day's midnight as they pass; on a day
on which the clock is set these are not what the clock shows.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from microconv.emulator.people.columns import DAY_MS, People, take
from microconv.emulator.people.visits import apart

if TYPE_CHECKING:
    from datetime import tzinfo

    from microconv.emulator.people.draws import Array

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)
_HOUR_MS, _HOURS = 3_600_000, 24
#: Clocks are set at such moments of an hour, if not at its beginning.
_QUARTER_MS, _QUARTERS = 900_000, 26 * 4


def moment(at: datetime, zone: tzinfo) -> tuple[int, int]:
    """A time as a property has it: the ordinal of its day, and the milliseconds since that day's midnight."""
    day = at.astimezone(zone).toordinal()
    return day, _milliseconds(at) - midnight(zone, day)


@lru_cache(maxsize=4096)
def midnight(zone: tzinfo, ordinal: int) -> int:
    """The milliseconds from 1970 to the beginning of a day."""
    return _milliseconds(_local(zone, ordinal, 0))


@lru_cache(maxsize=4096)
def is_set(zone: tzinfo, ordinal: int) -> bool:
    """True if the clock is set on a day."""
    return midnight(zone, ordinal + 1) - midnight(zone, ordinal) != DAY_MS


def as_they_pass(people: People, zone: tzinfo) -> People:
    """People of days of 24 hours, in the days as they are: a session begins when the clock shows its time.

    It goes on as long as it does. One that would begin in an hour that there is not begins as long after midnight.
    """
    sessions = people.sessions
    start = _passed(zone, sessions.day, sessions.start)
    born_at = _passed(zone, sessions.born, sessions.born_at)
    if start is sessions.start and born_at is sessions.born_at:
        return people
    later = (start - sessions.start)[people.events.session]
    moved = replace(sessions, start=start, born_at=born_at)
    for day in _days(zone, sessions.day):
        rows = np.flatnonzero(sessions.day == day)
        start[rows] = apart(take(moved, rows)).start
    return People(moved, replace(people.events, at=people.events.at + later))


def shown(zone: tzinfo, days: Array, session: Array, at: Array) -> Array:
    """The milliseconds that the clock shows at each event, of times as they pass.

    days: the ordinal of each session's.
    session: of each event.
    """
    result = at
    for day in _days(zone, days):
        mine = (days == day)[session]
        result = np.where(mine, at + _ahead(zone, day)[np.where(mine, at, 0) // _QUARTER_MS], result)
    return result


def _passed(zone: tzinfo, days: Array, shown_at: Array) -> Array:
    result = shown_at
    for day in _days(zone, days):
        mine = days == day
        hours, rest = np.divmod(np.where(mine, shown_at, 0), _HOUR_MS)
        result = np.where(mine, _hours(zone, day)[hours] + rest, result).astype(shown_at.dtype)
    return result


def _days(zone: tzinfo, days: Array) -> list[int]:
    """Those of these days on which the clock is set."""
    return [day for day in np.unique(days).tolist() if is_set(zone, day)]


@lru_cache(maxsize=64)
def _hours(zone: tzinfo, ordinal: int) -> Array:
    """For each hour that the clock shows, the milliseconds since midnight: its first time, if it comes twice."""
    return np.array([_milliseconds(_local(zone, ordinal, hour)) - midnight(zone, ordinal) for hour in range(_HOURS)])


@lru_cache(maxsize=64)
def _ahead(zone: tzinfo, ordinal: int) -> Array:
    """For each quarter of an hour since midnight, how far the clock is ahead of the time since then."""
    first = _EPOCH + timedelta(milliseconds=midnight(zone, ordinal))
    begin = datetime.combine(date.fromordinal(ordinal), time.min)
    moments = [first + timedelta(milliseconds=number * _QUARTER_MS) for number in range(_QUARTERS)]
    return np.array([(at.astimezone(zone).replace(tzinfo=None) - begin - (at - first)) // _MS for at in moments])


def _local(zone: tzinfo, ordinal: int, hour: int) -> datetime:
    day = date.fromordinal(ordinal)
    return datetime(day.year, day.month, day.day, hour, tzinfo=zone)


def _milliseconds(at: datetime) -> int:
    return (at.astimezone(UTC) - _EPOCH) // _MS
