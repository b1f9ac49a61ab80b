"""Rules that keep proposals from following noise: when a value may move, how far, and how soon after a change."""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass

from microconv.core.cycle import LEARNING_CYCLES, ConversionCycle
from microconv.review.model import Estimate, Learnt, Past, Reason
from microconv.review.rounding import rounded_down, rounded_up, rounded_within

ENOUGH = 20
"""Users who reached the final conversion, below which no value is proposed: the interval is then ×2 wide."""

LEAST_CHANGE = 0.25
"""The smallest relative change that is proposed."""

FURTHEST = 2.0
"""The largest factor of one step."""

REST_DAYS = 28
"""Days after a change of value or role in which nothing is proposed: four whole weeks."""

REST_CYCLES = LEARNING_CYCLES[1]
"""Conversion cycles in which likewise nothing is proposed: as long as Google learns at most."""

STEADY = 3.0
"""The factor by which the interval is wider for a value that a review proposed, on a scale of ratios.

Such a value is an estimate itself, and has its own noise: two estimates of one truth lie outside each other's 90 %
interval in a quarter of all cases. This wide it happens in one of 2,000.
"""


@dataclass(frozen=True, slots=True)
class Judged:
    """A value to go to, or why the present one stays."""

    value: float | None = None
    capped: bool = False
    reason: Reason | None = None


def not_before(past: Past, cycle: ConversionCycle | None, today: datetime.date) -> datetime.date | None:
    """The first day on which anything may be proposed; None where nothing is in the way today."""
    days = [change.day for change in past.changes]
    if not days:
        return None
    first = max(days) + datetime.timedelta(days=rest_days(cycle))
    return first if first > today else None


def rest_days(cycle: ConversionCycle | None) -> int:
    """The days after a change in which nothing is proposed."""
    return max(REST_DAYS, 0 if cycle is None else REST_CYCLES * cycle.length)


def learnt(changed: datetime.date, cycle: ConversionCycle | None) -> Learnt | None:
    """The days between which Google has learnt from a change; None where the cycle is not known."""
    if cycle is None:
        return None
    first, last = (changed + datetime.timedelta(days=number * cycle.length) for number in LEARNING_CYCLES)
    return Learnt(first, last)


def decided_by_review(past: Past, conversion: str, now: float | None) -> bool:
    """True where the last value that a review decided for this conversion is its present one.

    A sync that carried it out later makes no difference, and a value that was written by hand is another one.
    """
    decided = [one for one in past.changes if one.conversion == conversion and one.reviewed and one.value is not None]
    return bool(decided) and now is not None and max(decided, key=lambda one: one.day).value == now


def judge(now: float | None, estimate: Estimate, currency: str, *, related: bool | None, by_review: bool) -> Judged:
    """Another value than `now`, or why it stays.

    `related`: see Evidence; where it is false no value is raised. `by_review`: a review proposed the present value.
    Whether there is evidence enough, and whether it is too soon, is not asked here.
    """
    value = rounded_within(estimate.amount, estimate.low, estimate.high, currency)
    if value is None:
        return Judged(reason=Reason.BELOW_A_COIN)
    if related is False and (now is None or value > now):
        return Judged(reason=Reason.UNRELATED)
    if now is None or now <= 0:
        return Judged(value)
    if _inside(now, estimate, STEADY if by_review else 1.0):
        return Judged(reason=Reason.INSIDE)
    if abs(value - now) < LEAST_CHANGE * now:
        return Judged(reason=Reason.SMALL_CHANGE)
    if now / FURTHEST <= value <= now * FURTHEST:
        return Judged(value)
    step = rounded_down(now * FURTHEST, currency) if value > now else rounded_up(now / FURTHEST, currency)
    if step is None or math.isclose(step, now):
        return Judged(reason=Reason.SMALL_CHANGE)
    return Judged(step, capped=True)


def _inside(now: float, estimate: Estimate, wider: float) -> bool:
    """True where a value lies in the interval, its ends moved away by a power of their ratio to the estimate."""
    low = estimate.amount * math.pow(estimate.low / estimate.amount, wider)
    high = estimate.amount * math.pow(estimate.high / estimate.amount, wider)
    return low <= now <= high
