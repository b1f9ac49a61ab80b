"""The rules of a web stream at work on an event that comes in: edit rules change it, create rules make others of it.

Create rules run each for itself, edit rules one after the other, by their processing order; neither acts on events that
rules made (EventCreateRule and EventEditRule, Admin API v1alpha, checked 2026-11-29).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from microconv.emulator import re2
from microconv.emulator.ga4.model_data_streams import (
    EventCreateRule,
    EventEditRule,
    MatchingCondition,
    ParameterMutation,
)
from microconv.emulator.policies import Policies

_COPY = re.compile(r"\[\[([^\[\]]+)\]\]")
_CASELESS = "_CASE_INSENSITIVE"


class Made(NamedTuple):
    """An event that a rule made: its name and its parameters, as texts."""

    name: str
    parameters: dict[str, str]


def events_made(
    name: str, parameters: Mapping[str, str], rules: Iterable[EventCreateRule], policies: Policies
) -> list[Made]:
    """The events that rules make of one with a name and parameters."""
    source = {**parameters, "event_name": name}
    made = []
    for rule in rules:
        if not all(_holds(one, source, policies) for one in rule.event_conditions):
            continue
        own = dict(parameters) if rule.source_copy_parameters else {}
        _mutate(own, source, rule.parameter_mutations)
        made.append(Made(rule.destination_event, own))
    return made


class Edited(NamedTuple):
    """An event after its edit rules: its name, its parameters, and the names of the rules that changed it."""

    name: str
    parameters: dict[str, str]
    by: tuple[str, ...]


def edited(name: str, parameters: Mapping[str, str], rules: Iterable[EventEditRule], policies: Policies) -> Edited:
    """The event that edit rules leave of one with a name and parameters; each rule sees what those before it left."""
    event = {**parameters, "event_name": name}
    by = []
    for rule in sorted(rules, key=lambda one: one.processing_order):
        if all(_holds(one, event, policies) for one in rule.event_conditions):
            _mutate(event, dict(event), rule.parameter_mutations)
            by.append(rule.display_name)
    return Edited(event.pop("event_name", name), event, tuple(by))


def _mutate(own: dict[str, str], source: Mapping[str, str], mutations: Iterable[ParameterMutation]) -> None:
    """Set parameters in their order; a copy of one that the source does not have removes it."""
    for mutation in mutations:
        copied = _COPY.fullmatch(mutation.parameter_value)
        value = source.get(copied[1]) if copied is not None else mutation.parameter_value
        if value is None:
            own.pop(mutation.parameter, None)
        else:
            own[mutation.parameter] = value


def number(text: str) -> float | None:
    """The number that a parameter is; None where it is none."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _holds(condition: MatchingCondition, source: Mapping[str, str], policies: Policies) -> bool:
    given = source.get(condition.field)
    if given is None:
        if policies["rule_on_missing_parameter"] == "never":
            return False
        given = ""
    return _compared(condition, given, policies) is not condition.negated


def _compared(condition: MatchingCondition, given: str, policies: Policies) -> bool:
    kind, wanted = condition.comparison_type, condition.value
    caseless = kind.endswith(_CASELESS)
    kind = kind.removesuffix(_CASELESS)
    if kind == "REGULAR_EXPRESSION":
        pattern = re2.compiled(wanted, caseless=caseless)
        if pattern is None:
            return False
        whole = policies["rule_regular_expressions"] == "whole"
        return pattern.fullmatch(given) if whole else pattern.search(given)
    if kind in _NUMBERS:
        one, other = number(given), number(wanted)
        return one is not None and other is not None and _NUMBERS[kind](one, other)
    return _TEXTS[kind](given.lower(), wanted.lower()) if caseless else _TEXTS[kind](given, wanted)


_TEXTS: Mapping[str, Callable[[str, str], bool]] = {
    "EQUALS": lambda given, wanted: given == wanted,
    "CONTAINS": lambda given, wanted: wanted in given,
    "STARTS_WITH": lambda given, wanted: given.startswith(wanted),
    "ENDS_WITH": lambda given, wanted: given.endswith(wanted),
}
_NUMBERS: Mapping[str, Callable[[float, float], bool]] = {
    "GREATER_THAN": lambda given, wanted: given > wanted,
    "GREATER_THAN_OR_EQUAL": lambda given, wanted: given >= wanted,
    "LESS_THAN": lambda given, wanted: given < wanted,
    "LESS_THAN_OR_EQUAL": lambda given, wanted: given <= wanted,
}
