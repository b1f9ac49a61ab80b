"""Triggers: the attribute table.

Facts: schema Trigger of the discovery document (v2, revision 20260826); the parameters of each type are those of
exported and compiled containers, checked 2026-11-29. The type of a trigger cannot be changed, and one that a tag uses
cannot be deleted.
"""

from __future__ import annotations

from collections.abc import Iterator

from microconv.core.client import Client
from microconv.core.conversion import Conversion
from microconv.core.ga4_import import name_identity
from microconv.core.kinds import TRIGGER as NAME
from microconv.core.phase import Phase
from microconv.core.resource import Address, Desired, Target, frozen
from microconv.core.schema import Attribute, Kind, ResourceType, Settable
from microconv.core.tag_condition import TagCondition
from microconv.core.tag_manager import trigger_name
from microconv.core.tag_trigger import VIDEO_MOMENTS, TagTrigger, TriggerKind
from microconv.core.value import Scalar
from microconv.providers.tag_manager.built_in_variable import BATCH
from microconv.providers.tag_manager.in_any_order import in_any_order

_SCHEMA = "Trigger, discovery document of v2, revision 20260826, checked 2026-11-29"
_EXPORTS = "exported and compiled containers, checked 2026-11-29"

TYPE_OF_KIND = {
    TriggerKind.PAGE: "pageview",
    TriggerKind.CLICK: "click",
    TriggerKind.LINK: "linkClick",
    TriggerKind.FORM: "formSubmission",
    TriggerKind.SCROLL: "scrollDepth",
    TriggerKind.VISIBLE: "elementVisibility",
    TriggerKind.TIMER: "timer",
    TriggerKind.VIDEO: "youTubeVideo",
    TriggerKind.EVENT: "customEvent",
}
"""The types of Tag Manager by the words of a config."""

EVENT_NAME = "{{_event}}"
"""The variable of a custom event's own condition. It is always there."""

ON_SCREEN = "50"
"""The share of an element, in per cent, that must be on the screen: Tag Manager's own default."""

ATTRIBUTES = (
    Attribute(
        name="name",
        kind=Kind.TEXT,
        summary="Name, unique among triggers; that of the conversion.",
        source=_SCHEMA,
    ),
    Attribute(
        name="kind",
        kind=Kind.TEXT,
        summary="The API's word for its type; follows from `tag.when`. It stays for ever.",
        source=_SCHEMA,
        settable=Settable.ON_CREATE,
    ),
    Attribute(
        name="conditions",
        kind=Kind.LINES,
        summary="Conditions of the moment; all must hold.",
        source=_SCHEMA,
        meaning=in_any_order,
    ),
    Attribute(
        name="event",
        kind=Kind.LINES,
        summary="The condition on the name of an event; there is exactly one.",
        source=_SCHEMA,
        meaning=in_any_order,
    ),
    Attribute(
        name="listens_where",
        kind=Kind.LINES,
        summary="Conditions of the page for listening to clicks, forms and timers at all; all must hold.",
        source=_SCHEMA,
        meaning=in_any_order,
    ),
    Attribute(
        name="scroll_percent",
        kind=Kind.TEXT,
        summary="How far down a page is scrolled, in per cent of its height; several with commas.",
        source=_EXPORTS,
        unit="per cent",
    ),
    Attribute(
        name="element",
        kind=Kind.TEXT,
        summary="The element that comes into sight: `selector …` or `id …`.",
        source=_EXPORTS,
    ),
    Attribute(
        name="visible_percent",
        kind=Kind.TEXT,
        summary="How much of the element must be on the screen.",
        source=_EXPORTS,
        unit="per cent",
    ),
    Attribute(
        name="frequency",
        kind=Kind.TEXT,
        summary="How often an element in sight counts: ONCE on a page, ONCE_PER_ELEMENT, MANY_PER_ELEMENT.",
        source=_EXPORTS,
    ),
    Attribute(
        name="interval",
        kind=Kind.TEXT,
        summary="How long a timer runs, in milliseconds.",
        source=_SCHEMA,
        unit="milliseconds",
    ),
    Attribute(
        name="limit",
        kind=Kind.TEXT,
        summary="How often a timer fires on one page.",
        source=_SCHEMA,
    ),
    Attribute(
        name="video",
        kind=Kind.LINES,
        summary="The moments of a YouTube video: start, pause, complete, and how far it was played, in per cent.",
        source=_EXPORTS,
        meaning=in_any_order,
    ),
    Attribute(
        name="used_by",
        kind=Kind.LINES,
        summary="The tags that fire on it, or that it keeps from firing; groups of triggers and zones that use it.",
        source=_SCHEMA,
        settable=Settable.NEVER,
    ),
    Attribute(
        name="deletable",
        kind=Kind.FLAG,
        summary="Whether it can be deleted: no tag, group or zone uses it.",
        source=_SCHEMA,
        settable=Settable.NEVER,
    ),
)


def state_of(trigger: TagTrigger) -> dict[str, Scalar]:
    """The attributes that a trigger of the config has, without a name."""
    kind, value = trigger.kind, trigger.value
    state: dict[str, Scalar] = {
        "kind": TYPE_OF_KIND[kind],
        "conditions": tuple(sorted(map(str, trigger.all_conditions))),
    }
    if kind in {TriggerKind.CLICK, TriggerKind.LINK, TriggerKind.FORM, TriggerKind.TIMER}:
        state["listens_where"] = ()
    if kind is TriggerKind.EVENT:
        state["event"] = (str(TagCondition(EVENT_NAME, "equals", value)),)
    elif kind is TriggerKind.SCROLL:
        state["scroll_percent"] = value
    elif kind is TriggerKind.VISIBLE:
        state |= {"element": f"selector {value}", "visible_percent": ON_SCREEN, "frequency": "ONCE"}
    elif kind is TriggerKind.TIMER:
        state |= {"interval": str(int(value) * 1000), "limit": "1"}
    elif kind is TriggerKind.VIDEO:
        state["video"] = (value if value in VIDEO_MOMENTS else f"{value} %",)
    return state


def _declares(client: Client) -> Iterator[Desired]:
    if not client.accounts.container:
        return
    for conversion in client.conversions:
        if conversion.tag is not None and conversion.tag.trigger is not None:
            yield _desired(conversion, conversion.tag.trigger)


def _desired(conversion: Conversion, trigger: TagTrigger) -> Desired:
    name = trigger_name(conversion.name)
    target = Target(name_identity(name), name, previously=tuple(map(name_identity, conversion.previously)))
    state = frozen({"name": name, **state_of(trigger)})
    return Desired(Address(NAME, name), target, state, conversion.name, conversion.protect, conversion.span)


def _mentions(client: Client) -> frozenset[str]:
    """Conversions that say nothing of a trigger: one of their name is nobody's leftover."""
    silent = (one.name for one in client.conversions if one.tag is None or one.tag.trigger is None)
    adopted = (name for one in client.conversions if one.tag for name in one.tag.adopted.triggers)
    return frozenset((*silent, *adopted))


TRIGGER = ResourceType(
    name=NAME,
    provider="tag_manager",
    title="trigger",
    attributes=ATTRIBUTES,
    batch=BATCH,
    declares=_declares,
    mentions=_mentions,
    phase=Phase.FOLLOW,
)
"""The type that the rest of microconv works with."""
