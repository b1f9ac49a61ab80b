"""The form of a data stream in a seed, with its event rules and enhanced measurement settings.

A web stream without ``measurement_id`` gets one. Rules need what the API needs to exist at all (conditions, known
comparison types); lengths and numbers are not limited, so that a seed can hold what an older real account holds.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from microconv.emulator.ga4.model_data_streams import (
    COMPARISON_TYPES,
    SEARCH_QUERY_PARAMETER,
    STREAM_DATA,
    DataStream,
    EnhancedMeasurementSettings,
    EventCreateRule,
    EventEditRule,
    MatchingCondition,
    ParameterMutation,
    measurement_id,
)
from microconv.emulator.ga4.seeding_parts import add, plain, read_id

if TYPE_CHECKING:
    from datetime import datetime

    from microconv.emulator.ga4.seeding_section import Section
    from microconv.emulator.ga4.state import Ga4State

_SETTINGS = "enhanced_measurement_settings"
STREAM_KEYS = (
    *("id", "type", "display_name", "create_time", "update_time", *(name for name, _ in STREAM_DATA.values())),
    *(_SETTINGS, "event_create_rules", "event_edit_rules"),
)
SETTINGS_FLAGS = tuple(one.name for one in fields(EnhancedMeasurementSettings) if one.name.endswith("_enabled"))
_CONDITION = ("field", "comparison_type", "value", "negated")
_MUTATION = ("parameter", "parameter_value")
_CREATE_RULE = ("id", "destination_event", "event_conditions", "source_copy_parameters", "parameter_mutations")
_EDIT_RULE = ("id", "display_name", "event_conditions", "parameter_mutations", "processing_order")


def read_stream(section: Section, born: datetime, state: Ga4State) -> DataStream:
    """A data stream.

    born: its creation time (aware) unless it gives one.

    Raises SeedError for an unknown key, a missing or wrong value, or an id or processing order that is there twice.
    """
    kind = section.word("type", tuple(STREAM_DATA))
    name, known = STREAM_DATA[kind]
    for other, _ in STREAM_DATA.values():
        if other != name and other in section:
            raise section.fail(other, f"does not belong to a stream of type {kind}")
    if _SETTINGS in section and kind != "WEB_DATA_STREAM":
        raise section.fail(_SETTINGS, f"does not belong to a stream of type {kind}")
    given = section.section(name, known)
    created = section.time("create_time", born)
    stream_id = read_id(section, state)
    data = {} if given is None else {key: given.text(key) for key in known if key in given}
    if kind == "WEB_DATA_STREAM":
        data.setdefault("measurement_id", measurement_id(stream_id))
    stream = DataStream(
        id=stream_id,
        type=kind,
        display_name=section.text("display_name", ""),
        data=data,
        create_time=created,
        update_time=section.time("update_time", created),
        enhanced_measurement_settings=_read_settings(section),
    )
    for below in section.sections("event_create_rules", _CREATE_RULE):
        add(stream.event_create_rules, _read_create_rule(below, state), below, "data stream")
    for below in section.sections("event_edit_rules", _EDIT_RULE):
        rule = _read_edit_rule(below, state, 1 + max(_orders(stream), default=0))
        if rule.processing_order in _orders(stream):
            raise below.fail("processing_order", f"{rule.processing_order} is there twice in one data stream")
        add(stream.event_edit_rules, rule, below, "data stream")
    return stream


def _orders(stream: DataStream) -> set[int]:
    return {rule.processing_order for rule in stream.event_edit_rules.values()}


def _read_settings(section: Section) -> EnhancedMeasurementSettings | None:
    """The settings, None if the stream has those it was made with. Flags that are left out are false."""
    below = section.section(_SETTINGS, (*SETTINGS_FLAGS, "search_query_parameter", "uri_query_parameter"))
    if below is None:
        return None
    search = below.text("search_query_parameter", SEARCH_QUERY_PARAMETER)
    if not search:
        raise below.fail("search_query_parameter", "is empty")
    return EnhancedMeasurementSettings(
        **{name: below.flag(name, False) for name in SETTINGS_FLAGS},
        search_query_parameter=search,
        uri_query_parameter=below.text("uri_query_parameter", ""),
    )


def _read_create_rule(section: Section, state: Ga4State) -> EventCreateRule:
    return EventCreateRule(
        id=read_id(section, state),
        destination_event=_filled(section, "destination_event"),
        event_conditions=_read_conditions(section),
        source_copy_parameters=section.flag("source_copy_parameters", False),
        parameter_mutations=_read_mutations(section),
    )


def _read_edit_rule(section: Section, state: Ga4State, order: int) -> EventEditRule:
    rule = EventEditRule(
        id=read_id(section, state),
        display_name=_filled(section, "display_name"),
        event_conditions=_read_conditions(section),
        parameter_mutations=_read_mutations(section),
        processing_order=section.id("processing_order", order),
    )
    if not rule.parameter_mutations:
        raise section.fail("parameter_mutations", "at least one is needed")
    return rule


def _read_conditions(section: Section) -> tuple[MatchingCondition, ...]:
    conditions = tuple(
        MatchingCondition(
            field=_filled(below, "field"),
            comparison_type=below.word("comparison_type", COMPARISON_TYPES),
            value=below.text("value"),
            negated=below.flag("negated", False),
        )
        for below in section.sections("event_conditions", _CONDITION)
    )
    if not conditions:
        raise section.fail("event_conditions", "at least one is needed")
    return conditions


def _read_mutations(section: Section) -> tuple[ParameterMutation, ...]:
    return tuple(
        ParameterMutation(_filled(below, "parameter"), below.text("parameter_value"))
        for below in section.sections("parameter_mutations", _MUTATION)
    )


def _filled(section: Section, key: str) -> str:
    text = section.text(key)
    if not text:
        raise section.fail(key, "is empty")
    return text


def write_stream(stream: DataStream) -> dict[str, Any]:
    """A data stream as the seed writes it, with everything in it."""
    content = plain(stream, without=("data",)) | {STREAM_DATA[stream.type][0]: dict(stream.data)}
    for name in ("event_create_rules", "event_edit_rules"):
        rules = getattr(stream, name)
        if rules:
            content[name] = [plain(rule) for rule in rules.values()]
    return content
