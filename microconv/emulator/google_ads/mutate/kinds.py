"""The kinds of resources that can be changed: how an operation is carried out, and what the answer says of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from microconv.emulator.google_ads import goals
from microconv.emulator.google_ads.mutate import (
    campaign,
    campaign_budget,
    campaign_conversion_goal,
    conversion_action,
    conversion_goal_campaign_config,
    custom_conversion_goal,
    customer,
    customer_conversion_goal,
)
from microconv.emulator.google_ads.mutate.results import fill_action, filler
from microconv.emulator.google_ads.resources import campaign as campaign_table
from microconv.emulator.google_ads.resources import campaign_budget as budget_table
from microconv.emulator.google_ads.resources import conversion_goal_campaign_config as config_table
from microconv.emulator.google_ads.resources import custom_conversion_goal as custom_goal_table
from microconv.emulator.google_ads.resources import customer as customer_table

if TYPE_CHECKING:
    from microconv.emulator.google_ads.call import Call
    from microconv.emulator.google_ads.model import Customer
    from microconv.emulator.google_ads.mutate.campaign_conversion_goal import ChangedGoal
    from microconv.emulator.google_ads.mutate.draft import Draft
    from microconv.emulator.google_ads.types import GoalKey


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of resource.

    apply: carries out one operation on the draft and returns what it changed.
    fill: fills one result of a response from that; gets the response content type.
    of_campaigns: a manager account has none of it.
    """

    apply: Callable[[Call, Draft, Any], Any]
    fill: Callable[[Call, Customer, Any, Any, int], None]
    of_campaigns: bool = False


def _fill_goal(call: Call, customer: Customer, result: Any, key: GoalKey, content_type: int) -> None:
    style = call.world.policies.text("goal_resource_name_style")
    result.resource_name = goals.resource_name(call.version, customer.id, *key, style)


def _fill_campaign_goal(call: Call, customer: Customer, result: Any, changed: ChangedGoal, content_type: int) -> None:
    style = call.world.policies.text("goal_resource_name_style")
    name = goals.campaign_goal_name(call.version, customer.id, changed.campaign, *changed.key, style)
    result.resource_name = name


#: By the field of a MutateOperation, without ``_operation``.
KINDS = {
    "campaign": Kind(
        campaign.apply,
        filler(
            campaign_table,
            lambda call, customer, one: campaign_table.flat(call.view(customer), customer.campaigns[one]),
        ),
        of_campaigns=True,
    ),
    "campaign_budget": Kind(
        campaign_budget.apply,
        filler(budget_table, lambda call, customer, one: budget_table.flat(call.view(customer), customer.budgets[one])),
        of_campaigns=True,
    ),
    "campaign_conversion_goal": Kind(campaign_conversion_goal.apply, _fill_campaign_goal, of_campaigns=True),
    "conversion_action": Kind(conversion_action.apply, fill_action),
    "conversion_goal_campaign_config": Kind(
        conversion_goal_campaign_config.apply,
        filler(config_table, lambda call, customer, one: config_table.flat(customer, customer.campaigns[one])),
        of_campaigns=True,
    ),
    "custom_conversion_goal": Kind(
        custom_conversion_goal.apply,
        filler(
            custom_goal_table, lambda call, customer, one: custom_goal_table.flat(customer, customer.custom_goals[one])
        ),
    ),
    "customer": Kind(
        customer.apply,
        filler(customer_table, lambda call, customer, one: customer_table.flat(call.view(customer), customer)),
    ),
    "customer_conversion_goal": Kind(customer_conversion_goal.apply, _fill_goal),
}
