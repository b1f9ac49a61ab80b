"""The services the emulator has: one file each, and the table of their methods."""

from __future__ import annotations

from microconv.emulator.google_ads.call import Method
from microconv.emulator.google_ads.methods import (
    campaign_budget_service,
    campaign_conversion_goal_service,
    campaign_service,
    conversion_action_service,
    conversion_goal_campaign_config_service,
    custom_conversion_goal_service,
    customer_conversion_goal_service,
    customer_service,
    google_ads_field_service,
    google_ads_service,
)

METHODS: dict[tuple[str, str], Method] = {
    **campaign_budget_service.METHODS,
    **campaign_conversion_goal_service.METHODS,
    **campaign_service.METHODS,
    **conversion_action_service.METHODS,
    **conversion_goal_campaign_config_service.METHODS,
    **custom_conversion_goal_service.METHODS,
    **customer_conversion_goal_service.METHODS,
    **customer_service.METHODS,
    **google_ads_field_service.METHODS,
    **google_ads_service.METHODS,
}
