"""The types that microconv manages in Google Ads."""

from __future__ import annotations

from microconv.core.schema import ResourceType
from microconv.providers.google_ads.conversion_action import CONVERSION_ACTION
from microconv.providers.google_ads.customer import CUSTOMER_SETTINGS
from microconv.providers.google_ads.goals import (
    CAMPAIGN_CONVERSION_GOAL,
    CONVERSION_GOAL_CAMPAIGN_CONFIG,
    CUSTOM_CONVERSION_GOAL,
    CUSTOMER_CONVERSION_GOAL,
)

TYPES: tuple[ResourceType, ...] = (
    CUSTOMER_SETTINGS,
    CONVERSION_ACTION,
    CUSTOMER_CONVERSION_GOAL,
    CAMPAIGN_CONVERSION_GOAL,
    CONVERSION_GOAL_CAMPAIGN_CONFIG,
    CUSTOM_CONVERSION_GOAL,
)
"""The types, in the order in which plans list them and one needs another."""
