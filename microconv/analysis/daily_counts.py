"""Daily counts of two actions side by side: do they count the same act?

Two unrelated acts of one site rise and fall together with its traffic, so that their correlation says nothing. What
tells is how far their numbers are apart on each day: two independent counts with the mean m differ by 2 * sqrt(m / pi)
on average (by 2 * m where m is small), the counts of one act, of which one misses some, by much less.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from typing import NamedTuple

FEW_DAYS = 5
"""On so many days at least one of the two must have counted. A judgement: on fewer days they may agree by chance."""

CLOSE = 0.5
"""The largest part of the difference between independent counts that counts of one act have. A judgement.

Where each misses a tenth of the acts, independently, it is about 0.3; where each misses a fifth, about 0.4.
"""


class Days(NamedTuple):
    """The days on which two actions can be compared: from when both had begun, until one of them ended.

    one, other: their counts on these days.
    common: the number of days on which both counted.
    either: the number of days on which at least one did.
    apart: their difference by day, in parts of that of two independent counts; a share that one misses is none.
    """

    one: float
    other: float
    common: int
    either: int
    apart: float

    @property
    def enough(self) -> bool:
        """True where there are enough days to tell."""
        return self.either >= FEW_DAYS

    @property
    def same(self) -> bool:
        """True where these are the counts of one act, as far as days can tell."""
        return self.enough and self.apart <= CLOSE

    @property
    def near(self) -> float:
        """The smaller count as a part of the larger; 0 where there is none."""
        return min(self.one, self.other) / max(self.one, self.other) if self.one and self.other else 0.0


def side_by_side(one: Mapping[datetime.date, float], other: Mapping[datetime.date, float]) -> Days | None:
    """The days of two actions, by their counts of each; None where the days of one are not known."""
    if not one or not other:
        return None
    first, last = max(min(one), min(other)), min(max(one), max(other))
    days = sorted(day for day in one.keys() | other.keys() if first <= day <= last)
    mine, theirs = ([counts.get(day, 0.0) for day in days] for counts in (one, other))
    total, others = sum(mine), sum(theirs)
    if total <= 0 or others <= 0:
        return Days(total, others, 0, len(days), math.inf)
    mean = (total + others) / 2
    apart = chance = 0.0
    for here, there in zip(mine, theirs, strict=True):
        x, y = here * mean / total, there * mean / others
        apart += abs(x - y)
        expected = (x + y) / 2
        chance += min(2 * expected, 2 * math.sqrt(expected / math.pi))
    common = sum(x > 0 and y > 0 for x, y in zip(mine, theirs, strict=True))
    return Days(total, others, common, len(days), apart / chance)
