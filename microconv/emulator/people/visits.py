"""The sessions of a day, and the users that they are of.

A session is a user's first, or it draws how many days ago its user was born, and which of the users of its device that
were born on that day it is. A user from before the property's first day, of whom nothing is known, is drawn from a pool
of his own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from microconv.emulator.people import draws, places
from microconv.emulator.people.columns import DAY_MS, Sessions, make
from microconv.emulator.people.draws import Array
from microconv.emulator.series import day_cells

if TYPE_CHECKING:
    from microconv.emulator.series import Cell, Profile

#: Most days between a user's first session and another, and their mean.
LONGEST, _MEAN = 90, 9.0
#: No session lasts longer, and none begins so late that it would cross midnight.
LONGEST_SESSION = 29 * 60_000
FIRST_VISIT = "first_visit"
_LEAST_OF_A_DAY = 1 / 24
_UPTO_HOUR = np.concatenate(([0.0], np.cumsum(places.HOURS) / np.sum(places.HOURS)))


@dataclass(frozen=True, slots=True)
class Visits:
    """A day's sessions.

    sessions: cell by cell, in each by `rank`.
    cells: the series' cells.
    cell: the place of each session's cell.
    rank: the place in its cell; an event reaches all below a number.
    first: the first row of each cell.
    key: a number for each session.
    """

    sessions: Sessions
    cells: Sequence[Cell]
    cell: Array
    rank: Array
    first: Array
    key: Array


def world_key(profile: Profile) -> np.uint64:
    """The number everything of a property is drawn from."""
    return draws.key(profile.world_seed, profile.key, "people")


@lru_cache(maxsize=4)
def visits_of(profile: Profile, day: date, elapsed: float) -> Visits:
    """The sessions of a day. elapsed: how much of it is over, 0 to 1."""
    cells = day_cells(profile, day, elapsed)
    lengths = np.array([cell.sessions or max(cell.exact.values(), default=0) for cell in cells], np.int64)
    first = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    cell = np.repeat(np.arange(len(cells)), lengths)
    rank = np.arange(len(cell)) - first[cell]
    world, ordinal = world_key(profile), day.toordinal()
    key = draws.mix(world, ordinal, cell, rank)
    new, number = _new(cell, rank, first, key, np.array(_births(cells)))
    device, channel = cell % len(profile.devices), cell // len(profile.devices)
    user = draws.mix(world, ordinal, cell, number, 1)
    born, born_channel = np.full(len(cell), ordinal), channel.copy()
    returning = np.flatnonzero(~new & (np.array([one.sessions for one in cells], np.int64)[cell] > 0))
    if len(returning):
        mine = _returning(profile, ordinal, device[returning], key[returning])
        user[returning], born[returning], born_channel[returning] = mine
    alone = ~new
    alone[returning] = False
    user[alone] = key[alone]
    start = begins(draws.unit(np.where(born == ordinal, user, key), "start"), elapsed)
    return Visits(
        apart(_described(profile, ordinal, user, start, device, channel, born, born_channel, key)),
        cells,
        cell,
        rank,
        first,
        key,
    )


def begins(uniform: Array, elapsed: float) -> Array:
    """Starts of sessions, in milliseconds of the day, as its hours have them."""
    hours = np.interp(uniform, _UPTO_HOUR, np.arange(25) / 24)
    starts: Array = (hours * (max(elapsed, _LEAST_OF_A_DAY) * DAY_MS - LONGEST_SESSION)).astype(np.int32)
    return starts


def origins(profile: Profile, channel: Array, key: Array) -> Array:
    """The origin of each session or birth."""
    return _by_shares([places.origins_of(name) for name, _ in profile.channels], channel, key, "origin")


def _new(cell: Array, rank: Array, first: Array, key: Array, births: Array) -> tuple[Array, Array]:
    """True for each session that is its user's first, and the number of each such user in the cell."""
    order = np.lexsort((draws.unit(key, "new"), cell))
    number = np.empty(len(cell), np.int64)
    number[order] = rank
    return number < births[cell] if len(cell) else np.zeros(0, bool), number


