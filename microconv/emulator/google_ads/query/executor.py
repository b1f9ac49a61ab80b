"""Plans to rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from microconv.emulator.google_ads.query.catalog import RESOURCES
from microconv.emulator.google_ads.shape import Writer

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from microconv.emulator.google_ads.fields import Flat
    from microconv.emulator.google_ads.messages import Version
    from microconv.emulator.google_ads.query.semantics import Column, Plan
    from microconv.emulator.google_ads.view import View

#: Flat values of each resource in a row.
_Joined = dict[str, "Flat"]


def run(plan: Plan, version: Version, view: View) -> list[Message]:
    """The GoogleAdsRow messages of a plan, filtered, sorted, limited. The world's lock must be held."""
    rows = [row for row in _joined(plan, view) if all(one.test(_read(row, one.column)) for one in plan.filters)]
    for column, descending in reversed(plan.order_by):
        rows.sort(key=_sort_key(column, version), reverse=descending)
    if plan.limit is not None:
        del rows[plan.limit :]
    write = _row_writer(plan, version)
    return [write(row) for row in rows]


def field_mask(plan: Plan) -> list[str]:
    """The paths of a response's field mask: what was selected, as it was selected."""
    return [column.name for column in plan.select]


def _joined(plan: Plan, view: View) -> Iterator[_Joined]:
    """The rows of the FROM resource, each with the attributed resources (only customer, so far: one row)."""
    attributed: _Joined = {}
    for name in plan.resource.attributed:
        needed = plan.needed(name)
        if needed:
            attributed[name] = next(RESOURCES[name].rows(view, needed))
    for flat in plan.resource.rows(view, plan.needed(plan.resource.name)):
        yield {**attributed, plan.resource.name: flat}


def _read(row: _Joined, column: Column) -> Any:
    return row[column.resource].get(column.path)


def _sort_key(column: Column, version: Version) -> Callable[[_Joined], tuple[bool, Any]]:
    """Unset values come first; enums sort by number, as protobuf has them."""
    numbers: dict[str, int] | None = None
    if column.field.is_enum:
        enum = version.row_shape(column.resource).leaves[column.path].enum
        numbers = {} if enum is None else {value.name: value.number for value in enum.values}

    def key(row: _Joined) -> tuple[bool, Any]:
        value = _read(row, column)
        if value is None:
            return False, 0
        return True, value if numbers is None else numbers.get(value, 1)

    return key


def _row_writer(plan: Plan, version: Version) -> Callable[[_Joined], Message]:
    cls = version.cls("GoogleAdsRow")
    paths: dict[str, list[str]] = {}
    for column in plan.returned:
        paths.setdefault(column.resource, []).append(column.path)
    writers = [(name, Writer(version.row_shape(name), tuple(below))) for name, below in paths.items()]

    def write(row: _Joined) -> Message:
        message = cls()
        for name, writer in writers:
            writer.write(getattr(message, name), row[name])
        return message

    return write
