"""A look at a report that was read from a file: whether its parts fit each other, so that every form can be drawn."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from microconv.core.months import Month
from microconv.report.comparison import Reason
from microconv.report.figures import Figure, Known
from microconv.report.model import SECTIONS, Heading, Report
from microconv.report.questions import BREAKDOWNS
from microconv.report.totals import TOTALS

_LARGEST = 1e20
"""No number of a report is as large; forms write all digits of one."""


def check_consistent(report: Report) -> None:
    """Raise ValueError for a number that is known and absent or too large, and for days and names that do not fit."""
    _check_heading(report.heading)
    _check_names(report)
    for number in _numbers(report):
        if abs(number) > _LARGEST:
            raise ValueError(f"a number is too large: {_short(number)}")
    for figure in _figures(report):
        if figure.known is Known.YES and figure.value is None:
            raise ValueError("a number that is known is not there")
    for points in (report.trend.days, report.trend.weeks):
        for point in points:
            day = datetime.date.fromisoformat(point.day)
            if day.isoformat() != point.day or not point.day.startswith(f"{report.heading.month.month}-"):
                raise ValueError(f"the day {point.day} is not of the month")
            if not 0 < point.days <= report.heading.month.days:
                raise ValueError(f"from {point.day} on are {point.days} days")
            if [name for name, _ in point.counts] != [name for name, _ in points[0].counts]:
                raise ValueError(f"the conversions of {point.day} are not those of {points[0].day}")
    for chain in report.funnels:
        for part in chain.parts:
            if any((step.users.value or 0) < 0 for step in part.steps):
                raise ValueError("a step of a funnel has a negative number of users")


def _check_heading(heading: Heading) -> None:
    """Raise ValueError for months that are not each other's, and for a time of reading that is none."""
    month = Month.parse(heading.month.month)
    for span, wanted in ((heading.month, month), (heading.before, month.before), (heading.year, month.year_before)):
        if (span.month, span.days) != (str(wanted), wanted.days):
            raise ValueError(f"{span.month[:40]!r} is not {wanted} with {wanted.days} days")
    datetime.datetime.fromisoformat(heading.made).astimezone(datetime.UTC)
    datetime.date.fromisoformat(heading.made[:10])


def _check_names(report: Report) -> None:
    """Raise ValueError for a name of a part of the report that no report has."""
    named = (
        ("section", report.heading.sections, SECTIONS),
        ("total", [name for name, _ in report.totals], TOTALS),
        ("breakdown", [group.by for group in report.groups], BREAKDOWNS),
        ("breakdown", [part.by for chain in report.funnels for part in chain.parts], ("", *BREAKDOWNS, "page")),
        ("reason", [reason for one in report.comparison for reason in one.reasons], [*Reason]),
    )
    for what, names, known in named:
        for name in names:
            if name not in known:
                raise ValueError(f"there is no {what} {name[:40]!r}")


def _numbers(part: Any) -> Iterator[float]:
    """Every number within a part of a report, of whatever it is."""
    if isinstance(part, int | float):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from _numbers(one)
    elif is_dataclass(part):
        for item in fields(part):
            yield from _numbers(getattr(part, item.name))


def _short(number: float) -> str:
    """A number that may be too large to be written."""
    return f"{number:g}" if isinstance(number, float) else f"an integer of {number.bit_length()} bits"


def _figures(part: Any) -> Iterator[Figure]:
    """Every number within a part of a report."""
    if isinstance(part, Figure):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from _figures(one)
    elif is_dataclass(part):
        for item in fields(part):
            yield from _figures(getattr(part, item.name))
