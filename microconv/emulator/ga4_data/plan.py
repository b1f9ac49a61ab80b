"""Reading a RunReportRequest: everything that can be wrong with it is found here, before anything is counted.

The order of the checks and the texts are what third parties recorded from live answers where they did (read in copies,
2026-11-23): names, limit and offset, date ranges, numbers of fields, then the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from microconv.emulator.currencies import CURRENCIES
from microconv.emulator.ga4_data.compatible import refuse_incompatible
from microconv.emulator.ga4_data.dates import DateRange, Now, read_ranges
from microconv.emulator.ga4_data.disturbances import is_restricted
from microconv.emulator.ga4_data.errors import not_emulated, refuse
from microconv.emulator.ga4_data.fields import (
    DATE_RANGE,
    Metric,
    canonical,
    find_dimension,
    find_metric,
)
from microconv.emulator.ga4_data.filters import Predicate, compile_filter

if TYPE_CHECKING:
    from microconv.emulator.ga4.model import Property
    from microconv.emulator.policies import Policies

MAX_DIMENSIONS = 9
MAX_METRICS = 10
DEFAULT_LIMIT = 10_000
MAX_LIMIT = 250_000
#: Fields of a request that ask for what the emulator does not have.
_NOT_HERE = ("cohort_spec", "comparisons", "conversion_spec")
#: Enum numbers of MetricAggregation -> (field of the response, word in its rows).
AGGREGATIONS = {1: ("totals", "TOTAL"), 5: ("minimums", "MIN"), 6: ("maximums", "MAX")}
_COUNT = 4


@dataclass(frozen=True, slots=True)
class Order:
    """One order: a column by its requested name, ``is_metric`` or not, an enum number of OrderType, which way."""

    name: str
    is_metric: bool
    order_type: int
    desc: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """A request that can be served.

    now: the present moment in the property's time zone.
    ranges: the date ranges, in the order of the request.
    dimensions: of the rows, by requested name; `dateRange` is added if there are several ranges.
    metrics: all that have to be computed, by canonical name.
    columns: the visible metrics, by requested name.
    dimension_filter: the test of an event's dimensions, None for all.
    filtered: the canonical names the dimension filter looks at.
    metric_filter: the test of a row's metrics, None for all.
    orders: the first decides first.
    limit: the most rows to return.
    offset: the rows to skip.
    aggregations: numbers of MetricAggregation.
    keep_empty: rows whose metrics are all zero stay.
    currency_code: of the amounts, as the request or the property has it.
    """

    now: Now
    ranges: tuple[DateRange, ...]
    dimensions: tuple[str, ...]
    metrics: dict[str, Metric]
    columns: tuple[str, ...]
    dimension_filter: Predicate | None
    filtered: frozenset[str]
    metric_filter: Predicate | None
    orders: tuple[Order, ...]
    limit: int
    offset: int
    aggregations: tuple[int, ...]
    keep_empty: bool
    currency_code: str

    @property
    def days(self) -> int:
        """The days of all ranges, those to come left out."""
        return sum(one.days(self.now) for one in self.ranges)


def read_plan(request: Any, owner: Property, now: Now, policies: Policies) -> Plan:
    """The plan for a RunReportRequest of either version.

    Raises ApiError (INVALID_ARGUMENT) for what the real service refuses, UNIMPLEMENTED for what only the emulator does.
    """
    refuse_missing(request, _NOT_HERE)
    dimensions = [read_dimension(one) for one in request.dimensions]
    metrics = {canonical(one.name): read_metric(one, owner) for one in request.metrics}
    filtered: set[str] = set()
    metrics_filtered: list[str] = []

    def note_dimension(name: str) -> str:
        canonical_name = find_dimension(name).name
        filtered.add(canonical_name)
        return canonical_name

    def note_metric(name: str) -> str:
        metric = find_metric(name, owner)
        metrics.setdefault(metric.name, metric)
        metrics_filtered.append(metric.name)
        return metric.name

    dimension_filter = _filter(request, "dimension_filter", note_dimension)
    metric_filter = _filter(request, "metric_filter", note_metric)
    for name in metrics_filtered:
        if is_restricted(metrics[name], policies):
            raise refuse(f"The metric {name} is restricted for this user and cannot be filtered by.")
    limit, offset = _window(request)
    ranges = read_ranges(request.date_ranges, now)
    _check_numbers(request)
    _check_duplicates(dimensions, [one.name for one in request.metrics])
    refuse_incompatible([*dimensions, *filtered], metrics)
    if len(ranges) > 1 and DATE_RANGE not in dimensions:
        dimensions.append(DATE_RANGE)
    return Plan(
        now=now,
        ranges=tuple(ranges),
        dimensions=tuple(dimensions),
        metrics=metrics,
        columns=tuple(one.name for one in request.metrics if not one.invisible),
        dimension_filter=dimension_filter,
        filtered=frozenset(filtered),
        metric_filter=metric_filter,
        orders=tuple(_order(one, dimensions, [one.name for one in request.metrics]) for one in request.order_bys),
        limit=limit,
        offset=offset,
        aggregations=tuple(_aggregations(request)),
        keep_empty=request.keep_empty_rows,
        currency_code=_currency(request.currency_code, owner, metrics.values()),
    )


def refuse_missing(request: Any, names: Sequence[str]) -> None:
    """Refuse fields of a request that the emulator does not serve.

    Raises ApiError (UNIMPLEMENTED) if one of them is set.
    """
    for field, _ in request.ListFields():
        if field.name in names:
            raise not_emulated(f"the field {field.name} of {request.DESCRIPTOR.name}")


def read_dimension(message: Any, *, range_too: bool = True) -> str:
    """The name of a Dimension, as it is requested. range_too: `dateRange` is one.

    Raises ApiError; see find_dimension. UNIMPLEMENTED for one with an expression.
    """
    if message.HasField("dimension_expression"):
        raise not_emulated("dimension expressions")
    name: str = message.name
    if name != DATE_RANGE or not range_too:
        find_dimension(name)
    return name


def read_metric(message: Any, owner: Property | None) -> Metric:
    """The metric that a Metric names.

    Raises ApiError; see find_metric. UNIMPLEMENTED for one with an expression.
    """
    if message.expression:
        raise not_emulated("metric expressions")
    return find_metric(message.name, owner)


def _filter(request: Any, name: str, note: Any) -> Predicate | None:
    if not request.HasField(name):
        return None
    return compile_filter(getattr(request, name), note, metrics=name == "metric_filter")


def _window(request: Any) -> tuple[int, int]:
    if request.limit < 0:
        raise refuse(f"limit must be positive. The API received limit = {request.limit}")
    if request.offset < 0:
        raise refuse(f"offset must be positive. The API received offset = {request.offset}")
    return min(request.limit or DEFAULT_LIMIT, MAX_LIMIT), request.offset


def _check_numbers(request: Any) -> None:
    for kind, limit, count in (
        ("metrics", MAX_METRICS, len(request.metrics)),
        ("dimensions", MAX_DIMENSIONS, len(request.dimensions)),
    ):
        if count > limit:
            text = f"Requests are limited to {limit} {kind} within a nested request."
            raise refuse(f"{text}\n  This request is for {count} {kind}.")
    if not request.metrics and not request.dimensions:
        raise refuse("Requests require dimensions and/or metrics. Most requests include both.")


def _check_duplicates(dimensions: Sequence[str], metrics: Sequence[str]) -> None:
    twice = [name for position, name in enumerate(dimensions) if name in dimensions[:position]]
    if twice:
        raise refuse(f"Found duplicate dimensions: {', '.join(twice)}")
    twice = [name for position, name in enumerate(metrics) if name in metrics[:position]]
    if twice:
        raise refuse(f"Duplicate metrics are not allowed. Found duplicate metrics: {', '.join(twice)}")


def _order(message: Any, dimensions: Sequence[str], metrics: Sequence[str]) -> Order:
    kind = message.WhichOneof("one_order_by")
    if kind == "metric":
        name, known, order_type = message.metric.metric_name, name_in(metrics), 0
    elif kind == "dimension":
        name, known = message.dimension.dimension_name, name_in(dimensions)
        order_type = message.dimension.order_type
    else:
        raise refuse("Each orderBy of a report needs a metric or a dimension.")
    if name not in known:
        raise refuse(f"Field {name} exists in OrderBy but is not defined in input Dimensions/Metrics list")
    return Order(known[name], kind == "metric", order_type, message.desc)


def name_in(names: Sequence[str]) -> dict[str, str]:
    """Each way to name these columns: as requested, or by the present name where a deprecated one was requested."""
    return {canonical(name): name for name in names} | {name: name for name in names}


def _aggregations(request: Any) -> list[int]:
    for one in request.metric_aggregations:
        if one == _COUNT:
            raise refuse("Metric aggregation Count is not supported in ReportRequest.")
        if one not in AGGREGATIONS:
            raise refuse("A metric aggregation must be TOTAL, MINIMUM or MAXIMUM.")
    return sorted(set(request.metric_aggregations))


def _currency(code: str, owner: Property, metrics: Iterable[Metric]) -> str:
    """The currency of the report's amounts. Google converts them; there are no rates of exchange here."""
    if code and code not in CURRENCIES:
        raise refuse(f"The currencyCode {code} is not an ISO 4217 code.")
    amounts = [one.name for one in metrics if one.type == "TYPE_CURRENCY"]
    if amounts and code and code != owner.currency_code:
        raise not_emulated(f"rates of exchange for {amounts[0]} in {code}", [owner.currency_code])
    return code or owner.currency_code
