"""The conversion cycle of an account: how long its conversions take, which is the time in which bidding learns.

Google: a strategy learns for up to two to three conversion cycles, and after a change of conversion goals for as many
delay cycles (support.google.com 13020501; SA360 16871384; checked 2026-11-28).
"""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass

from microconv.core.cycle_answer import CycleAnswer

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


def length_of(answer: CycleAnswer) -> ConversionCycle | None:
    """The cycle that an account told; None where it is not known."""
    if answer.median_days is None or answer.most_days is None:
        return None
    days = (answer.last - answer.first).days + 1 if answer.first and answer.last else 0
    return ConversionCycle(answer.median_days, answer.most_days, answer.conversions, days)
