"""Acts of people in their sessions: the events, exactly as many as the series have, each with its time, page and value.

Within a session events come in the order of their rates, so that a funnel in this order loses nobody who did all of it;
repetitions come later than the first time.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from microconv.emulator.people import draws
from microconv.emulator.people.columns import Events, make
from microconv.emulator.people.draws import Array
from microconv.emulator.people.items import items
from microconv.emulator.people.visits import FIRST_VISIT, LONGEST_SESSION

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from microconv.emulator.people.visits import Visits
    from microconv.emulator.series import Cell, Event, Profile

#: Columns: session, name, how far the session is, page, value.
Occurrences = tuple[Array, Array, Array, Array, Array]
PAGE_VIEW, SESSION_START, ENGAGEMENT = "page_view", "session_start", "user_engagement"
#: At the beginning of a session, in this order.
_AT_ONCE = (SESSION_START, FIRST_VISIT, PAGE_VIEW)
#: Milliseconds of a session in which nobody is engaged, at most; and what each event makes it longer by, on average.
_GLANCE, _PER_EVENT = 9_000, 22_000


def acts_of(profile: Profile, visits: Visits) -> Events:
    """The events of a day."""
    result = [one for one in _every(profile, visits) if one is not None]
    if not result:
        return make(Events, **dict.fromkeys(("session", "name", "at", "page", "value", "engaged", "item"), np.zeros(0)))
    session, name, fraction, page, value = (np.concatenate(column) for column in zip(*result, strict=True))
    glance = np.ones(len(visits.sessions), bool)
    glance[session[name == _place(profile, ENGAGEMENT)]] = False
    length = lengths(visits.key, np.bincount(session, minlength=len(visits.sessions)), glance)
    return make(
        Events,
        session=session,
        name=name,
        at=visits.sessions.start[session] + (fraction * length[session]).astype(np.int32),
        page=page,
        value=value,
        engaged=_engaged(session, name == _place(profile, ENGAGEMENT), length),
        item=items(profile, visits.key[session], name),
    )


def lengths(key: Array, events: Array, glance: Array) -> Array:
    """The length of each session, in milliseconds."""
    uniform = draws.unit(key, "length")
    long = np.minimum(11_000 - np.log1p(-uniform) * _PER_EVENT * (1 + events), LONGEST_SESSION - 60_000)
    length: Array = np.where(glance, 1000 + uniform * (_GLANCE - 1000), long)
    return length


def _every(profile: Profile, visits: Visits) -> Iterator[Occurrences | None]:
    for event, place, progress in _ordered(profile, visits):
        yield _occurrences(event, place, progress, profile, visits)


def _place(profile: Profile, name: str) -> int:
    return next((place for place, one in enumerate(profile.events) if one.name == name), -1)


def _ordered(profile: Profile, visits: Visits) -> Sequence[tuple[Event, int, float]]:
    """The events of the day with their place in the profile, and how far a session is when one happens, 0 to 1."""
    today = visits.cells[0].profile.events
    pairs = [(one, place) for place, one in enumerate(today) if one.happens]
    at_once = [pair for pair in pairs if pair[0].name in _AT_ONCE]
    at_once.sort(key=lambda pair: _AT_ONCE.index(pair[0].name))
    later = [pair for pair in pairs if pair[0].name not in _AT_ONCE]
    later.sort(key=lambda pair: (-profile.events[pair[1]].rate, -(pair[0].total or 0)))
    return [
        *((one, place, 0.0) for one, place in at_once),
        *((one, place, (turn + 0.5) / (len(later) + 0.5)) for turn, (one, place) in enumerate(later)),
    ]


def _occurrences(event: Event, place: int, progress: float, profile: Profile, visits: Visits) -> Occurrences | None:
    """An event's columns: session, name, how far the session is, page, value."""
    cells = visits.cells
    counts = np.array([cell.count(event) for cell in cells], np.int64)
    if not counts.any():
        return None
    reach = np.array([cell.reach(event) for cell in cells], np.int64)
    if event.name == FIRST_VISIT:
        here = np.flatnonzero(visits.sessions.new & (counts[visits.cell] > 0))
        reach = counts = np.bincount(visits.cell[here], minlength=len(cells))
    else:
        here = np.flatnonzero(visits.rank < reach[visits.cell])
    salt = draws.key("event", event.name)
    again = np.repeat(np.arange(len(cells)), counts - reach)
    turn = np.arange(len(again))
    target = (draws.unit(draws.mix(salt ^ visits.key[visits.first[again]], turn)) * reach[again]).astype(np.int64)
    session = np.concatenate((here, visits.first[again] + target)) if len(again) else here
    turns = np.concatenate((_turns(visits.cell[here], reach), reach[again] + _turns(again, counts - reach)))
    number = np.arange(len(session))
    uniform = draws.unit(draws.mix(salt ^ visits.key[session], number))
    fraction = np.full(len(session), progress)
    if progress:
        step = 1 / (len(cells[0].profile.events) + 1)
        fraction[: len(here)] += 0.4 * step * uniform[: len(here)]
    fraction[len(here) :] += (0.999 - progress) * uniform[len(here) :]
    cell = visits.cell[session]
    values = np.array([cell.unit_value(event) for cell in cells], np.int64)[cell]
    if event.value is None or event.fixed_value:
        values[:] = -1  # what the key event is worth by default is known where it is counted
    page = _pages(event, profile, cells, counts, cell, turns)
    return session, np.full(len(session), place), np.minimum(fraction, 0.9999), page, values


def _turns(cell: Array, counts: Array) -> Array:
    """For rows in the order of their cells, the turn of each in its cell."""
    turns: Array = np.arange(len(cell)) - (np.cumsum(counts) - counts)[cell]
    return turns


def _pages(event: Event, profile: Profile, cells: Sequence[Cell], counts: Array, cell: Array, turns: Array) -> Array:
    """The page of each occurrence: each cell has exactly those that the series say, dealt out in strides."""
    if len(profile.pages) == 1:
        return np.zeros(len(cell), np.int16)
    upto = np.cumsum([one.by_page(event, int(count)) for one, count in zip(cells, counts, strict=True)], axis=1)
    strides = np.array([_stride(int(count)) for count in counts], np.int64)
    dealt = turns * strides[cell] % np.maximum(counts, 1)[cell]
    page = np.zeros(len(cell), np.int16)
    for place in range(len(profile.pages) - 1):
        page += dealt >= upto[cell, place]
    return page


def _stride(count: int) -> int:
    """A step by which each of so many places is met once before one comes again, and near ones far apart."""
    stride = max(1, round(count * 0.618))
    while math.gcd(stride, count) > 1:
        stride += 1
    return stride


def _engaged(session: Array, engagement: Array, length: Array) -> Array:
    """The milliseconds of each user_engagement: a session's length in equal parts, rounded down."""
    parts = np.bincount(session[engagement], minlength=len(length))
    engaged: Array = np.where(engagement, length[session] // np.maximum(parts, 1)[session], 0)
    return engaged
