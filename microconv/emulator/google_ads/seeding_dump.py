"""The parts of a customer about campaigns, and those that are only shown, written as they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microconv.emulator.google_ads.fields import nest
from microconv.emulator.google_ads.seeding_campaigns import BUDGETS, CAMPAIGNS, CHANGES, CONFIGS, CUSTOM_GOALS, GOALS
from microconv.emulator.google_ads.seeding_read_only import GOAL_TYPES, RESOURCES
from microconv.emulator.google_ads.seeding_read_only import GOALS as LIFECYCLE_GOALS
from microconv.emulator.google_ads.seeding_strategies import STRATEGIES_KEY, dump_strategies, portfolio_id

if TYPE_CHECKING:
    from microconv.emulator.google_ads.model import Customer
    from microconv.emulator.google_ads.model_campaigns import Campaign


def dump_campaigns(customer: Customer) -> dict[str, Any]:
    """The keys of a customer that `CampaignSeed` and `read_goals` read into this; empty ones are left out."""
    campaigns = customer.campaigns.values()
    content: dict[str, list[dict[str, Any]]] = {
        BUDGETS: [{"id": one.id, **nest(one.fields)} for one in customer.budgets.values()],
        CAMPAIGNS: [_dump_campaign(one) for one in campaigns],
        CUSTOM_GOALS: [
            {"id": one.id, "name": one.name, "conversion_actions": list(one.conversion_actions), "status": one.status}
            for one in customer.custom_goals.values()
        ],
        GOALS: [
            {"campaign": one.id, "category": category, "origin": origin, "biddable": biddable}
            for one in campaigns
            for (category, origin), biddable in one.own_goals.items()
        ],
        CONFIGS: [
            _dump_config(one)
            for one in campaigns
            if one.goal_config_level == "CAMPAIGN" or one.own_goals or one.custom_conversion_goal is not None
        ],
        CHANGES: [
            {
                "at": one.at.isoformat(),
                "kind": one.kind,
                "id": one.id,
                "operation": one.operation,
                "user_email": one.user_email,
                "old": one.old,
                "new": one.new,
            }
            for one in customer.changes
        ],
    }
    return {key: value for key, value in content.items() if value}


def _dump_campaign(campaign: Campaign) -> dict[str, Any]:
    content = {"id": campaign.id, **nest(campaign.fields), "campaign_budget": campaign.budget}
    content.setdefault("contains_eu_political_advertising", None)
    portfolio = portfolio_id(campaign)
    if portfolio is None:
        content.setdefault(campaign.strategy, {})
    else:
        content["bidding_strategy"] = portfolio
    if campaign.search_ads_360:
        content["search_ads_360"] = True
    if not campaign.unified_goals:
        content["unified_goals"] = False
    return content


def _dump_config(campaign: Campaign) -> dict[str, Any]:
    content: dict[str, Any] = {"campaign": campaign.id, "goal_config_level": campaign.goal_config_level}
    if campaign.custom_conversion_goal is not None:
        content["custom_conversion_goal"] = campaign.custom_conversion_goal
    return content


def dump_read_only(customer: Customer) -> dict[str, Any]:
    """The keys of a customer that `read_read_only` and `read_strategies` read into this; empty ones are left out."""
    content: dict[str, Any] = {STRATEGIES_KEY: dump_strategies(customer)}
    heads = {kind: head for head, kind in GOAL_TYPES.items()}
    for key, module in RESOURCES.items():
        content[key] = [nest(row) for row in customer.read_only.get(module.NAME, ())]
        for row in content[key] if key == LIFECYCLE_GOALS else ():
            row["id"] = row.pop("goal_id")
            row.setdefault(heads[row.pop("goal_type")], {})
    return {key: value for key, value in content.items() if value}
