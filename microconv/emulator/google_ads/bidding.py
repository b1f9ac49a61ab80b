"""The conversion actions that bidding uses: the one place that knows, for the metrics and for tests.

Sources, checked 2026-11-23: the page "Conversion goals" and the comments of `primary_for_goal`
(resources/conversion_action.proto) and of resources/custom_conversion_goal.proto.

* Only actions with the status ENABLED count, and only those of the campaign's Google Ads conversion customer.
* A campaign at level CUSTOMER bids for the primary actions whose customer conversion goal is biddable, one at level
  CAMPAIGN for the primary actions whose campaign conversion goal is.
* With a custom goal it bids for all actions that the goal lists, primary or not. Whether also for those of its campaign
  conversion goals is the policy `custom_goal_and_campaign_goals`.
* An App campaign with selected actions (`selective_optimization`) bids for those, primary or not. Whether also for
  those of its goals is the policy `selected_actions_and_goals`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from microconv.emulator.google_ads.model import Customer
    from microconv.emulator.google_ads.model_campaigns import Campaign, CustomConversionGoal
    from microconv.emulator.google_ads.types import GoalKey
    from microconv.emulator.google_ads.world import AdsWorld
    from microconv.emulator.policies import Policies


def used(world: AdsWorld, customer_id: int) -> frozenset[tuple[int, int]]:
    """The actions bidding uses in an account at this moment. Read only; it takes the world's lock.

    customer_id: of the account whose campaigns they are; a manager has none.

    Returns (campaign id, conversion action id) of every campaign that is not REMOVED (paused ones too) and every action
    it bids for. With cross-account conversion tracking the actions are those of the conversion customer.

    Raises KeyError if there is no such customer.
    """
    with world.lock:
        customer = world.google_ads.customers[customer_id]
        each = used_by_each(world, customer)
        return frozenset(
            (campaign.id, action)
            for campaign in customer.campaigns.values()
            if campaign.status != "REMOVED"
            for action in each[campaign.id]
        )


def used_by(world: AdsWorld, customer: Customer, campaign: Campaign | None) -> frozenset[int]:
    """The ids of the actions that one campaign bids for, whatever its status. The world's lock must be held.

    campaign: of the customer; None stands for one with the account's goals.
    """
    owner = world.google_ads.customers[customer.conversion_customer]
    goals: Mapping[GoalKey, bool] = owner.goals
    custom = None
    if campaign is not None:
        goals = campaign.goals(owner.goals, world.policies.text("new_campaign_goal"))
        custom = _custom_goal(owner, campaign)
    listed = frozenset(custom.conversion_actions) if custom is not None else frozenset()
    by_goals = custom is None or campaign_goals_count_beside_a_custom_goal(world.policies)
    if campaign is not None and campaign.selected_actions:
        listed |= set(campaign.selected_actions)
        by_goals = by_goals and world.policies.text("selected_actions_and_goals") == "both"
    return frozenset(
        one.id
        for one in owner.actions.values()
        if one.status == "ENABLED"
        and (one.id in listed or (by_goals and one["primary_for_goal"] is not False and goals.get(one.goal)))
    )


def used_by_each(world: AdsWorld, customer: Customer) -> dict[int | None, frozenset[int]]:
    """`used_by` of all campaigns of an account by id, and of one with the account's goals as None.

    Campaigns that are set alike are worked out once.
    """
    owner = world.google_ads.customers[customer.conversion_customer]
    new = world.policies.text("new_campaign_goal")
    known: dict[object, frozenset[int]] = {}
    used: dict[int | None, frozenset[int]] = {None: used_by(world, customer, None)}
    for campaign in customer.campaigns.values():
        custom = _custom_goal(owner, campaign)
        goals = frozenset(campaign.goals(owner.goals, new).items())
        key = (goals, None if custom is None else custom.id, frozenset(campaign.selected_actions or ()))
        if key not in known:
            known[key] = used_by(world, customer, campaign)
        used[campaign.id] = known[key]
    return used


def campaign_goals_count_beside_a_custom_goal(policies: Policies) -> bool:
    """True if a campaign with a custom goal also bids for its biddable campaign goals."""
    return policies.text("custom_goal_and_campaign_goals") == "both"


def _custom_goal(owner: Customer, campaign: Campaign) -> CustomConversionGoal | None:
    if campaign.goal_config_level == "CUSTOMER":
        return None
    custom = owner.custom_goals.get(campaign.custom_conversion_goal or 0)
    return None if custom is None or custom.status == "REMOVED" else custom
