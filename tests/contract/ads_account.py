"""Pieces of a Google Ads account as seeds write them, and a store whose actions, goals and campaigns tests arrange."""

from __future__ import annotations

from typing import Any

WEBSITE = "WEBSITE"


def action(number: int, name: str, category: str = "ENGAGEMENT", *, primary: bool = True, **fields: Any) -> Any:
    """A website action, whose tag is as busy as such tags are."""
    content = {"id": number, "name": name, "type": "WEBPAGE", "category": category, "primary_for_goal": primary}
    traffic = {} if "type" in fields else {"traffic": "usual"}
    return {**content, **traffic, **fields}


def imported(number: int, event: str, property_id: int = 345678901, *, primary: bool = False, **fields: Any) -> Any:
    """An action that Google imported from a GA4 key event, hidden as Google leaves it."""
    settings = {"event_name": event, "property_name": "Aoi GA4", "property_id": property_id}
    content = {
        "id": number,
        "name": f"Aoi GA4 (web) {event}",
        "type": "GOOGLE_ANALYTICS_4_CUSTOM",
        "category": "DEFAULT",
        "status": "HIDDEN",
        "primary_for_goal": primary,
        "google_analytics_4_settings": settings,
    }
    return {**content, **fields}


def goal(category: str, biddable: bool, origin: str = WEBSITE) -> dict[str, Any]:
    """A goal of the account."""
    return {"category": category, "origin": origin, "biddable": biddable}


def campaign(number: int, name: str, **fields: Any) -> dict[str, Any]:
    """A search campaign."""
    return {"id": number, "name": name, **fields}


def app_campaign(number: int, name: str, *actions: int, **fields: Any) -> dict[str, Any]:
    """An App campaign; with actions, by their numbers, it is optimized for these."""
    kind = {"advertising_channel_type": "MULTI_CHANNEL", "advertising_channel_sub_type": "APP_CAMPAIGN"}
    selected = {"selective_optimization": {"conversion_actions": list(actions)}} if actions else {}
    return {**campaign(number, name), **kind, **selected, **fields}


def campaign_goal(number: int, category: str, biddable: bool, origin: str = WEBSITE) -> dict[str, Any]:
    """A goal that a campaign overrides, by the campaign's number."""
    return {"campaign": number, "category": category, "origin": origin, "biddable": biddable}


def custom_goal(number: int, name: str, *actions: int, **fields: Any) -> dict[str, Any]:
    """A custom goal of actions, by their numbers."""
    return {"id": number, "name": name, "conversion_actions": list(actions), **fields}


def uses(number: int, custom: int) -> dict[str, Any]:
    """A campaign's goal settings: it uses a custom goal."""
    return {"campaign": number, "custom_conversion_goal": custom}
