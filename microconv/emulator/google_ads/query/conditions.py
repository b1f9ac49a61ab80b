"""One condition of a query to a test of a value: which operators a field has, and what its values may be."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from microconv.emulator import re2
from microconv.emulator.google_ads.query import match
from microconv.emulator.google_ads.query.dates import NAMES, aligned, date_range, last_day, next_day
from microconv.emulator.google_ads.query.lexer import query_error

if TYPE_CHECKING:
    from google.protobuf.descriptor import EnumDescriptor

    from microconv.emulator.google_ads.fields import Field
    from microconv.emulator.google_ads.query.syntax import Condition, Constant

_EQUALITY = ("=", "!=", "IN", "NOT IN", "IS NULL", "IS NOT NULL")
_ORDER = (">", ">=", "<", "<=", "BETWEEN")
_PATTERNS = ("LIKE", "NOT LIKE", "REGEXP_MATCH", "NOT REGEXP_MATCH")
_LISTS = ("CONTAINS ANY", "CONTAINS ALL", "CONTAINS NONE", "IS NULL", "IS NOT NULL")
_DATES = ("=", "!=", "IN", "NOT IN", *_ORDER, "DURING")
_MAX_VALUES = 20_000
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?)?")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})|([0-9]{4})([0-9]{2})([0-9]{2})")

#: The first and last day that a condition lets through; None for an open end.
Bounds = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Subject:
    """The field a condition is about.

    name: of the field, in full.
    field: its table entry.
    enum: of its values, None if it has none.
    period: ``date``, ``week``, ``month``, ``quarter`` or ``year`` for a core date segment, None for another field.
    nullable: whether IS NULL can hold.
    closed: whether >= and <= are taken, where < and > are.
    """

    name: str
    field: Field
    enum: EnumDescriptor | None = None
    period: str | None = None
    nullable: bool = True
    closed: bool = True

    @property
    def is_day(self) -> bool:
        """Its values are days."""
        return self.period is not None and self.period != "year"


def check(subject: Subject, condition: Condition, today: date) -> tuple[Callable[[Any], bool], Bounds]:
    """The test of a condition, and the days it confines a core date segment or a moment to.

    Raises AdsFailure with a QueryError.
    """
    operator, field = condition.operator, subject.field
    if len(condition.values) > _MAX_VALUES:
        raise query_error("FILTER_HAS_TOO_MANY_VALUES", f"a list has at most {_MAX_VALUES} values.")
    if operator == "DURING" and condition.values[0].text.upper() not in NAMES:
        raise query_error("INVALID_VALUE_WITH_DURING_OPERATOR", value=", ".join(one.text for one in condition.values))
    if operator not in _operators(subject):
        raise query_error("OPERATOR_FIELD_MISMATCH", f"'{operator}' cannot be used with '{subject.name}'.")
    if operator == "BETWEEN" and len({one.kind for one in condition.values}) > 1:
        code = "PROHIBITED_VALUE_COMBINATION_WITH_BETWEEN_OPERATOR"
        raise query_error(code, "the values of BETWEEN are not of the same kind.")
    if operator == "DURING":
        first, last = date_range(condition.values[0].text.upper(), today)
        end = f"{last.isoformat()} 23:59:59.999999" if field.moment else last.isoformat()
        test = match.comparison("BETWEEN", (first.isoformat(), end), repeated=False)
        return test, (first, last_day(subject.period or "date", last))
    if operator in ("IS NULL", "IS NOT NULL") and not subject.nullable:
        holds = operator == "IS NOT NULL"
        return lambda _: holds, (None, None)
    operands = [_operand(subject, operator, one) for one in condition.values]
    if operator == "BETWEEN" and operands[0] > operands[1] and not field.moment:
        if subject.period is not None:
            raise query_error("DATE_RANGE_TOO_NARROW", "the first day of the range is after its last.")
        raise query_error("INVALID_VALUE_WITH_BETWEEN_OPERATOR", "the first value of BETWEEN is the greater one.")
    test = match.comparison(operator, operands, repeated=field.repeated)
    period = "date" if field.moment else subject.period
    return test, (None, None) if period is None else _bounds(period, operator, operands)


def _operators(subject: Subject) -> tuple[str, ...]:
    field = subject.field
    if subject.is_day or field.moment:
        return _DATES
    if field.repeated:
        return _LISTS
    if field.is_enum or field.kind == "bool" or field.is_resource_name:
        return _EQUALITY if field.kind != "bool" else ("=", "!=", "IS NULL", "IS NOT NULL")
    if field.kind in ("int64", "double"):
        return (*_EQUALITY, *(one for one in _ORDER if subject.closed or one not in (">=", "<=")))
    return (*_EQUALITY, *_PATTERNS)


def _bounds(period: str, operator: str, operands: Sequence[Any]) -> Bounds:
    """The days a condition about days, weeks, months, quarters or years confines a row to."""
    if operator not in ("=", "IN", *_ORDER):
        return None, None
    days = [_first_day(one) for one in operands]
    if operator == "BETWEEN":
        return days[0], last_day(period, days[1])
    first, last = min(days), last_day(period, max(days))
    if operator in (">", ">="):
        return (first if operator == ">=" else next_day(last, 1)), None
    if operator in ("<", "<="):
        return None, (last if operator == "<=" else next_day(first, -1))
    return first, last


def _first_day(value: str | int) -> date:
    return date.fromisoformat(value[:10]) if isinstance(value, str) else date(min(max(value, 1), 9999), 1, 1)


def _operand(subject: Subject, operator: str, constant: Constant) -> Any:
    field = subject.field
    if operator in _PATTERNS:
        return _pattern(operator, constant)
    if subject.is_day:
        return _day(subject, subject.period or "date", operator, constant)
    if field.moment:
        return _moment(operator, constant)
    if field.is_enum:
        return _enum_word(subject, constant)
    if field.kind == "bool":
        if constant.kind == "number" or constant.text.upper() not in ("TRUE", "FALSE"):
            raise query_error("BAD_VALUE", f"'{constant.text}' is not TRUE or FALSE.")
        return constant.text.upper() == "TRUE"
    if field.kind in ("int64", "double"):
        return _number(field, constant)
    if constant.kind != "string":
        raise query_error("INVALID_STRING_VALUE", f"'{subject.name}' takes a quoted string, not {constant.text}.")
    return constant.text


def _day(subject: Subject, period: str, operator: str, constant: Constant) -> str:
    """A day as ISO text. Quoted or not, with hyphens or without."""
    digits = _DAY.fullmatch(constant.text)
    day = None
    if digits is not None:
        year, month, number = (int(part) for part in digits.groups() if part is not None)
        try:
            day = date(year, month, number)
        except ValueError:
            day = None
    if day is None:
        if operator == "BETWEEN":
            raise query_error("INVALID_VALUE_WITH_BETWEEN_OPERATOR", f"'{constant.text}' is not a date.")
        raise query_error("INVALID_DATE_FORMAT", f"'{constant.text}' is not a date in the form YYYY-MM-DD.")
    if day != aligned(period, day):
        code = "MISALIGNED_DATE_FOR_FILTER"
        raise query_error(code, f"'{constant.text}' is not the first day of a {period}, as '{subject.name}' needs it.")
    return day.isoformat()


def _moment(operator: str, constant: Constant) -> str:
    """A moment or a day, as text that sorts by time; a day is its first moment."""
    good = constant.kind == "string" and _MOMENT.fullmatch(constant.text) is not None
    if good:
        try:
            datetime.fromisoformat(constant.text)
        except ValueError:
            good = False
    if not good:
        code = "INVALID_VALUE_WITH_BETWEEN_OPERATOR" if operator == "BETWEEN" else "INVALID_DATE_FORMAT"
        raise query_error(code, f"'{constant.text}' is not a time in the form YYYY-MM-DD HH:MM:SS.")
    return constant.text


def _enum_word(subject: Subject, constant: Constant) -> str:
    if constant.kind == "number" or subject.enum is None or constant.text not in subject.enum.values_by_name:
        raise query_error("BAD_ENUM_CONSTANT", value=constant.text)
    if constant.text == "UNSPECIFIED":
        raise query_error("PROHIBITED_ENUM_CONSTANT", f"'{constant.text}' cannot be used in a condition.")
    return constant.text


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
    pattern = re2.compiled(constant.text) if constant.kind == "string" else None
    if pattern is None:
        raise query_error("INVALID_STRING_VALUE", "REGEXP_MATCH takes a quoted regular expression (RE2).")
    return pattern
