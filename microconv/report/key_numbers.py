"""The few numbers of a report by which clients are compared."""

from __future__ import annotations

from dataclasses import dataclass

from microconv.report.arithmetic import change, total
from microconv.report.chains import Leak
from microconv.report.figures import NOTHING, Figure, Known
from microconv.report.model import ConversionMonth, Report


@dataclass(frozen=True, slots=True)
class KeyNumbers:
    """The final conversions of a month together.

    finals: how many; GA4's count of events, or Google Ads' by the day of the conversion where there is no event. One
        that nothing measured yet is left out where another was measured.
    change: that number divided by the one of the month before, less 1.
    target: the least share of a target that was reached; NOT_ASKED without any.
    leak: the largest loss of users of any chain.
    """

    finals: Figure
    change: Figure
    target: Figure
    leak: Leak | None


def key_numbers(report: Report) -> KeyNumbers:
    """The key numbers of a report. Without any final conversion their number is not asked for, and not 0."""
    finals = [one for one in report.conversions if one.kind == "macro"]
    counts = [
        one.count if one.count.now.known is not Known.NOT_ASKED else one.all_conversions_by_date for one in finals
    ]
    counts = [one for one in counts if one.now.known is not Known.NO_DATA] or counts
    now = total(one.now for one in counts) if counts else NOTHING
    before = total(one.before for one in counts) if counts else NOTHING
    leaks = [chain.leaks[0] for chain in report.funnels if chain.leaks]
    return KeyNumbers(
        finals=now,
        change=change(now, before),
        target=_least(finals),
        leak=max(leaks, key=lambda one: one.lost.value or 0, default=None),
    )


def _least(finals: list[ConversionMonth]) -> Figure:
    reached = [one.target.reached for one in finals if one.target is not None]
    known = [one for one in reached if one.value is not None]
    return min(known, key=lambda one: one.value or 0, default=reached[0] if reached else NOTHING)
