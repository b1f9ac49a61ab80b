"""CampaignBudgetService: create, update, remove budgets."""

from __future__ import annotations

from microconv.emulator.google_ads.call import Method
from microconv.emulator.google_ads.mutate.several import of_one_kind

METHODS = {
    ("CampaignBudgetService", "MutateCampaignBudgets"): Method(
        "MutateCampaignBudgetsRequest", of_one_kind("campaign_budget", "MutateCampaignBudgetsResponse"), write=True
    ),
}
