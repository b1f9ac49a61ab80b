"""The reports of a month: a request to the Data API for each table of `core.monthly`, and the answer as that table.

Names of dimensions and metrics: the API schema of v1beta (checked 2026-11-29). GA4 has no metric for bounces: a bounce
is a session that was not engaged, which is how its bounce rate is defined.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from microconv.core.answers import Limits, Period, Row, Table
from microconv.core.monthly import GA4_TABLES, MonthWanted
from microconv.providers.ga4.filters import is_in

BATCH = 5
"""The most reports in one batch (BatchRunReportsRequest, v1beta proto, checked 2026-11-29)."""

ALL_ROWS = 100_000
"""Rows of a table that is read whole; the API takes up to 250,000 and answers with as many as there are."""

TOP_ROWS = 3_000
"""Rows of a table by page or item, the largest first: of all months together where it has several."""

DATE_RANGE = "dateRange"
"""The dimension that names the date range of a row, where a request has several."""

_DAY = "date"
_EVENT = "eventName"


@dataclass(frozen=True, slots=True)
class Report:
    """One report.

    table: the table that its rows are.
    dimensions: Google's names, in the order of the table's columns, `period` left out.
    metrics: Google's names, those of which the table's numbers are made.
    events: true where only the client's events are asked for.
    rows: the most rows.
    months: the months that are asked for.
    """

    table: str
    dimensions: tuple[str, ...]
    metrics: tuple[str, ...]
    events: bool = False
    rows: int = ALL_ROWS
    months: tuple[Period, ...] = tuple(Period)


_MONTH = (Period.MONTH,)
_GROUP = ("sessionDefaultChannelGroup", "deviceCategory")
_TOTALS = (
    *("sessions", "totalUsers", "activeUsers", "newUsers", "engagedSessions", "screenPageViews"),
    "userEngagementDuration",
)
REPORTS = (
    Report("days", (_DAY,), _TOTALS),
    Report("day_events", (_DAY, _EVENT), ("eventCount",), events=True, months=_MONTH),
    Report("events", (_EVENT,), ("eventCount", "keyEvents", "totalUsers", "eventValue"), events=True),
    Report("groups", _GROUP, ("sessions",)),
    Report("group_events", (*_GROUP, _EVENT), ("eventCount",), events=True),
    Report("pages", ("pagePath",), ("screenPageViews", "totalUsers", "userEngagementDuration"), rows=TOP_ROWS),
    Report(
        "page_events", ("pagePath", _EVENT), ("eventCount", "totalUsers"), events=True, rows=TOP_ROWS, months=_MONTH
    ),
    Report("landing_pages", ("landingPage",), ("sessions", "engagedSessions"), rows=TOP_ROWS),
    Report("landing_events", ("landingPage", _EVENT), ("eventCount",), events=True, rows=TOP_ROWS, months=_MONTH),
    Report("items", ("itemName",), ("itemsViewed", "itemsAddedToCart", "itemsPurchased", "itemRevenue"), rows=TOP_ROWS),
)
"""All reports, in the order of their batches. The first gives `totals` too: its metrics together, for each month."""

USERS = (1, 2, 3)
"""The places of the metrics of the first report that count people, who come on several days."""


def tables(report: Report) -> tuple[str, ...]:
    """The names of the tables that a report gives."""
    return ("totals", "days") if report.table == "days" else (report.table,)


def wanted_reports(wanted: MonthWanted) -> tuple[Report, ...]:
    """The reports that are asked for. Those of events are not, where the client has no events."""
    return tuple(
        report
        for report in REPORTS
        if not wanted.tables.isdisjoint(tables(report))
        and (wanted.events or not report.events)
        and months(report, wanted)
    )


def months(report: Report, wanted: MonthWanted) -> tuple[Period, ...]:
    """The months of a report that are asked for."""
    return tuple(period for period in report.months if period in wanted.periods)


def request(data: Any, name: str, report: Report, wanted: MonthWanted) -> Any:
    """A RunReportRequest of the property with this resource name. `data` is the client's package."""
    periods = months(report, wanted)
    by_dimension = [
        data.OrderBy(dimension=data.OrderBy.DimensionOrderBy(dimension_name=one)) for one in report.dimensions
    ]
    largest = data.OrderBy(metric=data.OrderBy.MetricOrderBy(metric_name=report.metrics[0]), desc=True)
    total = [data.MetricAggregation.TOTAL] if report.table == "days" else []
    return data.RunReportRequest(
        property=name,
        dimensions=[data.Dimension(name=one) for one in report.dimensions],
        metrics=[data.Metric(name=one) for one in report.metrics],
        date_ranges=[date_range(data, wanted, period) for period in periods],
        dimension_filter=is_in(data, _EVENT, wanted.events) if report.events else None,
        metric_aggregations=total,
        order_bys=[largest, *by_dimension],
        limit=report.rows,
        return_property_quota=True,
    )


