"""Tags of any other type (custom HTML, templates of the gallery, other vendors): shown, and never touched."""

from __future__ import annotations

from microconv.core.kinds import OTHER_TAG as NAME
from microconv.core.phase import Phase
from microconv.core.schema import Attribute, Kind, ResourceType, Settable
from microconv.providers.tag_manager.built_in_variable import BATCH
from microconv.providers.tag_manager.tag_attributes import COMMON, FIRING, SERVER

ATTRIBUTES = (
    *COMMON,
    Attribute(
        name="mentions",
        kind=Kind.LINES,
        summary="Ids and labels of Google that its texts name, and `gtag` or `pixel` where they send by that way.",
        source="exported containers, checked 2026-11-29",
        settable=Settable.NEVER,
    ),
    SERVER,
    *FIRING,
)

OTHER_TAG = ResourceType(
    name=NAME,
    provider="tag_manager",
    title="tag of another type",
    attributes=ATTRIBUTES,
    batch=BATCH,
    phase=Phase.FOLLOW,
)
"""The type that the rest of microconv works with."""
