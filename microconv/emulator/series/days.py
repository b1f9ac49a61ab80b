"""One day of a property: sessions by device and channel, and the events of each."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from microconv.emulator.series import noise

if TYPE_CHECKING:
    from datetime import date

    from microconv.emulator.series.profile import Event, Profile

#: The default channel groups whose sessions come from Google Ads.
GOOGLE_PAID_CHANNELS = frozenset({"Paid Search", "Paid Shopping", "Paid Video", "Display", "Cross-network"})
_MICROS = 1_000_000


def day_sessions(profile: Profile, day: date, elapsed: float = 1.0) -> int:
    """The sessions of a day, or of its first part.

    elapsed: how much of the day is over, 0 to 1.
    """
    if profile.since is not None and day < profile.since:
        return 0
    keys = (profile.world_seed, profile.key, "sessions")
    seasons = 1.0 if profile.seasons is None else profile.seasons.factor(day)
    total = noise.whole(noise.level(profile.sessions_per_day, day, *keys) * seasons, *keys, "rounding", day.toordinal())
    return math.floor(total * min(1.0, max(0.0, elapsed)))


def day_cells(profile: Profile, day: date, elapsed: float = 1.0) -> list[Cell]:
    """The day's sessions by device category and channel: every pair of the profile, also one without a session."""
    total = day_sessions(profile, day, elapsed)
    profile = profile.on(day, elapsed)
    keys = (profile.world_seed, profile.key, day.toordinal())
    weights = [share * noise.between(0.85, 1.15, *keys, "channel", name) for name, share in profile.channels]
    places = []
    by_channel = noise.split(total, weights, *keys, "channels")
    for (channel, share), sessions in zip(profile.channels, by_channel, strict=True):
        shares = [share for _, share in profile.devices]
        parts = noise.split(sessions, shares, *keys, "devices", channel)
        for (device, part), count in zip(profile.devices, parts, strict=True):
            places.append((device, channel, count, share * part))
    exact = _exact(profile, keys, [count for *_, count, _ in places], [share for *_, share in places])
    return [
        Cell(profile, day, device, channel, count, one)
        for (device, channel, count, _), one in zip(places, exact, strict=True)
    ]


def _exact(
    profile: Profile, keys: tuple[noise.Key, ...], sessions: Sequence[int], shares: Sequence[float]
) -> list[dict[str, int]]:
    """For each cell the number of every event that has one of its own: where the sessions are, or as the shares say."""
    exact: list[dict[str, int]] = [{} for _ in sessions]
    for event in profile.events:
        if event.total is not None:
            parts = noise.split(event.total, sessions if any(sessions) else shares, *keys, "exact", event.name)
            for cell, part in zip(exact, parts, strict=True):
                cell[event.name] = part
    return exact


@dataclass(frozen=True)
class Cell:
    """The sessions of one day, device category and channel.

    profile: the property's, as it is on this day.
    day: it.
    device: the category.
    channel: the default channel group.
    sessions: those that come from the profile. An event with a number of its own makes more where they do not suffice.
    exact: by event, the number of those with a number of their own.
    """

    profile: Profile
    day: date
    device: str
    channel: str
    sessions: int
    exact: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def _keys(self) -> tuple[noise.Key, ...]:
        return (self.profile.world_seed, self.profile.key, self.day.toordinal(), self.device, self.channel)

    @cached_property
    def _depths(self) -> tuple[int, ...]:
        """A number for each session: one below the reach of an event has that event."""
        return noise.depths(min(self.sessions, noise.MAX_DEPTHS), *self._keys, "depths")

    @cached_property
    def _rounding(self) -> float:
        """The draw for a part of a repetition, one or none: the same for all events, so their order stays."""
        return noise.unit(*self._keys, "repeats")

    @cached_property
    def _reluctance(self) -> float:
        """Above 1 where people do less than elsewhere. It bends all reaches alike, so their order stays."""
        keys = (self.profile.world_seed, self.profile.key)
        channel = noise.between(-0.08, 0.08, *keys, "reluctance", self.channel)
        return 1 + channel + noise.between(-0.05, 0.05, *keys, "reluctance", self.device)

    def reach(self, event: Event) -> int:
        """The number of sessions that have the event, once or more."""
        if event.name in self.exact:
            return min(self.exact[event.name], self.sessions or self.exact[event.name])
        if not self.sessions:
            return 0
        share: float = event.reach**self._reluctance
        count = bisect_left(self._depths, int(share * noise.DEPTHS))
        if self.sessions > len(self._depths):
            return self.sessions * count // len(self._depths)
        return count

    def count(self, event: Event) -> int:
        """The number of times the event happened: at least once for each session it reached."""
        if event.name in self.exact:
            return self.exact[event.name]
        reach = self.reach(event)
        return reach + math.floor(reach * event.repeats + self._rounding) if reach else 0

    def by_page(self, event: Event, count: int) -> list[int]:
        """The pages on which `count` occurrences happened: one number for each page of the profile, in its order."""
        weights = [share if not event.pages or path in event.pages else 0.0 for path, share in self.profile.pages]
        return noise.split(count, weights, *self._keys, "pages", event.name)

    def unit_value(self, event: Event) -> int:
        """The value of each occurrence in this cell, in millionths of the currency's unit."""
        if event.value is None:
            return 0
        fixed = event.fixed_value or event.total is not None
        wobble = 1.0 if fixed else noise.between(0.8, 1.2, *self._keys, "value", event.name)
        return round(event.value * wobble * _MICROS)