def _births(cells: Sequence[Cell]) -> list[int]:
    event = cells[0].profile.event(FIRST_VISIT)
    return [0 if event is None or not cell.sessions else min(cell.reach(event), cell.sessions) for cell in cells]


@lru_cache(maxsize=1024)
def _births_of(profile: Profile, ordinal: int) -> tuple[int, ...]:
    """The users born on a day, by cell."""
    return tuple(_births(day_cells(profile, date.fromordinal(ordinal))))


def _returning(profile: Profile, ordinal: int, device: Array, key: Array) -> tuple[Array, Array, Array]:
    """The user of each returning session, the day he was born on and the channel of that day."""
    world, devices = world_key(profile), len(profile.devices)
    ago = 1 + np.minimum((-np.log1p(-draws.unit(key, "ago")) * _MEAN).astype(np.int64), LONGEST - 1)
    births = np.array([_births_of(profile, ordinal - one) for one in range(1, LONGEST + 1)], np.int64)
    user, channel = np.empty(len(key), np.uint64), np.empty(len(key), np.int64)
    which = draws.unit(key, "which")
    for place in range(devices):
        mine = np.flatnonzero(device == place)
        upto = np.cumsum(births[:, place::devices], axis=1)[ago[mine] - 1]
        pick = (which[mine] * upto[:, -1]).astype(np.int64)
        at = np.minimum((upto <= pick[:, None]).sum(axis=1), len(profile.channels) - 1)
        before = np.where(at > 0, upto[np.arange(len(mine)), at - 1], 0)
        user[mine] = draws.mix(world, ordinal - ago[mine], at * devices + place, pick - before, 1)
        channel[mine] = at
        older = mine[upto[:, -1] == 0]
        if len(older):
            pool = max(1.0, profile.sessions_per_day * profile.devices[place][1] / 2)
            user[older] = draws.mix(world, ordinal - ago[older], place, (which[older] * pool).astype(np.int64), 2)
            shares = [share for _, share in profile.channels]
            channel[older] = draws.choose(draws.unit(user[older], "channel"), shares)
    return user, ordinal - ago, channel


def _described(
    profile: Profile,
    ordinal: int,
    user: Array,
    start: Array,
    device: Array,
    channel: Array,
    born: Array,
    born_channel: Array,
    key: Array,
) -> Sessions:
    here = born == ordinal
    born_origin = origins(profile, born_channel, user)
    return make(
        Sessions,
        day=np.full(len(user), ordinal),
        user=user,
        start=start,
        device=device,
        channel=channel,
        origin=np.where(here, born_origin, origins(profile, channel, key)),
        born=born,
        born_at=np.where(here, start, begins(draws.unit(user, "start"), 1.0)),
        born_channel=born_channel,
        born_origin=born_origin,
        place=draws.choose(draws.unit(user, "place"), [one.share for one in places.PLACES]),
        browser=browsers(profile, device, user),
    )


def browsers(profile: Profile, device: Array, user: Array) -> Array:
    """The browser of each user."""
    return _by_shares([places.browsers_of(name) for name, _ in profile.devices], device, user, "browser")


def _by_shares(choices: Sequence[tuple[int, Sequence[float]]], chosen: Array, key: Array, draw: str) -> Array:
    """A place in a table for each: the choices of its group, by their shares, begin at the group's place there."""
    result = np.zeros(len(chosen), np.int16)
    for group, (base, shares) in enumerate(choices):
        mine = np.flatnonzero(chosen == group)
        if len(mine):
            result[mine] = base + draws.choose(draws.unit(key[mine], draw), shares)
    return result


def apart(sessions: Sessions) -> Sessions:
    """The same; of two sessions of a user in one second the later begins a second later: that is its id."""
    while len(sessions) > 1:
        second = sessions.start // 1000
        order = np.lexsort((second, sessions.user))
        same = (np.diff(second[order]) == 0) & (sessions.user[order][1:] == sessions.user[order][:-1])
        if not same.any():
            break
        sessions.start[order[1:][same]] += 1000
    return sessions
