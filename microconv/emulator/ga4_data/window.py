"""The people of a property on the days of a date range, as reports, funnels and exports see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import numpy as np

from microconv.emulator.ga4_data.access import hits_by_day, key_rules, profile
from microconv.emulator.ga4_data.dates import zone
from microconv.emulator.ga4_data.numbers import gathered, summed
from microconv.emulator.people.clocks import as_they_pass, midnight, moment, shown
from microconv.emulator.people.columns import Events, Sessions, together
from microconv.emulator.people.days import people_of
from microconv.emulator.people.sent import Names, births, place, sent_people

if TYPE_CHECKING:
    from datetime import date

    from microconv.emulator.ga4.model import Property
    from microconv.emulator.ga4.world import Ga4World
    from microconv.emulator.ga4_data.access import KeyRule
    from microconv.emulator.people.draws import Array
    from microconv.emulator.series import Profile

#: The host of a property whose streams name none.
HOST = "www.example.com"
#: A session is engaged if it lasts longer than this, has a key event, or two pages
#: (support.google.com/analytics/answer/ 12195621, read in copies, 2026-11-29).
_ENGAGED_MS, _ENGAGED_PAGES = 10_000, 2
PAGES = ("page_view", "screen_view")
FIRST = ("first_visit", "first_open")


@dataclass(frozen=True)
class Window:
    """The people of some days.

    owner: the property.
    profile: what its people are made from.
    rules: its key events, by name.
    sessions: the columns of sessions.
    events: the columns of events.
    names: the texts behind the columns.
    sent: the sessions from this row on are those of hits.
    """

    owner: Property
    profile: Profile
    rules: Mapping[str, KeyRule]
    sessions: Sessions
    events: Events
    names: Names
    sent: int

    def named(self, names: Iterable[str]) -> Array:
        """True for each event that has one of these names."""
        wanted = [self.names.events[one] for one in names if one in self.names.events]
        return np.isin(self.events.name, wanted)

    @cached_property
    def host(self) -> str:
        """The host of its pages: that of the first web stream that says one."""
        for stream in self.owner.data_streams.values():
            host = urlsplit(str(stream.data.get("default_uri", ""))).hostname
            if host:
                return host
        return HOST

    @cached_property
    def day(self) -> Array:
        """The ordinal of the day of each event."""
        return self._of_session(self.sessions.day)

    @cached_property
    def clock(self) -> Array:
        """The milliseconds of its day that the clock shows at each event."""
        return shown(zone(self.owner.time_zone), self.sessions.day, self.events.session, self.events.at)

    @cached_property
    def begins(self) -> Array:
        """The milliseconds from the beginning of the first day to that of each session's day."""
        clock, days = zone(self.owner.time_zone), np.unique(self.sessions.day)
        begins = np.array([midnight(clock, day) for day in days.tolist()], np.int64)
        of_each: Array = (begins - begins[:1])[np.searchsorted(days, self.sessions.day)]
        return of_each

    def moments(self, events: Array) -> Array:
        """The milliseconds of these events since the beginning of the first day."""
        result = self.begins[self.events.session[events]]
        result += self.events.at[events]
        return result

    @cached_property
    def user(self) -> Array:
        """The user of each session: a number from 0 on."""
        return np.unique(self.sessions.user, return_inverse=True)[1].astype(np.int32)

    @cached_property
    def users(self) -> int:
        """The number of users."""
        return int(self.user.max()) + 1 if len(self.user) else 0

    @cached_property
    def key(self) -> Array:
        """True for each event that was a key event when it happened."""
        result = np.zeros(len(self.events), bool)
        for name, rule in self.rules.items():
            if name not in self.names.events:
                continue
            mine = self.events.name == self.names.events[name]
            if rule.since is not None and rule.at is not None:
                since, at = moment(rule.at, zone(self.owner.time_zone))
                exactly = (self.day > since) | ((self.day == since) & (self.events.at >= at))
                mine &= np.where(self.events.session < self.sent, self.day >= since, exactly)
            result |= mine
        return result

    @cached_property
    def credit(self) -> Array:
        """True for each event that counts as a key event: of those that count once a session the first."""
        counts = self.key.copy()
        for name, rule in self.rules.items():
            if rule.once and name in self.names.events:
                mine = np.flatnonzero(self.key & (self.events.name == self.names.events[name]))
                counts[mine] = False
                counts[mine[np.unique(self.events.session[mine], return_index=True)[1]]] = True
        return counts

    @cached_property
    def value(self) -> Array:
        """The value of each event in millionths; of key events without one what they have by default."""
        values = np.maximum(self.events.value, 0)
        for name, rule in self.rules.items():
            if rule.value is not None and name in self.names.events:
                mine = self.key & (self.events.value < 0) & (self.events.name == self.names.events[name])
                values[mine] = round(rule.value * 1_000_000)
        return values

    @cached_property
    def duration(self) -> Array:
        """The milliseconds from the first event of each session to the last."""
        session = self.events.session
        starts = np.flatnonzero(np.concatenate((np.ones(min(1, len(session)), bool), session[1:] != session[:-1])))
        ends = np.concatenate((starts[1:] - 1, np.full(min(1, len(session)), len(session) - 1)))
        result = np.zeros(len(self.sessions), np.int32)
        result[session[ends]] = self.events.at[ends] - self.events.at[starts]
        return result

    @cached_property
    def engaged(self) -> Array:
        """True for each engaged session."""
        pages = self.per_session(self.named(PAGES))
        engaged: Array = (self.duration > _ENGAGED_MS) | (pages >= _ENGAGED_PAGES) | (self.per_session(self.key) > 0)
        return engaged

    @cached_property
    def active(self) -> Array:
        """True for each session on a day on which its user was active: engaged, new, or looking at a page."""
        looked = (self.events.engaged > 0) | self.named(FIRST)
        mine = self.engaged | (self.per_session(looked) > 0)
        days = self.user.astype(np.int64) * 4_000_000 + self.sessions.day
        return np.isin(days, days[mine])

    def per_session(self, which: Array) -> Array:
        """The number of these events in each session."""
        return summed(self.events.session[which], len(self.sessions))

    def _of_session(self, column: Array) -> Array:
        return gathered(column, self.events.session)


def window_of(
    world: Ga4World, owner: Property, days: Iterable[tuple[date, float]], like: Profile | None = None
) -> Window:
    """The people of some days, each with how much of it is over; hits among them.

    like: the profile, if it is not to be the property's.
    """
    of_owner = profile(world, owner) if like is None else like
    days = list(days)
    names = Names()
    for one in of_owner.events:
        place(names.events, one.name)
    for texts, shares in ((names.pages, of_owner.pages), (names.devices, of_owner.devices)):
        for text, _ in shares:
            place(texts, text)
    for text, _ in of_owner.channels:
        place(names.channels, text)
    clock = zone(owner.time_zone)
    made = as_they_pass(people_of(of_owner, days), clock)
    hits = hits_by_day(owner)
    here = {day: hits[day] for day, _ in days if day in hits}
    sent = sent_people(owner.name, here, births(owner.hits, clock) if here else {}, names, clock)
    every = together([made, sent]) if here else made
    return Window(owner, of_owner, key_rules(owner), every.sessions, every.events, names, len(made.sessions))
