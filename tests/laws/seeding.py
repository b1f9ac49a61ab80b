"""Generated worlds as seeds of the emulator, and what it holds afterwards."""

from __future__ import annotations

import copy
from typing import Any

from strategies import (
    ACCOUNT_GOAL,
    ACTION,
    CAMPAIGN_CONFIG,
    CAMPAIGN_GOAL,
    CUSTOM_GOAL,
    CUSTOMER,
    PROPERTY,
    World,
)

from microconv.core.resource import Live, Standing
from microconv.core.value import Money, Scalar

WORDS = {
    *("type", "status", "category", "counting_type", "attribution_model_settings.attribution_model"),
    *("counting_method",),
}
OUTPUT_ONLY = {"origin"}


def seed_of(world: World) -> dict[str, Any]:
    """The seed whose only client account and property hold what `world` says is live."""
    customer = {"id": int(CUSTOMER), "currency_code": "JPY", "conversion_actions": [*map(_action, world.actions)]}
    customer |= _goals(world)
    events = [_key_event(item) for item in world.key_events]
    found = {"id": int(PROPERTY), "display_name": "Aoi", "time_zone": "Asia/Tokyo", "key_events": events}
    account = {"id": 100, "display_name": "Aoi", "properties": [found]}
    return {"version": 1, "google_ads": {"customers": [customer]}, "ga4": {"accounts": [account]}}


def _action(item: Live) -> dict[str, Any]:
    content: dict[str, Any] = {"id": number(item)}
    for name, value in item.state.items():
        if value is not None and name not in OUTPUT_ONLY:
            _put(content, name, value.upper() if name in WORDS and isinstance(value, str) else value)
    if str(item.state["type"]).startswith("google_analytics_4"):
        event = item.identity.partition("/")[2]
        content["google_analytics_4_settings"] = {"event_name": event, "property_id": int(PROPERTY)}
    if item.standing is Standing.SYSTEM:
        content["owner_customer"] = None
    return content


CAMPAIGNS, CUSTOM_GOALS = 100_000, 200_000
"""Added to numbers: in a seed those of all kinds differ."""


def _goals(world: World) -> dict[str, Any]:
    """Goals at every level, of pairs that an action has."""
    pairs = {
        (item.state["category"], item.state["origin"]) for item in world.actions if item.state["status"] != "removed"
    }
    found: dict[str, list[dict[str, Any]]] = {}
    own = {item.state["campaign"] for item in world.goals if item.state.get("goal_config_level") == "campaign"}
    for item in world.goals:
        state, kind = item.state, item.address.type
        content: dict[str, Any] = {}
        if kind in {ACCOUNT_GOAL, CAMPAIGN_GOAL}:
            if (state["category"], state["origin"]) not in pairs or (
                kind == CAMPAIGN_GOAL and state["campaign"] not in own
            ):
                continue
            for name in ("category", "origin"):
                content[name] = str(state[name]).upper()
            content["biddable"] = state["biddable"]
        if kind in {CAMPAIGN_GOAL, CAMPAIGN_CONFIG}:
            content["campaign"] = CAMPAIGNS + int(str(state["campaign"]))
        if kind == CAMPAIGN_CONFIG:
            budget = {"id": 2 * CAMPAIGNS + 50_000 + number(item), "name": item.address.name}
            one = {"id": content["campaign"], "name": item.address.name, "maximize_conversions": {}}
            selected = state.get("selective_optimization.conversion_actions")
            if isinstance(selected, tuple):  # only App campaigns are optimized for actions
                chosen = [int(name.rpartition("/")[2]) for name in selected]
                one |= {"advertising_channel_type": "MULTI_CHANNEL", "advertising_channel_sub_type": "APP_CAMPAIGN"}
                one |= {"selective_optimization": {"conversion_actions": chosen}}
            found.setdefault("campaigns", []).append({**one, "campaign_budget": budget})
            content["goal_config_level"] = str(state["goal_config_level"]).upper()
            if state["custom_conversion_goal"]:
                used = str(state["custom_conversion_goal"]).rpartition("/")[2]
                content["custom_conversion_goal"] = CUSTOM_GOALS + int(used)
        if kind == CUSTOM_GOAL:
            listed = [int(name.rpartition("/")[2]) for name in state["conversion_actions"]]  # type: ignore[union-attr]
            content = {"id": CUSTOM_GOALS + number(item), "name": item.address.name, "conversion_actions": listed}
            content["status"] = str(state["status"]).upper()
        found.setdefault(KEYS[kind], []).append(content)
    return found


KEYS = {
    ACCOUNT_GOAL: "customer_conversion_goals",
    CAMPAIGN_GOAL: "campaign_conversion_goals",
    CAMPAIGN_CONFIG: "conversion_goal_campaign_configs",
    CUSTOM_GOAL: "custom_conversion_goals",
}


def _put(content: dict[str, Any], dotted: str, value: Scalar) -> None:
    *parents, leaf = dotted.split(".")
    for parent in parents:
        content = content.setdefault(parent, {})
    content[leaf] = value


def _key_event(item: Live) -> dict[str, Any]:
    content = {name: value for name, value in item.state.items() if value is not None}
    content["counting_method"] = str(content["counting_method"]).upper()
    value = content.get("default_value")
    if isinstance(value, Money):
        content["default_value"] = {"numeric_value": value.amount, "currency_code": value.currency}
    return {"id": number(item), **content}


def number(item: Live) -> int:
    """The last part of a resource name."""
    return int(item.id.rpartition("/")[2])


def held(emulated: Any) -> dict[tuple[str, int], dict[str, Any]]:
    """Everything the emulator's world holds, by type and id: a copy of each object's fields."""
    actions = emulated.google_ads.customers[int(CUSTOMER)].actions
    found = {(ACTION, key): copy.deepcopy(dict(item.fields)) for key, item in actions.items()}
    for key, item in emulated.ga4.property(int(PROPERTY)).key_events.items():
        value = item.default_value
        found["ga4.key_event", key] = {
            "event_name": item.event_name,
            "counting_method": item.counting_method,
            "default_value": None if value is None else (value.numeric_value, value.currency_code),
        }
    return found
