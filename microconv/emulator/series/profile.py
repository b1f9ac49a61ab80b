"""The traffic of one property: sessions, how they divide, and how often they have which event."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

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
    """

    name: str
    rate: float
    value: float | None = None
    fixed_value: bool = False
    pages: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not math.isfinite(self.rate) or self.rate < 0:
            raise ValueError(f"the rate of {self.name!r} is not a number of 0 or more")
        if self.name in _ONCE and self.rate > 1:
            raise ValueError(f"{self.name} cannot happen more than once in a session")
        if self.name in _ALWAYS and self.rate < 1:
            raise ValueError(f"every session has a {self.name}")

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
    """

    world_seed: int
    key: str
    sessions_per_day: float
    devices: Shares
    channels: Shares
    pages: Shares
    events: tuple[Event, ...]
    since: date | None = None
    _by_name: dict[str, Event] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("devices", "channels", "pages"):
            check_shares(name, getattr(self, name))
        self._by_name.update({event.name: event for event in self.events})
        if len(self._by_name) != len(self.events):
            raise ValueError("an event is there twice")

    def event(self, name: str) -> Event | None:
        """The event of that name, or None if the property never has it."""
        return self._by_name.get(name)


def check_shares(name: str, shares: Sequence[tuple[str, float]]) -> None:
    """Refuse shares that divide nothing.

    Raises ValueError if there is none at all, a negative or infinite one, none above 0, or a value that is there twice.
    """
    amounts = [share for _, share in shares]
    if not all(math.isfinite(share) and share >= 0 for share in amounts) or not any(amounts):
        raise ValueError(f"the shares of {name} must be numbers of 0 or more, and not all 0")
    if len({value for value, _ in shares}) != len(shares):
        raise ValueError(f"a value of {name} is there twice")