def totals_request(data: Any, name: str, wanted: MonthWanted) -> Any:
    """A RunReportRequest for the months as wholes, by nothing else."""
    return data.RunReportRequest(
        property=name,
        metrics=[data.Metric(name=one) for one in _TOTALS],
        date_ranges=[date_range(data, wanted, period) for period in months(REPORTS[0], wanted)],
        return_property_quota=True,
    )


def date_range(data: Any, wanted: MonthWanted, period: Period) -> Any:
    """The days of a month, named by its period."""
    month = period.of(wanted.month)
    return data.DateRange(start_date=month.first.isoformat(), end_date=month.last.isoformat(), name=period.value)


# ---- answers


def read(report: Report, answer: Any, wanted: MonthWanted) -> Mapping[str, Table]:
    """The tables in the answer (raw protobuf) to a report, by name. Raises ValueError for what is no number or day."""
    limits = limits_of(answer.metadata)
    whole = answer.row_count <= len(answer.rows)
    rows = list(rows_of(answer, answer.rows, months(report, wanted)))
    if report.table == "days":
        days = tuple(Row((_day(keys[0]),), numbers[:1]) for period, keys, numbers in rows if period is Period.MONTH)
        totals = [
            Row((period.value,), numbers)
            for period, _, numbers in rows_of(answer, answer.totals, months(report, wanted))
        ]
        return {
            "totals": Table(*GA4_TABLES["totals"], tuple(totals), limits),
            "days": Table(*GA4_TABLES["days"], _by_key(days), limits, whole),
        }
    columns, metrics = GA4_TABLES[report.table]
    by_period, by_day = columns[0] == "period", columns[0] == "day"
    made = tuple(
        Row(
            (*([period.value] if by_period else []), *([_day(keys[0]), *keys[1:]] if by_day else keys)),
            _with_bounces(numbers) if report.table == "landing_pages" else numbers,
        )
        for period, keys, numbers in rows
    )
    return {report.table: Table(columns, metrics, made, limits, whole)}


def doubtful(answer: Any, wanted: MonthWanted) -> bool:
    """True where the totals of the first report may not be those of the months as wholes.

    They are totals of its rows: where days of few users are withheld, these are not in them. And people may have been
    counted again on each day: TOTAL is called the sum operator (MetricAggregation, v1beta proto); what it does to
    people is not said. Where it is the sum of the days for each metric of people, it may have been made of these.
    """
    if answer.metadata.subject_to_thresholding:
        return True
    sums: dict[Period, list[float]] = {}
    several: dict[Period, int] = {}
    periods = months(REPORTS[0], wanted)
    for period, _, numbers in rows_of(answer, answer.rows, periods):
        sums[period] = [one + (number or 0) for one, number in zip(sums.get(period, [0] * 7), numbers, strict=True)]
        several[period] = several.get(period, 0) + 1
    return any(
        several.get(period, 0) > 1 and all(numbers[place] == sums[period][place] for place in USERS)
        for period, _, numbers in rows_of(answer, answer.totals, periods)
    )


