"""Calendar months: what a monthly report is about, and what it is compared with."""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass

_FORM = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")

SETTLED_DAY = 3
"""From this day of the next month on a month's numbers count as settled.

GA4 works on a day's data for 24 to 48 hours (support.google.com/analytics/answer/11198161).
"""


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month. `number` is 1 to 12."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"

    @classmethod
    def of(cls, day: datetime.date) -> Month:
        """The month that a day is in."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Month:
        """The month that `2026-10` names. Raises ValueError for any other text."""
        parts = _FORM.fullmatch(text)
        if parts is None or parts[1] == "0000":
            raise ValueError(f"{text!r} is not a month such as 2026-10")
        return cls(int(parts[1]), int(parts[2]))

    @property
    def days(self) -> int:
        """The number of its days."""
        return calendar.monthrange(self.year, self.number)[1]

    @property
    def first(self) -> datetime.date:
        """Its first day."""
        return datetime.date(self.year, self.number, 1)

    @property
    def last(self) -> datetime.date:
        """Its last day."""
        return datetime.date(self.year, self.number, self.days)

    def begun(self, today: datetime.date) -> int:
        """The number of its days that have begun on `today`; at least 1, so that numbers can be divided by it."""
        return max(1, min(self.days, (today - self.first).days + 1))

    @property
    def before(self) -> Month:
        """The month before it."""
        return Month(self.year - 1, 12) if self.number == 1 else Month(self.year, self.number - 1)

    @property
    def after(self) -> Month:
        """The month after it."""
        return Month(self.year + 1, 1) if self.number == 12 else Month(self.year, self.number + 1)

    @property
    def year_before(self) -> Month:
        """The same month a year earlier."""
        return Month(self.year - 1, self.number)

    def settled(self, today: datetime.date) -> bool:
        """True where its numbers count as settled on `today`, a day in the time zone of the numbers."""
        return today >= self.after.first.replace(day=SETTLED_DAY)
