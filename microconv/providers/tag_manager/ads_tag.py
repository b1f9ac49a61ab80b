"""Conversion tags of Google Ads (type `awct`): the attribute table.

Facts: exported and compiled containers, checked 2026-11-29: `conversionId` has digits only, never `AW-`. Consent,
priority, schedule, folder, notes, product data and enhanced conversions are not here: they stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator

from microconv.core.client import Client
from microconv.core.conversion import WEBSITE
from microconv.core.kinds import ADS_TAG as NAME
from microconv.core.phase import Phase
from microconv.core.resource import Desired, frozen
from microconv.core.schema import Attribute, Kind, ResourceType, Settable
from microconv.core.tag_manager import reference, trigger_name, variable_name
from microconv.core.value import Scalar
from microconv.providers.tag_manager.built_in_variable import BATCH
from microconv.providers.tag_manager.tag_attributes import COMMON, FIRING, SENDS, desired_tag, mentioned, trigger_line
from microconv.providers.tag_manager.worth import worth

TYPE = "awct"
"""The API's word for the type."""

SUFFIX = " (Google Ads)"
"""The end of the name that a conversion's tag is given."""

SOURCE = WEBSITE
"""The source of the conversions that such a tag counts."""

_EXPORTS = "exported containers, checked 2026-11-29"

ATTRIBUTES = (
    *COMMON,
    Attribute(
        name="send_to",
        kind=Kind.TEXT,
        summary="Conversion id and label of the action that it counts for, `AW-…/…`; follow from the action itself.",
        source=_EXPORTS,
    ),
    Attribute(
        name="value",
        kind=Kind.TEXT,
        summary="What one conversion is worth, or the variable that has it; follows from `value` and `tag.value`.",
        source=_EXPORTS,
    ),
    Attribute(name="currency", kind=Kind.TEXT, summary="Currency of that value, ISO 4217.", source=_EXPORTS),
    Attribute(
        name="transaction_id",
        kind=Kind.TEXT,
        summary="The variable with the number of the order; conversions with the same one count once.",
        source=_EXPORTS,
    ),
    SENDS,
    Attribute(
        name="mentions",
        kind=Kind.LINES,
        summary="The labels among which a lookup table of the container chooses.",
        source=_EXPORTS,
        settable=Settable.NEVER,
    ),
    *FIRING,
)


def _declares(client: Client) -> Iterator[Desired]:
    """The tags, without the labels, which the planner adds: they follow from what is live in Google Ads."""
    if not client.accounts.container or not client.customer_id:
        return
    for conversion in client.conversions:
        tag = conversion.tag
        if tag is None or conversion.source != SOURCE:
            continue
        state: dict[str, Scalar] = {
            "name": conversion.name + SUFFIX,
            "kind": TYPE,
            **dict(worth(conversion, client)),
            "fires_on": (trigger_line(trigger_name(conversion.name)),),
            "paused": False,
        }
        if tag.transaction_id:
            state["transaction_id"] = reference(variable_name(client.prefix, tag.transaction_id))
        yield desired_tag(NAME, SUFFIX, conversion, state)


def _mentions(client: Client) -> frozenset[str]:
    """Conversions that say nothing of tags, or not of this one: a tag of their name is nobody's leftover."""
    return mentioned(client, lambda one: one.source == SOURCE)


ADS_TAG = ResourceType(
    name=NAME,
    provider="tag_manager",
    title="Google Ads conversion tag",
    attributes=ATTRIBUTES,
    batch=BATCH,
    declares=_declares,
    mentions=_mentions,
    retired=frozen({"paused": True}),
    phase=Phase.FOLLOW,
)
"""The type that the rest of microconv works with."""
