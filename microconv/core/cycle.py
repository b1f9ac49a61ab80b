"""The conversion cycle of an account: how long its conversions take, which is the time in which bidding learns.

Google: a strategy learns for up to two to three conversion cycles, and after a change of conversion goals for as many
delay cycles (support.google.com 13020501; SA360 16871384; checked 2026-11-28).
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from microconv.core.lags import LAGS

FEWEST = 20
"""Conversions below which no cycle is known: their 90th percentile would rest on the last two. A judgement."""

LATE = 0.9
"""The share of conversions after which the cycle ends."""

LEARNING_CYCLES = (2, 3)
"""Google learns for so many cycles at least and at most."""


@dataclass(frozen=True, slots=True)
class ConversionCycle:
    """The days from an impression to its conversion.

    median_days: half of the conversions came within so many days.
    late_days: nine of ten did.
    conversions: all conversions that were counted; fractional where attribution divides them.
    days: the number of days over which they were counted.
    """

    median_days: float
    late_days: float
    conversions: float
    days: int

    @property
    def length(self) -> int:
        """The cycle in whole days, at least one: nine of ten conversions have come by then."""
        return max(1, math.ceil(self.late_days))

    def learnt(self, changed: datetime.date) -> datetime.date:
        """The first day on which what was changed on a day can be judged: after the longest learning time."""
        return changed + datetime.timedelta(days=LEARNING_CYCLES[1] * self.length)


def cycle_of(lags: Iterable[Mapping[str, float]], days: int) -> ConversionCycle | None:
    """The cycle from conversions by lag, in Google's words, of one or several actions, counted over so many days.

    Within a step of Google's the conversions are taken to be evenly spread. None below FEWEST conversions of known lag,
    and where the lag of more than half is not known.
    """
    counts = dict.fromkeys(LAGS, 0.0)
    unknown = 0.0
    for of_action in lags:
        for name, count in of_action.items():
            if name in counts:
                counts[name] += max(0.0, count)
            else:
                unknown += max(0.0, count)
    known = sum(counts.values())
    if known < FEWEST or known < unknown:
        return None
    return ConversionCycle(_within(counts, known / 2), _within(counts, known * LATE), known + unknown, days)


def _within(counts: Mapping[str, float], wanted: float) -> float:
    """The days in which so many of the conversions came."""
    arrived, last = 0.0, 0.0
    for name, (first, end) in sorted(LAGS.items(), key=lambda pair: pair[1]):
        count = counts[name]
        if not count:
            continue
        last = float(end)
        if arrived + count >= wanted:
            return first + (end - first) * (wanted - arrived) / count
        arrived += count
    return last
