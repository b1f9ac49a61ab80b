"""RunReport and BatchRunReports."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from microconv.emulator.ga4.messages import fill
from microconv.emulator.ga4_data.access import hits_by_day, key_rules, profile, property_of
from microconv.emulator.ga4_data.cube import ADDITIVE, Group, Key, Query, tabulate
from microconv.emulator.ga4_data.dates import Now
from microconv.emulator.ga4_data.errors import refuse
from microconv.emulator.ga4_data.fields import DATE_RANGE, canonical
from microconv.emulator.ga4_data.plan import AGGREGATIONS, Plan, read_plan
from microconv.emulator.ga4_data.quotas import Ledger, estimate

if TYPE_CHECKING:
    from microconv.emulator.ga4.call import Call
    from microconv.emulator.ga4.model import Property
    from microconv.emulator.ga4_data.dates import DateRange
    from microconv.emulator.ga4_data.plan import Order

MAX_BATCH = 5
CORE = "core"
_NUMERIC, _CASE_INSENSITIVE = 3, 2
_RESERVED = "RESERVED_"
_KIND = "analyticsData#runReport"


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `key`: the dimension values in the order of the plan; `amounts`: every metric, by canonical name."""

    key: Key
    amounts: dict[str, float]
    date_range: str


def run_report(call: Call, ledger: Ledger) -> None:
    """One report.

    Raises ApiError; see property_of, Ledger.check and read_plan.
    """
    owner = property_of(call, call.request.property)
    ledger.check(call, owner, CORE)
    _serve(call, ledger, owner, call.request, call.response)


def batch_run_reports(call: Call, ledger: Ledger) -> None:
    """Up to five reports of one property. One that cannot be served fails them all.

    Raises ApiError for none or more than five, or another property in one of them; and as run_report does.
    """
    owner = property_of(call, call.request.property)
    ledger.check(call, owner, CORE)
    requests = call.request.requests
    if not requests:
        raise refuse("The batchRunReportsRequest must contain at least one runReportRequest.")
    if len(requests) > MAX_BATCH:
        limit = f"Batch requests are limited to {MAX_BATCH} requests."
        raise refuse(f"{limit}\n  This batch request contains {len(requests)} requests.")
    for request in requests:
        if request.property not in ("", call.request.property):
            raise refuse(f"The property {request.property} differs from the batch's, {call.request.property}.")
    now = Now.of(call.world.clock.now(), owner.time_zone)
    for request in requests:
        read_plan(request, owner, now)
    for request in requests:
        _serve(call, ledger, owner, request, call.response.reports.add())
    call.response.kind = "analyticsData#batchRunReports"


def _serve(call: Call, ledger: Ledger, owner: Property, request: Any, response: Any) -> None:
    plan = read_plan(request, owner, Now.of(call.world.clock.now(), owner.time_zone))
    _Report(call, owner, plan).write(response)
    fixed = call.world.policies.number("data_report_tokens")
    tokens = fixed if fixed > 0 else estimate(len(request.dimensions), len(request.metrics), plan.days)
    ledger.spend(call, owner, CORE, tokens)
    if request.return_property_quota:
        ledger.write(call, owner, CORE, tokens, response.property_quota)


