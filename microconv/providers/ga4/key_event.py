"""Key events: the attribute table.

Facts: google/analytics/admin/v1beta/resources.proto, message KeyEvent, checked 2026-11-23. Only `counting_method` and
`default_value` can be changed; `event_name` cannot, and the rest is the server's.
"""

from __future__ import annotations

from collections.abc import Iterator

from microconv.core import naming
from microconv.core.client import Client
from microconv.core.conversion import Conversion
from microconv.core.kinds import KEY_EVENT as KEY_EVENT_NAME
from microconv.core.resource import Target
from microconv.core.schema import UNSET, Attribute, Kind, Problem, ResourceType, Settable, Unset
from microconv.core.text import Text
from microconv.core.value import Money, Scalar
from microconv.providers.ga4.settings import RESOURCES

_PROTO = "KeyEvent, v1beta proto, checked 2026-11-23"


def _default_value(conversion: Conversion, client: Client) -> Scalar | Unset:
    value = conversion.value
    if value is None or value.keeps_default or not conversion.event_value:
        return UNSET
    return None if value.amount is None else Money(value.amount, value.currency)


ATTRIBUTES = (
    Attribute(
        name="event_name",
        kind=Kind.TEXT,
        summary="The GA4 event that is marked as a key event; follows from `ga4.event`.",
        source=_PROTO,
        settable=Settable.ON_CREATE,
        imported=True,
        derive=lambda conversion, client: conversion.event or UNSET,
    ),
    Attribute(
        name="counting_method",
        kind=Kind.WORD,
        summary="Whether a key event counts at every event or once a session.",
        source=_PROTO,
        yaml="ga4.counting",
        words=f"{RESOURCES}:KeyEvent.CountingMethod",
        imported=True,
        examples=("once_per_session", "once_per_event"),
        google=Text("Counting method", "カウント方法"),
        absent="as it is in the property; a new key event counts once_per_event",
        initial="once_per_event",  # the proto has the field as required, and GA4 recommends this one
    ),
    Attribute(
        name="default_value",
        kind=Kind.MONEY,
        summary="What the key event is worth where its event sends no value; follows from `value`, "
        "unless `ga4.value` is false.",
        source=_PROTO,
        unit="currency",
        imported=True,
        derive=_default_value,
    ),
    Attribute(
        name="deletable",
        kind=Kind.FLAG,
        summary="Whether Google lets one delete it.",
        source=_PROTO,
        settable=Settable.NEVER,
    ),
    Attribute(
        name="custom",
        kind=Kind.FLAG,
        summary="Whether it counts towards the limit of key events.",
        source=_PROTO,
        settable=Settable.NEVER,
    ),
    Attribute(
        name="create_time",
        kind=Kind.TEXT,
        summary="When it was made, as RFC 3339 writes a moment, in UTC, to the second.",
        source=_PROTO,
        settable=Settable.NEVER,
    ),
)


def _target(conversion: Conversion, client: Client) -> Target | None:
    if not client.property_id or conversion.event is None:
        return None
    return Target(identity=conversion.event, name=conversion.event)


def _check(conversion: Conversion, client: Client) -> Iterator[Problem]:
    if conversion.event is not None:
        for problem in naming.check_event(conversion.event, collected_by_ga4=True):
            yield Problem(problem.code, "ga4.event", problem.summary, problem.hint)


KEY_EVENT = ResourceType(
    name=KEY_EVENT_NAME,
    provider="ga4",
    title="key event",
    attributes=ATTRIBUTES,
    target=_target,
    batch=1,
    check=_check,
)
"""The type that the rest of microconv works with."""
