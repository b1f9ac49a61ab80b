"""conversion_goal_campaign_config: which goals each campaign uses, the account's or its own.

Fields from v25 of resources/conversion_goal_campaign_config.proto, GAQL flags from the public v25 field reference,
checked 2026-11-23.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from microconv.emulator.google_ads.fields import table
from microconv.emulator.google_ads.resources.campaign import resource_name as campaign_name
from microconv.emulator.google_ads.resources.custom_conversion_goal import resource_name as custom_goal_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from microconv.emulator.google_ads.fields import Flat
    from microconv.emulator.google_ads.model import Customer
    from microconv.emulator.google_ads.model_campaigns import Campaign
    from microconv.emulator.google_ads.view import View

NAME = "conversion_goal_campaign_config"
MESSAGE = "ConversionGoalCampaignConfig"
ATTRIBUTED = ("campaign", "custom_conversion_goal", "customer")
#: The field of a row that holds the resource name of an attributed resource.
JOINS = {"campaign": "campaign", "custom_conversion_goal": "custom_conversion_goal"}
FIELDS = table(
    """
    resource_name          string          SF  immutable
    campaign               string          SF  immutable
    goal_config_level      GoalConfigLevel SFO -
    custom_conversion_goal string          SF  -
    """
)


def rows(view: View, needed: Collection[str]) -> Iterator[Flat]:
    """One for every campaign of the customer that is not removed."""
    for campaign in view.customer.campaigns.values():
        if campaign.status != "REMOVED":
            yield flat(view.customer, campaign)


def flat(customer: Customer, campaign: Campaign) -> Flat:
    """The config of one campaign of a customer."""
    row = {
        "resource_name": resource_name(customer.id, campaign.id),
        "campaign": campaign_name(customer.id, campaign.id),
        "goal_config_level": campaign.goal_config_level,
    }
    if campaign.custom_conversion_goal is not None:
        row["custom_conversion_goal"] = custom_goal_name(customer.conversion_customer, campaign.custom_conversion_goal)
    return row


def resource_name(customer_id: int, campaign_id: int) -> str:
    """``customers/{customer}/conversionGoalCampaignConfigs/{campaign}``."""
    return f"customers/{customer_id}/conversionGoalCampaignConfigs/{campaign_id}"