def read_totals(answer: Any, wanted: MonthWanted) -> Table:
    """The table `totals` in the answer (raw protobuf) to `totals_request`."""
    rows = rows_of(answer, answer.rows, months(REPORTS[0], wanted))
    made = tuple(Row((period.value,), numbers) for period, _, numbers in rows)
    return Table(*GA4_TABLES["totals"], made, limits_of(answer.metadata))


def tokens(answer: Any) -> int | None:
    """The tokens that a report or funnel (raw protobuf) took from the property's quota; None where it is not told."""
    quota = answer.property_quota
    return int(quota.tokens_per_day.consumed) if quota.HasField("tokens_per_day") else None


def limits_of(metadata: Any) -> Limits:
    """The limits that a ResponseMetaData (raw protobuf) tells."""
    restricted = {
        _word(type(metadata), number)
        for one in metadata.schema_restriction_response.active_metric_restrictions
        for number in one.restricted_metric_types
    }
    return Limits(
        thresholded=metadata.subject_to_thresholding,
        other_row=metadata.data_loss_from_other_row,
        samples=samples(metadata),
        restricted=tuple(sorted(restricted)),
        truncated=tuple(map(_truncation, metadata.data_truncation_reasons)),
        empty=metadata.empty_reason,
    )


def samples(metadata: Any) -> tuple[tuple[int, int], ...]:
    """The events read and the events there are of each date range; of a funnel's metadata too."""
    return tuple((int(one.samples_read_count), int(one.sampling_space_size)) for one in metadata.sampling_metadatas)


def _truncation(reason: Any) -> str:
    kinds = reason.DESCRIPTOR.fields_by_name["data_truncation_type"].enum_type.values_by_number
    known = kinds.get(reason.data_truncation_type)
    parts = (
        known.name if known is not None and known.number else "",
        reason.data_truncation_message,
        reason.data_truncation_date,
    )
    return ": ".join(part for part in parts if part)


def _word(metadata: type, number: int) -> str:
    described: Any = metadata
    restrictions = described.DESCRIPTOR.fields_by_name["schema_restriction_response"].message_type
    one = restrictions.fields_by_name["active_metric_restrictions"].message_type
    known = one.fields_by_name["restricted_metric_types"].enum_type.values_by_number.get(number)
    return known.name if known is not None else f"UNKNOWN_{number}"


def rows_of(
    answer: Any, rows: Any, periods: Sequence[Period]
) -> Iterator[tuple[Period, tuple[str, ...], tuple[float | None, ...]]]:
    """The rows of an answer: the month, the other dimensions, the metrics. None: the user may not see the metric."""
    headers = [one.name for one in answer.dimension_headers]
    place = headers.index(DATE_RANGE) if DATE_RANGE in headers else None
    withheld = {one.metric_name for one in answer.metadata.schema_restriction_response.active_metric_restrictions}
    shown = [one.name not in withheld for one in answer.metric_headers]
    for row in rows:
        values = [one.value for one in row.dimension_values]
        period = periods[0] if place is None else Period(values.pop(place))
        numbers = tuple(
            _number(one.value) if show else None for one, show in zip(row.metric_values, shown, strict=True)
        )
        yield period, tuple(values), numbers


def _number(text: str) -> float | None:
    """A metric's value; None for an empty text."""
    return float(text) if text else None


def _day(text: str) -> str:
    """An ISO date; a text that is no day, such as (other), as it is."""
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if len(text) == 8 and text.isdigit() else text


def _with_bounces(numbers: tuple[float | None, ...]) -> tuple[float | None, ...]:
    sessions, engaged = numbers
    return (sessions, engaged, None if sessions is None or engaged is None else sessions - engaged)


def _by_key(rows: Sequence[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: row.keys))
