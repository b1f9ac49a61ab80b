"""The busiest events and pages of a property: one batch of two reports (v1beta of the Data API, checked 2026-11-29)."""

from __future__ import annotations

from typing import Any

from microconv.core.answers import Period
from microconv.core.errors import ApiError
from microconv.core.paths import PAGE_VIEW, EventsSeen, Seen, SeenWanted
from microconv.core.text import Text
from microconv.providers.ga4.filters import is_in, none_of
from microconv.providers.ga4.funnels import NO_PACKAGE
from microconv.providers.ga4.library import data_library
from microconv.providers.ga4.monthly_reports import limits_of, rows_of
from microconv.providers.ga4.property import ReadProperty
from microconv.providers.refused import refusal

_EVENT, _PAGE = "eventName", "pagePath"
_METRICS = ("activeUsers", "eventCount")

_NOTHING = frozenset({"(other)", "(not set)"})
"""Rows that are no event and no page: of all that was too rare (`data_loss_from_other_row`), and of hits without one
(support.google.com/analytics/answer/13504892)."""


def events_seen(read: ReadProperty, wanted: SeenWanted) -> EventsSeen:
    """The busiest events and pages. What Google refuses is told. Raises CredentialsError."""
    before = read.calls
    try:
        data = data_library()
        others = none_of(data, _EVENT, wanted.without) if wanted.without else None
        asked = [
            _report(data, read.path, wanted, _EVENT, others),
            _report(data, read.path, wanted, _PAGE, is_in(data, _EVENT, {PAGE_VIEW})),
        ]
        events, pages = read.reports(data.BatchRunReportsRequest(property=read.path, requests=asked)).reports
    except ImportError:
        return _refused(read, wanted, NO_PACKAGE, before)
    except ApiError as error:
        return _refused(read, wanted, refusal(error), before)
    return EventsSeen(
        wanted,
        _seen(events),
        _seen(pages),
        (limits_of(events.metadata), limits_of(pages.metadata)),
        time_zone=events.metadata.time_zone,
        emulated=read.emulated,
        requests=read.calls - before,
    )


def _refused(read: ReadProperty, wanted: SeenWanted, why: Text, before: int) -> EventsSeen:
    return EventsSeen(wanted, refused=why, emulated=read.emulated, requests=read.calls - before)


def _report(data: Any, name: str, wanted: SeenWanted, dimension: str, only: Any) -> Any:
    most_users = data.OrderBy(metric=data.OrderBy.MetricOrderBy(metric_name=_METRICS[0]), desc=True)
    by_name = data.OrderBy(dimension=data.OrderBy.DimensionOrderBy(dimension_name=dimension))
    return data.RunReportRequest(
        property=name,
        dimensions=[data.Dimension(name=dimension)],
        metrics=[data.Metric(name=one) for one in _METRICS],
        date_ranges=[data.DateRange(start_date=wanted.first.isoformat(), end_date=wanted.last.isoformat())],
        dimension_filter=only,
        order_bys=[most_users, by_name],
        limit=wanted.most,
    )


def _seen(answer: Any) -> tuple[Seen, ...]:
    """The rows of an answer (raw protobuf), but those that are no event and no page."""
    return tuple(
        Seen(name, None if events is None else round(events), None if users is None else round(users))
        for _, (name,), (users, events) in rows_of(answer, answer.rows, (Period.MONTH,))
        if name not in _NOTHING
    )
