"""The days on which something happens, and how often: level, week, trend, first and last day, days counted exactly."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date

from microconv.emulator.series import noise

_YEAR = 365.25
#: The day on which a level holds exactly, unless it begins on another.
_EPOCH = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class Course:
    """One course.

    per_day: the mean of a day, whatever else happens on it; None: a rate of something else, which `factor` changes.
    week: what each day of the week has of the level, Monday first; empty: all the same.
    trend: growth in a year, such as 0.1; above -1. The level is that of the first day, or of 2026-01-01.
    since: the first day, None for always.
    until: the last day, None for no end.
    broken_from: the day from which on its tag sends nothing, None for a tag that works.
    counts: days with exactly that many, whatever the rest says.
    months: what a month has of the level: ``08`` every year, ``2026-08`` in one, which goes before.
    """

    per_day: float | None = None
    week: tuple[float, ...] = ()
    trend: float = 0.0
    since: date | None = None
    until: date | None = None
    broken_from: date | None = None
    counts: tuple[tuple[date, int], ...] = ()
    months: tuple[tuple[str, float], ...] = ()
    _by_day: dict[date, int] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._by_day.update(self.counts)

    def factor(self, day: date) -> float:
        """The part of its level that it has on a day: 0 outside its dates, 1 without week, months and trend."""
        if self.since is not None and day < self.since:
            return 0.0
        if (self.until is not None and day > self.until) or (self.broken_from is not None and day >= self.broken_from):
            return 0.0
        factor = self.week[day.weekday()] if self.week else 1.0
        if self.months:
            months = dict(self.months)
            factor *= months.get(f"{day:%Y-%m}", months.get(f"{day:%m}", 1.0))
        if self.trend:
            factor *= math.exp(math.log1p(self.trend) * (day - (self.since or _EPOCH)).days / _YEAR)
        return factor

    def is_exact(self, day: date) -> bool:
        """True if `counts` has the day."""
        return day in self._by_day

    def total(self, day: date, elapsed: float, *keys: noise.Key) -> int | None:
        """The number of a day; None where that follows from a rate.

        elapsed: how much of the day is over, 0 to 1. What is counted exactly is there when the day begins.
        keys: who it is; equal keys give equal numbers.
        """
        exact = self._by_day.get(day)
        if exact is not None or self.per_day is None:
            return exact
        keys = (*keys, "course", day.toordinal())
        amount = self.per_day * self.factor(day) * noise.between(0.92, 1.08, *keys, "noise")
        return math.floor(noise.whole(amount, *keys, "rounding") * min(1.0, max(0.0, elapsed)))
