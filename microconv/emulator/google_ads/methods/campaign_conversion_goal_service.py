"""CampaignConversionGoalService: update only, without partial_failure and response_content_type."""

from __future__ import annotations

from microconv.emulator.google_ads.call import Method
from microconv.emulator.google_ads.mutate.several import of_one_kind

METHODS = {
    ("CampaignConversionGoalService", "MutateCampaignConversionGoals"): Method(
        "MutateCampaignConversionGoalsRequest",
        of_one_kind("campaign_conversion_goal", "MutateCampaignConversionGoalsResponse"),
        write=True,
    ),
}
