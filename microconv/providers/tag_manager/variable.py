"""Variables of the data layer: the attribute table. Variables of other types are nobody's here.

Facts: support.google.com/tagmanager/answer/7683362 and exported containers (type `v`: name, dataLayerVersion 2),
checked 2026-11-29.
"""

from __future__ import annotations

from collections.abc import Iterator

from microconv.core.client import Client
from microconv.core.kinds import VARIABLE as NAME
from microconv.core.phase import Phase
from microconv.core.resource import Address, Desired, Target, frozen
from microconv.core.schema import Attribute, Kind, ResourceType, Settable
from microconv.core.tag_manager import keys_of, variable_name
from microconv.providers.tag_manager.built_in_variable import BATCH

_EXPORTS = "Variable, discovery document of v2, revision 20260826, and exported containers, checked 2026-11-29"

ATTRIBUTES = (
    Attribute(
        name="name",
        kind=Kind.TEXT,
        summary="Name, unique among variables; what stands in double braces.",
        source=_EXPORTS,
        settable=Settable.ON_CREATE,
    ),
    Attribute(
        name="kind",
        kind=Kind.TEXT,
        summary="The API's word for its type: `v` for one of the data layer.",
        source=_EXPORTS,
        settable=Settable.ON_CREATE,
    ),
    Attribute(
        name="data_layer",
        kind=Kind.TEXT,
        summary="The key of the data layer whose value it has; dots lead into objects.",
        source=_EXPORTS,
    ),
    Attribute(
        name="constant",
        kind=Kind.TEXT,
        summary="The value of a constant (type `c`).",
        source=_EXPORTS,
        settable=Settable.NEVER,
    ),
)


def _declares(client: Client) -> Iterator[Desired]:
    """A variable for each key, whichever conversions need it; its place is that of the first one."""
    if not client.accounts.container:
        return
    done: set[str] = set()
    for conversion in client.conversions:
        for key in keys_of(conversion.tag, client.prefix) if conversion.tag else ():
            if key not in done:
                done.add(key)
                name = variable_name(client.prefix, key)
                state = frozen({"name": name, "kind": "v", "data_layer": key})
                yield Desired(Address(NAME, name), Target(identity=name, name=name), state, "", span=conversion.span)


VARIABLE = ResourceType(
    name=NAME,
    provider="tag_manager",
    title="variable",
    attributes=ATTRIBUTES,
    batch=BATCH,
    declares=_declares,
    quiet=True,
    removable=False,
    phase=Phase.FOLLOW,
)
"""The type that the rest of microconv works with."""
