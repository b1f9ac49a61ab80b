"""The tags that a website needs for a client's conversions, where each belongs, and what it sends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from microconv.core.client import Client
from microconv.core.conversion import Conversion
from microconv.core.planning.live_action import LiveActions
from microconv.core.product import Product
from microconv.core.resource import Live, Reading, any_emulated
from microconv.core.schema import ResourceType
from microconv.core.tags.ga4 import ga4_tags, known, measurement_id
from microconv.core.tags.google_ads import google_ads_tags, tagged_action
from microconv.core.tags.snippet import Snippet, Snippets, Standing
from microconv.core.text import Text


def tagged_actions(types: Sequence[ResourceType], client: Client, readings: Sequence[Reading]) -> dict[str, Live]:
    """The live actions that tags of the website count, by conversion."""
    actions = _live_actions(types, client, readings)
    pairs = ((conversion.name, tagged_action(client, conversion, actions)) for conversion in client.conversions)
    return {name: item for name, item in pairs if item is not None}


def _live_actions(types: Sequence[ResourceType], client: Client, readings: Sequence[Reading]) -> LiveActions:
    return LiveActions(types, client, [item for reading in readings for item in reading.resources])


def snippets(
    types: Sequence[ResourceType],
    client: Client,
    readings: Sequence[Reading],
    send_tos: Mapping[str, str],
    conversions: Iterable[Conversion],
    reads: int,
) -> Snippets:
    """The tags of `conversions`, in their order. `send_tos` are the live actions' by resource name."""
    actions, read = _live_actions(types, client, readings), known(readings)
    items: list[Snippet] = []
    for conversion in conversions:
        made = [
            *google_ads_tags(client, conversion, actions, send_tos),
            *ga4_tags(client, conversion, readings, read),
        ]
        nowhere = Text(
            "it is in neither Google Ads nor GA4, by the config", "設定では Google 広告にも GA4 にもありません"
        )
        made = [replace(item, tag=conversion.tag) for item in made]
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
        measurement_id=measured,
    )
