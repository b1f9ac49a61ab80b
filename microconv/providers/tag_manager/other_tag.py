"""Tags of any other type (custom HTML, templates of the gallery, other vendors): shown, and never touched."""

from __future__ import annotations

from microconv.core.kinds import OTHER_TAG as NAME
from microconv.core.phase import Phase
from microconv.core.schema import ResourceType
from microconv.providers.tag_manager.built_in_variable import BATCH
from microconv.providers.tag_manager.tag_attributes import COMMON, FIRING

OTHER_TAG = ResourceType(
    name=NAME,
    provider="tag_manager",
    title="tag of another type",
    attributes=(*COMMON, *FIRING),
    batch=BATCH,
    phase=Phase.FOLLOW,
)
"""The type that the rest of microconv works with."""
