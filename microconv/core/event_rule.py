"""GA4 events that a rule makes out of others: when a page is reached, or when an event has certain parameters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from microconv.core.diagnostics import Span

MAX_CONDITIONS = 10
"""Conditions of one rule, at most (EventCreateRule, v1alpha proto, checked 2026-11-23)."""

MAX_PARAMETERS = 20
"""Parameters that one rule sets, at most (same proto)."""

MAX_PARAMETER_NAME = 39
"""Longest name of a parameter: less than 40 characters (ParameterMutation, same proto)."""

MAX_PARAMETER_VALUE = 99
"""Longest value of a parameter: less than 100 characters (same proto)."""

COMPARISONS = (
    "equals",
    "equals_case_insensitive",
    "contains",
    "contains_case_insensitive",
    "starts_with",
    "starts_with_case_insensitive",
    "ends_with",
    "ends_with_case_insensitive",
    "greater_than",
    "greater_than_or_equal",
    "less_than",
    "less_than_or_equal",
    "regular_expression",
    "regular_expression_case_insensitive",
)
"""The ways a condition compares: MatchingCondition.ComparisonType in lower case; a test holds them to the client's."""

NEEDS: Mapping[str, str] = MappingProxyType(
    {
        "scroll": "scrolls",
        "click": "outbound_clicks",
        "view_search_results": "site_search",
        "video_start": "video_engagement",
        "video_progress": "video_engagement",
        "video_complete": "video_engagement",
        "file_download": "file_downloads",
        "form_start": "form_interactions",
        "form_submit": "form_interactions",
    }
)
"""Events that GA4 collects only with a setting of enhanced measurement.

Source: support.google.com/analytics/answer/9216061, checked 2026-11-23.
"""

_LINE = re.compile(r"(?P<field>\S+) (?P<negated>not )?(?P<comparison>[a-z_]+) (?P<value>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True, order=True)
class Condition:
    """A condition on an event: `field` is `event_name` or a parameter, `comparison` one of COMPARISONS."""

    field: str
    comparison: str
    value: str
    negated: bool = False

    def __str__(self) -> str:
        return f"{self.field} {'not ' if self.negated else ''}{self.comparison} {self.value}"

    @classmethod
    def parse(cls, text: str) -> Condition:
        """The condition that `str` wrote. Raises ValueError."""
        match = _LINE.fullmatch(text)
        if match is None or match["comparison"] == "not":
            raise ValueError(f"{text!r} is not a condition")
        return cls(match["field"], match["comparison"], match["value"], match["negated"] is not None)


@dataclass(frozen=True, slots=True)
class EventRule:
    """The event-create rule of a conversion's event: all conditions must match.

    `copy_parameters` None: as it is. `parameters` are (name, value) pairs; a value `[[other]]` copies another parameter
    of the event that was matched.
    """

    conditions: tuple[Condition, ...]
    copy_parameters: bool | None = None
    parameters: tuple[tuple[str, str], ...] = ()
    span: Span | None = None

    def says(self) -> tuple[object, ...]:
        """All that it says, in an order of its own: two rules that say the same are one.

        GA4 copies no parameters where nothing is said of it: made so, a rule cannot be told from one that says it.
        """
        return self.conditions, self.parameters, bool(self.copy_parameters)

    @property
    def event(self) -> str:
        """The event that it starts from, empty where no condition names one exactly."""
        for condition in self.conditions:
            if (condition.field, condition.comparison, condition.negated) == ("event_name", "equals", False):
                return condition.value
        return ""


class RuledEvent(NamedTuple):
    """An event that GA4 makes by rules and that is no conversion. Without `rules`: there must be none."""

    event: str
    rules: tuple[EventRule, ...]


def parameter_line(name: str, value: str) -> str:
    """A parameter that a rule sets, as one line."""
    return f"{name} = {value}"


def parse_parameter(text: str) -> tuple[str, str]:
    """The pair that `parameter_line` wrote. Raises ValueError."""
    name, sign, value = text.partition(" = ")
    if not sign:
        raise ValueError(f"{text!r} is not a parameter with a value")
    return name, value


NUMERIC = frozenset({"greater_than", "greater_than_or_equal", "less_than", "less_than_or_equal"})
"""Comparisons whose value is a number in a config."""


_COPIED = re.compile(r"\[\[(\S+)\]\]")


def copied_from(value: str) -> str | None:
    """The parameter that a value copies, if it does nothing else."""
    match = _COPIED.fullmatch(value)
    return match[1] if match is not None and "[[" not in match[1] and "]]" not in match[1] else None
