"""Syntax to meaning: every name and value of a query checked against the catalogue of its API version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microconv.emulator.google_ads.errors import unimplemented
from microconv.emulator.google_ads.query import changes, conditions, published, statistics
from microconv.emulator.google_ads.query.catalog import RESOURCES, Resource, field_paths, is_resource
from microconv.emulator.google_ads.query.lexer import query_error
from microconv.emulator.google_ads.query.plan import STATISTICS, Column, Filter, Plan
from microconv.emulator.google_ads.query.statistics import CORE_DATES, METRICS, OF_CONVERSIONS, SEGMENTS

if TYPE_CHECKING:
    from datetime import date

    from microconv.emulator.google_ads.fields import Field
    from microconv.emulator.google_ads.query.syntax import Condition, Query
    from microconv.emulator.google_ads.wire import Version

#: A query of GoogleAdsFieldService for the fields that the emulator has.
_WHICH = "Its fields: SELECT name WHERE name LIKE '{name}.%' AND selectable = TRUE, at GoogleAdsFieldService."


class Checker:
    """Checks queries of one version, about one customer.

    manager: whether the customer is a manager account, for which metrics are refused.
    today: the account's present day.
    """

    def __init__(self, version: Version, *, manager: bool, today: date) -> None:
        self._version = version
        self._manager = manager
        self._today = today

    def check(self, query: Query) -> Plan:
        """The plan of a query.

        Raises AdsFailure with a QueryError; or UNIMPLEMENTED for what only the real service has.
        """
        resource = self._resource(query.resource)
        select = tuple(dict.fromkeys(self._column(resource, name, "select") for name in query.select))
        filters = tuple(self._filter(resource, condition) for condition in query.where)
        order_by = tuple((self._column(resource, one.field, "order"), one.descending) for one in query.order_by)
        _check_combination(select, filters, order_by)
        omit = query.parameters.get("omit_unselected_resource_names", False)
        returned = select if omit else self._with_names(resource, select)
        plan = Plan(resource, select, returned, filters, order_by, query.limit)
        changes.check(plan, self._today)
        return plan

    def _resource(self, name: str) -> Resource:
        if not is_resource(self._version, name):
            raise query_error("BAD_RESOURCE_TYPE_IN_FROM_CLAUSE", f"there is no resource '{name}'.")
        if name not in RESOURCES:
            raise unimplemented(f"the resource '{name}'", RESOURCES)
        return RESOURCES[name]

    def _with_names(self, resource: Resource, select: tuple[Column, ...]) -> tuple[Column, ...]:
        """The selection and the resource name of each resource it is about; the FROM resource always is."""
        columns = dict.fromkeys(select)
        for name in dict.fromkeys([resource.name, *(column.resource for column in select)]):
            if name in STATISTICS:
                continue
            field = RESOURCES[name].fields["resource_name"]
            columns.setdefault(Column(name, "resource_name", field))
        return tuple(columns)

    # ---- names

    def _column(self, resource: Resource, name: str, clause: str) -> Column:
        head, _, path = name.partition(".")
        if head in STATISTICS:
            return self._statistic(resource, head, path)
        if not self._exists(head, path):
            raise query_error("UNRECOGNIZED_FIELD", name=name)
        if head != resource.name and not published.may_join(resource.name, head):
            if clause != "filter":
                raise query_error("PROHIBITED_RESOURCE_TYPE_IN_SELECT_CLAUSE", name=head.upper())
            message = f"'{head}' cannot be used in a query about '{resource.name}'."
            raise query_error("PROHIBITED_RESOURCE_TYPE_IN_WHERE_CLAUSE", message)
        if head != resource.name and head not in resource.attributed:
            raise unimplemented(f"'{head}' in queries about '{resource.name}'", resource.attributed)
        field = RESOURCES[head].fields.get(path)
        if field is None:
            raise unimplemented(f"the field '{name}'", hint=_WHICH.format(name=head))
        self._check_use(field, name, clause)
        return Column(head, path, field)

    def _exists(self, resource: str, path: str) -> bool:
        """True if the version has a field there."""
        return is_resource(self._version, resource) and path in field_paths(self._version, resource)

    def _check_use(self, field: Field, name: str, clause: str) -> None:
        allowed, word = {
            "select": (field.selectable, "SELECT"),
            "filter": (field.filterable, "WHERE"),
            "order": (field.sortable, "ORDER_BY"),
        }[clause]
        if not allowed:
            text = word.replace("_", " ")
            raise query_error(f"PROHIBITED_FIELD_IN_{word}_CLAUSE", f"'{name}' cannot be used in {text}.")

    def _statistic(self, resource: Resource, head: str, path: str) -> Column:
        """A metric or a segment."""
        if not statistics.exists(self._version, head, path):
            raise query_error("UNRECOGNIZED_FIELD", name=f"{head}.{path}")
        if head == METRICS and self._manager:
            raise query_error("REQUESTED_METRICS_FOR_MANAGER")
        known = statistics.of_resource(resource.name)
        own = known.metrics if head == METRICS else known.segments
        if path in own:
            return Column(head, path, statistics.TABLES[head][path])
        if not published.may_have(resource.name, f"{head}.{path}"):
            kind, name = ("metric", path) if head == METRICS else ("segment", f"{head}.{path}")
            code = f"PROHIBITED_{kind.upper()}_IN_SELECT_OR_WHERE_CLAUSE"
            raise query_error(code, name=name, kind=kind, resource=resource.name.upper())
        subject = f"'{head}.{path}' in queries about '{resource.name}'"
        raise unimplemented(subject, [f"{head}.{one}" for one in sorted(own)])

    # ---- conditions

    def _filter(self, resource: Resource, condition: Condition) -> Filter:
        column = self._column(resource, condition.field, "filter")
        enum = self._version.row_shape(column.resource).leaves[column.path].enum
        period = column.path if column.resource == SEGMENTS and column.path in CORE_DATES else None
        subject = conditions.Subject(column.name, column.field, enum, period)
        test, (first, last) = conditions.check(subject, condition, self._today)
        return Filter(column, test, first, last)


def _check_combination(
    select: tuple[Column, ...], filters: tuple[Filter, ...], order_by: tuple[tuple[Column, bool], ...]
) -> None:
    """The rules about what goes with what.

    Raises AdsFailure with a QueryError.
    """
    selected = {column.path for column in select if column.resource == SEGMENTS}
    for column, optional in (
        *((one.column, one.column.path in CORE_DATES) for one in filters),
        *((one, False) for one, _ in order_by),
    ):
        if column.resource == SEGMENTS and column.path not in selected and not optional:
            code = "EXPECTED_REFERENCED_FIELD_IN_SELECT_CLAUSE"
            raise query_error(code, name=column.name)
    used = [*select, *(one.column for one in filters), *(one for one, _ in order_by)]
    for metric in (column.path for column in used if column.resource == METRICS):
        for segment in sorted(selected & OF_CONVERSIONS):
            if not statistics.compatible(metric, segment):
                code = "PROHIBITED_SEGMENT_WITH_METRIC_IN_SELECT_OR_WHERE_CLAUSE"
                raise query_error(code, f"'segments.{segment}' does not go with 'metrics.{metric}'.")
    _check_dates(selected, filters)


def _check_dates(selected: set[str], filters: tuple[Filter, ...]) -> None:
    filters = tuple(one for one in filters if one.column.resource == SEGMENTS)
    first = max((one.first for one in filters if one.first is not None), default=None)
    last = min((one.last for one in filters if one.last is not None), default=None)
    dates = sorted(selected & CORE_DATES)
    if dates and (first is None or last is None):
        names = ", ".join(f"'segments.{one}'" for one in dates)
        raise query_error("EXPECTED_FILTERS_ON_DATE_RANGE", f"{names} needs a filter for a finite range of dates.")
    if first is not None and last is not None and first > last:
        raise query_error("DATE_RANGE_TOO_NARROW", "the first day of the range is after its last.")
