"""A look at a report that was read from a file: whether its parts fit each other, so that every form can be drawn."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from microconv.report.figures import Figure, Known
from microconv.report.model import Report

_LARGEST = 1e20
"""No number of a report is as large; forms write all digits of one."""


def check_consistent(report: Report) -> None:
    """Raise ValueError for a number that is known and absent or too large, and for days and names that do not fit."""
    for figure in _figures(report):
        if figure.known is Known.YES and figure.value is None:
            raise ValueError("a number that is known is not there")
        if any(abs(number) > _LARGEST for number in (figure.value, figure.low, figure.high) if number is not None):
            raise ValueError(f"a number is too large: {figure}")
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
