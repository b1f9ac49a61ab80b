"""Event create rules (v1alpha): an event that meets a rule's conditions makes another event, without any tag.

Source: google/analytics/admin/v1alpha/event_create_and_edit.proto (checked 2026-11-23). Create rules have no order.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from microconv.emulator.ga4.errors import already_exists, invalid
from microconv.emulator.ga4.masks import touches
from microconv.emulator.ga4.messages import fill
from microconv.emulator.ga4.methods.event_rule_methods import EventRuleMethods
from microconv.emulator.ga4.methods.event_rule_parts import (
    NAME_LENGTH,
    check_source,
    read_conditions,
    read_mutations,
    write_conditions,
    write_mutations,
)
from microconv.emulator.ga4.methods.key_event_rules import RESERVED_NAMES, RESERVED_PREFIXES
from microconv.emulator.ga4.model_data_streams import EventCreateRule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from microconv.emulator.ga4.call import Call
    from microconv.emulator.ga4.model_data_streams import DataStream
    from microconv.emulator.policies import PolicyValue

_RESOURCE = "event_create_rule"
_EVENT_NAME = re.compile(r"[^\W\d_]\w*")
_EMPTY = EventCreateRule(0, "", (), source_copy_parameters=False, parameter_mutations=())


def check_destination_event(name: str, policies: Mapping[str, PolicyValue]) -> str:
    """The name, if an event may be made under it.

    Raises ApiError (INVALID_ARGUMENT).
    """
    where = f"{_RESOURCE}.destination_event"
    if not name:
        raise invalid("The destination event is required.", where)
    if len(name) >= NAME_LENGTH:
        raise invalid(f"The destination event '{name}' must be shorter than {NAME_LENGTH} characters.", where)
    if not _EVENT_NAME.fullmatch(name):
        text = "must start with a letter and have letters, digits and underscores only"
        raise invalid(f"The destination event '{name}' {text}.", where)
    prefix = next((one for one in RESERVED_PREFIXES if name.startswith(one)), None)
    if prefix is not None and policies["reserved_destination_prefixes_refused"]:
        raise invalid(f"The destination event '{name}' starts with the reserved prefix '{prefix}'.", where)
    if name in RESERVED_NAMES and policies["reserved_event_names_refused"]:
        raise invalid(f"The destination event '{name}' is reserved.", where)
    return name


def _draft(
    call: Call, given: Any, stream: DataStream, mask: frozenset[str], old: EventCreateRule | None
) -> EventCreateRule:
    rule, policies = old or _EMPTY, call.world.policies
    if touches(mask, "destination_event"):
        rule = replace(rule, destination_event=check_destination_event(given.destination_event, policies))
    if touches(mask, "event_conditions"):
        rule = replace(rule, event_conditions=read_conditions(given, stream, _RESOURCE, policies))
    if touches(mask, "source_copy_parameters"):
        rule = replace(rule, source_copy_parameters=given.source_copy_parameters)
    if touches(mask, "parameter_mutations"):
        event_name = bool(policies["event_name_mutations_in_create_rules"])
        rule = replace(rule, parameter_mutations=read_mutations(given, _RESOURCE, policies, event_name=event_name))
    made = {one.destination_event for one in stream.event_create_rules.values() if one.id != rule.id}
    if policies["duplicate_destination_events_refused"] and rule.destination_event in made:
        raise already_exists()
    check_source(rule.event_conditions, rule.destination_event, made, _RESOURCE, policies)
    return rule


def write_event_create_rule(message: Any, name: str, rule: EventCreateRule) -> None:
    """Fill an EventCreateRule message."""
    fill(
        message,
        name=name,
        destination_event=rule.destination_event,
        source_copy_parameters=rule.source_copy_parameters,
    )
    write_conditions(message, rule.event_conditions)
    write_mutations(message, rule.parameter_mutations)


EVENT_CREATE_RULES = EventRuleMethods(
    collection="eventCreateRules",
    resource=_RESOURCE,
    items="event_create_rules",
    output_only=("name",),
    draft=_draft,
    write=write_event_create_rule,
    limit="event_create_rule_limit",
    history="EVENT_CREATE_RULE",
)
