"""Syntax to meaning: every name and value of a query checked against the catalogue of its API version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microconv.emulator.google_ads.errors import unimplemented
from microconv.emulator.google_ads.errors_texts import NOT_OF_RESOURCE, NOT_WITH_METRICS, listing
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
    all_nullable: whether IS NULL can hold for fields that cannot be unset on the wire.
    all_closed: whether >= and <= are taken for metrics of the type double.
    dated_by_lag: whether lags divide conversions by the day of the conversion.
    """

    def __init__(
        self,
        version: Version,
        *,
        manager: bool,
        today: date,
        all_nullable: bool = True,
        all_closed: bool = True,
        dated_by_lag: bool = True,
    ) -> None:
        self._dated_by_lag = dated_by_lag
        self._all_closed = all_closed
        self._version = version
        self._all_nullable = all_nullable
        self._manager = manager
        self._today = today

    def check(self, query: Query) -> Plan:
        """The plan of a query.

        Raises AdsFailure with a QueryError; or UNIMPLEMENTED for what only the real service has.
        """
        resource = self._resource(query.resource)
        self._check_names(resource, query)
        select = tuple(dict.fromkeys(self._column(resource, name, "select") for name in query.select))
        filters = tuple(self._filter(resource, condition) for condition in query.where)
        order_by = tuple((self._column(resource, one.field, "order"), one.descending) for one in query.order_by)
        _check_combination(resource, select, filters, order_by, dated_by_lag=self._dated_by_lag)
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

    def _check_names(self, resource: Resource, query: Query) -> None:
        """Refuse names of no field, and metrics and segments that the resource does not have: all of a kind at once."""
        used = (*query.select, *(one.field for one in query.where), *(one.field for one in query.order_by))
        names = tuple(dict.fromkeys(used))
        unknown = [name for name in names if not self._exists(*name.partition(".")[::2])]
        if unknown:
            raise query_error("UNRECOGNIZED_FIELD", **listing(unknown))
        metrics = sorted(one for one in names if one.startswith(f"{METRICS}."))
        if metrics and self._manager:
            raise query_error("REQUESTED_METRICS_FOR_MANAGER")
        segments = sorted(one for one in names if one.startswith(f"{SEGMENTS}."))
        for kind, candidates in (("metric", metrics), ("segment", segments)):
            refused = [one for one in candidates if not published.may_have(resource.name, one)]
            if refused:
                shown = [one.removeprefix(f"{METRICS}.") for one in refused]  # Google shows only segments in full
                each = [NOT_OF_RESOURCE.format(name=one, resource=resource.name.upper()) for one in shown]
                code = f"PROHIBITED_{kind.upper()}_IN_SELECT_OR_WHERE_CLAUSE"
                raise query_error(code, names=", ".join(each), kind=kind)

    def _column(self, resource: Resource, name: str, clause: str) -> Column:
        head, _, path = name.partition(".")
        if head in STATISTICS:
            return self._statistic(resource, head, path)
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
        if resource in STATISTICS:
            return statistics.exists(self._version, resource, path)
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
        known = statistics.of_resource(resource.name)
        own = known.metrics if head == METRICS else known.segments
        if path in own:
            return Column(head, path, statistics.TABLES[head][path])
        subject = f"'{head}.{path}' in queries about '{resource.name}'"
        raise unimplemented(subject, [f"{head}.{one}" for one in sorted(own)])

    # ---- conditions

    def _filter(self, resource: Resource, condition: Condition) -> Filter:
        column = self._column(resource, condition.field, "filter")
        leaf = self._version.row_shape(column.resource).leaves[column.path]
        period = column.path if column.resource == SEGMENTS and column.path in CORE_DATES else None
        nullable = self._all_nullable or leaf.repeated or leaf.descriptor.has_presence
        closed = self._all_closed or column.resource != METRICS or column.field.kind != "double"
        subject = conditions.Subject(column.name, column.field, leaf.enum, period, nullable, closed)
        test, (first, last) = conditions.check(subject, condition, self._today)
        return Filter(column, test, first, last)


def _check_combination(
    resource: Resource,
    select: tuple[Column, ...],
    filters: tuple[Filter, ...],
    order_by: tuple[tuple[Column, bool], ...],
    *,
    dated_by_lag: bool,
) -> None:
    """The rules about what goes with what.

    Raises AdsFailure with a QueryError.
    """
    selected = {column.path for column in select if column.resource == SEGMENTS}
    missing = [
        *(one.column.name for one in filters if _must_be_selected(one.column, select, CORE_DATES)),
        *(one.name for one, _ in order_by if _must_be_selected(one, select) or _of_another(one, resource, select)),
    ]
    if missing:
        raise query_error("EXPECTED_REFERENCED_FIELD_IN_SELECT_CLAUSE", **listing(dict.fromkeys(missing)))
    used = [*select, *(one.column for one in filters), *(one for one, _ in order_by)]
    metrics = sorted({column.path for column in used if column.resource == METRICS})
    refused = []
    for segment in sorted(selected & OF_CONVERSIONS):
        against = [
            metric for metric in metrics if not statistics.compatible(metric, segment, dated_by_lag=dated_by_lag)
        ]
        if against:
            unsupported = listing(against)["names"]
            refused.append(NOT_WITH_METRICS.format(name=f"{SEGMENTS}.{segment}", metrics=unsupported))
    if refused:
        code = "PROHIBITED_SEGMENT_WITH_METRIC_IN_SELECT_OR_WHERE_CLAUSE"
        raise query_error(code, names=", ".join(refused))
    _check_dates(selected, filters)


def _must_be_selected(column: Column, select: tuple[Column, ...], optional: frozenset[str] = frozenset()) -> bool:
    """True for a segment that is not selected and not one of the optional ones."""
    return column.resource == SEGMENTS and column.path not in optional and column not in select


def _of_another(column: Column, resource: Resource, select: tuple[Column, ...]) -> bool:
    """True for a metric that is not selected, and for a field of another resource of which nothing is.

    ORDER BY does not take them (the page on ordering and limiting, read in copies, 2026-11-29).
    """
    if column.resource == METRICS:
        return column not in select
    return column.resource not in (resource.name, *(one.resource for one in select))


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
