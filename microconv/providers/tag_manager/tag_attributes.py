"""Attributes that all tags share, and the triggers that tags fire on, as lines.

Facts: schema Tag of the discovery document (v2, revision 20260826), checked 2026-11-29. The triggers that every web
container has are never listed: All Pages from Google's own fixtures (google/site-kit-wp), the other two from public
tools that read a container with all of them; some third-party files have those two the other way round.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from microconv.core.client import Client
from microconv.core.conversion import Conversion
from microconv.core.frozen import FrozenDict
from microconv.core.ga4_import import name_identity
from microconv.core.json_text import json_line
from microconv.core.resource import Address, Desired, Target, frozen
from microconv.core.schema import Attribute, Kind, Settable
from microconv.core.value import Scalar
from microconv.providers.tag_manager.in_any_order import in_any_order

_SCHEMA = "Tag, discovery document of v2, revision 20260826, checked 2026-11-29"

ALL_PAGES = "built-in: All Pages"
INITIALIZATION = "built-in: Initialization"

BUILT_IN_TRIGGERS: Mapping[str, str] = FrozenDict(
    {
        "2147479553": ALL_PAGES,
        "2147479572": "built-in: Consent Initialization",
        "2147479573": INITIALIZATION,
        "2147479574": "built-in: All Pages of a server",
    }
)
"""The lines of triggers that are there without being listed, by their number."""

BY_NUMBER = "number: "
"""Begins the line of a trigger that is not among those that were read."""


def trigger_line(name: str) -> str:
    """The line of a trigger by its name; in quotation marks where it could be taken for another kind of line."""
    odd = name.startswith(('"', BY_NUMBER, "built-in: "))
    return json_line(name) if odd else name


COMMON = (
    Attribute(name="name", kind=Kind.TEXT, summary="Name, unique among tags.", source=_SCHEMA),
    Attribute(
        name="kind",
        kind=Kind.TEXT,
        summary="The API's word for its type. It stays for ever.",
        source=_SCHEMA,
        settable=Settable.ON_CREATE,
    ),
)
"""The first attributes of every tag."""

FIRING = (
    Attribute(
        name="fires_on",
        kind=Kind.LINES,
        summary="The triggers that it fires on, by name.",
        source=_SCHEMA,
        meaning=in_any_order,
    ),
    Attribute(name="paused", kind=Kind.FLAG, summary="Whether it is kept from firing.", source=_SCHEMA),
    Attribute(
        name="blocked_by",
        kind=Kind.LINES,
        summary="The triggers that keep it from firing, by name. Exceptions that somebody made stay.",
        source=_SCHEMA,
        settable=Settable.NEVER,
    ),
    Attribute(
        name="consent",
        kind=Kind.TEXT,
        summary="Consent that it needs beside its own checks: `needed: ad_storage, …` or `not needed`; nobody chose.",
        source=_SCHEMA,
        settable=Settable.NEVER,
    ),
    Attribute(
        name="ends",
        kind=Kind.TEXT,
        summary="The day (UTC) on which its schedule ends.",
        source=_SCHEMA,
        settable=Settable.NEVER,
    ),
    Attribute(
        name="fired_by",
        kind=Kind.LINES,
        summary="The tags before or after which it fires, whatever its triggers, by name.",
        source=_SCHEMA,
        settable=Settable.NEVER,
    ),
    Attribute(
        name="deletable",
        kind=Kind.FLAG,
        summary="Whether it can be deleted without a loss: it is paused, in the live version too if it has it, and in "
        "no tag's sequence.",
        source=_SCHEMA,
        settable=Settable.NEVER,
    ),
)
"""The last attributes of every tag."""

SENDS = Attribute(
    name="sends",
    kind=Kind.LINES,
    summary="To what it sends, and the label or event, where constants of the container say so.",
    source=_SCHEMA,
    settable=Settable.NEVER,
)
"""The attribute of tags that send to a label or a web stream: two texts, with constants in the place of their names."""

SERVER = Attribute(
    name="server",
    kind=Kind.TEXT,
    summary="The server container that it sends through.",
    source="google/site-kit-wp and exported containers, checked 2026-11-29",
    settable=Settable.NEVER,
)
"""The attribute of tags that can send through a server container."""


def desired_tag(type_name: str, suffix: str, conversion: Conversion, state: dict[str, Scalar]) -> Desired:
    """The tag of a conversion, found by its name with the suffix of its type, or by an earlier one."""
    previously = tuple(name_identity(old + suffix) for old in conversion.previously)
    target = Target(name_identity(conversion.name + suffix), conversion.name, named=False, previously=previously)
    address = Address(type_name, conversion.name)
    return Desired(address, target, frozen(state), conversion.name, conversion.protect, conversion.span)


def mentioned(client: Client, tagged: Callable[[Conversion], bool]) -> frozenset[str]:
    """The names of conversions that declare no tag of a type, and of what they adopt. `tagged`: may declare one."""
    silent = (one.name for one in client.conversions if one.tag is None or not tagged(one))
    adopted = (name for one in client.conversions if one.tag for name in one.tag.adopted.tags)
    return frozenset((*silent, *adopted))