class _Report:
    """One report while it is made."""

    def __init__(self, call: Call, owner: Property, plan: Plan) -> None:
        self._world = call.world
        self._owner = owner
        self._plan = plan
        self._profile = profile(call.world, owner)
        self._rules = key_rules(owner)
        self._hits = hits_by_day(owner)
        self._names = tuple(canonical(name) for name in plan.dimensions if name != DATE_RANGE)
        self._rates = tuple({one.event_name: None for one in plan.metrics.values() if "Rate" in one.name})
        self._scale = 100.0 if call.world.policies["data_key_event_rate_scale"] == "PERCENT" else 1.0

    def write(self, response: Any) -> None:
        """Fill a RunReportResponse."""
        plan = self._plan
        rows = self._rows()
        for name in plan.dimensions:
            response.dimension_headers.add(name=name)
        for name in plan.columns:
            fill(response.metric_headers.add(), name=name, type=plan.metrics[canonical(name)].type)
        for row in self._ordered(rows)[plan.offset : plan.offset + plan.limit]:
            self._write_row(response.rows.add(), row.key, row.amounts)
        for kind in plan.aggregations:
            self._aggregate(kind, rows, response)
        response.row_count = len(rows)
        response.metadata.currency_code = plan.currency_code
        response.metadata.time_zone = self._owner.time_zone
        response.kind = _KIND

    # ---- counting

    def _rows(self) -> list[Row]:
        plan = self._plan
        query = Query(
            self._names, plan.filtered.union(self._names), plan.dimension_filter, self._rates, plan.keep_empty
        )
        tables = [
            (one, tabulate(self._profile, self._rules, one.recorded(plan.now), query, self._hits))
            for one in plan.ranges
        ]
        if plan.keep_empty:
            every = {key: None for _, groups in tables for key in groups}
            nothing = Group(converted=[0] * len(self._rates))
            tables = [(one, {key: groups.get(key, nothing) for key in every}) for one, groups in tables]
        rows = [
            Row(self._with_range(key, one.name), self._amounts(group), one.name)
            for one, groups in tables
            for key, group in groups.items()
        ]
        return [row for row in rows if self._stays(row)]

    def _tabulate(self, one: DateRange, query: Query) -> dict[Key, Group]:
        return tabulate(self._profile, self._rules, one.recorded(self._plan.now), query, self._hits)

    def _with_range(self, key: Key, name: str) -> Key:
        values = iter(key)
        return tuple(name if one == DATE_RANGE else next(values) for one in self._plan.dimensions)

    def _amounts(self, group: Group) -> dict[str, float]:
        return {name: group.amount(metric, self._rates, self._scale) for name, metric in self._plan.metrics.items()}

    def _stays(self, row: Row) -> bool:
        plan = self._plan
        shown = [row.amounts[canonical(name)] for name in plan.columns]
        if shown and not any(shown) and not plan.keep_empty:
            return False
        return plan.metric_filter is None or plan.metric_filter(row.amounts)

    # ---- aggregations

    def _aggregate(self, kind: int, rows: Sequence[Row], response: Any) -> None:
        """One row for each date range: the total, smallest or largest value of every metric."""
        plan = self._plan
        place, word = AGGREGATIONS[kind]
        for one in plan.ranges:
            mine = [row for row in rows if row.date_range == one.name]
            if not mine:
                continue
            amounts = self._total(one, mine) if word == "TOTAL" else _extremes(mine, min if word == "MIN" else max)
            key = tuple(one.name if name == DATE_RANGE else f"{_RESERVED}{word}" for name in plan.dimensions)
            self._write_row(getattr(response, place).add(), key, amounts)

    def _total(self, one: DateRange, rows: Sequence[Row]) -> dict[str, float]:
        plan = self._plan
        sums = {name: math.fsum(row.amounts[name] for row in rows) for name in plan.metrics}
        if self._world.policies["data_totals"] == "SUM_OF_ROWS" or ADDITIVE.issuperset(plan.metrics):
            return sums
        kept, passes, names = {row.key for row in rows}, plan.dimension_filter, self._names
        query = Query(
            (),
            plan.filtered.union(names),
            lambda values: (
                (passes is None or passes(values))
                and self._with_range(tuple([str(values[name]) for name in names]), one.name) in kept
            ),
            self._rates,
        )
        groups = self._tabulate(one, query)
        return self._amounts(groups[()]) if groups else sums

    # ---- order

    def _ordered(self, rows: Sequence[Row]) -> list[Row]:
        plan = self._plan
        ordered = sorted(rows, key=lambda row: row.key)
        orders = plan.orders
        if not orders and plan.columns and self._world.policies["data_default_order"] == "FIRST_METRIC_DESC":
            first = canonical(plan.columns[0])
            return sorted(ordered, key=lambda row: -row.amounts[first])
        for order in reversed(orders):
            ordered.sort(key=self._sort_key(order), reverse=order.desc)
        return ordered

    def _sort_key(self, order: Order) -> Callable[[Row], Any]:
        if order.is_metric:
            name = canonical(order.name)
            return lambda row: row.amounts[name]
        place = self._plan.dimensions.index(order.name)
        if order.order_type == _NUMERIC:
            return lambda row: _numeric(row.key[place])
        if order.order_type == _CASE_INSENSITIVE:
            return lambda row: row.key[place].lower()
        return lambda row: row.key[place]

    # ---- writing

    def _write_row(self, message: Any, key: Key, amounts: dict[str, float]) -> None:
        for value in key:
            message.dimension_values.add(value=value)
        for name in self._plan.columns:
            message.metric_values.add(value=metric_text(amounts[canonical(name)]))


def _extremes(rows: Sequence[Row], choose: Callable[..., float]) -> dict[str, float]:
    return {name: choose(row.amounts[name] for row in rows) for name in rows[0].amounts}


def _numeric(value: str) -> tuple[bool, float]:
    try:
        return True, float(value)
    except ValueError:
        return False, 0.0


def metric_text(amount: float) -> str:
    """A metric's value as text: whole numbers without decimals, others as protobuf writes doubles (15 digits or 17)."""
    if float(amount).is_integer():
        return str(int(amount))
    short = f"{amount:.15g}"
    return short if float(short) == amount else f"{amount:.17g}"
