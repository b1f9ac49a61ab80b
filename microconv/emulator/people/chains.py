"""Chains that follow a micro-conversion: more events of the session, and sessions of its user on later days."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from microconv.emulator.people import draws
from microconv.emulator.people.columns import Events, People, Sessions, empty, joined, make, take
from microconv.emulator.people.items import items
from microconv.emulator.people.visits import begins, origins, visits_of
from microconv.emulator.series import day_cells

if TYPE_CHECKING:
    from collections.abc import Collection

    from microconv.emulator.people.draws import Array
    from microconv.emulator.people.visits import Visits
    from microconv.emulator.series import Chain, Profile

_MICROS = 1_000_000
#: Milliseconds: between two steps at most, a look at a page, and before the first step of a later session.
_STEP_MS, _LOOK_MS, _BEFORE_MS = 10_000, 20_000, 25_000
_OWN = "Direct"
LOOK = "user_engagement"


class Start(NamedTuple):
    """The starts of a chain on a day.

    rows: the places of their sessions in the day's.
    sessions: these sessions.
    key: a number for each.
    """

    rows: Array
    sessions: Sessions
    key: Array


class Way(NamedTuple):
    """One step, for each of its starts. done: who does it; day: the day's ordinal; at_once: in the same session."""

    done: Array
    day: Array
    at_once: Array


@lru_cache(maxsize=512)
def starts_of(profile: Profile, number: int, ordinal: int, elapsed: float = 1.0) -> Start:
    """The starts of the profile's chain of that number: the sessions with its first event, sent or not."""
    day = date.fromordinal(ordinal)
    visits = visits_of(profile, day, elapsed)
    truth = day_cells(profile.unbroken(), day, elapsed)
    event = truth[0].profile.event(profile.chains[number].after)
    reach = np.array([0 if event is None else cell.reach(event) for cell in truth], np.int64)
    rows = np.flatnonzero(visits.rank < reach[visits.cell])
    return Start(rows, take(visits.sessions, rows), draws.mix(visits.key[rows], number, 7))


