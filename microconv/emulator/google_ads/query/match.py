"""Conditions as functions of a row's value.

Case: = != IN CONTAINS REGEXP_MATCH are case-sensitive, LIKE is not (page "Case sensitivity" of the query docs). LIKE
knows ``%`` and ``_``, and brackets take the next character as it is (``[_]``); REGEXP_MATCH matches the whole value.
An unset value fulfils IS NULL only. Checked 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from microconv.emulator import re2

Test = Callable[[Any], bool]


def comparison(operator: str, operands: Sequence[Any], *, repeated: bool) -> Test:
    """The test of one operator with its (converted) operands.

    operator: as in `syntax.Condition`, but not DURING, which is a BETWEEN of two days.
    operands: values of the field's type; patterns for LIKE and REGEXP_MATCH (compiled).
    repeated: the field holds lists; IS NULL is then "empty", and equality means "contains".
    """
    if operator == "IS NULL":
        return (lambda value: not value) if repeated else (lambda value: value is None)
    if operator == "IS NOT NULL":
        return bool if repeated else (lambda value: value is not None)
    return _of_list(operator, operands) if repeated else _of_one(operator, operands)


def _of_one(operator: str, operands: Sequence[Any]) -> Test:
    first = operands[0]
    wanted = frozenset(operands) if operator in ("IN", "NOT IN") else frozenset()
    tests: dict[str, Test] = {
        "=": lambda value: value == first,
        "!=": lambda value: value is not None and value != first,
        ">": lambda value: value is not None and value > first,
        ">=": lambda value: value is not None and value >= first,
        "<": lambda value: value is not None and value < first,
        "<=": lambda value: value is not None and value <= first,
        "IN": lambda value: value in wanted,
        "NOT IN": lambda value: value is not None and value not in wanted,
        "BETWEEN": lambda value: value is not None and first <= value <= operands[1],
        "LIKE": lambda value: value is not None and first.fullmatch(value),
        "NOT LIKE": lambda value: value is not None and not first.fullmatch(value),
        "REGEXP_MATCH": lambda value: value is not None and first.fullmatch(value),
        "NOT REGEXP_MATCH": lambda value: value is not None and not first.fullmatch(value),
    }
    return tests[operator]


def _of_list(operator: str, operands: Sequence[Any]) -> Test:
    wanted = frozenset(operands)
    tests: dict[str, Test] = {
        "CONTAINS ANY": lambda values: not wanted.isdisjoint(values or ()),
        "CONTAINS ALL": lambda values: wanted.issubset(values or ()),
        "CONTAINS NONE": lambda values: wanted.isdisjoint(values or ()),
    }
    return tests[operator]


def like_pattern(text: str) -> re2.Pattern | None:
    """A LIKE pattern compiled; None if its brackets do not match."""
    pattern = "(?s)"
    at = 0
    while at < len(text):
        character = text[at]
        if character == "[":
            end = text.find("]", at + 2)
            if end != at + 2:
                return None
            pattern += re2.escaped(text[at + 1])
            at = end + 1
            continue
        if character == "]":
            return None
        pattern += {"%": ".*", "_": "."}.get(character) or re2.escaped(character)
        at += 1
    return re2.compiled(pattern, caseless=True)
