"""The tags that a website needs for a client's conversions, where each belongs, and what it sends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from microconv.core.action_state import ActionState
from microconv.core.client import Client
from microconv.core.conversion import Conversion
from microconv.core.planning.live_action import live_action
from microconv.core.resource import Live, Reading, any_emulated
from microconv.core.schema import ResourceType
from microconv.core.tags.ga4 import ga4_tags, measurement_id
from microconv.core.tags.google_ads import TAGGED, google_ads_tags
from microconv.core.tags.snippet import Product, Snippet, Snippets, Standing


def tagged_actions(types: Sequence[ResourceType], client: Client, readings: Sequence[Reading]) -> dict[str, Live]:
    """The live actions that tags of the website count, by conversion."""
    live = [item for reading in readings for item in reading.resources]
    by_conversion = {}
    for conversion in client.conversions:
        if client.customer_id and conversion.source in TAGGED:
            item = live_action(types, client, conversion, live)
            if item is not None and ActionState(item.state).status != "removed":
                by_conversion[conversion.name] = item
    return by_conversion


def snippets(
    types: Sequence[ResourceType],
    client: Client,
    readings: Sequence[Reading],
    send_tos: Mapping[str, str],
    conversions: Iterable[Conversion],
    reads: int,
) -> Snippets:
    """The tags of `conversions`, in the order of their names. `send_tos` are the live actions' by resource name."""
    actions = tagged_actions(types, client, readings)
    chosen = sorted(conversions, key=lambda item: item.name)
    items: list[Snippet] = []
    for conversion in chosen:
        made = [
            *google_ads_tags(client, conversion, actions, send_tos, readings, types),
            *ga4_tags(client, conversion, readings),
        ]
        nowhere = "it is in neither Google Ads nor GA4, by the config"
        items += made or [Snippet(conversion.name, Product.GOOGLE_ADS, Standing.NOT_NEEDED, nowhere)]
    ids = {item.target.partition("/")[0] for item in items if item.target}
    measured = measurement_id(readings)
    if measured and any(item.product is Product.GA4 for item in items):
        ids.add(measured)
    return Snippets(
        client=client.label,
        accounts=tuple((reading.provider, reading.account) for reading in readings),
        emulated=any_emulated(readings),
        ids=tuple(sorted(ids)),
        items=tuple(items),
        reads=reads,
    )