def ways_of(profile: Profile, chain: Chain, start: Start) -> list[Way]:
    """The steps of a chain, for each of its starts."""
    ways = []
    done = np.ones(len(start.key), bool)
    day, at_once = start.sessions.day.astype(np.int64), np.ones(len(start.key), bool)
    names = [name for name, _ in profile.devices]
    for number, step in enumerate(chain.steps):
        wait = (draws.unit(start.key, number, "wait") * (step.within_days + 1)).astype(np.int64)
        day = day + wait
        at_once = at_once & (wait == 0)
        pairs, places = np.unique(day * len(names) + start.sessions.device, return_inverse=True)
        chances = [step.chance(names[one % len(names)], date.fromordinal(one // len(names))) for one in pairs.tolist()]
        done = done & (draws.unit(start.key, number, "goes on") < np.array(chances)[places])
        ways.append(Way(done, day, at_once))
    return ways


def same_session(profile: Profile, visits: Visits, ends: Array, day: date, elapsed: float) -> list[Events]:
    """The events that chains add to a day's sessions. ends: the last moment of each session before."""
    result = []
    for number, chain in enumerate(profile.chains):
        start = starts_of(profile, number, day.toordinal(), elapsed)
        after = ends[start.rows].astype(np.int64)
        for place, (step, way) in enumerate(zip(chain.steps, ways_of(profile, chain, start), strict=True)):
            after = after + 1000 + (draws.unit(start.key, place, "pause") * (_STEP_MS - 1000)).astype(np.int64)
            rows = np.flatnonzero(way.done & way.at_once)
            if len(rows) and step.is_sent(day):
                result.append(_events(profile, chain, place, start.rows[rows], after[rows], start.key[rows]))
    return result


def later(profile: Profile, day: date, elapsed: float) -> list[People]:
    """The sessions that chains begun on earlier days bring on a day."""
    result = []
    for number, chain in enumerate(profile.chains):
        for ago in range(1, chain.days + 1):
            start = starts_of(profile, number, day.toordinal() - ago)
            if len(start.rows):
                result.append(_later(profile, chain, start, day, elapsed))
    return [one for one in result if len(one.sessions)]


def finals_of(profile: Profile, event: str, day: date, elapsed: float, channels: Collection[str]) -> tuple[int, int]:
    """The events of a name that chains begun in some channels bring on a day, and their value in millionths."""
    paid = [place for place, (name, _) in enumerate(profile.channels) if name in channels]
    known = profile.event(event)
    usual = 0.0 if known is None else known.value or 0.0
    count = micros = 0
    for number, chain in enumerate(profile.chains):
        for ago in range(chain.days + 1):
            start = starts_of(profile, number, day.toordinal() - ago, 1.0 if ago else elapsed)
            here = np.isin(start.sessions.channel, paid)
            if ago:
                here &= draws.unit(start.key, day.toordinal(), "today") < elapsed
            for step, way in zip(chain.steps, ways_of(profile, chain, start), strict=True):
                if step.event == event and step.is_sent(day):
                    done = int((here & way.done & (way.day == day.toordinal())).sum())
                    count, micros = (
                        count + done,
                        micros + done * round((usual if step.value is None else step.value) * _MICROS),
                    )
    return count, micros


def _later(profile: Profile, chain: Chain, start: Start, day: date, elapsed: float) -> People:
    ways = ways_of(profile, chain, start)
    here = [way.done & ~way.at_once & (way.day == day.toordinal()) for way in ways]
    comes = np.logical_or.reduce(here)
    rows = np.flatnonzero(comes & (draws.unit(start.key, day.toordinal(), "today") < elapsed))
    if not len(rows):
        return People(empty(Sessions), empty(Events))
    key = draws.mix(start.key[rows], day.toordinal())
    sessions = _sessions(profile, take(start.sessions, rows), key, day, elapsed)
    number, begin = np.arange(len(rows)), sessions.start.astype(np.int64)
    tables = [
        _plain(profile, name, number, begin + wait, looked)
        for name, wait, looked in (
            ("session_start", 0, 0),
            ("page_view", 0, 0),
            ("user_engagement", _LOOK_MS, _LOOK_MS),
        )
    ]
    after = begin + _BEFORE_MS
    for place, (step, mine) in enumerate(zip(chain.steps, here, strict=True)):
        after = after + 1000 + (draws.unit(key, place, "pause") * (_STEP_MS - 1000)).astype(np.int64)
        doing = np.flatnonzero(mine[rows])
        if len(doing) and step.is_sent(day):
            tables.append(_events(profile, chain, place, doing, after[doing], key[doing]))
    return People(sessions, joined(tables, Events))


def _sessions(profile: Profile, like: Sessions, key: Array, day: date, elapsed: float) -> Sessions:
    """Sessions of the same users on another day; they come by themselves where the property has such a channel."""
    columns = {one.name: getattr(like, one.name) for one in fields(like)}
    names = [name for name, _ in profile.channels]
    channel = np.full(len(key), names.index(_OWN)) if _OWN in names else like.channel
    columns |= {"day": np.full(len(key), day.toordinal()), "start": begins(draws.unit(key, "start"), elapsed)}
    columns |= {"channel": channel, "origin": origins(profile, channel, key)}
    return make(Sessions, **columns)


def _events(profile: Profile, chain: Chain, place: int, session: Array, at: Array, key: Array) -> Events:
    step = chain.steps[place]
    name = np.full(len(session), _place(profile, step.event))
    pages = [path for path, _ in profile.pages]
    value = -1 if step.value is None else round(step.value * _MICROS)
    return make(
        Events,
        session=session,
        name=name,
        at=at,
        page=np.full(len(session), pages.index(step.page) if step.page in pages else 0),
        value=np.full(len(session), value),
        engaged=np.zeros(len(session)),
        item=items(profile, key, name),
    )


def _plain(profile: Profile, name: str, session: Array, at: Array, engaged: int) -> Events:
    """An event that says nothing more."""
    nothing = np.zeros(len(session))
    place = np.full(len(session), _place(profile, name))
    columns = {"session": session, "name": place, "at": at, "page": nothing, "item": nothing - 1}
    return make(Events, **columns, value=nothing - 1, engaged=nothing + engaged)


def _place(profile: Profile, name: str) -> int:
    return next(place for place, one in enumerate(profile.events) if one.name == name)
