"""The types that microconv knows in Tag Manager."""

from __future__ import annotations

from microconv.core.schema import ResourceType
from microconv.providers.tag_manager.ads_tag import ADS_TAG
from microconv.providers.tag_manager.built_in_variable import BUILT_IN_VARIABLE
from microconv.providers.tag_manager.conversion_linker import CONVERSION_LINKER
from microconv.providers.tag_manager.ga4_tag import GA4_TAG
from microconv.providers.tag_manager.google_tag import GOOGLE_TAG
from microconv.providers.tag_manager.live_version import LIVE_VERSION
from microconv.providers.tag_manager.other_tag import OTHER_TAG
from microconv.providers.tag_manager.trigger import TRIGGER
from microconv.providers.tag_manager.variable import VARIABLE

TYPES: tuple[ResourceType, ...] = (
    BUILT_IN_VARIABLE,
    VARIABLE,
    TRIGGER,
    GOOGLE_TAG,
    CONVERSION_LINKER,
    GA4_TAG,
    ADS_TAG,
    OTHER_TAG,
    LIVE_VERSION,
)
"""The types, in the order in which plans list them and one needs another."""
