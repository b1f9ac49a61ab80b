"""Filter expressions of both versions, compiled into functions of a row's values."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Mapping
from typing import Any

from microconv.emulator import re2
from microconv.emulator.ga4_data.errors import refuse

Value = str | float
#: Whether a row with these values by field name passes.
Predicate = Callable[[Mapping[str, Value]], bool]

_OPERATIONS: dict[int, Callable[[float, float], bool]] = {
    1: operator.eq,
    2: operator.lt,
    3: operator.le,
    4: operator.gt,
    5: operator.ge,
}
_BEGINS, _ENDS, _CONTAINS, _FULL, _PARTIAL = 2, 3, 4, 5, 6
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]+)?")
_EMPTY = ("", "(not set)")
_MAX_DEPTH = 50


def compile_filter(expression: Any, find: Callable[[str], str], *, metrics: bool, depth: int = 0) -> Predicate:
    """The predicate of a FilterExpression, or of a FunnelFilterExpression without event filters.

    find: the key under which the values of a field name stand; raises ApiError for a name that is no such field.
    metrics: whether the fields are metrics: their values are numbers, and only numeric filters fit.

    Raises ApiError (INVALID_ARGUMENT) for an empty expression, an unknown field, a filter that does not fit the field,
    or a regular expression RE2 would refuse.
    """
    if depth > _MAX_DEPTH:
        raise refuse("The filter expression is nested too deeply.")
    kind = expression.WhichOneof("expr")
    if kind in ("and_group", "or_group"):
        every = [
            compile_filter(one, find, metrics=metrics, depth=depth + 1) for one in getattr(expression, kind).expressions
        ]
        if not every:
            raise refuse(f"The {kind} of a filter expression must not be empty.")
        return combine(every, any_of=kind == "or_group")
    if kind == "not_expression":
        inverse = compile_filter(expression.not_expression, find, metrics=metrics, depth=depth + 1)
        return lambda values: not inverse(values)
    if kind == "filter":
        return compile_field(expression.filter, find, metrics=metrics)
    raise refuse("A filter expression must have one of andGroup, orGroup, notExpression and filter.")


def combine(every: list[Predicate], *, any_of: bool) -> Predicate:
    """The predicate that holds where any or all of these hold."""
    if any_of:
        return lambda values: any(one(values) for one in every)
    return lambda values: all(one(values) for one in every)


def compile_field(message: Any, find: Callable[[str], str], *, metrics: bool) -> Predicate:
    """The predicate of a Filter (or FunnelFieldFilter) on one field.

    Raises ApiError; see compile_filter.
    """
    key = find(message.field_name)
    kind = message.WhichOneof("one_filter")
    if kind in ("numeric_filter", "between_filter"):
        test = _numeric(message.numeric_filter) if kind == "numeric_filter" else _between(message.between_filter)
        return lambda values: test(number_of(values[key]))
    if kind is None:
        raise refuse(f"The filter on {message.field_name} has no condition.")
    if metrics:
        raise refuse(
            f"The metric {message.field_name} cannot have a {kind}; it takes a numericFilter or betweenFilter."
        )
    if kind == "string_filter":
        text = _string(message.string_filter, message.field_name)
    elif kind == "in_list_filter":
        text = _in_list(message.in_list_filter, message.field_name)
    else:
        text = _EMPTY.__contains__
    return lambda values: text(str(values[key]))


def number_of(value: Value) -> float:
    """The number a value is or spells; not a number for any other text, which no comparison holds for.

    Python would take 1_0, nan and digits of other scripts for numbers too.
    """
    if isinstance(value, str):
        return float(value) if _NUMBER.fullmatch(value) else math.nan
    return value


def _numeric(message: Any) -> Callable[[float], bool]:
    compare = _OPERATIONS.get(message.operation)
    if compare is None:
        raise refuse("A numericFilter needs an operation.")
    wanted = _number(message.value)
    return lambda value: compare(value, wanted)


def _between(message: Any) -> Callable[[float], bool]:
    low, high = _number(message.from_value), _number(message.to_value)
    if low > high:
        raise refuse("The fromValue of a betweenFilter must not be greater than its toValue.")
    return lambda value: low <= value <= high


def _number(message: Any) -> float:
    kind = message.WhichOneof("one_value")
    if kind is None:
        raise refuse("A numeric value must have an int64Value or a doubleValue.")
    return float(getattr(message, kind))


def _in_list(message: Any, field: str) -> Callable[[str], bool]:
    if not message.values:
        raise refuse(f"The inListFilter on {field} must not be empty.")
    if message.case_sensitive:
        return frozenset(message.values).__contains__
    wanted = frozenset(value.casefold() for value in message.values)
    return lambda value: value.casefold() in wanted


def _string(message: Any, field: str) -> Callable[[str], bool]:
    kind, wanted, exact_case = message.match_type, message.value, message.case_sensitive
    if kind in (_FULL, _PARTIAL):
        pattern = _regexp(wanted, field, caseless=not exact_case)
        return pattern.fullmatch if kind == _FULL else pattern.search
    if exact_case:
        return lambda value: _matches(kind, value, wanted)
    folded = wanted.casefold()
    return lambda value: _matches(kind, value.casefold(), folded)


def _matches(kind: int, value: str, wanted: str) -> bool:
    """True if a value matches by one of the plain match types; an unspecified one is read as EXACT (inferred)."""
    if kind == _BEGINS:
        return value.startswith(wanted)
    if kind == _ENDS:
        return value.endswith(wanted)
    return wanted in value if kind == _CONTAINS else value == wanted


def _regexp(text: str, field: str, *, caseless: bool) -> re2.Pattern:
    pattern = re2.compiled(text, caseless=caseless)
    if pattern is None:
        raise refuse(f"The filter on {field} has an invalid regular expression: {text}")
    return pattern
