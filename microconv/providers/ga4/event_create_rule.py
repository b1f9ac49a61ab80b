"""Event-create rules: an event that meets conditions makes another event, without any tag. The attribute table.

Facts: google/analytics/admin/v1alpha/event_create_and_edit.proto, message EventCreateRule, checked 2026-11-23. All
conditions must match, in any order; parameters are set in their order, after those of the source event were copied.
A rule belongs to a data stream. Its name is the server's, so a rule is found by the event that it makes, and of several
for one event by what it says. Rules do not act on events that another rule made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from microconv.core.client import Client
from microconv.core.conversion import Conversion
from microconv.core.event_rule import Condition, EventRule, parameter_line, parse_parameter
from microconv.core.kinds import EVENT_RULE
from microconv.core.resource import Address, Desired, Target, frozen
from microconv.core.schema import Attribute, Kind, Problem, ResourceType, Settable
from microconv.core.text import Text
from microconv.core.value import Lines, Scalar, State

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


ATTRIBUTES = (
    Attribute(
        name="destination_event",
        kind=Kind.TEXT,
        summary="The event that the rule makes; follows from `ga4.event`, and is what a rule is found by.",
        source=_PROTO,
        settable=Settable.ON_CREATE,
        imported=True,
    ),
    Attribute(
        name="event_conditions",
        kind=Kind.LINES,
        summary="What an event must be like to make the other; all conditions must match.",
        source=_PROTO,
        imported=True,
        meaning=_conditions_meaning,
    ),
    Attribute(
        name="source_copy_parameters",
        kind=Kind.FLAG,
        summary="Whether the new event gets the parameters of the old one.",
        source=_PROTO,
        imported=True,
    ),
    Attribute(
        name="parameter_mutations",
        kind=Kind.LINES,
        summary="Parameters that the new event gets, and their values.",
        source=_PROTO,
        imported=True,
        meaning=_parameters_meaning,
    ),
)


def _state_of(event: str, rule: EventRule) -> State:
    copied = {} if rule.copy_parameters is None else {"source_copy_parameters": rule.copy_parameters}
    return frozen(
        {
            "destination_event": event,
            "event_conditions": condition_lines(rule.conditions),
            **copied,
            "parameter_mutations": parameter_lines(rule.parameters),
        }
    )


def _declares(client: Client) -> Iterator[Desired]:
    """The rules of conversions and of other events. One that must not exist is declared as gone, whatever it says."""
    if not client.property_id:
        return
    makers = {item.event: item for item in client.conversions if item.event}
    for event, rules in client.ruled:
        maker, address = makers.get(event), Address(EVENT_RULE, event)
        name, protect, span = (maker.name, maker.protect, maker.span) if maker else ("", False, None)
        if not rules:
            target = Target(identity=event, name=event, gone=True)
            yield Desired(address, target, frozen({"destination_event": event}), name, protect, span)
        for rule in rules:
            target = Target(identity=event, name=event)
            yield Desired(address, target, _state_of(event, rule), name, protect, rule.span or span)


def _mentions(client: Client) -> frozenset[str]:
    """Events of conversions that say nothing of a rule: a live rule for one of them is nobody's leftover."""
    silent = (item for item in client.conversions if not item.rules and not item.no_rule)
    return frozenset(item.event for item in silent if item.event)


def _check(conversion: Conversion, client: Client) -> Iterator[Problem]:
    """Problems that GA4 would refuse, beyond the limits in core.event_rule, which the loader checks."""
    for name, _ in (pair for rule in conversion.rules for pair in rule.parameters):
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
    batch=1,
    check=_check,
    declares=_declares,
    mentions=_mentions,
)
"""The type that the rest of microconv works with."""
