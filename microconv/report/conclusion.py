"""The conclusion of a report: three to six sentences of facts, and none of causes.

Order: each final conversion against the month before, its target, the largest loss of users, the micro-conversion
that moved most, changes of the setup, what is provisional. Counts of GA4 are called better or worse only where they
differ by more than chance makes: the square roots of two Poisson counts of the same mean have a difference with the
standard deviation sqrt(1/2) (Bartlett, The Square Root Transformation in Analysis of Variance, 1936), so 90 % of them
differ by less than BEYOND.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from microconv.core.months import Month
from microconv.core.setup_changes import Changes
from microconv.report.chains import FunnelMonth
from microconv.report.conclusion_words import FactWords, made_on
from microconv.report.figures import Compared, Known, Note
from microconv.report.model import ConversionMonth, Fact, Heading

BEYOND = 1.1631
"""1.6449 * sqrt(1/2): the difference of square roots that chance exceeds once in ten times."""

_MOST_FINALS = 2
_MOST = 6


def conclusion(
    heading: Heading, conversions: Sequence[ConversionMonth], chains: Sequence[FunnelMonth], changes: Changes
) -> tuple[Fact, ...]:
    """The facts, the most important first."""
    words, longer = FactWords(heading), _longer(heading)
    finals = [one for one in conversions if one.kind == "macro"] or [one for one in conversions if one.kind != "micro"]
    facts = [
        *(_final(words, one, longer) for one in finals[:_MOST_FINALS]),
        *_target(words, heading, [*finals, *(one for one in conversions if one not in finals)]),
        *_leak(words, chains, conversions),
        *_mover(words, [one for one in conversions if one not in finals], longer),
        _changes(words, changes),
    ]
    last = list(_unsettled(words, heading, conversions))
    return (*facts[: _MOST - len(last)], *last)


def beyond_chance(counts: Compared, longer: float = 1.0) -> float:
    """The difference of the month's count and that of the month before, in parts of what chance makes; 0 if not known.

    They are compared as if the month before had been `longer` times as long, which is as long as this one.
    """
    now, before = counts.now.value, counts.before.value
    if now is None or before is None or min(now, before) < 0:
        return 0.0
    return (math.sqrt(now) - math.sqrt(before * longer)) / BEYOND


def better(counts: Compared, longer: float = 1.0) -> bool | None:
    """True or False where more, or fewer, were counted than chance makes; None for neither, and for estimates."""
    if Note.SAMPLED in counts.difference.notes:
        return None
    apart = beyond_chance(counts, longer)
    return apart > 0 if abs(apart) > 1 else None


def _longer(heading: Heading) -> float:
    """The length of the month, as far as it had begun, in those of the month before."""
    return Month.parse(heading.month.month).begun(made_on(heading)) / heading.before.days


def _final(words: FactWords, conversion: ConversionMonth, longer: float) -> Fact:
    if conversion.count.now.known is not Known.NOT_ASKED:
        return Fact(words.counted(conversion, conversion.count), better(conversion.count, longer))
    return Fact(words.counted(conversion, conversion.all_conversions_by_date, by_ads=True))


def _target(words: FactWords, heading: Heading, conversions: Sequence[ConversionMonth]) -> Iterator[Fact]:
    """The first target: reached or not. Before the month's numbers are settled a target is not missed."""
    for conversion in conversions:
        target = conversion.target
        if target is None or target.reached.value is None:
            continue
        reached = target.reached.value >= 1
        yield Fact(words.target(conversion, target), True if reached else None if heading.provisional else False)
        return


def _leak(words: FactWords, chains: Sequence[FunnelMonth], conversions: Sequence[ConversionMonth]) -> Iterator[Fact]:
    """The largest loss between two steps of any chain, of all users."""
    leaks = [leak for chain in chains for leak in chain.leaks if not leak.by]
    if leaks:
        labels = {one.name: one.label for one in conversions}
        yield Fact(words.leak(max(leaks, key=lambda one: one.lost.value or 0), labels))


def _mover(words: FactWords, conversions: Sequence[ConversionMonth], longer: float) -> Iterator[Fact]:
    """The conversion whose count moved most, of those that moved by more than chance makes."""
    movers = [one for one in conversions if abs(beyond_chance(one.count, longer)) > 1]
    if movers:
        mover = max(movers, key=lambda one: abs(beyond_chance(one.count, longer)))
        yield Fact(words.mover(mover), better(mover.count, longer))


def _changes(words: FactWords, changes: Changes) -> Fact:
    return Fact(words.changes(len(changes.entries), known=changes.known))


def _unsettled(words: FactWords, heading: Heading, conversions: Sequence[ConversionMonth]) -> Iterator[Fact]:
    """The numbers that will change yet. Of a month that is not over most clicks are not made yet: that is no lag."""
    if heading.provisional:
        yield Fact(words.provisional())
    if words.running:
        return
    to_come = [one for one in conversions if (one.still_to_come.value or 0) >= 0.005]
    if to_come:
        yield Fact(words.to_come(max(to_come, key=lambda one: one.all_conversions.now.value or 0)))
