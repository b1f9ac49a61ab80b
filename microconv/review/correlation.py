"""The correlation of a step and the final conversion from day to day, per session.

Of the numbers themselves none is offered: they rise and fall together with traffic, so that two unrelated acts come out
as "significant" in every case. No lags are searched either: the week makes peaks of its own, and a delay of days leaves
none.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping

from microconv.review.model import Correlation

FEWEST_DAYS = 30
"""Days below which no correlation is told. A judgement."""


def correlation(
    step: str,
    final: str,
    steps: Mapping[datetime.date, float],
    finals: Mapping[datetime.date, float],
    sessions: Mapping[datetime.date, float],
) -> Correlation | None:
    """Pearson's correlation of both numbers per session, over the days that had sessions and were counted for both.

    None on fewer than FEWEST_DAYS days, and where one of the two is the same on all of them.
    """
    days = sorted(day for day, count in sessions.items() if count > 0 and day in steps and day in finals)
    if len(days) < FEWEST_DAYS:
        return None
    ours, theirs = ([counts[day] / sessions[day] for day in days] for counts in (steps, finals))
    mean, other = sum(ours) / len(days), sum(theirs) / len(days)
    together = math.fsum((x - mean) * (y - other) for x, y in zip(ours, theirs, strict=True))
    spread = math.fsum((x - mean) ** 2 for x in ours) * math.fsum((y - other) ** 2 for y in theirs)
    if spread <= 0:
        return None
    return Correlation(step, final, max(-1.0, min(1.0, together / math.sqrt(spread))), len(days))
