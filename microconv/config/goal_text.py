"""Goals as what a config writes under `goals`."""

from __future__ import annotations

from typing import Any

from microconv.core.client import CampaignGoals, CustomGoal, GoalSetting, Level

Data = Any

WEBSITE = "website"
"""The origin, and the source, that need not be written."""


def goal_data(setting: GoalSetting) -> dict[str, Data]:
    """The keys of a goal."""
    origin = {} if setting.origin == WEBSITE else {"origin": setting.origin}
    return {"category": setting.category, **origin, "biddable": setting.biddable}


def campaign_data(campaign: CampaignGoals) -> dict[str, Data]:
    """The keys of a campaign."""
    if campaign.level is Level.ACCOUNT:
        return {"campaign": campaign.campaign, "use": Level.ACCOUNT.value}
    return {"campaign": campaign.campaign, "goals": [goal_data(one) for one in campaign.goals]}


def custom_data(goal: CustomGoal) -> dict[str, Data]:
    """The keys of a custom goal."""
    campaigns = {"campaigns": list(goal.campaigns)} if goal.campaigns else {}
    return {"name": goal.name, "conversions": list(goal.conversions), **campaigns}
