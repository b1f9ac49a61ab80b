"""Google tags (type `googtag`): the attribute table. Made only with `tag_manager: {google_tag: true}`.

Facts: Google's own fixtures (google/site-kit-wp) and exported containers, checked 2026-11-29. Settings of the tag stay
as they are.
"""

from __future__ import annotations

from collections.abc import Iterator

from microconv.core.client import Client
from microconv.core.ga4_import import name_identity
from microconv.core.kinds import GOOGLE_TAG as NAME
from microconv.core.phase import Phase
from microconv.core.resource import Address, Desired, Target, frozen
from microconv.core.schema import Attribute, Kind, ResourceType
from microconv.core.value import Scalar
from microconv.providers.tag_manager.built_in_variable import BATCH
from microconv.providers.tag_manager.tag_attributes import COMMON, FIRING, INITIALIZATION, SERVER

TYPE = "googtag"
"""The API's word for the type."""

OWN_NAME = "google_tag"
"""The name of the tag that is made, behind the client's prefix."""

ATTRIBUTES = (
    *COMMON,
    Attribute(
        name="tag_id",
        kind=Kind.TEXT,
        summary="The id of the tag: G-…, AW-… or GT-….",
        source="google/site-kit-wp, checked 2026-11-29",
    ),
    SERVER,
    *FIRING,
)


def _declares(client: Client) -> Iterator[Desired]:
    """The tag of the property's web stream. One that is there under another name is left to the planner to find."""
    if not client.accounts.container or not client.tag_manager.google_tag or not client.property_id:
        return
    name = client.prefix + OWN_NAME
    state: dict[str, Scalar] = {"name": name, "kind": TYPE, "fires_on": (INITIALIZATION,), "paused": False}
    if client.accounts.data_stream.startswith("G-"):
        state["tag_id"] = client.accounts.data_stream
    yield Desired(Address(NAME, name), Target(name_identity(name), name), frozen(state), conversion="")


GOOGLE_TAG = ResourceType(
    name=NAME,
    provider="tag_manager",
    title="Google tag",
    attributes=ATTRIBUTES,
    batch=BATCH,
    declares=_declares,
    phase=Phase.FOLLOW,
)
"""The type that the rest of microconv works with."""
