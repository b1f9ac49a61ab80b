"""One folder for each API. This module is cheap to import: it loads no Google client."""

from __future__ import annotations

from microconv.core.schema import ResourceType
from microconv.providers.ga4.key_event import KEY_EVENT
from microconv.providers.google_ads.conversion_action import CONVERSION_ACTION

TYPES: tuple[ResourceType, ...] = (CONVERSION_ACTION, KEY_EVENT)
"""Every type of resource that microconv manages, in the order in which plans list them."""
