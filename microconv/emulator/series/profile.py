"""The traffic of one property: sessions, how they divide, and how often they have which event."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from microconv.emulator.series.chains import Chain, ChainStep
from microconv.emulator.series.course import Course

#: A share of the whole for each value of a dimension; they need not sum to 1.
Shares = tuple[tuple[str, float], ...]

#: The events a web stream collects by itself, as events per session. `session_start` is what makes a session.
AUTOMATIC_EVENTS: dict[str, float] = {
    "session_start": 1.0,
    "first_visit": 0.55,
    "page_view": 3.1,
    "user_engagement": 1.8,
    "scroll": 0.45,
}
#: Events a session has once at most, whatever their rate.
_ONCE = frozenset({"session_start", "first_visit"})
#: Events every session has.
_ALWAYS = frozenset({"session_start", "page_view"})


@dataclass(frozen=True, slots=True)
class Event:
    """One event.

    name: case-sensitive.
    rate: events per session, 0 or more; those of ``session_start`` (1) and ``page_view`` (1 or more) hold for
        every single session.
    value: the mean ``value`` parameter of one event; None if it carries none.
    fixed_value: every event carries exactly `value`, as a key event's default value does it.
    pages: where it happens; empty for any page.
    course: the days on which it happens; None: as often as the rate says, always.
    total: on one day, the number of events that has nothing to do with the rate; None for no such number.
    """

    name: str
    rate: float
    value: float | None = None
    fixed_value: bool = False
    pages: tuple[str, ...] = ()
    course: Course | None = None
    total: int | None = None

    def __post_init__(self) -> None:
        if self.course is not None and self.name in _ONCE | _ALWAYS:
            raise ValueError(f"{self.name} follows the sessions and has no days of its own")
        if not math.isfinite(self.rate) or self.rate < 0:
            raise ValueError(f"the rate of {self.name!r} is not a number of 0 or more")
        if self.name in _ONCE and self.rate > 1:
            raise ValueError(f"{self.name} cannot happen more than once in a session")
        if self.name in _ALWAYS and self.rate < 1:
            raise ValueError(f"every session has a {self.name}")

    def on(self, day: date, elapsed: float, *keys: str | int) -> Event:
        """The event of one day.

        elapsed: how much of the day is over, 0 to 1.
        keys: the property.
        """
        if self.course is None:
            return self
        total = self.course.total(day, elapsed, *keys, self.name)
        rate = 0.0 if total is not None else self.rate * self.course.factor(day)
        return replace(self, course=None, rate=rate, total=total)

    @property
    def happens(self) -> bool:
        """False if it never does."""
        return bool(self.rate or self.total)

    @property
    def reach(self) -> float:
        """The share of sessions that have the event at all; it grows with the rate."""
        if self.name in _ALWAYS:
            return 1.0
        return self.rate if self.name in _ONCE else -math.expm1(-self.rate)

    @property
    def repeats(self) -> float:
        """Further events per session that has the event; it grows with the rate."""
        if self.name in _ONCE or not self.rate:
            return 0.0
        return max(0.0, self.rate / self.reach - 1)


@dataclass(frozen=True, slots=True)
class Item:
    """Something that is sold.

    id: as the shop has it.
    name: for people.
    category: of its own.
    price: in the property's currency; 0: what the events carry.
    share: of all items that are looked at.
    """

    id: str
    name: str
    category: str
    price: float
    share: float


@dataclass(frozen=True, slots=True)
class Profile:
    """The traffic of one property.

    world_seed: the emulated world's number; another one gives another world.
    key: who it is, such as ``properties/345678901``.
    sessions_per_day: the mean at the start of 2026; each day differs by weekday, season, growth and noise.
    devices: shares of the sessions by device category.
    channels: shares by default channel group.
    pages: shares of the page views by path.
    events: by name, ``session_start`` and ``page_view`` among them. Those of equal rate reach the same sessions.
    since: the first day with data; None for no beginning.
    items: what events of a shop are about.
    chains: what follows micro-conversions.
    seasons: the days with more or fewer sessions, None for none of its own.
    """

    world_seed: int
    key: str
    sessions_per_day: float
    devices: Shares
    channels: Shares
    pages: Shares
    events: tuple[Event, ...]
    since: date | None = None
    items: tuple[Item, ...] = ()
    chains: tuple[Chain, ...] = ()
    seasons: Course | None = None
    _by_name: dict[str, Event] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("devices", "channels", "pages"):
            check_shares(name, getattr(self, name))
        self._by_name.update({event.name: event for event in self.events})
        if len(self._by_name) != len(self.events):
            raise ValueError("an event is there twice")

    def on(self, day: date, elapsed: float) -> Profile:
        """The profile of one day, of which `elapsed` (0 to 1) is over: its events have no course any more."""
        if not any(event.course is not None for event in self.events):
            return self
        events = [event.on(day, elapsed, self.world_seed, self.key) for event in self.events]
        return replace(self, events=tuple(events))

    def unbroken(self) -> Profile:
        """The same if every tag worked: what truly happens."""
        events = [
            one if one.course is None else replace(one, course=replace(one.course, broken_from=None))
            for one in self.events
        ]
        chains = [replace(chain, steps=tuple(map(_unbroken, chain.steps))) for chain in self.chains]
        return replace(self, events=tuple(events), chains=tuple(chains))

    def event(self, name: str) -> Event | None:
        """The event of that name, or None if the property never has it."""
        return self._by_name.get(name)


def _unbroken(step: ChainStep) -> ChainStep:
    return step if step.course is None else replace(step, course=replace(step.course, broken_from=None))


def check_shares(name: str, shares: Sequence[tuple[str, float]]) -> None:
    """Refuse shares that divide nothing.

    Raises ValueError if there is none at all, a negative or infinite one, none above 0, or a value that is there twice.
    """
    amounts = [share for _, share in shares]
    if not all(math.isfinite(share) and share >= 0 for share in amounts) or not any(amounts):
        raise ValueError(f"the shares of {name} must be numbers of 0 or more, and not all 0")
    if len({value for value, _ in shares}) != len(shares):
        raise ValueError(f"a value of {name} is there twice")
