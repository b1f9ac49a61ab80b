"""Between the API's messages and states of key events."""

from __future__ import annotations

from typing import Any

from microconv.core.plan import Change
from microconv.core.resource import Address, Live, frozen
from microconv.core.schema import Kind, Money, Scalar
from microconv.providers.ga4.key_event import ATTRIBUTES, KEY_EVENT


def live(key_event: Any) -> Live:
    """A key event (raw protobuf) as a live object."""
    return Live(
        address=Address(KEY_EVENT.name, key_event.event_name),
        id=key_event.name,
        identity=key_event.event_name,
        state=frozen({attribute.name: _get(key_event, attribute.name, attribute.kind) for attribute in ATTRIBUTES}),
    )


def message(change: Change) -> Any:
    """A KeyEvent with what a create or an update sends."""
    from google.analytics.admin_v1beta.types import KeyEvent

    key_event = KeyEvent.pb(KeyEvent())
    key_event.name = change.id
    for item in change.attributes:
        _set(key_event, item.name, KEY_EVENT.attribute(item.name).kind, item.after)
    return KeyEvent.wrap(key_event)


def _get(key_event: Any, name: str, kind: Kind) -> Scalar:
    if kind is Kind.MONEY:
        if not key_event.HasField(name):
            return None
        money = getattr(key_event, name)
        return Money(money.numeric_value, money.currency_code)
    value: Scalar = getattr(key_event, name)
    if kind is Kind.WORD:
        values = key_event.DESCRIPTOR.fields_by_name[name].enum_type.values_by_number
        return str(values[value].name).lower() if value and value in values else (f"unknown_{value}" if value else None)
    return value


def _set(key_event: Any, name: str, kind: Kind, value: Scalar) -> None:
    if isinstance(value, Money):
        money = getattr(key_event, name)
        money.numeric_value = value.amount
        money.currency_code = value.currency
    elif kind is Kind.WORD:
        setattr(
            key_event,
            name,
            key_event.DESCRIPTOR.fields_by_name[name].enum_type.values_by_name[str(value).upper()].number,
        )
    elif value is not None:
        setattr(key_event, name, value)
