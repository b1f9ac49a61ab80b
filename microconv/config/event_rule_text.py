"""An event-create rule as what a config writes under `ga4.when`: `rules.event_rule` backwards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from microconv.config.event_rule import PAGE_EVENT
from microconv.core.event_page import page_of
from microconv.core.event_rule import NUMERIC, Condition, EventRule, RuledEvent, copied_from

Data = Any

_IGNORING_CASE = "_case_insensitive"
_WORDS = {
    "equals": "equals",
    "contains": "contains",
    "starts_with": "starts_with",
    "ends_with": "ends_with",
    "regular_expression": "matches",
    "greater_than": "greater_than",
    "greater_than_or_equal": "at_least",
    "less_than": "less_than",
    "less_than_or_equal": "at_most",
}


def event_rule_data(one: RuledEvent) -> dict[str, Data]:
    """The keys of an event that is no conversion."""
    return {"event": one.event, "when": when_data(one.rules)}


def when_data(rules: Sequence[EventRule]) -> Data:
    """The value of `when` for all rules of one event; without any it says that there must be none."""
    if not rules:
        return False
    return when_of(rules[0]) if len(rules) == 1 else [when_of(rule) for rule in rules]


def when_of(rule: EventRule) -> dict[str, Data]:
    """The value of `ga4.when` for a rule that starts from one event."""
    data: dict[str, Data] = {}
    page = page_of(rule)
    if page is not None:
        data["page"] = page[0]
    if page is None or rule.event != PAGE_EVENT:
        data["event"] = rule.event
    implied = {Condition("event_name", "equals", rule.event), page[1] if page is not None else None}
    where = [_condition(one) for one in rule.conditions if one not in implied]
    data |= {"where": where} if where else {}
    if rule.copy_parameters is not None:
        data["copy_parameters"] = rule.copy_parameters
    given = [_parameter(name, value) for name, value in rule.parameters]
    return data | ({"set": given} if given else {})


def _condition(condition: Condition) -> dict[str, Data]:
    base = condition.comparison.removesuffix(_IGNORING_CASE)
    value: str | float = condition.value
    if base in NUMERIC:
        value = float(condition.value)
    data: dict[str, Data] = {"parameter": condition.field, _WORDS[base]: value}
    if base != condition.comparison:
        data["ignore_case"] = True
    if condition.negated:
        data["not"] = True
    return data


def _parameter(name: str, value: str) -> dict[str, Data]:
    source = copied_from(value)
    return {"parameter": name, "to": value} if source is None else {"parameter": name, "from": source}
