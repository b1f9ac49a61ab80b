"""The sessions and events of a property by day: one batch of two reports (v1beta of the Data API, checked 2026-11-29).

GA4 leaves out rows of zeros. Without events to ask for the batch has one report.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from microconv.core.answers import Limits, Period
from microconv.core.counts import EventDays
from microconv.core.errors import ApiError
from microconv.core.frozen import FrozenDict
from microconv.core.text import Text
from microconv.providers.ga4.filters import is_in
from microconv.providers.ga4.funnels import NO_PACKAGE
from microconv.providers.ga4.library import data_library
from microconv.providers.ga4.monthly_reports import ALL_ROWS, limits_of, rows_of
from microconv.providers.ga4.property import ReadProperty
from microconv.providers.refused import refusal

_DAY, _EVENT = "date", "eventName"


def event_days(read: ReadProperty, first: datetime.date, last: datetime.date, names: Collection[str]) -> EventDays:
    """The sessions, and the counts of the events with these names, from `first` to `last` in the property's time zone.

    Names differ in case too. What Google refuses is told. Raises CredentialsError.
    """
    before = read.calls
    try:
        data = data_library()
        asked = [_report(data, read.path, first, last, (_DAY,), "sessions")]
        if names:
            asked.append(
                _report(data, read.path, first, last, (_DAY, _EVENT), "eventCount", is_in(data, _EVENT, names))
            )
        answers = read.reports(data.BatchRunReportsRequest(property=read.path, requests=asked)).reports
    except ImportError:
        return _refused(read, first, last, NO_PACKAGE, before)
    except ApiError as error:
        return _refused(read, first, last, refusal(error), before)
    events: dict[str, dict[datetime.date, float]] = {}
    for answer in answers[1:]:
        for day, (name,), count in _counts(answer):
            if name in names:
                events.setdefault(name, {})[day] = count
    return EventDays(
        first,
        last,
        FrozenDict({day: count for day, _, count in _counts(answers[0])}),
        FrozenDict({name: FrozenDict(counts) for name, counts in sorted(events.items())}),
        _together([limits_of(one.metadata) for one in answers]),
        whole=all(one.row_count <= len(one.rows) for one in answers),
        emulated=read.emulated,
        requests=read.calls - before,
    )


def _refused(read: ReadProperty, first: datetime.date, last: datetime.date, why: Text, before: int) -> EventDays:
    return EventDays(first, last, refused=why, emulated=read.emulated, requests=read.calls - before)


def _report(
    data: Any,
    name: str,
    first: datetime.date,
    last: datetime.date,
    dimensions: Sequence[str],
    metric: str,
    only: Any = None,
) -> Any:
    by_dimension = [data.OrderBy(dimension=data.OrderBy.DimensionOrderBy(dimension_name=one)) for one in dimensions]
    return data.RunReportRequest(
        property=name,
        dimensions=[data.Dimension(name=one) for one in dimensions],
        metrics=[data.Metric(name=metric)],
        date_ranges=[data.DateRange(start_date=first.isoformat(), end_date=last.isoformat())],
        dimension_filter=only,
        order_bys=by_dimension,
        limit=ALL_ROWS,
    )


def _counts(answer: Any) -> Iterator[tuple[datetime.date, tuple[str, ...], float]]:
    """The rows of an answer (raw protobuf) but those of no day, as (other) is: the day, other dimensions, the count."""
    for _, (day, *keys), (count,) in rows_of(answer, answer.rows, (Period.MONTH,)):
        if count and len(day) == 8 and day.isdecimal():
            yield datetime.date.fromisoformat(day), tuple(keys), count


def _together(limits: Sequence[Limits]) -> Limits:
    """The limits that any of the answers has; `empty` only where the first, that of sessions, is."""
    return Limits(
        thresholded=any(one.thresholded for one in limits),
        other_row=any(one.other_row for one in limits),
        samples=tuple(dict.fromkeys(pair for one in limits for pair in one.samples)),
        restricted=tuple(sorted({kind for one in limits for kind in one.restricted})),
        truncated=tuple(dict.fromkeys(reason for one in limits for reason in one.truncated)),
        empty=limits[0].empty,
    )
