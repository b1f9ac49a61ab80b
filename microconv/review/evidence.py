"""Counts of users made into evidence: the share that reaches the final conversion, and that of everybody else.

Google Ads' numbers never come here: they are fractions, and no user stands behind them.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping, Sequence

from microconv.analysis.intervals import beta_quantile, jeffreys
from microconv.core.cycle import LATE, ConversionCycle
from microconv.core.paths import FinalCount, PathCount, PathsAnswer, PathSource, PathsWanted
from microconv.review.chains import Way
from microconv.review.model import Censoring, Evidence, Share

DEFAULT_HORIZON = 30
"""Days from a step to the final conversion where the account's own conversion cycle is not known."""

LEAST_HORIZON, MOST_HORIZON = 7, 90
"""Bounds of the horizon: a week, as people come back weekly, and the longest click window of Google Ads."""

LEAST_DAYS = 90
"""Days of a count; three horizons where those are longer, so that two users in three have the whole horizon."""

CHANCE = 0.0001
"""The share of unrelated steps that may be called related. Strict, as a client has dozens of events."""

LEAST_LIFT = 2.0
"""The ratio of both shares below which a step is not called related, however sure the difference is. A judgement."""


def horizon_of(cycle: ConversionCycle | None) -> int:
    """The days in which nine of ten conversions come, within bounds."""
    return DEFAULT_HORIZON if cycle is None else min(MOST_HORIZON, max(LEAST_HORIZON, cycle.length))


def days_of(horizon: int) -> int:
    """The days to be counted for a horizon."""
    return max(LEAST_DAYS, 3 * horizon)


def days_counted(wanted: PathsWanted, until: datetime.date | None = None) -> int:
    """The days of a count, until the last one on which who began is counted, where that is earlier than was asked."""
    last = wanted.last if until is None else min(until, wanted.last)
    return max(1, (last - wanted.first).days + 1)


def share_of(reached: int, users: int) -> Share:
    """The share with its interval. Raises ValueError where 0 <= reached <= users and users >= 1 do not hold."""
    low, high = jeffreys(reached, users)
    return Share((reached + 0.5) / (users + 1), low, high)


def censoring(wanted: PathsWanted, source: PathSource, cycle: ConversionCycle | None) -> Censoring | None:
    """The results that are missed because users began late; None where only those with the whole horizon count.

    Where users come evenly, the share of results after the last day is the mean delay divided by the days, whatever the
    delays are. Their mean is that of delays spread evenly from 0 to the cycle's median, on to its late days and on to
    the horizon: the delay from the ad, which is longer than from the step. Without a cycle it is half the horizon, more
    than any delays have of which the longer ones are rarer. Only the upper end of an interval is raised by it, so that
    too much makes the interval wide and not wrong.
    """
    if source is PathSource.EXPORT:
        return None
    days = days_counted(wanted)
    horizon = min(float(wanted.horizon_days), float(days))
    mean = horizon / 2
    if cycle is not None:
        marks = [min(mark, horizon) for mark in (0.0, cycle.median_days, cycle.late_days, horizon)]
        parts = zip((0.5, LATE - 0.5, 1 - LATE), marks, marks[1:], strict=False)
        mean = min(mean, sum(part * (first + last) / 2 for part, first, last in parts))
    return Censoring(late=horizon / days, missed=mean / days, known=cycle is not None)


def evidence_of(count: PathCount, answer: PathsAnswer, cycle: ConversionCycle | None = None) -> Evidence | None:
    """The evidence of one answer; None where nobody did the event, or counts are missing or contradict each other."""
    users, reached = count.users, count.reached
    if users is None or reached is None or not 0 <= reached <= users or users < 1:
        return None
    late = censoring(answer.wanted, answer.source, cycle)
    share = share_of(reached, users)
    others = _others(count, users, reached, answer)
    without = None if others is None else share_of(*others)
    if late is not None:
        share = Share(share.share, share.low, min(1.0, share.high / (1 - late.missed)))
    return Evidence(
        event=count.page or count.event,
        final=count.final,
        users=users,
        reached=reached,
        days=days_counted(answer.wanted, answer.counted_until),
        horizon_days=answer.wanted.horizon_days,
        share=share,
        without=without,
        lift=_lift(users, reached, others),
        related=_related(users, reached, *others) if others else _apart(count, answer),
        events=count.events,
        source=answer.source,
        censoring=late,
    )


def evidence_of_steps(
    every: Sequence[Way], answer: PathsAnswer, cycle: ConversionCycle | None = None
) -> Mapping[str, Evidence]:
    """The evidence of each step that was counted, by its name."""
    counted = {(one.event, one.final): one for one in answer.paths if not one.page}
    made = {}
    for way in every:
        if way.final is not None and way.step.event is not None and way.final.event is not None:
            count = counted.get((way.step.event, way.final.event))
            evidence = None if count is None else evidence_of(count, answer, cycle)
            if evidence is not None:
                made[way.step.name] = evidence
    return made


def _others(count: PathCount, users: int, reached: int, answer: PathsAnswer) -> tuple[int, int] | None:
    """Of the users without the event: who did the final event, and all. None where it is not known.

    Funnels do not tell of them: they are taken to be all others, and all others who did the final event at any time.
    GA4 estimates each number of users by itself, so that a difference may be a little below 0 or above all: it is
    taken to be at that end.
    """
    finals, rest = count.others_reached, count.others
    if answer.source is PathSource.FUNNELS:
        counted: FinalCount | None = next((one for one in answer.finals if one.event == count.final), None)
        if answer.all_users is None or counted is None or counted.users is None:
            return None
        finals, rest = counted.users - reached, answer.all_users - users
    if finals is None or rest is None:
        return None
    return (min(max(finals, 0), rest), rest) if rest >= 1 else None


def _apart(count: PathCount, answer: PathsAnswer) -> bool | None:
    """False where everybody did the event, so that nothing tells it from a visit; None where that is not known."""
    if answer.source is PathSource.FUNNELS:
        everybody = answer.all_users is not None and count.users is not None and count.users >= answer.all_users
    else:
        everybody = count.others == 0
    return False if everybody else None


def _lift(users: int, reached: int, others: tuple[int, int] | None) -> float | None:
    """The ratio of both shares as they were counted; None where nobody else reached the final conversion."""
    if others is None or others[0] == 0:
        return None
    finals, rest = others
    return (reached / users) / (finals / rest)


def _related(users: int, reached: int, finals: int, rest: int) -> bool:
    """True where the share of users with the event is above that of the others, by LEAST_LIFT and beyond chance.

    The method of Newcombe (Interval estimation for the difference between independent proportions, Statistics in
    Medicine 1998) with Jeffreys' ends: the difference is larger than both distances to the ends, added as squares.
    """
    with_it, without = (reached + 0.5, users - reached + 0.5), (finals + 0.5, rest - finals + 0.5)
    mean = with_it[0] / sum(with_it)
    other = without[0] / sum(without)
    if mean < LEAST_LIFT * other:
        return False
    low = beta_quantile(CHANCE, *with_it)
    high = beta_quantile(1 - CHANCE, *without)
    return mean - other > math.hypot(mean - low, high - other)
