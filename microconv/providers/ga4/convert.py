"""Between the API's messages and the states of objects, by the attribute tables."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from typing import Any

from microconv.core.account_ids import dashed
from microconv.core.annotation import token_of
from microconv.core.event_rule import Condition, parameter_line, parse_parameter
from microconv.core.facts import Property
from microconv.core.plan import Change
from microconv.core.resource import Address, Live, frozen
from microconv.core.schema import Attribute, Kind, ResourceType
from microconv.core.value import Lines, Money, Scalar
from microconv.providers.ga4.enhanced_measurement import ENHANCED_MEASUREMENT, identity
from microconv.providers.ga4.event_create_rule import EVENT_CREATE_RULE
from microconv.providers.ga4.google_ads_link import GOOGLE_ADS_LINK
from microconv.providers.ga4.key_event import KEY_EVENT
from microconv.providers.ga4.library import class_name, library
from microconv.providers.ga4.reporting_data_annotation import REPORTING_DATA_ANNOTATION
from microconv.providers.ga4.settings import version_of


def key_event(raw: Any) -> Live:
    """A key event (raw protobuf) as a live object."""
    return _live(KEY_EVENT, raw, raw.event_name, raw.event_name)


def google_ads_link(raw: Any) -> Live:
    """A Google Ads link (raw protobuf) as a live object."""
    return _live(GOOGLE_ADS_LINK, raw, dashed(raw.customer_id), raw.customer_id)


def event_create_rule(raw: Any) -> Live:
    """An event-create rule (raw protobuf) as a live object."""
    return _live(EVENT_CREATE_RULE, raw, raw.destination_event, raw.destination_event)


def annotation(raw: Any) -> Live | None:
    """An annotation (raw protobuf) of microconv as a live object; None for one of somebody else."""
    token = token_of(raw.title)
    return None if token is None else _live(REPORTING_DATA_ANNOTATION, raw, token, token)


def dated(message: Any, day: datetime.date) -> Any:
    """An annotation to be sent, with its day."""
    raw = type(message).pb(message)
    raw.annotation_date.year, raw.annotation_date.month, raw.annotation_date.day = day.year, day.month, day.day
    return message


def enhanced_measurement(raw: Any, measurement_id: str, data_stream: str) -> Live:
    """The settings (raw protobuf) of the web stream that the config calls `data_stream`, as a live object."""
    return _live(ENHANCED_MEASUREMENT, raw, measurement_id, identity(data_stream))


def property_facts(raw: Any) -> Property:
    """Facts about a property (raw protobuf)."""
    level = raw.DESCRIPTOR.fields_by_name["service_level"].enum_type
    return Property(
        display_name=raw.display_name,
        currency_code=raw.currency_code,
        time_zone=raw.time_zone,
        service_level=_word(level, raw.service_level) if raw.service_level else "",
    )


def retention_facts(raw: Any) -> Property:
    """The facts about a property that its data retention settings (raw protobuf) tell."""
    enum = raw.DESCRIPTOR.fields_by_name["event_data_retention"].enum_type
    return Property(
        event_retention=_word(enum, raw.event_data_retention), user_retention=_word(enum, raw.user_data_retention)
    )


def signals_facts(raw: Any) -> Property:
    """The facts about a property that its Google signals settings (raw protobuf) tell."""
    return Property(google_signals=_word(raw.DESCRIPTOR.fields_by_name["state"].enum_type, raw.state))


def access_facts(raw: Iterable[Any]) -> Property:
    """The facts about a property that its access bindings (raw protobuf) tell: counts by role and domain.

    Names of people are not kept. A user counts with the role that may do most.
    """
    counts = Counter(
        (next(role for role in _ROLES if not role or f"predefinedRoles/{role}" in one.roles), _domain(one.user))
        for one in raw
    )
    lines = (f"{role or 'other'} {domain} {number}" for (role, domain), number in counts.items())
    return Property(access=tuple(sorted(lines)))


def _domain(user: str) -> str:
    """The domain of an e-mail address, without a blank; `?` where there is none."""
    return "".join(user.rpartition("@")[2].lower().split()) or "?"


_ROLES = ("admin", "editor", "analyst", "viewer", "")
"""Google's roles, the one that may do most first; the last stands for any other."""


def _live(kind: ResourceType, raw: Any, name: str, identity: str) -> Live:
    return Live(
        address=Address(kind.name, name),
        id=raw.name,
        identity=identity,
        state=frozen({attribute.name: _get(raw, attribute) for attribute in kind.attributes}),
    )


def resource(type_name: str) -> str:
    """The name of this type's resource in requests: `key_event` for `ga4.key_event`."""
    return type_name.partition(".")[2]


def message(kind: ResourceType, change: Change) -> Any:
    """A message with what a create or an update sends."""
    name = resource(kind.name)
    cls = getattr(library(version_of(name)), class_name(name))
    raw = cls.pb(cls())
    raw.name = change.id
    for item in change.attributes:
        _set(raw, kind.attribute(item.name), item.after)
    return cls.wrap(raw)


def _get(raw: Any, attribute: Attribute) -> Scalar:
    name, kind = attribute.name, attribute.kind
    field = raw.DESCRIPTOR.fields_by_name[name]
    if kind is Kind.LINES:
        return _lines(field.message_type.name, getattr(raw, name))
    if field.message_type is not None and not raw.HasField(name):
        return None
    value = getattr(raw, name)
    if kind is Kind.MONEY:
        return Money(value.numeric_value, value.currency_code)
    if kind is Kind.WORD:
        return _word(field.enum_type, value) if value else None
    if kind is Kind.TEXT and field.message_type is not None:  # a moment
        return datetime.datetime.fromtimestamp(value.seconds, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    scalar: Scalar = value.value if field.message_type is not None else value
    return scalar


def _lines(of: str, items: Any) -> Lines:
    if of == "MatchingCondition":
        return tuple(str(Condition(one.field, _comparison(one), one.value, one.negated)) for one in items)
    return tuple(parameter_line(one.parameter, one.parameter_value) for one in items)


def _comparison(condition: Any) -> str:
    return _word(condition.DESCRIPTOR.fields_by_name["comparison_type"].enum_type, condition.comparison_type)


def _word(enum: Any, number: int) -> str:
    """The enum's word in lower case; `unknown_N` for one that is newer than the installed client."""
    known = enum.values_by_number.get(number)
    return str(known.name).lower() if known is not None else f"unknown_{number}"


def _set(raw: Any, attribute: Attribute, value: Scalar) -> None:
    name = attribute.name
    field = raw.DESCRIPTOR.fields_by_name[name]
    if isinstance(value, Money):
        money = getattr(raw, name)
        money.numeric_value = value.amount
        money.currency_code = value.currency
    elif isinstance(value, tuple):
        _fill(field.message_type.name, getattr(raw, name), value)
    elif attribute.kind is Kind.WORD:
        setattr(raw, name, field.enum_type.values_by_name[str(value).upper()].number)
    elif value is not None and field.message_type is not None:
        getattr(raw, name).value = value  # also false: then the wrapper is there, and says so
    elif value is not None:
        setattr(raw, name, value)


def _fill(of: str, repeated: Any, lines: Lines) -> None:
    for line in lines:
        added = repeated.add()
        if of == "MatchingCondition":
            condition = Condition.parse(line)
            enum = added.DESCRIPTOR.fields_by_name["comparison_type"].enum_type
            added.field = condition.field
            added.comparison_type = enum.values_by_name[condition.comparison.upper()].number
            added.value = condition.value
            added.negated = condition.negated
        else:
            added.parameter, added.parameter_value = parse_parameter(line)
