"""Conversions of the month's clicks that are still to come, by the usual lag of the same conversion action.

Method. Google Ads tells of each conversion, in steps, how many days after the impression it came
(`segments.conversion_lag_bucket`, up to 90 days). The earlier months that ended 90 days or more before the report was
made are complete: their lags make the usual distribution, within a step evenly spread. Of the clicks of each day of
the month the share has arrived by now that comes within as many days as have passed since; the days of the month
count alike. What is missing to 1, over all days, is the share of the month's conversions that is expected yet. Below
FEW complete conversions, or where most of their lags are unknown, nothing is said.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from functools import cached_property

from microconv.core.answers import Table
from microconv.core.frozen import FrozenDict
from microconv.core.lags import LAGS
from microconv.core.months import Month
from microconv.report.arithmetic import no_data, number
from microconv.report.figures import NOTHING, Figure, Known, Why

FEW = 50
"""Complete conversions below which no lag is usual. A judgement."""

LONGEST = 90
"""Days after which no conversion arrives any more: the longest click window, and the end of the last step."""

WORTH_A_NOTE = 0.005
"""The share still to come from which on a number carries a note: half a percent, which the page rounds to 1 %."""


def lag_counts(table: Table, months: Sequence[Month]) -> Mapping[str, Mapping[str, float]]:
    """All conversions of these months by action and lag, from the table `actions`."""
    wanted = {str(month) for month in months}
    month, action, lag = (table.columns.index(name) for name in ("month", "action", "lag"))
    place = table.metrics.index("all_conversions")
    counts: dict[str, dict[str, float]] = {}
    for row in table.rows:
        if row.keys[month] in wanted and row.numbers[place] is not None:
            of_action = counts.setdefault(row.keys[action], {})
            of_action[row.keys[lag]] = of_action.get(row.keys[lag], 0.0) + (row.numbers[place] or 0.0)
    return counts


def complete(month: Month, made: datetime.date) -> tuple[Month, ...]:
    """The twelve months before `month`, less those that are not complete yet on the day `made`."""
    months = []
    for _ in range(12):
        month = month.before
        if (made - month.last).days >= LONGEST:
            months.append(month)
    return tuple(months)


def still_to_come(month: Month, made: datetime.date, counts: Mapping[str, float]) -> Figure:
    """The share of the month's conversions that is expected after the day `made`; `counts`: usual ones by lag."""
    known = {name: max(0.0, number) for name, number in counts.items() if name in LAGS}
    whole = sum(known.values())
    if whole < FEW or whole < sum(max(0.0, number) for number in counts.values()) / 2:
        return no_data(Why.FEW)
    days = [(made - month.first).days - day for day in range(month.days)]
    arrived = sum(sum(_within(LAGS[name], age) * number for name, number in known.items()) / whole for age in days)
    return number(1 - arrived / len(days))


class ToCome:
    """The share that is still to come, of each action and of the whole account."""

    def __init__(self, table: Table, month: Month, made: datetime.date) -> None:
        """`table`: Google Ads' `actions`."""
        self._table, self._month, self._made = table, month, made

    def of(self, action: str = "") -> Figure:
        """The share of an action, by its number, or of all; NO_DATA where the table has too little of it."""
        table = self._table
        if not table.asked:
            return NOTHING
        if table.refused:
            return Figure(None, Known.REFUSED, table.refused.en)
        return self._shares.get(action, no_data(Why.FEW)) if table.whole else no_data(Why.CUT)

    def expected(self, action: str = "") -> bool:
        """True where more conversions of the month will arrive: by the usual lag, or else by the longest window."""
        share = self.of(action)
        if share.value is not None:
            return share.value >= WORTH_A_NOTE
        return (self._made - self._month.last).days < LONGEST

    @cached_property
    def _shares(self) -> Mapping[str, Figure]:
        if not self._table.rows:
            return FrozenDict()
        counts = lag_counts(self._table, complete(self._month, self._made))
        whole: dict[str, float] = {}
        for of_action in counts.values():
            for lag, amount in of_action.items():
                whole[lag] = whole.get(lag, 0.0) + amount
        everything = {**counts, "": whole}
        return FrozenDict({name: still_to_come(self._month, self._made, one) for name, one in everything.items()})


def _within(lag: tuple[int, int], age: int) -> float:
    """The part of the conversions of a step that has come after `age` days."""
    first, last = lag
    return min(1.0, max(0.0, (age - first) / (last - first)))
