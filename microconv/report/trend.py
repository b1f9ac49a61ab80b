"""The month day by day, and by weeks from Monday that are cut at its ends."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from itertools import groupby

from microconv.core.answers import Period
from microconv.report.arithmetic import no_data, total
from microconv.report.conversion_numbers import ConversionNumbers
from microconv.report.figures import Figure, Known, Why
from microconv.report.ground import Ground
from microconv.report.traffic import NO_TREND, Point, Trend


def trend(ground: Ground, conversions: Sequence[ConversionNumbers]) -> Trend:
    """Sessions and conversions with a GA4 event, by day and week; nothing where GA4 was not asked by day."""
    if not ground.ga4_table("days").asked and not ground.ga4_table("day_events").asked:
        return NO_TREND
    with_event = [one for one in conversions if one.event]
    first = ground.month.first
    days = [_day(ground, with_event, first + datetime.timedelta(days=number)) for number in range(ground.month.days)]
    return Trend(tuple(days), weeks(days))


def weeks(days: Sequence[Point]) -> tuple[Point, ...]:
    """Days as weeks from Monday; the first and the last have as many days as are given."""
    return tuple(_week(list(several)) for _, several in groupby(days, key=lambda day: _monday(day.day)))


def _day(ground: Ground, conversions: Sequence[ConversionNumbers], day: datetime.date) -> Point:
    name, over = day.isoformat(), day < ground.made
    return Point(
        name,
        1,
        _over(ground.ga4("days", "day").at("sessions", Period.MONTH, name), over),
        tuple((one.conversion.name, _over(one.within("day_events", "day", name), over)) for one in conversions),
    )


def _over(figure: Figure, over: bool) -> Figure:
    """The number of a day; none where it is 0 and the day was not over: it may not have begun."""
    unsure = not over and figure.known is Known.YES and not figure.value
    return no_data(Why.NOT_YET, figure.notes) if unsure else figure


def _week(days: Sequence[Point]) -> Point:
    counts = zip(*(day.counts for day in days), strict=True)
    return Point(
        days[0].day,
        len(days),
        total(day.sessions for day in days),
        tuple((several[0][0], total(figure for _, figure in several)) for several in counts),
    )


def _monday(day: str) -> datetime.date:
    date = datetime.date.fromisoformat(day)
    return date - datetime.timedelta(days=date.weekday())
