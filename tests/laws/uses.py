"""The use of actions by bidding, computed from the raw objects of an account: an oracle without code of the core.

Google's rules, from the pages "Conversion goals", "Customer goals" and "Campaign goals" of the Google Ads API.
"""

from __future__ import annotations

from collections.abc import Iterable

from microconv.core.resource import Live

KIND = "google_ads."
Uses = frozenset[tuple[str, str]]
"""(campaign's number, or nothing for the account's own goals, and action's id)."""


def _of(live: Iterable[Live], kind: str) -> list[Live]:
    return [item for item in live if item.address.type == KIND + kind and item.standing.name != "REMOVED"]


def _goal(item: Live) -> tuple[object, object]:
    return item.state["category"], item.state["origin"]


def uses(objects: Iterable[Live]) -> Uses:
    """The (place, action) pairs that bidding uses."""
    live = list(objects)
    actions = [item for item in _of(live, "conversion_action") if item.state["status"] == "enabled"]
    account = {_goal(item) for item in _of(live, "customer_conversion_goal") if item.state["biddable"]}
    known = {_goal(item) for item in _of(live, "customer_conversion_goal")}
    account |= {_goal(item) for item in actions} - known  # Google has a goal for every pair in use, open by default
    lists = {item.id: item.state["conversion_actions"] for item in _of(live, "custom_conversion_goal")}
    places: dict[str, tuple[set[tuple[object, object]], set[object]]] = {"": (account, set())}
    for config in _of(live, "conversion_goal_campaign_config"):
        number = str(config.state["campaign"])
        own = {
            _goal(item)
            for item in _of(live, "campaign_conversion_goal")
            if item.state["campaign"] == number and item.state["biddable"]
        }
        overrides = config.state["goal_config_level"] == "campaign"
        named = set(config.state.get("selective_optimization.conversion_actions") or ())
        if overrides:
            named |= set(lists.get(str(config.state["custom_conversion_goal"])) or ())
        places[number] = (own if overrides else account, named)
    return frozenset(
        (place, item.id)
        for place, (goals, named) in places.items()
        for item in actions
        if item.id in named or (item.state["primary_for_goal"] and _goal(item) in goals)
    )


def moved_away(before: Iterable[Live], after: Iterable[Live]) -> set[str]:
    """Actions in use that a run moved alone to a goal that was not there, and that the same place uses after it.

    Decision 11 says what becomes of them on the way.
    """
    old, new = list(before), list(after)
    actions = {item.id: item for item in _of(old, "conversion_action")}
    known = {_goal(item) for item in (*_of(old, "customer_conversion_goal"), *actions.values())}
    known |= {_goal(item) for item in _of(new, "conversion_action") if item.id not in actions}
    stay = {action for _, action in uses(old) & uses(new)}
    return {item.id for item in new if item.id in actions and item.id in stay and _goal(item) not in known}
