"""Counts of each event lately: one report of the GA4 Data API (v1beta, checked 2026-11-23)."""

from __future__ import annotations

import datetime
from typing import Any

from microconv.core.errors import ApiError
from microconv.core.facts import Property
from microconv.core.frozen import FrozenDict
from microconv.core.measures import EVENTS, RECENT_DAYS, Measures
from microconv.providers.days import before
from microconv.providers.ga4.library import data_library
from microconv.providers.ga4.property import ReadProperty
from microconv.providers.ga4.settings import REPORT_ROWS

NOT_INSTALLED = "the package google-analytics-data is not installed"


def measures(read: ReadProperty, until: datetime.date) -> tuple[Measures, Property]:
    """The events of the 30 full days before `until` by name, and what the report tells of the property.

    That is its currency and time zone. What cannot be read is told in `missing`. Raises CredentialsError.
    """
    try:
        data = data_library()
    except ImportError:
        return Measures(until, missing={EVENTS: NOT_INSTALLED}), Property()
    events: dict[str, int] = {}
    try:
        while True:
            answer = read.report(_request(data, read.path, until, len(events)))
            for row in answer.rows:
                events[row.dimension_values[0].value] = int(row.metric_values[0].value)
            if not answer.rows or len(events) >= answer.row_count:
                known = Property(
                    currency_code=answer.metadata.currency_code or None, time_zone=answer.metadata.time_zone or None
                )
                return Measures(until, events=FrozenDict(events)), known
    except ApiError as error:
        return Measures(until, missing={EVENTS: f"{error.code}: {error.message}"}), Property()


def _request(data: Any, name: str, until: datetime.date, offset: int) -> Any:
    first, last = before(until, RECENT_DAYS)
    return data.RunReportRequest(
        property=name,
        dimensions=[data.Dimension(name="eventName")],
        metrics=[data.Metric(name="eventCount")],
        date_ranges=[data.DateRange(start_date=first.isoformat(), end_date=last.isoformat())],
        # Pages of one report only fit together in one order.
        order_bys=[data.OrderBy(dimension=data.OrderBy.DimensionOrderBy(dimension_name="eventName"))],
        offset=offset,
        limit=REPORT_ROWS,
    )
