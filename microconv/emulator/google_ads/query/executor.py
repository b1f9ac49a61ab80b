"""Plans to rows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from microconv.emulator.google_ads.messages import Writer
from microconv.emulator.google_ads.query import aggregate
from microconv.emulator.google_ads.query.catalog import RESOURCES
from microconv.emulator.google_ads.query.statistics import METRICS, SEGMENTS

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from microconv.emulator.google_ads.fields import Flat
    from microconv.emulator.google_ads.metrics import AccountMetrics
    from microconv.emulator.google_ads.query.plan import Column, Plan
    from microconv.emulator.google_ads.view import View
    from microconv.emulator.google_ads.wire import Version

#: Flat values of each resource in a row, and of ``metrics`` and ``segments``.
_Joined = dict[str, "Flat"]


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a query.

    rows: GoogleAdsRow messages, at most as many as its LIMIT.
    total: how many there are without the LIMIT.
    summary: a GoogleAdsRow with the sums of the selected metrics over all of them; None if it selects none.
    """

    rows: list[Message]
    total: int
    summary: Message | None


def run(plan: Plan, version: Version, view: View, metrics: AccountMetrics) -> Result:
    """Carry out a plan: filter, divide, sort, limit. The world's lock must be held."""
    tests = [one for one in plan.filters if one.column.resource not in (METRICS, SEGMENTS)]
    rows = [row for row in _joined(plan, view) if all(one.test(_read(row, one.column)) for one in tests)]
    if plan.has_statistics:
        rows = aggregate.divide(plan, rows, view, metrics)
    for column, descending in reversed(plan.order_by):
        by_name = view.policies.text("enum_order") == "name"
        rows.sort(key=_sort_key(column, version, by_name=by_name), reverse=descending)
    summary = None
    if plan.has_metrics:
        summary = version.cls("GoogleAdsRow")()
        paths = tuple(one.path for one in plan.select if one.resource == METRICS)
        sums = aggregate.total([row[METRICS] for row in rows], paths)
        Writer(version.row_shape(METRICS), paths).write(getattr(summary, METRICS), sums)
    write = _row_writer(tuple((one.resource, one.path) for one in plan.returned), version)
    return Result([write(row) for row in rows[: plan.limit]], len(rows), summary)


def field_mask(plan: Plan) -> list[str]:
    """The paths of a response's field mask: what was selected, as it was selected."""
    return [column.name for column in plan.select]


def _joined(plan: Plan, view: View) -> Iterator[_Joined]:
    """The rows of the FROM resource, each with those of the attributed resources that the query needs."""
    joins = plan.resource.joins
    others = {name: _index(name, view, plan.needed(name)) for name in plan.resource.attributed if plan.needed(name)}
    needed = plan.needed(plan.resource.name) | {joins[name] for name in others if name in joins}
    for flat in plan.resource.rows(view, needed):
        row = {plan.resource.name: flat}
        for name, index in others.items():
            row[name] = index.get(flat.get(joins[name]) or "", {}) if name in joins else index[None]
        yield row


def _index(name: str, view: View, needed: Collection[str]) -> dict[str | None, Flat]:
    """The rows of a resource by resource name, and the first one as None: of the customer there is no other."""
    index: dict[str | None, Flat] = {}
    for flat in RESOURCES[name].rows(view, needed):
        if not index:
            index[None] = flat
        index[flat["resource_name"]] = flat
    return index


def _read(row: _Joined, column: Column) -> Any:
    return row[column.resource].get(column.path)


def _sort_key(column: Column, version: Version, *, by_name: bool) -> Callable[[_Joined], tuple[bool, Any]]:
    """Unset values come first; enums sort by number, as protobuf has them, or by name."""
    numbers: dict[str, int] | None = None
    if column.field.is_enum and not by_name:
        enum = version.row_shape(column.resource).leaves[column.path].enum
        numbers = {} if enum is None else {value.name: value.number for value in enum.values}

    def key(row: _Joined) -> tuple[bool, Any]:
        value = _read(row, column)
        if value is None:
            return False, 0
        return True, value if numbers is None else numbers.get(value, 1)

    return key


@lru_cache(maxsize=256)
def _row_writer(returned: tuple[tuple[str, str], ...], version: Version) -> Callable[[_Joined], Message]:
    cls = version.cls("GoogleAdsRow")
    paths: dict[str, list[str]] = {}
    for resource, path in returned:
        paths.setdefault(resource, []).append(path)
    writers = [(name, Writer(version.row_shape(name), tuple(below))) for name, below in paths.items()]

    def write(row: _Joined) -> Message:
        message = cls()
        for name, writer in writers:
            writer.write(getattr(message, name), row[name])
        return message

    return write
