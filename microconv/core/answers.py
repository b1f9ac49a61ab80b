"""The answers of reporting APIs about one month, as tables in our own words, with what the API says of their limits.

Providers make them, `microconv.report` reads them. A number that is not in a table is zero only where the table was
answered and is `whole`; else it is not known.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from microconv.core.months import Month
from microconv.core.text import NO_TEXT, Text


class Period(enum.StrEnum):
    """The months of a report: its own, the one before it, and the same one a year earlier."""

    MONTH = "month"
    BEFORE = "before"
    YEAR = "year"

    def of(self, month: Month) -> Month:
        """The month that it is, seen from the report's."""
        return {Period.MONTH: month, Period.BEFORE: month.before, Period.YEAR: month.year_before}[self]


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one answer, as GA4's ResponseMetaData tells them. Empty: none was told.

    thresholded: rows may be withheld, so that nobody can be recognised (`subject_to_thresholding`).
    other_row: rare rows were put into the row (other) (`data_loss_from_other_row`).
    samples: of each date range the events read and the events there are, where it was sampled.
    restricted: kinds of metrics that the user may not see (`COST_DATA`, `REVENUE_DATA`).
    truncated: why part of the days is missing, Google's words (`data_truncation_reasons`).
    empty: why there are no rows, Google's word.
    """

    thresholded: bool = False
    other_row: bool = False
    samples: tuple[tuple[int, int], ...] = ()
    restricted: tuple[str, ...] = ()
    truncated: tuple[str, ...] = ()
    empty: str = ""

    def __bool__(self) -> bool:
        return self != NO_LIMITS


NO_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its keys in the order of the table's columns, its numbers in that of its metrics. None: not told."""

    keys: tuple[str, ...]
    numbers: tuple[float | None, ...]


@dataclass(frozen=True)
class Table:
    """One answer.

    columns: the names of its keys: of `period` (a Period), `event`, `day` (2026-10-01), `channel`, `device`, `page`,
        `landing_page`, `item`, `step` (from 1), `campaign` (number), `action` (number), `month` (2026-10), `lag`.
    metrics: the names of its numbers.
    rows: its rows. GA4 and Google Ads leave out rows of zeros only.
    limits: its limits.
    whole: false where there were more rows than were read.
    refused: why the API did not answer, code and text; empty where it did.
    asked: false where the question was not put, as to a client without the account.
    """

    columns: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    limits: Limits = NO_LIMITS
    whole: bool = True
    refused: Text = NO_TEXT
    asked: bool = True

    @property
    def answered(self) -> bool:
        """True where the API answered."""
        return self.asked and not self.refused


NOT_ASKED = Table(asked=False)
