"""One folder for each API. This module is cheap to import: it loads no Google client."""

from __future__ import annotations

from microconv.core.schema import ResourceType
from microconv.providers.ga4.enhanced_measurement import ENHANCED_MEASUREMENT
from microconv.providers.ga4.event_create_rule import EVENT_CREATE_RULE
from microconv.providers.ga4.google_ads_link import GOOGLE_ADS_LINK
from microconv.providers.ga4.key_event import KEY_EVENT
from microconv.providers.google_ads.conversion_action import CONVERSION_ACTION
from microconv.providers.google_ads.goals import (
    CAMPAIGN_CONVERSION_GOAL,
    CONVERSION_GOAL_CAMPAIGN_CONFIG,
    CUSTOM_CONVERSION_GOAL,
    CUSTOMER_CONVERSION_GOAL,
)
from microconv.providers.google_ads.settings import API_VERSION

API_VERSIONS: tuple[tuple[str, str], ...] = (("ga4", "v1alpha, v1beta"), ("google_ads", API_VERSION))
"""The versions of the APIs that microconv speaks, by provider."""

TYPES: tuple[ResourceType, ...] = (
    CONVERSION_ACTION,
    CUSTOMER_CONVERSION_GOAL,
    CAMPAIGN_CONVERSION_GOAL,
    CONVERSION_GOAL_CAMPAIGN_CONFIG,
    CUSTOM_CONVERSION_GOAL,
    ENHANCED_MEASUREMENT,
    EVENT_CREATE_RULE,
    KEY_EVENT,
    GOOGLE_ADS_LINK,
)
"""Every type of resource that microconv manages, in the order in which plans list them."""
