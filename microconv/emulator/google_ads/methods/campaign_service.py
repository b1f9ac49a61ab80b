"""CampaignService: create, update, remove campaigns."""

from __future__ import annotations

from microconv.emulator.google_ads.call import Method
from microconv.emulator.google_ads.mutate.several import of_one_kind

METHODS = {
    ("CampaignService", "MutateCampaigns"): Method(
        "MutateCampaignsRequest", of_one_kind("campaign", "MutateCampaignsResponse"), write=True
    ),
}
