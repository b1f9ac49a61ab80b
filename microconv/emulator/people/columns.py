"""The tables of some days: sessions with the users they are of, and the events in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import TypeVar

import numpy as np

from microconv.emulator.people.draws import Array

DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Sessions:
    """Columns of sessions.

    day: its ordinal.
    user: a number of 64 bits.
    start: milliseconds from the day's beginning; the events come then or later (see `clocks`).
    device: place in the names of devices.
    channel: place in the names of channels.
    origin: place in `places.ORIGINS`.
    born: the ordinal of the day of the user's first session.
    born_at: the start of that, in milliseconds of its day.
    born_channel: the channel of that.
    born_origin: the origin of that.
    place: place in `places.PLACES`, of the user.
    browser: place in `places.BROWSERS`, of the user.
    """

    day: Array
    user: Array
    start: Array
    device: Array
    channel: Array
    origin: Array
    born: Array
    born_at: Array
    born_channel: Array
    born_origin: Array
    place: Array
    browser: Array

    def __len__(self) -> int:
        return len(self.user)

    @property
    def new(self) -> Array:
        """True for a user's first session."""
        first: Array = (self.born == self.day) & (self.born_at == self.start)
        return first


@dataclass(frozen=True, slots=True)
class Events:
    """Columns of events, in the order of sessions and time.

    session: row in the sessions.
    name: place in the names of events.
    at: milliseconds from the day's beginning.
    page: place in the names of pages.
    value: in millionths of the currency's unit, -1 for none.
    engaged: milliseconds that the page was looked at.
    item: place in the property's items, -1 for none.
    """

    session: Array
    name: Array
    at: Array
    page: Array
    value: Array
    engaged: Array
    item: Array

    def __len__(self) -> int:
        return len(self.session)


_TYPES = {
    "day": np.int32,
    "user": np.uint64,
    "start": np.int32,
    "device": np.int16,
    "channel": np.int16,
    "origin": np.int16,
    "born": np.int32,
    "born_at": np.int32,
    "born_channel": np.int16,
    "born_origin": np.int16,
    "place": np.int16,
    "browser": np.int16,
    "session": np.int32,
    "name": np.int16,
    "at": np.int32,
    "page": np.int16,
    "value": np.int64,
    "engaged": np.int32,
    "item": np.int16,
}
Columns = TypeVar("Columns", Sessions, Events)


def make(kind: type[Columns], **columns: Array) -> Columns:
    """A table; a column may be one value for all rows."""
    length = max(np.size(one) for one in columns.values())
    if any(np.size(one) == 0 for one in columns.values()):
        length = 0
    return kind(**{name: np.broadcast_to(one, length).astype(_TYPES[name]) for name, one in columns.items()})


def take(table: Columns, rows: Array) -> Columns:
    """Some rows of a table, in another order."""
    return type(table)(**{one.name: getattr(table, one.name)[rows] for one in fields(table)})


def empty(kind: type[Columns]) -> Columns:
    """A table without rows."""
    return kind(**{one.name: np.zeros(0, _TYPES[one.name]) for one in fields(kind)})


def joined(tables: Sequence[Columns], kind: type[Columns]) -> Columns:
    """Tables one below the other."""
    if not tables:
        return empty(kind)
    return kind(**{one.name: np.concatenate([getattr(table, one.name) for table in tables]) for one in fields(kind)})


@dataclass(frozen=True, slots=True)
class People:
    """Sessions and their events."""

    sessions: Sessions
    events: Events

    @property
    def size(self) -> int:
        """The bytes of its columns."""
        tables: tuple[Sessions | Events, ...] = (self.sessions, self.events)
        return int(sum(getattr(table, one.name).nbytes for table in tables for one in fields(table)))


def together(parts: Iterable[People]) -> People:
    """Several days, or several kinds of people on one; each part's events point to its own sessions before.

    Each part is copied as it comes, and none of them is kept: parts that are made one by one are never there at once.
    """
    result = People(empty(Sessions), empty(Events))
    for part in parts:
        before = len(result.sessions)
        _append(result.sessions, part.sessions)
        _append(result.events, part.events)
        result.events.session[len(result.events) - len(part.events) :] += np.int32(before)
    return result


def _append(table: Columns, more: Columns) -> None:
    """Let a table grow where it is; nothing else may hold its columns."""
    length = len(table)
    for one in fields(table):
        column, added = getattr(table, one.name), getattr(more, one.name)
        column.resize(length + len(added), refcheck=False)
        column[length:] = added


def part(people: People, first: int, end: int) -> People:
    """The sessions from one row to before another, on the memory of the whole; only their numbers are new."""
    rows = slice(*np.searchsorted(people.events.session, (first, end)).tolist())
    events = {one.name: getattr(people.events, one.name)[rows] for one in fields(people.events)}
    events["session"] = events["session"] - np.int32(first)
    sessions = {one.name: getattr(people.sessions, one.name)[first:end] for one in fields(people.sessions)}
    return People(Sessions(**sessions), Events(**events))


def in_order(people: People) -> People:
    """The same, its events in the order of sessions and time; equal times stay as they are."""
    moments = people.events.session.astype(np.int64) * (2 * DAY_MS) + people.events.at
    return People(people.sessions, take(people.events, np.argsort(moments, kind="stable")))
