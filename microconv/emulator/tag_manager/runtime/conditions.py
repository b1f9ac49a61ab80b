"""Conditions of triggers: a variable, an operator and a value.

The operators are those of the API's discovery document (Condition.type, revision 20260826). They compare texts, and
numbers where they say greater or less; a text that is no number is neither.
Source: support.google.com/tagmanager/answer/7679316, checked 2026-11-29.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from microconv.emulator.tag_manager.runtime.container import Json, flag, text
from microconv.emulator.tag_manager.runtime.page import Element
from microconv.emulator.tag_manager.runtime.patterns import search
from microconv.emulator.tag_manager.runtime.truth import Truth, Unmodelled, all_of, negated
from microconv.emulator.tag_manager.runtime.variables import Scope, as_text

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?Infinity")
_WHOLE = re.compile(r"0[xX][0-9a-fA-F]{1,200}|0[oO][0-7]{1,200}|0[bB][01]{1,200}")


def all_hold(conditions: Iterable[Json], scope: Scope) -> Truth:
    """True where every condition holds; none at all holds too."""
    return all_of(holds(condition, scope) for condition in conditions)


def holds(condition: Json, scope: Scope) -> Truth:
    """True where a condition holds at this moment."""
    operator = str(condition.get("type"))
    left = scope.value(text(condition, "arg0"))
    right = scope.value(text(condition, "arg1"))
    for value in (left, right):
        if isinstance(value, Unmodelled):
            return value
    if operator != "cssSelector" and (isinstance(left, Element) or isinstance(right, Element)):
        return Unmodelled("an element as a text")
    if operator == "cssSelector":
        answer: Truth = left.matches(as_text(right)) if isinstance(left, Element) else False
    elif operator == "matchRegex":
        answer = search(as_text(right), as_text(left), flag(condition, "ignore_case"))
    elif operator in _TEXTS:
        one, other = as_text(left), as_text(right)
        if flag(condition, "ignore_case"):
            one, other = one.lower(), other.lower()
        answer = _TEXTS[operator](one, other)
    elif operator in _NUMBERS:
        answer = _NUMBERS[operator](number(left), number(right))
    else:
        answer = Unmodelled(f"the operator {operator}")
    return negated(answer) if flag(condition, "negate") else answer


def number(value: Any) -> float:
    """A value as JavaScript's Number: not a number where it is none, 0 for an empty text."""
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, int | float):
        return float(value)
    if not isinstance(value, str | list):
        return math.nan
    written = as_text(value).strip()
    if _WHOLE.fullmatch(written):
        return float(int(written, 0))
    return float(written or "0") if not written or _NUMBER.fullmatch(written) else math.nan


_TEXTS: Mapping[str, Callable[[str, str], bool]] = {
    "equals": lambda left, right: left == right,
    "contains": lambda left, right: right in left,
    "startsWith": lambda left, right: left.startswith(right),
    "endsWith": lambda left, right: left.endswith(right),
}
_NUMBERS: Mapping[str, Callable[[float, float], bool]] = {
    "greater": lambda left, right: left > right,
    "greaterOrEquals": lambda left, right: left >= right,
    "less": lambda left, right: left < right,
    "lessOrEquals": lambda left, right: left <= right,
}
OPERATORS = frozenset(_TEXTS) | frozenset(_NUMBERS) | {"matchRegex", "cssSelector"}
"""The operators that are modelled."""
