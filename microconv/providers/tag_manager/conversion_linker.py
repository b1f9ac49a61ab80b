"""Conversion linkers (type `gclidw`): the attribute table. Made only with `tag_manager: {google_tag: true}`.

Facts: exported containers, checked 2026-11-29. A Google tag on every page keeps the same cookies, so a container that
has one needs no linker (support.google.com/tagmanager/answer/7549390, read through public tools that quote it).
"""

from __future__ import annotations

from collections.abc import Iterator

from microconv.core.client import Client
from microconv.core.ga4_import import name_identity
from microconv.core.kinds import LINKER as NAME
from microconv.core.phase import Phase
from microconv.core.resource import Address, Desired, Target, frozen
from microconv.core.schema import ResourceType
from microconv.providers.tag_manager.ads_tag import SOURCE
from microconv.providers.tag_manager.built_in_variable import BATCH
from microconv.providers.tag_manager.tag_attributes import ALL_PAGES, COMMON, FIRING

TYPE = "gclidw"
"""The API's word for the type."""

OWN_NAME = "conversion_linker"
"""The name of the tag that is made, behind the client's prefix."""


def _declares(client: Client) -> Iterator[Desired]:
    """The linker, where a tag of Google Ads needs one. One under another name is left to the planner to find."""
    wanted = client.accounts.container and client.tag_manager.google_tag and client.customer_id
    if wanted and any(one.tag is not None and one.source == SOURCE for one in client.conversions):
        name = client.prefix + OWN_NAME
        state = frozen({"name": name, "kind": TYPE, "fires_on": (ALL_PAGES,), "paused": False})
        yield Desired(Address(NAME, name), Target(name_identity(name), name), state, conversion="")


CONVERSION_LINKER = ResourceType(
    name=NAME,
    provider="tag_manager",
    title="conversion linker",
    attributes=(*COMMON, *FIRING),
    batch=BATCH,
    declares=_declares,
    phase=Phase.FOLLOW,
)
"""The type that the rest of microconv works with."""
