"""Final conversions that suffice for bidding: the config's number, or that of the campaigns' strategies."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from microconv.analysis.around import AMOUNTS, Amount
from microconv.analysis.subject import Subject
from microconv.core.measures import RECENT_DAYS
from microconv.core.review_settings import DEFAULT_ENOUGH_FINALS, DEFAULT_LEARNING_DAYS, NO_LEARNING, Learning

_USUAL = Amount(DEFAULT_ENOUGH_FINALS, AMOUNTS["target_cpa"].source)
BY_CONFIG = "learning.finals of the config"
"""The source of a number that the config says."""


class Enough(NamedTuple):
    """The number of final conversions with which a step has done its job.

    finals: final conversions within `days` that are enough.
    days: the days in which they are counted.
    back_below: fewer finals than this within `days`, and a step is needed again; less than `finals`.
    reviews: reviews in a row that must come to the same.
    source: where the number comes from.
    """

    finals: int
    days: int
    back_below: int
    reviews: int
    source: str


def enough(learning: Learning, strategies: Iterable[str]) -> Enough:
    """The config's numbers; without them those of AMOUNTS for these strategies, the one that needs most.

    `strategies` are Google's words in lower case; those that learn from no conversions are passed over.
    """
    if learning.finals is not None:
        finals, source = learning.finals, BY_CONFIG
    else:
        needed = max((AMOUNTS[one] for one in strategies if one in AMOUNTS), default=_USUAL)
        finals = math.ceil(needed.recommended * learning.days / DEFAULT_LEARNING_DAYS)
        source = needed.source
    below = finals // 2 if learning.back_below is None else learning.back_below
    return Enough(finals, learning.days, min(below, finals - 1), learning.reviews, source)


def enough_finals(subject: Subject) -> float:
    """Final conversions in RECENT_DAYS days that the audit takes as enough, whatever the strategies of campaigns."""
    return (subject.client.learning if subject.client else NO_LEARNING).enough_in(RECENT_DAYS)
