"""Numbers of a report, which say what they are where they are not there: zero, no data and not asked are three things.

Everything is computed here and in what builds the model; what draws does no arithmetic.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Known(enum.StrEnum):
    """What is known of a number."""

    YES = "yes"  # a number, which may be 0
    NO_DATA = "no data"  # asked for, and nothing can be said: the event did not exist yet, the divisor is 0, …
    NOT_ASKED = "not asked"  # no account, no such chain, left out by the config
    REFUSED = "refused"  # the API refused, or withholds it


class Note(enum.StrEnum):
    """What is to be known of a number, beside it. Each has its words in `render/report`."""

    THRESHOLDED = "thresholded"  # rows may be withheld
    OTHER_ROW = "other row"  # rare rows were put into (other)
    SAMPLED = "sampled"
    RESTRICTED = "restricted"
    TRUNCATED = "truncated"  # part of the days is missing
    CUT = "cut"  # more rows than were read
    PROVISIONAL = "provisional"  # before the third day of the next month
    MARKED_WITHIN = "marked within"  # became a key event within the month
    LAG_TO_COME = "lag to come"  # more conversions of these clicks will arrive
    CHANGED_WITHIN = "changed within"  # its setup was changed within the month
    ZONE_CHANGED = "zone changed"  # the property's time zone changed since the last report
    FRACTIONAL = "fractional"  # Google Ads divides conversions among clicks
    FEW = "few"  # too few to judge a difference by


@dataclass(frozen=True, slots=True)
class Figure:
    """A number; `value` is None unless `known` is YES.

    why: for NO_DATA, NOT_ASKED, REFUSED a code with words in `render/report`, or the API's own words.
    low, high: the ends of a 90 % interval of a share of users, where one was computed.
    """

    value: float | None = None
    known: Known = Known.NOT_ASKED
    why: str = ""
    notes: tuple[Note, ...] = ()
    low: float | None = None
    high: float | None = None


NOTHING = Figure()
"""A number that was not asked for."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A number of the month beside those of the month before and of the same month a year ago.

    change, change_year: the month's number divided by the other one, less 1 (0.123 is +12.3 %).
    difference, difference_year: the month's number less the other one.
    per_day…: the number divided by the days of its month; NOT_ASKED for what is not additive over days (rates, users)
        and where the months are equally long.
    """

    now: Figure
    before: Figure
    year: Figure
    change: Figure
    change_year: Figure
    difference: Figure
    difference_year: Figure
    per_day: Figure = NOTHING
    per_day_before: Figure = NOTHING
    per_day_year: Figure = NOTHING
