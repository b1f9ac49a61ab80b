"""Syntax to meaning: every name and value of a query checked against the catalogue of its API version."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from microconv.emulator.google_ads.errors import unimplemented
from microconv.emulator.google_ads.query import match
from microconv.emulator.google_ads.query.catalog import (
    RESOURCES,
    Resource,
    resource_names,
    statistic_exists,
)
from microconv.emulator.google_ads.query.dates import NAMES as DATE_RANGES
from microconv.emulator.google_ads.query.lexer import query_error

if TYPE_CHECKING:
    from microconv.emulator.google_ads.fields import Field
    from microconv.emulator.google_ads.messages import Version
    from microconv.emulator.google_ads.query.syntax import Condition, Constant, Query

_EQUALITY = ("=", "!=", "IN", "NOT IN", "IS NULL", "IS NOT NULL")
_ORDER = (">", ">=", "<", "<=", "BETWEEN")
_PATTERNS = ("LIKE", "NOT LIKE", "REGEXP_MATCH", "NOT REGEXP_MATCH")
_LISTS = ("CONTAINS ANY", "CONTAINS ALL", "CONTAINS NONE", "IS NULL", "IS NOT NULL")
_MAX_VALUES = 20_000


@dataclass(frozen=True, slots=True)
class Column:
    """A field of a resource as a query names it. `resource` is its resource, `path` the rest of the name."""

    resource: str
    path: str
    field: Field

    @property
    def name(self) -> str:
        """``resource.path``."""
        return f"{self.resource}.{self.path}"


@dataclass(frozen=True, slots=True)
class Filter:
    """A checked condition."""

    column: Column
    test: Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Plan:
    """A query that can be carried out.

    Args:
        resource: in FROM.
        select: what was asked for, in that order, each once.
        returned: `select` and the resource names that always come with it, by resource.
        order_by: column and whether descending.
    """

    resource: Resource
    select: tuple[Column, ...]
    returned: tuple[Column, ...]
    filters: tuple[Filter, ...]
    order_by: tuple[tuple[Column, bool], ...]
    limit: int | None

    def needed(self, resource: str) -> frozenset[str]:
        """The paths of one resource that will be read."""
        columns = [*self.returned, *(one.column for one in self.filters), *(one for one, _ in self.order_by)]
        return frozenset(column.path for column in columns if column.resource == resource)


class Checker:
    """Checks queries of one version, about one customer.

    Args:
        manager: whether the customer is a manager account, for which metrics are refused.
    """

    def __init__(self, version: Version, *, manager: bool) -> None:
        self._version = version
        self._manager = manager

    def check(self, query: Query) -> Plan:
        """The plan of a query.

        Raises:
            AdsFailure: with a QueryError; or UNIMPLEMENTED for what only the real service has.
        """
        resource = self._resource(query.resource)
        select = tuple(dict.fromkeys(self._column(resource, name, "select") for name in query.select))
        filters = tuple(self._filter(resource, condition) for condition in query.where)
        order_by = tuple((self._column(resource, one.field, "order"), one.descending) for one in query.order_by)
        omit = query.parameters.get("omit_unselected_resource_names", False)
        returned = select if omit else self._with_names(resource, select)
        return Plan(resource, select, returned, filters, order_by, query.limit)

    def _resource(self, name: str) -> Resource:
        if name not in resource_names(self._version):
            raise query_error("BAD_RESOURCE_TYPE_IN_FROM_CLAUSE", f"there is no resource '{name}'.")
        if name not in RESOURCES:
            raise unimplemented(f"The microconv emulator does not have the resource '{name}'.")
        return RESOURCES[name]

    def _with_names(self, resource: Resource, select: tuple[Column, ...]) -> tuple[Column, ...]:
        """The selection and the resource name of each resource it is about; the FROM resource always is."""
        columns = dict.fromkeys(select)
        for name in dict.fromkeys([resource.name, *(column.resource for column in select)]):
            field = RESOURCES[name].fields["resource_name"]
            columns.setdefault(Column(name, "resource_name", field))
        return tuple(columns)

    # ---- names

    def _column(self, resource: Resource, name: str, clause: str) -> Column:
        head, _, path = name.partition(".")
        if head in ("metrics", "segments"):
            raise self._statistics(resource, head, path)
        if head not in resource_names(self._version):
            raise query_error("UNRECOGNIZED_FIELD", f"there is no field '{name}'.")
        where = "WHERE" if clause == "filter" else "SELECT"
        if head != resource.name and head not in resource.attributed:
            if not self._exists(head, path):
                raise query_error("UNRECOGNIZED_FIELD", f"there is no field '{name}'.")
            raise query_error(
                f"PROHIBITED_RESOURCE_TYPE_IN_{where}_CLAUSE",
                f"'{head}' cannot be used in a query about '{resource.name}'.",
            )
        table = RESOURCES[head]
        field = table.fields.get(path)
        if path in table.not_emulated and self._exists(head, path):
            raise unimplemented(f"The microconv emulator does not have the field '{name}'.")
        if field is None or not self._exists(head, path):
            raise query_error("UNRECOGNIZED_FIELD", f"there is no field '{name}' in {self._version.name}.")
        self._check_use(field, name, clause)
        return Column(head, path, field)

    def _exists(self, resource: str, path: str) -> bool:
        """Whether the version's row has a field there."""
        return path in self._version.row_shape(resource).leaves

    def _check_use(self, field: Field, name: str, clause: str) -> None:
        allowed, word = {
            "select": (field.selectable, "SELECT"),
            "filter": (field.filterable, "WHERE"),
            "order": (field.sortable, "ORDER_BY"),
        }[clause]
        if not allowed:
            text = word.replace("_", " ")
            raise query_error(f"PROHIBITED_FIELD_IN_{word}_CLAUSE", f"'{name}' cannot be used in {text}.")

    def _statistics(self, resource: Resource, head: str, path: str) -> Exception:
        """What to raise for a metric or a segment: it does not exist, is not allowed here, or is not emulated."""
        is_metric = head == "metrics"
        if not statistic_exists(self._version, head, path):
            return query_error("UNRECOGNIZED_FIELD", f"there is no field '{head}.{path}'.")
        if is_metric and self._manager:
            return query_error("REQUESTED_METRICS_FOR_MANAGER", "metrics cannot be requested for a manager account.")
        allowed = resource.metrics if is_metric else resource.segments
        if allowed is not None and path not in allowed:
            kind = "METRIC" if is_metric else "SEGMENT"
            return query_error(
                f"PROHIBITED_{kind}_IN_SELECT_OR_WHERE_CLAUSE",
                f"'{head}.{path}' cannot be used in a query about '{resource.name}'.",
            )
        return unimplemented(f"The microconv emulator does not have '{head}.{path}': it holds no statistics.")

    # ---- conditions

    def _filter(self, resource: Resource, condition: Condition) -> Filter:
        column = self._column(resource, condition.field, "filter")
        operator, field = condition.operator, column.field
        if len(condition.values) > _MAX_VALUES:
            raise query_error("FILTER_HAS_TOO_MANY_VALUES", f"a list has at most {_MAX_VALUES} values.")
        if operator == "DURING" and condition.values[0].text.upper() not in DATE_RANGES:
            raise query_error("INVALID_VALUE_WITH_DURING_OPERATOR", "DURING takes the name of a date range.")
        if operator not in _operators(field):
            raise query_error("OPERATOR_FIELD_MISMATCH", f"'{operator}' cannot be used with '{condition.field}'.")
        operands = [self._operand(column, operator, one) for one in condition.values]
        if operator == "BETWEEN" and operands[0] > operands[1]:
            raise query_error("INVALID_VALUE_WITH_BETWEEN_OPERATOR", "the first value of BETWEEN is the greater one.")
        return Filter(column, match.comparison(operator, operands, repeated=field.repeated))

    def _operand(self, column: Column, operator: str, constant: Constant) -> Any:
        field = column.field
        if operator in _PATTERNS:
            return _pattern(operator, constant)
        if field.is_enum:
            return self._enum_word(column, constant)
        if field.kind == "bool":
            if constant.kind == "number" or constant.text.upper() not in ("TRUE", "FALSE"):
                raise query_error("BAD_VALUE", f"'{constant.text}' is not TRUE or FALSE.")
            return constant.text.upper() == "TRUE"
        if field.kind in ("int64", "double"):
            return _number(field, constant)
        if constant.kind != "string":
            raise query_error("BAD_VALUE", f"'{column.name}' takes a quoted string, not {constant.text}.")
        return constant.text

    def _enum_word(self, column: Column, constant: Constant) -> str:
        enum = self._version.row_shape(column.resource).leaves[column.path].enum
        if constant.kind == "number" or enum is None or constant.text not in enum.values_by_name:
            raise query_error("BAD_ENUM_CONSTANT", f"'{constant.text}' is not a value of '{column.name}'.")
        if constant.text == "UNSPECIFIED":
            raise query_error("PROHIBITED_ENUM_CONSTANT", f"'{constant.text}' cannot be used in a condition.")
        return constant.text


