"""Codes of the standing reasons why two counts of one conversion differ; each has its words in `render/report`."""

from __future__ import annotations

import enum


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
