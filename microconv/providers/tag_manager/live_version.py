"""The live version of a container: the attribute table. There is one of each container, and publishing changes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from microconv.core.kinds import LIVE_VERSION as NAME
from microconv.core.phase import Phase
from microconv.core.publication import OTHERS, OURS, READ, SHOWN, VERSION, shown_of
from microconv.core.resource import Address, Live, frozen
from microconv.core.schema import Attribute, Kind, ResourceType, Settable

_DOCUMENT = "ContainerVersion, discovery document of v2, revision 20260826, checked 2026-11-29"

ATTRIBUTES = (
    Attribute(
        name=VERSION,
        kind=Kind.TEXT,
        summary="The number of the version that is published; none where none ever was.",
        source=_DOCUMENT,
    ),
    Attribute(
        name=OURS,
        kind=Kind.LINES,
        summary="Of a change: what of microconv's goes live with it.",
        source="microconv's own",
    ),
    Attribute(
        name=OTHERS,
        kind=Kind.LINES,
        summary="Of a change: what others changed, and what goes live with it.",
        source="microconv's own",
    ),
    Attribute(
        name=READ,
        kind=Kind.TEXT,
        summary="Of a change: the digest of what was read for its plan.",
        source="microconv's own",
    ),
    Attribute(
        name=SHOWN,
        kind=Kind.TEXT,
        summary="The digest of what a plan showed before it was made, as its name has it; none for one of others.",
        source=_DOCUMENT,
        settable=Settable.ON_CREATE,
    ),
)

LIVE_VERSION = ResourceType(
    name=NAME,
    provider="tag_manager",
    title="live version",
    attributes=ATTRIBUTES,
    batch=1,
    quiet=True,
    removable=False,
    restorable=False,
    phase=Phase.PUBLISH,
)
"""The type that the rest of microconv works with."""


def live_version(container: str, live: Mapping[str, Any] | None) -> Live:
    """The live version of a container, by its public id; without a number where nothing was ever published."""
    version = live or {}
    number = str(version.get("containerVersionId", "")) or None
    state = frozen({VERSION: number, SHOWN: shown_of(str(version.get("name", "")))})
    return Live(Address(NAME, container), "live_version", container, state)