def _operators(field: Field) -> tuple[str, ...]:
    if field.repeated:
        return _LISTS
    if field.is_enum or field.kind == "bool" or field.is_resource_name:
        return _EQUALITY if field.kind != "bool" else ("=", "!=", "IS NULL", "IS NOT NULL")
    if field.kind in ("int64", "double"):
        return (*_EQUALITY, *_ORDER)
    return (*_EQUALITY, *_PATTERNS)


def _number(field: Field, constant: Constant) -> int | float:
    """Numbers may be quoted; a whole-number field takes whole numbers only."""
    try:
        number = int(constant.text) if field.kind == "int64" else float(constant.text)
    except ValueError as error:
        raise query_error("BAD_NUMBER", f"'{constant.text}' is not a number this field can have.") from error
    if not math.isfinite(number) or (field.kind == "int64" and not -(2**63) <= number < 2**63):
        raise query_error("BAD_NUMBER", f"'{constant.text}' is not a number this field can have.")
    return number


def _pattern(operator: str, constant: Constant) -> Any:
    if operator.endswith("LIKE"):
        pattern = match.like_pattern(constant.text) if constant.kind == "string" else None
        if pattern is None:
            raise query_error("INVALID_VALUE_WITH_LIKE_OPERATOR", "LIKE takes a quoted pattern with matched brackets.")
        return pattern
    pattern = match.regular_expression(constant.text) if constant.kind == "string" else None
    if pattern is None:
        raise query_error("INVALID_STRING_VALUE", "REGEXP_MATCH takes a quoted regular expression (RE2).")
    return pattern
