"""Conversions of a Google Ads account by action and day; sessions and events of a GA4 property by day."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from microconv.core.answers import NO_LIMITS, Limits
from microconv.core.frozen import FrozenDict
from microconv.core.text import NO_TEXT, Text


class DayCount(NamedTuple):
    """The conversions of one action on one day, by the day of the conversion. Values are in the account's currency.

    bid: the column Conversions, which bidding uses.
    bid_value: the column Conv. value.
    all: all conversions.
    all_value: the value of all conversions.
    """

    bid: float = 0.0
    bid_value: float = 0.0
    all: float = 0.0
    all_value: float = 0.0


@dataclass(frozen=True, slots=True)
class ActionDays:
    """The conversions of a Google Ads account in some days.

    account: the account as people write it; empty where the client has none.
    first: the first day, in the account's time zone; None where nothing was asked.
    last: the last day.
    days: by the action's resource name and day; days without conversions are absent, as is an action without any.
    names: of the actions in `days`, by resource name.
    currency: the account's, ISO 4217; empty where no row told.
    refused: why there is no answer, code and text; empty where there is one.
    emulated: true where the emulator answered.
    requests: the requests that were sent, again too.
    """

    account: str = ""
    first: datetime.date | None = None
    last: datetime.date | None = None
    days: Mapping[str, Mapping[datetime.date, DayCount]] = field(default_factory=FrozenDict)
    names: Mapping[str, str] = field(default_factory=FrozenDict)
    currency: str = ""
    refused: Text = NO_TEXT
    emulated: bool = False
    requests: int = 0

    @property
    def known(self) -> bool:
        """True where the account answered."""
        return bool(self.account) and self.first is not None and not self.refused

    def total(self, action: str, first: datetime.date, last: datetime.date) -> DayCount:
        """The sums of one action from `first` to `last`; zeros where it counted nothing in days that were asked."""
        rows = [count for day, count in self.days.get(action, {}).items() if first <= day <= last]
        return DayCount(*(sum(column) for column in zip(*rows, strict=True))) if rows else DayCount()


@dataclass(frozen=True, slots=True)
class EventDays:
    """The sessions and events of a GA4 property by day, in its time zone.

    first: the first day; None where nothing was asked.
    last: the last day.
    sessions: by day.
    events: the counts of each event that was asked for, by day; days without it are absent.
    limits: the limits that the API tells, of any of its reports.
    refused: why there is no answer, code and text; empty where there is one.
    emulated: true where the emulator answered.
    requests: the requests that were sent, again too.
    whole: false where there were more rows than were read.
    """

    first: datetime.date | None = None
    last: datetime.date | None = None
    sessions: Mapping[datetime.date, float] = field(default_factory=FrozenDict)
    events: Mapping[str, Mapping[datetime.date, float]] = field(default_factory=FrozenDict)
    limits: Limits = NO_LIMITS
    refused: Text = NO_TEXT
    emulated: bool = False
    requests: int = 0
    whole: bool = True

    def each_day(self, event: str) -> Mapping[datetime.date, float]:
        """The counts of an event on each day with sessions, 0 where GA4 left out a row of zeros.

        Empty where a row may be missing for another reason.
        """
        if self.refused or not self.whole or self.limits.thresholded or self.limits.other_row:
            return FrozenDict()
        counts = self.events.get(event, FrozenDict())
        return FrozenDict({day: counts.get(day, 0.0) for day in self.sessions})
