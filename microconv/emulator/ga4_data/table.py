"""A report while it is made: counted, completed, put in order, written."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from microconv.emulator.ga4.messages import fill
from microconv.emulator.ga4_data.columns import OF_DAY
from microconv.emulator.ga4_data.disturbances import Disturbances
from microconv.emulator.ga4_data.fields import DATE_RANGE, DIMENSIONS, canonical
from microconv.emulator.ga4_data.filters import number_of
from microconv.emulator.ga4_data.groups import Columns, Key
from microconv.emulator.ga4_data.plan import AGGREGATIONS, Plan
from microconv.emulator.ga4_data.tally import Tally
from microconv.emulator.ga4_data.window import window_of

if TYPE_CHECKING:
    from microconv.emulator.ga4.call import Call
    from microconv.emulator.ga4.model import Property
    from microconv.emulator.ga4_data.dates import DateRange
    from microconv.emulator.ga4_data.plan import Order
    from microconv.emulator.people.draws import Array

_NUMERIC, _CASE_INSENSITIVE = 3, 2
_RESERVED = "RESERVED_"
_KIND = "analyticsData#runReport"
Amounts = dict[str, float]


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `key`: the dimension values in the order of the plan; `amounts`: every metric, by canonical name."""

    key: Key
    amounts: Amounts
    date_range: str


class _Counted:
    """One date range: its events that pass, and their groups.

    columns: the dimensions.
    rows: the places of the events.
    groups: the group of each.
    keys: the values of each group.
    withheld: the groups that are not shown for their few users.
    """

    def __init__(self, table: Table, one: DateRange) -> None:
        plan = table.plan
        window = window_of(table.world, table.owner, one.recorded(plan.now))
        self.columns = Columns(window, one.first)
        rows = self.columns.passing(sorted(plan.filtered), plan.dimension_filter)
        if any(DIMENSIONS[name].scope == "item" for name in (*table.names, *plan.filtered)):
            rows = rows[window.events.item[rows] >= 0]
        self.rows = table.disturbances.sampled(window, rows)
        every = len(self.rows) == len(window.events)
        groups, keys = self.columns.groups(table.names, None if every else self.rows)
        self.groups, self.keys = table.disturbances.with_other(groups, keys)
        self.withheld: set[Key] = set()

    @cached_property
    def key_places(self) -> dict[Key, int]:
        """The number of each group."""
        return {key: place for place, key in enumerate(self.keys)}

    def tally(self, rows: Array | slice, groups: Array, count: int) -> Tally:
        """The tally of some events of the window."""
        return Tally(self.columns.window, rows, groups, count)


