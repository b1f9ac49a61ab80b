"""Live event-create rules, as a config says them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from microconv.adoption.inverse import rule_texts, texts
from microconv.core import naming, regular_expression
from microconv.core.event_rule import (
    COMPARISONS,
    MAX_CONDITIONS,
    MAX_PARAMETER_NAME,
    MAX_PARAMETER_VALUE,
    MAX_PARAMETERS,
    NUMERIC,
    Condition,
    EventRule,
    parse_parameter,
)
from microconv.core.resource import Live
from microconv.core.signs import one_line
from microconv.core.text import Text
from microconv.core.value import number


class NotSayableError(ValueError):
    """A rule that no config can say, and why."""

    def __init__(self, why: Text) -> None:
        super().__init__(why)
        self.why = why


def rules_by_event(
    live: Sequence[Live], declared: Collection[str], leave: Callable[[Live, Text, Text], None]
) -> dict[str, tuple[EventRule, ...]]:
    """The rules that a config can say, by the event that they make; of rules that say the same only one.

    `declared` are the events of conversions. `leave` is told the others, with the reason and what to do.
    """
    makers = {item.identity for item in live}
    rules: dict[str, dict[tuple[object, ...], EventRule]] = {}
    for item in sorted(live, key=lambda one: (one.address.name, one.id)):
        try:
            if item.identity in naming.RESERVED_EVENTS:
                raise NotSayableError(rule_texts.COLLECTED)
            for problem in () if item.identity in declared else naming.check_made_event(item.identity):
                raise NotSayableError(problem.summary)
            rule = rule_of(item)
            if rule.event in makers:
                raise NotSayableError(rule_texts.chained(rule.event))
        except NotSayableError as error:
            leave(item, error.why, texts.SILENT)
            continue
        rules.setdefault(item.identity, {}).setdefault(rule.says(), rule)
    return {event: tuple(sorted(some.values(), key=lambda one: one.says())) for event, some in rules.items()}


def rule_of(live: Live) -> EventRule:
    """The rule as the config declares it. Raises NotSayableError."""
    conditions = tuple(sorted(_condition(line) for line in _lines(live, "event_conditions")))
    if len(set(conditions)) != len(conditions):
        raise NotSayableError(rule_texts.TWICE)
    if not 1 <= len(conditions) <= MAX_CONDITIONS:
        raise NotSayableError(rule_texts.conditions(len(conditions)))
    copies = live.state.get("source_copy_parameters")
    rule = EventRule(conditions, copies if isinstance(copies, bool) else None, _parameters(live))
    if not re.fullmatch(r"[^\W\d_]\w*", rule.event):
        raise NotSayableError(rule_texts.NO_EVENT)
    for condition in conditions:
        start = (condition.comparison, condition.negated, condition.value) == ("equals", False, rule.event)
        if condition.field == "event_name" and not start:
            raise NotSayableError(rule_texts.OTHER_EVENT)
    return rule


def _lines(live: Live, name: str) -> tuple[str, ...]:
    value = live.state.get(name)
    return value if isinstance(value, tuple) else ()


def _condition(line: str) -> Condition:
    try:
        condition = Condition.parse(line)
    except ValueError as error:
        raise NotSayableError(rule_texts.condition(line)) from error
    base = condition.comparison.removesuffix("_case_insensitive")
    if condition.comparison not in COMPARISONS:
        raise NotSayableError(rule_texts.condition(line))
    if not one_line(condition.value):
        raise NotSayableError(rule_texts.blanks(line))
    if base in NUMERIC and not _is_number(condition.value):
        raise NotSayableError(rule_texts.no_number(line))
    if base == "regular_expression" and regular_expression.fault(condition.value):
        raise NotSayableError(rule_texts.expression(condition.value))
    return condition


def _parameters(live: Live) -> tuple[tuple[str, str], ...]:
    parameters = []
    for line in _lines(live, "parameter_mutations"):
        try:
            name, value = parse_parameter(line)
        except ValueError as error:
            raise NotSayableError(rule_texts.parameter(line)) from error
        sayable = one_line(value) and len(value) <= MAX_PARAMETER_VALUE
        if not sayable or not re.fullmatch(r"\w+", name) or len(name) > MAX_PARAMETER_NAME or name == "event_name":
            raise NotSayableError(rule_texts.parameter(line))
        parameters.append((name, value))
    if len({name for name, _ in parameters}) != len(parameters) or len(parameters) > MAX_PARAMETERS:
        raise NotSayableError(rule_texts.PARAMETERS)
    return tuple(sorted(parameters))


def _is_number(text: str) -> bool:
    try:
        value = float(text)
    except ValueError:
        return False
    return value == value and abs(value) < 2**53 and number(value) == text
