"""Deterministic series: what happened on a day, from a seed number, stable keys and the date alone.

Nothing here remembers anything or asks a clock, and there is no random state: the same arguments give the same numbers
in every process, so that a month can be compared with the one before, and so that GA4 and Google Ads tell one story.

* `profile` says what a property's traffic is like, `days` makes the sessions and events of one day of it.
* `course` says on which days something happens that has a level of its own, or none;
  `turns` divides such numbers among campaigns.
* `ads` makes the Google Ads side: the clicks of a campaign and its conversions, by tag or imported from such a profile.

Two rules hold everywhere. What a dimension splits is an exact partition of the total. And an event of a higher rate
reaches every session that one of a lower rate reaches, so a funnel in the order of its rates never widens.
"""

from microconv.emulator.series.ads import (
    AdsDay,
    AdsRates,
    DayClicks,
    ads_clicks,
    ads_daily,
    day_clicks,
    divided,
    imported_daily,
    imported_split,
    imports_divided,
    limits,
    unit_micros,
)
from microconv.emulator.series.chains import Chain, ChainStep
from microconv.emulator.series.course import Course
from microconv.emulator.series.days import GOOGLE_PAID_CHANNELS, Cell, day_cells, day_sessions
from microconv.emulator.series.profile import AUTOMATIC_EVENTS, Event, Item, Profile, Shares
from microconv.emulator.series.turns import Turns, order

__all__ = [
    "AUTOMATIC_EVENTS",
    "GOOGLE_PAID_CHANNELS",
    "AdsDay",
    "AdsRates",
    "Cell",
    "Chain",
    "ChainStep",
    "Course",
    "DayClicks",
    "Event",
    "Item",
    "Profile",
    "Shares",
    "Turns",
    "ads_clicks",
    "ads_daily",
    "day_cells",
    "day_clicks",
    "day_sessions",
    "divided",
    "imported_daily",
    "imported_split",
    "imports_divided",
    "limits",
    "order",
    "unit_micros",
]
