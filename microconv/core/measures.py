"""Recent counts: conversions by action, events by name. Read for audits, never for plans."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from microconv.core.frozen import FrozenDict

if TYPE_CHECKING:
    from microconv.core.context import Context

RECENT_DAYS = 30
"""Over how many days conversions and events are counted."""

LAG_DAYS = 90
"""Over how many days the time between impression and conversion is looked at."""

COUNTS = "conversions"
LAGS = "lags"
SPEND = "spend"
EVENTS = "events"

NO_CALL_LEFT = "no call left"
"""The reason why something is missing that an audit did not ask for, to keep to its number of calls."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The counts of one conversion action in the last RECENT_DAYS days.

    Values are in the account's currency, main unit. Google counts a conversion on the day of the click or view that led
    to it, so of late days long lags are still to come.

    bid: the column Conversions, which bidding uses.
    bid_value: the column Conv. value, likewise.
    all: all conversions.
    all_value: the value of all conversions.
    last: the day of its last conversion.
    asked: the time (as Google writes it) of the last request of its tag, ever; None for never.
    lags: all conversions of the last LAG_DAYS days by Google's word for the time since the impression, in lower case
        (`less_than_one_day`, `one_to_two_days`, …).
    days: all conversions by the day on which they count, of days with some; empty where days were not told.
    """

    bid: float = 0.0
    bid_value: float = 0.0
    all: float = 0.0
    all_value: float = 0.0
    last: datetime.date | None = None
    asked: str | None = None
    lags: Mapping[str, float] = field(default_factory=FrozenDict)
    days: Mapping[datetime.date, float] = field(default_factory=FrozenDict)


@dataclass(frozen=True, slots=True)
class Measures:
    """The counts of an account until `until`, a day in its own time zone, that day not included.

    What is not there because it could not be read is not known, rather than zero. Only what the account's API can tell
    is here at all: actions and campaigns of Google Ads, events of GA4.

    until: the first day that is not counted.
    actions: by resource name, as the reading's live objects have it; an action that counted nothing may be absent.
    events: the events of the last RECENT_DAYS days by name; one that did not happen is absent.
    missing: the reasons why something could not be read, by COUNTS, LAGS, SPEND, EVENTS, the names in kinds.AUDITED and
        those of the parts of `context`: Google's code and text, or NO_CALL_LEFT.
    spend: the cost of campaigns in the last RECENT_DAYS days, by their numbers, in the account's currency.
    context: the settings around conversions that audits ask about too; None where nobody asked.
    """

    until: datetime.date
    actions: Mapping[str, Counted] = field(default_factory=FrozenDict)
    events: Mapping[str, int] = field(default_factory=FrozenDict)
    missing: Mapping[str, str] = field(default_factory=FrozenDict)
    spend: Mapping[str, float] = field(default_factory=FrozenDict)
    context: Context | None = None
