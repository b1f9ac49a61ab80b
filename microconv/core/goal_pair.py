"""Goals by their category and origin: `purchase~website`, as Google Ads writes it in resource names."""

from __future__ import annotations


def goal_pair(category: object, origin: object) -> str:
    """The goal of a category and an origin: `purchase~website`."""
    return f"{category}~{origin}"


def goal_parts(pair: str) -> tuple[str, str]:
    """The category and the origin of a goal that `goal_pair` wrote."""
    category, _, origin = pair.partition("~")
    return category, origin


def campaign_goal_identity(campaign: str, pair: str) -> str:
    """The identity of a campaign's goal, from the campaign's number."""
    return f"{campaign}~{pair}"


def campaign_goal_name(campaign: str, pair: str) -> str:
    """The name of a campaign's goal in plans."""
    return f"{campaign}/{pair}"


def campaign_goal_parts(name: str) -> tuple[str, str]:
    """The campaign and the goal that `campaign_goal_name` wrote; for a goal of the account an empty campaign."""
    campaign, _, pair = name.rpartition("/")
    return campaign, pair
