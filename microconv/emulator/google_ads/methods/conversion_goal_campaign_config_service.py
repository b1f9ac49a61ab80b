"""ConversionGoalCampaignConfigService: update only, without partial_failure."""

from __future__ import annotations

from microconv.emulator.google_ads.call import Method
from microconv.emulator.google_ads.mutate.several import of_one_kind

METHODS = {
    ("ConversionGoalCampaignConfigService", "MutateConversionGoalCampaignConfigs"): Method(
        "MutateConversionGoalCampaignConfigsRequest",
        of_one_kind("conversion_goal_campaign_config", "MutateConversionGoalCampaignConfigsResponse"),
        write=True,
    ),
}
