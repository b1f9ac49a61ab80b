"""campaign_conversion_goal: one per campaign and per category and origin of its conversion customer's goals.

Fields from v25 of resources/campaign_conversion_goal.proto, GAQL flags from the public v25 field reference, checked
2026-11-23.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from microconv.emulator.google_ads.fields import table
from microconv.emulator.google_ads.resources.campaign import resource_name as campaign_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from microconv.emulator.google_ads.fields import Flat
    from microconv.emulator.google_ads.view import View

NAME = "campaign_conversion_goal"
MESSAGE = "CampaignConversionGoal"
ATTRIBUTED = ("campaign", "customer")
#: The field of a row that holds the resource name of an attributed resource.
JOINS = {"campaign": "campaign"}
FIELDS = table(
    """
    resource_name  string                    SF   immutable
    campaign       string                    SF   immutable
    category       ConversionActionCategory  SFO  -
    origin         ConversionOrigin          SFO  -
    biddable       bool                      SFO  -
    """
)


def rows(view: View, needed: Collection[str]) -> Iterator[Flat]:
    """The goals of every campaign of the customer that is not removed."""
    account = view.state.goals_of_campaigns(view.customer)
    rule = view.policies.text("new_campaign_goal")
    for campaign in view.customer.campaigns.values():
        if campaign.status == "REMOVED":
            continue
        for (category, origin), biddable in campaign.goals(account, rule).items():
            pair = view.goal_name(category, origin).rpartition("/")[2]
            yield {
                "resource_name": f"customers/{view.customer.id}/campaignConversionGoals/{campaign.id}~{pair}",
                "campaign": campaign_name(view.customer.id, campaign.id),
                "category": category,
                "origin": origin,
                "biddable": biddable,
            }
