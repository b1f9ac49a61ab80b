"""Numbers of a report, which say what they are where they are not there: zero, no data and not asked are three things.

Everything is computed here and in what builds the model; what draws does no arithmetic.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Known(enum.StrEnum):
    """The knowledge of a number."""

    YES = "yes"  # a number, which may be 0
    NO_DATA = "no data"  # asked for, and nothing can be said: the event did not exist yet, the divisor is 0, …
    NOT_ASKED = "not asked"  # no account, no such chain, left out by the config
    REFUSED = "refused"  # the API refused, or withholds it


class Note(enum.StrEnum):
    """A remark that stands beside a number. Each has its words in `render/report`."""

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


class Why(enum.StrEnum):
    """Reasons why there is no number, as codes for `Figure.why`. Each has its words in `render/report`."""

    NO_ACCOUNT = "no account"  # NOT_ASKED: the client has no account of this API, or it was not asked
    NO_EVENT = "no event"  # NOT_ASKED: the conversion has no GA4 event
    NOT_IN_ADS = "not in google ads"  # NOT_ASKED: the conversion is not in Google Ads
    NO_ACTION = "no action"  # the account has no such conversion action
    NOTHING_MEASURED = "nothing measured"  # nothing at all was measured in that month
    NEVER_SEEN = "never seen"  # no key event, and in none of the months
    NOT_MARKED = "not marked"  # the event was no key event in that month
    NOT_YET = "not yet"  # the day was not over when the report was made
    ZERO_DIVISOR = "zero divisor"  # divided by nothing, or compared with nothing
    CUT = "cut"  # not among the rows that were read; there are more
    TRUNCATED = "truncated"  # part of the days is missing
    WITHHELD = "withheld"  # no row, and rows may be withheld
    OTHER_ROW = "other row"  # no row, and rare ones were put into (other)
    RESTRICTED = "restricted"  # REFUSED: the user may not see it
    NOT_TOLD = "not told"  # a row without this number
    FEW = "few"  # too few to say anything
    UNMEASURED = "unmeasured"  # NOT_ASKED: a chain without two steps that are measured and are not in another one
    OPEN_CHAIN = "open chain"  # users may begin at any step, so that no share of a step goes on


@dataclass(frozen=True, slots=True)
class Figure:
    """A number; `value` is None unless `known` is YES.

    value: the number.
    known: what is known of it.
    why: for NO_DATA, NOT_ASKED, REFUSED a code of Why, or the API's own words; may be empty for NOT_ASKED.
    notes: remarks on it.
    low: the lower end of a 90 % interval of a share of users, where one was computed.
    high: its upper end.
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

    now: the month's number.
    before: that of the month before.
    year: that of the same month a year ago.
    change: `now` divided by `before`, less 1 (0.123 is +12.3 %).
    change_year: likewise against `year`.
    difference: `now` less `before`.
    difference_year: `now` less `year`.
    per_day: `now` divided by the days of the month; NOT_ASKED for what is not additive over days (rates, users) and
        where all three months are equally long. A month that is not over is as long as it was when it was read.
    per_day_before: likewise of `before`.
    per_day_year: likewise of `year`.
    change_per_day: as `change`, of the numbers per day.
    change_per_day_year: as `change_year`, of the numbers per day.
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
    change_per_day: Figure = NOTHING
    change_per_day_year: Figure = NOTHING