class Table:
    """One report.

    world: whose.
    owner: the property.
    plan: what is asked for.
    names: the dimensions to count by.
    disturbances: what keeps the report from being perfect.
    """

    def __init__(self, call: Call, owner: Property, plan: Plan) -> None:
        self.world = call.world
        self.owner = owner
        self.plan = plan
        self.names = tuple(canonical(name) for name in plan.dimensions if name != DATE_RANGE)
        self.disturbances = Disturbances(call.world.policies)
        self._scale = 100.0 if call.world.policies["data_key_event_rate_scale"] == "PERCENT" else 1.0
        self._counted = {one.name: _Counted(self, one) for one in plan.ranges}

    def write(self, response: Any) -> None:
        """Fill a RunReportResponse."""
        plan = self.plan
        counted = self._rows()
        rows = [row for row in counted if self._stays(row)]
        for name in plan.dimensions:
            response.dimension_headers.add(name=name)
        for name in plan.columns:
            fill(response.metric_headers.add(), name=name, type=plan.metrics[canonical(name)].type)
        for row in self._ordered(rows)[plan.offset : plan.offset + plan.limit]:
            self._write_row(response.rows.add(), row.key, row.amounts)
        for kind in plan.aggregations:
            self._aggregate(kind, rows, counted, response)
        response.row_count = len(rows)
        response.metadata.currency_code = plan.currency_code
        response.metadata.time_zone = self.owner.time_zone
        self.disturbances.write(response.metadata, plan.metrics.values())
        response.kind = _KIND

    # ---- counting

    def _rows(self) -> list[Row]:
        """Every row that passes the filters, also one of zeros."""
        tables = [(one, self._amounts_by_key(self._counted[one.name])) for one in self.plan.ranges]
        if self.plan.keep_empty:
            nothing = dict.fromkeys(self.plan.metrics, 0.0)
            every = {key: None for one, table in tables for key in self._every_key(one, table)}
            tables = [(one, self._completed(one, table, every, nothing)) for one, table in tables]
        rows = [
            Row(self._with_range(key, one.name), amounts, one.name)
            for one, table in tables
            for key, amounts in table.items()
        ]
        passes = self.plan.metric_filter
        return [row for row in rows if passes is None or passes(row.amounts)]

    def _amounts_by_key(self, counted: _Counted) -> dict[Key, Amounts]:
        count = len(counted.keys)
        every = len(counted.rows) == len(counted.columns.window.events)
        tally = counted.tally(slice(None) if every else counted.rows, counted.groups, count)
        amounts = self._amounts(tally)
        kept = self.disturbances.shown(tally)
        counted.withheld = {key for place, key in enumerate(counted.keys) if not kept[place]}
        return {key: amounts[place] for place, key in enumerate(counted.keys) if kept[place]}

    def _amounts(self, tally: Tally) -> list[Amounts]:
        """Every metric of each group."""
        columns = {
            name: self.disturbances.disturbed(metric, tally.amounts(metric, self._scale)).tolist()
            for name, metric in self.plan.metrics.items()
        }
        return [{name: column[place] for name, column in columns.items()} for place in range(tally.count)]

    def _every_key(self, one: DateRange, table: dict[Key, Amounts]) -> list[Key]:
        """The groups there are, and those of each day for what happens on some days only."""
        counted = self._counted[one.name]
        of_days = [name for name in self.names if name in OF_DAY]
        others = [place for place, name in enumerate(self.names) if name not in OF_DAY]
        if not of_days or not table:
            return list(table)
        result = dict.fromkeys(table)
        mine = {tuple(key[place] for place in others): None for key in table}
        for day in counted.columns.groups(of_days)[1]:
            for other in mine:
                values = dict(zip(of_days, day, strict=True))
                values |= {self.names[place]: value for place, value in zip(others, other, strict=True)}
                result.setdefault(tuple(values[name] for name in self.names))
        return list(result)

    def _completed(
        self, one: DateRange, table: dict[Key, Amounts], every: Iterable[Key], nothing: Amounts
    ) -> dict[Key, Amounts]:
        """The groups of a range with those of the others, which have nothing here unless they are withheld."""
        withheld = self._counted[one.name].withheld
        return {key: table.get(key, nothing) for key in every if key not in withheld}

    def _with_range(self, key: Key, name: str) -> Key:
        values = iter(key)
        return tuple(name if one == DATE_RANGE else next(values) for one in self.plan.dimensions)

    def _stays(self, row: Row) -> bool:
        plan = self.plan
        shown = [row.amounts[canonical(name)] for name in plan.columns]
        return not shown or any(shown) or plan.keep_empty

    # ---- aggregations

    def _aggregate(self, kind: int, rows: Sequence[Row], counted: Sequence[Row], response: Any) -> None:
        """One row for each date range: the total, smallest or largest value of every metric.

        counted: the rows, and those that are left out for their zeros: a share is one of them too.
        """
        plan = self.plan
        place, word = AGGREGATIONS[kind]
        for one in plan.ranges:
            mine = [row for row in rows if row.date_range == one.name]
            if not mine:
                continue
            every = [row for row in counted if row.date_range == one.name]
            amounts = self._total(one, every) if word == "TOTAL" else _extremes(mine, min if word == "MIN" else max)
            key = tuple(one.name if name == DATE_RANGE else f"{_RESERVED}{word}" for name in plan.dimensions)
            self._write_row(getattr(response, place).add(), key, amounts)

    def _total(self, one: DateRange, rows: Sequence[Row]) -> Amounts:
        """All rows together, counted as one; or their sums, as the policy says."""
        if self.world.policies["data_totals"] == "SUM_OF_ROWS":
            return {name: sum(row.amounts[name] for row in rows) for name in self.plan.metrics}
        counted = self._counted[one.name]
        kept = {row.key for row in rows}
        stays = np.array([self._with_range(key, one.name) in kept for key in counted.keys], bool)
        mine = counted.rows[stays[counted.groups]]
        return self._amounts(counted.tally(mine, np.zeros(len(mine), np.int32), 1))[0]

    # ---- order

    def _ordered(self, rows: Sequence[Row]) -> list[Row]:
        plan = self.plan
        ordered = sorted(rows, key=lambda row: row.key)
        orders = plan.orders
        if not orders and plan.columns and self.world.policies["data_default_order"] == "FIRST_METRIC_DESC":
            first = canonical(plan.columns[0])
            return sorted(ordered, key=lambda row: -row.amounts[first])
        for order in reversed(orders):
            ordered.sort(key=self._sort_key(order), reverse=order.desc)
        return ordered

    def _sort_key(self, order: Order) -> Callable[[Row], Any]:
        if order.is_metric:
            name = canonical(order.name)
            return lambda row: row.amounts[name]
        place = self.plan.dimensions.index(order.name)
        if order.order_type == _NUMERIC:
            return lambda row: _numeric(row.key[place])
        if order.order_type == _CASE_INSENSITIVE:
            return lambda row: row.key[place].lower()
        return lambda row: row.key[place]

    # ---- writing

    def _write_row(self, message: Any, key: Key, amounts: Amounts) -> None:
        for value in key:
            message.dimension_values.add(value=value)
        for name in self.plan.columns:
            message.metric_values.add(value=metric_text(amounts[canonical(name)]))


def _extremes(rows: Sequence[Row], choose: Callable[..., float]) -> Amounts:
    return {name: choose(row.amounts[name] for row in rows) for name in rows[0].amounts}


def _numeric(value: str) -> tuple[bool, float]:
    number = number_of(value)
    return (False, 0.0) if math.isnan(number) else (True, number)


def metric_text(amount: float) -> str:
    """A metric's value as text: whole numbers without decimals, others as protobuf writes doubles (15 digits or 17)."""
    if float(amount).is_integer():
        return str(int(amount))
    short = f"{amount:.15g}"
    return short if float(short) == amount else f"{amount:.17g}"
