"""GA4 event tags (type `gaawe`): the attribute table.

Facts: exported containers and Google's own fixtures (google/site-kit-wp), checked 2026-11-29. Consent, priority,
schedule, folder, notes and user properties are not here: they stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator

from microconv.core.client import Client
from microconv.core.conversion import Conversion
from microconv.core.kinds import GA4_TAG as NAME
from microconv.core.phase import Phase
from microconv.core.resource import Desired, frozen
from microconv.core.schema import Attribute, Kind, ResourceType
from microconv.core.tag_manager import reference, trigger_name, variable_name
from microconv.core.value import Lines, Scalar
from microconv.providers.tag_manager.built_in_variable import BATCH
from microconv.providers.tag_manager.in_any_order import in_any_order
from microconv.providers.tag_manager.lines import pair_line
from microconv.providers.tag_manager.tag_attributes import COMMON, FIRING, SENDS, desired_tag, mentioned, trigger_line
from microconv.providers.tag_manager.worth import worth

TYPE = "gaawe"
"""The API's word for the type."""

SUFFIX = " (GA4)"
"""The end of the name that a conversion's tag is given."""

_EXPORTS = "exported containers, checked 2026-11-29"

ATTRIBUTES = (
    *COMMON,
    Attribute(
        name="event_name",
        kind=Kind.TEXT,
        summary="The event that it sends; follows from `ga4.event`.",
        source=_EXPORTS,
    ),
    Attribute(
        name="measurement_id",
        kind=Kind.TEXT,
        summary="The measurement id of the web stream that it sends to.",
        source=_EXPORTS,
    ),
    Attribute(
        name="parameters",
        kind=Kind.LINES,
        summary="The parameters that it sends, and their values; follow from `value` and `tag.parameters`.",
        source=_EXPORTS,
        meaning=in_any_order,
    ),
    SENDS,
    *FIRING,
)


def _parameters(conversion: Conversion, client: Client) -> Lines:
    tag = conversion.tag
    assert tag is not None

    def of_data_layer(key: str) -> str:
        return reference(variable_name(client.prefix, key))

    pairs = dict(worth(conversion, client)) if conversion.event_value or tag.value else {}
    if tag.transaction_id:
        pairs["transaction_id"] = of_data_layer(tag.transaction_id)
    pairs |= {one.name: of_data_layer(one.value) if one.data_layer else one.value for one in tag.parameters}
    return tuple(sorted(pair_line(name, value) for name, value in pairs.items()))


def _declares(client: Client) -> Iterator[Desired]:
    if not client.accounts.container or not client.property_id:
        return
    for conversion in client.conversions:
        if conversion.tag is None or conversion.event is None:
            continue
        state: dict[str, Scalar] = {
            "name": conversion.name + SUFFIX,
            "kind": TYPE,
            "event_name": conversion.event,
            "parameters": _parameters(conversion, client),
            "fires_on": (trigger_line(trigger_name(conversion.name)),),
            "paused": False,
        }
        if client.accounts.data_stream.startswith("G-"):
            state["measurement_id"] = client.accounts.data_stream
        yield desired_tag(NAME, SUFFIX, conversion, state)


def _mentions(client: Client) -> frozenset[str]:
    """Conversions that say nothing of tags, or not of this one: a tag of their name is nobody's leftover."""
    return mentioned(client, lambda one: one.event is not None)


GA4_TAG = ResourceType(
    name=NAME,
    provider="tag_manager",
    title="GA4 event tag",
    attributes=ATTRIBUTES,
    batch=BATCH,
    declares=_declares,
    mentions=_mentions,
    retired=frozen({"paused": True}),
    phase=Phase.FOLLOW,
)
"""The type that the rest of microconv works with."""
