"""Event edit rules (v1alpha): an event that meets a rule's conditions is changed, rule after rule in their order.

Source: google/analytics/admin/v1alpha/event_create_and_edit.proto (checked 2026-11-23). The processing order starts at
1 and a new rule comes last (that it starts at 1 is inferred). The change history has no type for these rules.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from microconv.emulator.ga4.access import find_stream, parse_name
from microconv.emulator.ga4.errors import invalid
from microconv.emulator.ga4.masks import touches
from microconv.emulator.ga4.messages import fill
from microconv.emulator.ga4.methods.event_rule_methods import EventRuleMethods
from microconv.emulator.ga4.methods.event_rule_parts import (
    check_source,
    read_conditions,
    read_mutations,
    write_conditions,
    write_mutations,
)
from microconv.emulator.ga4.model_data_streams import EventEditRule

if TYPE_CHECKING:
    from microconv.emulator.ga4.call import Call
    from microconv.emulator.ga4.model_data_streams import DataStream

MAX_DISPLAY_NAME = 255
_RESOURCE = "event_edit_rule"


def reorder_event_edit_rules(call: Call) -> None:
    """Put the rules of a stream in the order of the request, which names each of them once.

    Raises ApiError (INVALID_ARGUMENT) if one is missing, there twice, or not of that stream; see also find_stream.
    """
    template = "properties/*/dataStreams/*/eventEditRules/*"
    parent = parse_name(call.request.parent, "properties/*/dataStreams/*", "parent")
    _, stream = find_stream(call, *parent)
    named = [parse_name(name, template, "event_edit_rules") for name in call.request.event_edit_rules]
    rules = stream.event_edit_rules
    if sorted(named) != sorted((*parent, one) for one in rules):
        raise invalid("Every event edit rule of the data stream must be listed once.", "event_edit_rules")
    for order, (_, _, rule_id) in enumerate(named, start=1):
        rules[rule_id] = replace(rules[rule_id], processing_order=order)


def _check_display_name(name: str) -> str:
    if not name:
        raise invalid("The display name is required.", f"{_RESOURCE}.display_name")
    if len(name) > MAX_DISPLAY_NAME:
        text = f"The display name is longer than {MAX_DISPLAY_NAME} characters."
        raise invalid(text, f"{_RESOURCE}.display_name")
    return name


def _draft(
    call: Call, given: Any, stream: DataStream, mask: frozenset[str], old: EventEditRule | None
) -> EventEditRule:
    last = max((one.processing_order for one in stream.event_edit_rules.values()), default=0)
    policies = call.world.policies
    rule = old or EventEditRule(0, "", (), (), processing_order=last + 1)
    if touches(mask, "display_name"):
        rule = replace(rule, display_name=_check_display_name(given.display_name))
    if touches(mask, "event_conditions"):
        rule = replace(rule, event_conditions=read_conditions(given, stream, _RESOURCE, policies))
        made = {one.destination_event for one in stream.event_create_rules.values()}
        check_source(rule.event_conditions, "", made, _RESOURCE, policies)
    if touches(mask, "parameter_mutations"):
        mutations = read_mutations(given, _RESOURCE, policies, event_name=True)
        if not mutations:
            raise invalid("At least one parameter mutation is required.", f"{_RESOURCE}.parameter_mutations")
        rule = replace(rule, parameter_mutations=mutations)
    return rule


def write_event_edit_rule(message: Any, name: str, rule: EventEditRule) -> None:
    """Fill an EventEditRule message."""
    fill(message, name=name, display_name=rule.display_name, processing_order=rule.processing_order)
    write_conditions(message, rule.event_conditions)
    write_mutations(message, rule.parameter_mutations)


EVENT_EDIT_RULES = EventRuleMethods(
    collection="eventEditRules",
    resource=_RESOURCE,
    items="event_edit_rules",
    output_only=("name", "processing_order"),
    draft=_draft,
    write=write_event_edit_rule,
    limit="event_edit_rule_limit",
    history=None,
)
