"""Any days of a property together. What has been made is kept, up to a number of bytes; a day is a pure function."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from microconv.emulator.people import chains
from microconv.emulator.people.acts import acts_of
from microconv.emulator.people.columns import Events, People, in_order, joined, part, together
from microconv.emulator.people.visits import apart, visits_of

if TYPE_CHECKING:
    from microconv.emulator.series import Profile

#: All emulators of a process together keep days of this many bytes.
KEPT_BYTES = 40_000_000


class _Kept:
    """The days used last."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._days: OrderedDict[tuple[int, Profile, float], People] = OrderedDict()
        self._size = 0
        self._last: tuple[tuple[Profile, tuple[tuple[date, float], ...]], People] | None = None

    def get(self, profile: Profile, days: tuple[tuple[date, float], ...]) -> People:
        """The people of several days; those asked for last are there still."""
        with self._lock:
            last = self._last
        if last is not None and last[0] == (profile, days):
            return last[1]
        people = together(self._day(profile, day, elapsed) for day, elapsed in days)
        self._keep(profile, days, people)
        return people

    def _day(self, profile: Profile, day: date, elapsed: float) -> People:
        """The people of a day, kept or made."""
        with self._lock:
            kept = self._days.get((day.toordinal(), profile, elapsed))
        return _make(profile, day, elapsed) if kept is None else kept

    def _keep(self, profile: Profile, days: tuple[tuple[date, float], ...], people: People) -> None:
        """Keep each day as a part of what they were put together to, so that there is one copy of them."""
        ordinals = [day.toordinal() for day, _ in days]
        firsts = np.searchsorted(people.sessions.day, ordinals, side="left").tolist()
        ends = np.searchsorted(people.sessions.day, ordinals, side="right").tolist()
        with self._lock:
            self._last = ((profile, days), people)
            for (day, elapsed), first, end in zip(days, firsts, ends, strict=True):
                key = (day.toordinal(), profile, elapsed)
                before = self._days.pop(key, None)
                self._days[key] = part(people, first, end)
                self._size += self._days[key].size - (0 if before is None else before.size)
            while self._size > self._limit and len(self._days) > 1:
                self._size -= self._days.popitem(last=False)[1].size


_kept = _Kept(KEPT_BYTES)


def people_of(profile: Profile, days: Iterable[tuple[date, float]]) -> People:
    """The people of some days, each with how much of it is over (0 to 1)."""
    return _kept.get(profile, tuple(days))


def _make(profile: Profile, day: date, elapsed: float) -> People:
    visits = visits_of(profile, day, elapsed)
    events = acts_of(profile, visits)
    if not profile.chains:
        return in_order(People(visits.sessions, events))
    ends = visits.sessions.start.copy()
    np.maximum.at(ends, events.session, events.at)
    more = chains.same_session(profile, visits, ends, day, elapsed)
    people = together([People(visits.sessions, joined([events, *more], Events)), *chains.later(profile, day, elapsed)])
    return in_order(People(apart(people.sessions), people.events))
