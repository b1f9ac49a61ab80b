"""The way out where Google refuses the goals of a campaign, by the code of its refusal.

Sources: the comments in errors/conversion_goal_campaign_config_error.proto and campaign_conversion_goal_error.proto
(v26), checked 2026-11-28.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_OTHERS = "name the other campaigns one by one in `goals: {campaigns: …}`, so that this one is left out"
_SEARCH_ADS_360 = f"Search Ads 360 manages this campaign: set its goals there, and {_OTHERS}"
_LOCAL_SERVICES = f"a local services campaign has local services goals, and only such a campaign has them; {_OTHERS}"
_STORES = "let the campaign use one of store_sale and store_visit: close the other, or take it out of its custom goal"
_STORE_SALES = "take store sales out of what this Performance Max campaign is to use"
_NO_GOALS = "give the campaign a goal with `biddable: true`, or let it follow the account's goals (`use: account`)"

GOAL_HINTS: Mapping[str, str] = MappingProxyType(
    {
        "ConversionGoalCampaignConfigError.CANNOT_USE_CAMPAIGN_GOAL_FOR_SEARCH_ADS_360_MANAGED_CAMPAIGN": (
            _SEARCH_ADS_360
        ),
        "CampaignConversionGoalError.CANNOT_USE_CAMPAIGN_GOAL_FOR_SEARCH_ADS_360_MANAGED_CAMPAIGN": _SEARCH_ADS_360,
        "ConversionGoalCampaignConfigError.CAMPAIGN_CANNOT_USE_UNIFIED_GOALS": (
            f"this campaign does not take part in conversion goals: {_OTHERS}"
        ),
        "ConversionGoalCampaignConfigError.EMPTY_CONVERSION_GOALS": _NO_GOALS,
        "ConversionGoalCampaignConfigError.STORE_SALE_STORE_VISIT_CANNOT_BE_BOTH_INCLUDED": _STORES,
        "ConversionGoalCampaignConfigError.PERFORMANCE_MAX_CAMPAIGN_CANNOT_USE_CUSTOM_GOAL_WITH_STORE_SALES": (
            _STORE_SALES
        ),
        "CampaignConversionGoalError.CANNOT_USE_STORE_SALE_GOAL_FOR_PERFORMANCE_MAX_CAMPAIGN": _STORE_SALES,
        "CampaignConversionGoalError.GOAL_NOT_ALLOWED_FOR_LOCAL_SERVICES_CAMPAIGN": _LOCAL_SERVICES,
        "CampaignConversionGoalError.LOCAL_SERVICES_GOAL_NOT_ALLOWED_FOR_NON_LOCAL_SERVICES_CAMPAIGN": _LOCAL_SERVICES,
        "CampaignConversionGoalError.CANNOT_UNLINK_LOCAL_SERVICES_GOAL_FROM_LOCAL_SERVICES_CAMPAIGN": _LOCAL_SERVICES,
        "ConversionGoalCampaignConfigError.CANNOT_DISABLE_CAMPAIGN_OVERRIDE_GOALS_FOR_LOCAL_SERVICES_CAMPAIGN": (
            "a local services campaign keeps goals of its own: leave it out of `use: account`"
        ),
    }
)
