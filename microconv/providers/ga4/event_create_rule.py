"""Event-create rules: an event that meets conditions makes another event, without any tag. The attribute table.

Facts: google/analytics/admin/v1alpha/event_create_and_edit.proto, message EventCreateRule, checked 2026-11-23. All
conditions must match, in any order; parameters are set in their order, after those of the source event were copied.
A rule belongs to a data stream. Its name is the server's, so a rule is found by the event that it makes. Rules do not
act on events that another rule made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from microconv.core.client import Client
from microconv.core.conversion import Conversion
from microconv.core.event_rule import Condition, parameter_line, parse_parameter
from microconv.core.kinds import EVENT_RULE
from microconv.core.resource import Target
from microconv.core.schema import UNSET, Attribute, Kind, Problem, ResourceType, Settable, Unset
from microconv.core.text import Text
from microconv.core.value import Lines, Scalar

_PROTO = "EventCreateRule, v1alpha proto, checked 2026-11-23"
_COPIED = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
_NAME = re.compile(r"\w+")


def condition_lines(conditions: Iterable[Condition]) -> Lines:
    """Conditions as lines, sorted: their order means nothing."""
    return tuple(sorted(str(condition) for condition in conditions))


def parameter_lines(pairs: Iterable[tuple[str, str]]) -> Lines:
    """Parameters (name, value) as lines: sorted, unless one copies another that the rule sets too.

    GA4 sets them in their order (ParameterMutation, same proto), so then the order means something and is kept.
    """
    given = list(pairs)
    names = {name for name, _ in given}
    ordered = len(names) < len(given) or any(not names.isdisjoint(_COPIED.findall(value)) for _, value in given)
    return tuple(parameter_line(*pair) for pair in (given if ordered else sorted(given)))


def _conditions_meaning(value: Scalar) -> Scalar:
    return tuple(sorted(value)) if isinstance(value, tuple) else value


def _parameters_meaning(value: Scalar) -> Scalar:
    return parameter_lines(map(parse_parameter, value)) if isinstance(value, tuple) else value


def _of_rule(conversion: Conversion, name: str) -> Scalar | Unset:
    rule = conversion.rule
    if rule is None:
        return UNSET
    copied: Scalar | Unset = UNSET if rule.copy_parameters is None else rule.copy_parameters
    values: dict[str, Scalar | Unset] = {
        "event_conditions": condition_lines(rule.conditions),
        "source_copy_parameters": copied,
        "parameter_mutations": parameter_lines(rule.parameters),
    }
    return values[name]


ATTRIBUTES = (
    Attribute(
        name="destination_event",
        kind=Kind.TEXT,
        summary="The event that the rule makes; follows from `ga4.event`, and is what a rule is found by.",
        source=_PROTO,
        settable=Settable.ON_CREATE,
        imported=True,
        derive=lambda conversion, client: conversion.event or UNSET,
    ),
    Attribute(
        name="event_conditions",
        kind=Kind.LINES,
        summary="What an event must be like to make the other; all conditions must match.",
        source=_PROTO,
        imported=True,
        derive=lambda conversion, client: _of_rule(conversion, "event_conditions"),
        meaning=_conditions_meaning,
    ),
    Attribute(
        name="source_copy_parameters",
        kind=Kind.FLAG,
        summary="Whether the new event gets the parameters of the old one.",
        source=_PROTO,
        imported=True,
        derive=lambda conversion, client: _of_rule(conversion, "source_copy_parameters"),
    ),
    Attribute(
        name="parameter_mutations",
        kind=Kind.LINES,
        summary="Parameters that the new event gets, and their values.",
        source=_PROTO,
        imported=True,
        derive=lambda conversion, client: _of_rule(conversion, "parameter_mutations"),
        meaning=_parameters_meaning,
    ),
)


def _target(conversion: Conversion, client: Client) -> Target | None:
    wanted = conversion.rule is not None or conversion.no_rule
    if not client.property_id or conversion.event is None or not wanted:
        return None
    return Target(identity=conversion.event, name=conversion.event, gone=conversion.no_rule)


def _mentions(client: Client) -> frozenset[str]:
    """Events of conversions that say nothing of a rule: a live rule for one of them is nobody's leftover."""
    silent = (item for item in client.conversions if item.rule is None and not item.no_rule)
    return frozenset(item.event for item in silent if item.event)


def _check(conversion: Conversion, client: Client) -> Iterator[Problem]:
    """Problems that GA4 would refuse, beyond the limits in core.event_rule, which the loader checks."""
    for name, _ in conversion.rule.parameters if conversion.rule is not None else ():
        if not _NAME.fullmatch(name):
            yield Problem(
                "parameter-name-characters",
                "ga4.when.set",
                Text(
                    f"{name!r} is not a parameter that a rule can set: it has letters, digits and underscores only",
                    f"「{name}」はルールで設定できるパラメータではありません。使えるのは文字、数字、アンダースコアだけです",
                ),
            )
        elif name == "event_name":
            yield Problem(
                "parameter-event-name",
                "ga4.when.set",
                Text(
                    "a rule that makes an event cannot set event_name",
                    "イベントを作成するルールでは event_name を設定できません",
                ),
                Text("the new event's name is `ga4.event`", "新しいイベントの名前は `ga4.event` です"),
            )


EVENT_CREATE_RULE = ResourceType(
    name=EVENT_RULE,
    provider="ga4",
    title="event-create rule",
    attributes=ATTRIBUTES,
    target=_target,
    batch=1,
    check=_check,
    mentions=_mentions,
)
"""The type that the rest of microconv works with."""
