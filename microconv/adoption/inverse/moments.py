"""Moments of live triggers that a config can write down: its words are fewer than Tag Manager's."""

from __future__ import annotations

import re

from microconv.config.tag_form import COMPARISONS, TEXTUAL
from microconv.core.regular_expression import fault_in_browser
from microconv.core.signs import one_line
from microconv.core.tag_condition import TagCondition, path_of
from microconv.core.tag_manager import key_of
from microconv.core.tag_trigger import TagTrigger, TriggerKind
from microconv.core.value import number

_PATH = re.compile(r"/[!\"$-\[\]-~\\]*")
"""A path of a page as a config takes it: printable ASCII without blanks, ? and #."""

_VARIABLE = re.compile(r"\{\{[^\s:{}\"]([^:{}\"]*[^\s:{}\"])?\}\}")
_KEY = re.compile(r"[^\s:{}\"]+")


def sayable(trigger: TagTrigger, prefix: str) -> bool:
    """True where a config can write a moment down, and reads it back as the same."""
    value = trigger.value
    if trigger.kind is TriggerKind.PAGE and value and not is_path(value):
        return False
    if value and not one_line(value):
        return False
    return all(_sayable(condition, prefix) for condition in trigger.conditions)


def is_path(text: str) -> bool:
    """True for a text that can stand after `page:`."""
    return _PATH.fullmatch(text) is not None and "?" not in text and "#" not in text


def _sayable(condition: TagCondition, prefix: str) -> bool:
    path = path_of(condition)
    if path is not None and is_path(path):
        return True
    value, key = condition.value, key_of(condition.variable, prefix)
    named = _KEY.fullmatch(key) if key else _VARIABLE.fullmatch(condition.variable)
    if not named or not one_line(condition.variable[2:-2]) or not one_line(value):
        return False
    if condition.comparison not in COMPARISONS:
        return False
    if condition.comparison not in TEXTUAL:
        return not condition.ignore_case and _is_number(value)
    return condition.comparison != "matches" or not fault_in_browser(value)


def _is_number(text: str) -> bool:
    """True for a number as a config draws it."""
    try:
        amount = float(text)
    except ValueError:
        return False
    return abs(amount) < 2**53 and number(amount) == text
