"""campaign_goal_config: which lifecycle goals a campaign uses, and with which values of its own. Read only here.

Fields and comments from resources/campaign_goal_config.proto and common/campaign_goal_settings.proto, GAQL flags from
the public v25 field reference, both checked 2026-11-29. v23 and v24 have the settings for retention and amounts alone;
see ``goal``. Amounts of loyalty goals cannot be selected, as there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from microconv.emulator.google_ads.fields import table
from microconv.emulator.google_ads.resources.campaign import resource_name as campaign_name
from microconv.emulator.google_ads.resources.goal import resource_name as goal_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from microconv.emulator.google_ads.fields import Flat
    from microconv.emulator.google_ads.view import View

NAME = "campaign_goal_config"
MESSAGE = "CampaignGoalConfig"
ATTRIBUTED = ("campaign", "customer", "goal")
#: The field of a row that holds the resource name of an attributed resource.
JOINS = {"campaign": "campaign", "goal": "goal"}
FIELDS = table(
    """
    resource_name  string    SF   immutable
    campaign       string    SF   immutable
    goal           string    SF   immutable
    goal_type      GoalType  SFO  output_only
    campaign_retention_settings.target_option CustomerLifecycleOptimizationMode SFO -
    campaign_retention_settings.value_settings_override.additional_value double SFO -
    campaign_retention_settings.value_settings_override.additional_high_lifetime_value double SFO -
    campaign_retention_settings.value_settings_override.value_multiplier double SFO -
    campaign_retention_settings.value_settings_override.high_lifetime_value_multiplier double SFO -
    campaign_new_customer_acquisition_settings.target_option CustomerLifecycleOptimizationMode SFO -
    campaign_new_customer_acquisition_settings.value_settings_override.additional_value double SFO -
    campaign_new_customer_acquisition_settings.value_settings_override.additional_high_lifetime_value double SFO -
    campaign_new_customer_acquisition_settings.value_settings_override.value_multiplier double SFO -
    campaign_new_customer_acquisition_settings.value_settings_override.high_lifetime_value_multiplier double SFO -
    campaign_loyalty_retention_settings.enable_bid_adjustments_for_loyalty_members bool SFO -
    campaign_loyalty_retention_settings.show_targeted_loyalty_member_benefits_in_pla bool SFO -
    campaign_loyalty_retention_settings.value_settings_override.additional_value double - -
    campaign_loyalty_retention_settings.value_settings_override.additional_high_lifetime_value double - -
    campaign_loyalty_retention_settings.value_settings_override.value_multiplier double SFO -
    campaign_loyalty_retention_settings.value_settings_override.high_lifetime_value_multiplier double - -
    """
)
#: Fields that are worked out when read, or written as ids in a seed.
COMPUTED = frozenset({"resource_name", "campaign", "goal", "goal_type"})


def rows(view: View, needed: Collection[str]) -> Iterator[Flat]:
    """The links of the customer's campaigns."""
    number = view.customer.id
    types = {
        goal["goal_id"]: goal["goal_type"] for one in view.inherited_owners for goal in one.read_only.get("goal", ())
    }
    for link in view.customer.read_only.get(NAME, ()):
        campaign, goal = link["campaign"], link["goal"]
        if goal in types:
            yield {
                **link,
                "resource_name": f"customers/{number}/campaignGoalConfigs/{campaign}~{goal}",
                "campaign": campaign_name(number, campaign),
                "goal": goal_name(number, goal),
                "goal_type": types[goal],
            }
