"""Codes of the report's model that are no notes: why a number is not there, and why two counts differ.

Each has its words in `render/report`.
"""

from __future__ import annotations

import enum


class Why(enum.StrEnum):
    """Why a figure has no number. A figure that was refused has the API's own words instead."""

    # not asked
    NO_ACCOUNT = "no account"  # the client has no such account
    NO_EVENT = "no event"  # the conversion has no GA4 event
    NO_ACTION = "no action"  # the conversion has no conversion action, or it was not found
    LEFT_OUT = "left out"  # the config leaves the section out, or the table was not asked for
    LAST_STEP = "last step"  # nothing comes after the last step
    EQUAL_MONTHS = "equal months"  # no value per day: the months are equally long
    NOT_ADDITIVE = "not additive"  # no value per day: users and rates do not add up over days
    # no data
    NOT_YET = "not yet"  # the event or the action did not exist yet
    NO_ROW = "no row"  # no row, in a table of which rows may be missing
    NO_ROWS = "no rows"  # the month has no rows at all: it may be before the account's first day
    NO_DIVISOR = "no divisor"  # the divisor is 0
    NO_OTHER = "no other"  # the other month has no number to compare with
    FEW = "few"  # too few to say it
    # refused
    RESTRICTED = "restricted"  # the user may not see such numbers
    WITHHELD = "withheld"  # the API withholds it


class Reason(enum.StrEnum):
    """A standing reason why GA4 and Google Ads count one conversion differently."""

    ALL_CHANNELS = "all channels"  # GA4 counts all visits, Google Ads those after its ads
    ATTRIBUTION = "attribution"  # other models
    WINDOW = "window"  # the click window
    COUNTING = "counting"  # one per click, or every
    IMPORT_DELAY = "import delay"  # imports from GA4 arrive later
    CONSENT = "consent"  # consent and modelled conversions
    TIME_ZONES = "time zones"  # the accounts' days begin at other hours
    VIEW_THROUGH = "view-through"
    CROSS_DEVICE = "cross-device"
    TAG = "tag"  # a tag of its own counts in Google Ads
    DOUBLE = "double"  # tag and import both count
    NOT_MARKED = "not marked"  # the event was no key event all the month
