"""The parts of a customer's seed that the emulator only shows: value rules, lifecycle goals, uploads, users.

    conversion_value_rules:
      - {id: 801, action: {operation: MULTIPLY, value: 2}, status: ENABLED,
         geo_location_condition: {geo_target_constants: [geoTargetConstants/20636], geo_match_type: ANY}}
    conversion_value_rule_sets:          # CUSTOMER: for the whole account; CAMPAIGN: with the id of a campaign
      - {id: 811, conversion_value_rules: [801], dimensions: [GEO_LOCATION], attachment_type: CUSTOMER}
    lifecycle_goals:                     # the resource goal; goal_type is that of its settings
      - {id: 821, new_customer_acquisition_goal_settings: {value_settings: {additional_value: 500}}}
    campaign_goal_configs: [{campaign: 601, goal: 821}]
    offline_conversion_upload_client_summaries:
      - {client: GOOGLE_ADS_API, status: GOOD, total_event_count: 40, successful_event_count: 39,
         last_upload_date_time: "2026-11-22 03:00:00",
         alerts: [{error: {conversion_upload_error: EXPIRED_EVENT}, error_percentage: 0.02}]}
    offline_conversion_upload_conversion_action_summaries: [{client: GOOGLE_ADS_API, conversion_action_id: 101, ...}]
    customer_user_accesses: [{user_id: 5, email_address: a@b.example, access_role: ADMIN}]
    bidding_strategies: [{id: 831, name: Leads, target_cpa: {target_cpa_micros: 3000000000}}]    # used by campaigns

All other fields are those of the protos. What cannot be is refused, as the descriptions of ConversionValueRuleError,
ConversionValueRuleSetError and GoalError (v26, checked 2026-11-29) say it of what a client writes.
``bidding_strategies`` are read by ``seeding_strategies``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from microconv.emulator.errors import SeedError
from microconv.emulator.google_ads import uploads
from microconv.emulator.google_ads.fields import Field, Flat, read_fields
from microconv.emulator.google_ads.resources import (
    campaign_goal_config,
    conversion_value_rule,
    conversion_value_rule_set,
    customer_user_access,
    goal,
    offline_conversion_upload_client_summary,
    offline_conversion_upload_conversion_action_summary,
)
from microconv.emulator.google_ads.seeding_strategies import STRATEGIES_KEY
from microconv.emulator.seed import account_id, mapping, sequence

if TYPE_CHECKING:
    from types import ModuleType

    from microconv.emulator.google_ads.model import Customer
    from microconv.emulator.google_ads.state import AdsState

RULES, SETS = "conversion_value_rules", "conversion_value_rule_sets"
GOALS, CONFIGS = "lifecycle_goals", "campaign_goal_configs"
CLIENTS = "offline_conversion_upload_client_summaries"
ACTIONS = "offline_conversion_upload_conversion_action_summaries"
USERS = "customer_user_accesses"
#: The keys of a customer, and the resources they hold.
RESOURCES: Mapping[str, ModuleType] = {
    RULES: conversion_value_rule,
    SETS: conversion_value_rule_set,
    GOALS: goal,
    CONFIGS: campaign_goal_config,
    CLIENTS: offline_conversion_upload_client_summary,
    ACTIONS: offline_conversion_upload_conversion_action_summary,
    USERS: customer_user_access,
}
KEYS = (*RESOURCES, STRATEGIES_KEY)
#: Ids, which are written as ``id``, and what follows from other keys.
_OTHERWISE: Mapping[str, tuple[str, ...]] = {RULES: ("id",), SETS: ("id",), GOALS: ("goal_id", "goal_type")}
#: The fields that a seed writes as they are, by key of a customer.
STORED: Mapping[str, Mapping[str, Field]] = {
    key: {path: one for path, one in of.FIELDS.items() if path not in {*of.COMPUTED, *_OTHERWISE.get(key, ())}}
    for key, of in RESOURCES.items()
}
_GEO_TARGET = re.compile(r"geoTargetConstants/[0-9]+")
_CONDITIONS = {
    "geo_location_condition": "GEO_LOCATION",
    "device_condition": "DEVICE",
    "audience_condition": "AUDIENCE",
    "itinerary_condition": "ITINERARY",
}
GOAL_TYPES = {
    "retention_goal_settings": "CUSTOMER_RETENTION",
    "new_customer_acquisition_goal_settings": "NEW_CUSTOMER_ACQUISITION",
    "loyalty_retention_goal_settings": "LOYALTY_RETENTION",
}
_CONFIG_TYPES = {
    "campaign_retention_settings": "CUSTOMER_RETENTION",
    "campaign_new_customer_acquisition_settings": "NEW_CUSTOMER_ACQUISITION",
    "campaign_loyalty_retention_settings": "LOYALTY_RETENTION",
}
#: Pairs of a value and the one for customers of a high lifetime value, which needs the first and is above it.
_ADJUSTMENTS = (
    ("additional_value", "additional_high_lifetime_value"),
    ("value_multiplier", "high_lifetime_value_multiplier"),
)


def read_read_only(state: AdsState, items: Mapping[int, tuple[Mapping[str, Any], str]], seen: set[int]) -> None:
    """Read these parts of all customers, when their actions and campaigns are there.

    items: of each customer its content in the seed, and where that is.
    seen: the ids taken so far, of every kind.

    Raises SeedError with the path of the item that is wrong.
    """
    for number, (content, where) in items.items():
        _Reader(state, state.customers[number], where, seen).read(content)
    for number, (content, where) in items.items():
        _Reader(state, state.customers[number], where, seen).read_configs(content)


class _Reader:
    def __init__(self, state: AdsState, customer: Customer, where: str, seen: set[int]) -> None:
        self._state = state
        self._customer = customer
        self._where = where
        self._seen = seen

    def read(self, content: Mapping[str, Any]) -> None:
        for item, place in self._items(content, RULES):
            self._keep(RULES, self._rule(item, place))
        for item, place in self._items(content, SETS):
            self._keep(SETS, self._set(item, place))
        for item, place in self._items(content, GOALS):
            self._keep(GOALS, self._goal(item, place))
        for item, place in self._items(content, CLIENTS):
            self._keep(CLIENTS, self._summary(item, place, CLIENTS, ("client",)))
        for item, place in self._items(content, ACTIONS):
            self._keep(ACTIONS, self._summary(item, place, ACTIONS, ("conversion_action_id", "client")))
        for item, place in self._items(content, USERS):
            self._keep(USERS, self._user(item, place))

    def read_configs(self, content: Mapping[str, Any]) -> None:
        for item, place in self._items(content, CONFIGS):
            self._keep(CONFIGS, self._config(item, place))

    def _items(self, content: Mapping[str, Any], key: str) -> Iterator[tuple[Mapping[str, Any], str]]:
        for index, item in enumerate(sequence(content.get(key), f"{self._where}.{key}")):
            place = f"{self._where}.{key}[{index}]"
            yield mapping(item, place), place

    def _keep(self, key: str, row: Flat) -> None:
        self._customer.read_only.setdefault(RESOURCES[key].NAME, []).append(row)

    def _kept(self, key: str) -> list[Flat]:
        return self._customer.read_only.get(RESOURCES[key].NAME, [])

    def _new_id(self, content: Mapping[str, Any], place: str) -> int:
        number = account_id(content.get("id"), f"{place}.id")
        if number in self._seen:
            raise SeedError(f"{place}.id", f"{number} is the id of two resources")
        self._seen.add(number)
        return number

    # ---- value rules

    def _rule(self, content: Mapping[str, Any], place: str) -> Flat:
        rule = read_fields(content, STORED[RULES], place, besides=("id",))
        for path in ("action.operation", "action.value"):
            if path not in rule:
                raise SeedError(f"{place}.{path}", "is missing")
        geo = f"{place}.geo_location_condition"
        for list_name, match in (("geo_target_constants", "geo_match_type"), ("excluded_geo_target_constants", "")):
            targets = rule.get(f"geo_location_condition.{list_name}", ())
            for index, target in enumerate(targets):
                if not _GEO_TARGET.fullmatch(target):
                    raise SeedError(f"{geo}.{list_name}[{index}]", "must be geoTargetConstants/ and a number")
            if match and targets:
                rule.setdefault(f"geo_location_condition.{match}", "ANY")
        return {"status": "ENABLED", **rule, "id": self._new_id(content, place)}

    def _set(self, content: Mapping[str, Any], place: str) -> Flat:
        own = ("id", RULES, "campaign")
        row = {
            "status": "ENABLED",
            **read_fields(content, STORED[SETS], place, besides=own),
        }
        dimensions = row.get("dimensions", [])
        if not dimensions or len(set(dimensions)) < len(dimensions):
            raise SeedError(f"{place}.dimensions", "must list dimensions, each once")
        if "NO_CONDITION" in dimensions and len(dimensions) > 1:
            raise SeedError(f"{place}.dimensions", "NO_CONDITION goes with no other dimension")
        categories = row.get("conversion_action_categories", [])
        if categories not in ([], ["STORE_VISIT"], ["STORE_SALE"]):
            raise SeedError(
                f"{place}.conversion_action_categories", "must be empty, only STORE_VISIT or only STORE_SALE"
            )
        rules = {one["id"]: one for one in self._kept(RULES)}
        row[RULES] = []
        for index, given in enumerate(sequence(content.get(RULES), f"{place}.{RULES}")):
            number = account_id(given, f"{place}.{RULES}[{index}]")
            if number not in rules or rules[number]["status"] == "REMOVED":
                raise SeedError(f"{place}.{RULES}[{index}]", f"there is no value rule {number}")
            for condition in _conditions(rules[number]):
                if _CONDITIONS[condition] not in dimensions:
                    raise SeedError(f"{place}.{RULES}[{index}]", f"has the {condition}, of which dimensions has none")
            row[RULES].append(number)
        self._attach(row, content, place)
        return {**row, "id": self._new_id(content, place)}

    def _attach(self, row: Flat, content: Mapping[str, Any], place: str) -> None:
        """Add the campaign of a set that is attached to one."""
        attachment = row.get("attachment_type")
        if attachment is None:
            raise SeedError(f"{place}.attachment_type", "is missing")
        if (attachment == "CAMPAIGN") != (content.get("campaign") is not None):
            raise SeedError(f"{place}.campaign", "goes with the attachment_type CAMPAIGN, and with no other")
        if attachment == "CAMPAIGN":
            row["campaign"] = self._campaign(content, place)

    def _campaign(self, content: Mapping[str, Any], place: str) -> int:
        number = account_id(content.get("campaign"), f"{place}.campaign")
        if number not in self._customer.campaigns:
            raise SeedError(f"{place}.campaign", f"there is no campaign {number}")
        return number

    # ---- lifecycle goals

    def _goal(self, content: Mapping[str, Any], place: str) -> Flat:
        row = read_fields(content, STORED[GOALS], place, besides=("id",))
        heads = [key for key in content if key in GOAL_TYPES]
        if len(heads) != 1:
            raise SeedError(place, f"must have settings of one type: {', '.join(GOAL_TYPES)}")
        _check_values(row, f"{heads[0]}.value_settings.", place)
        kind = GOAL_TYPES[heads[0]]
        if any(one["goal_type"] == kind for one in self._kept(GOALS)):
            raise SeedError(place, f"there is a goal {kind} already")
        number = self._new_id(content, place)
        return {"optimization_eligibility": "ELIGIBLE", **row, "goal_id": number, "goal_type": kind}

    def _config(self, content: Mapping[str, Any], place: str) -> Flat:
        row = read_fields(content, STORED[CONFIGS], place, besides=("campaign", "goal"))
        campaign, number = self._campaign(content, place), account_id(content.get("goal"), f"{place}.goal")
        owners = self._state.owners_seen_by(self._customer)
        goals = {one["goal_id"]: one["goal_type"] for owner in owners for one in owner.read_only.get(goal.NAME, ())}
        if number not in goals:
            raise SeedError(f"{place}.goal", f"there is no goal {number}")
        for head in (key for key in content if key in _CONFIG_TYPES):
            if _CONFIG_TYPES[head] != goals[number]:
                raise SeedError(f"{place}.{head}", f"goes with a goal {_CONFIG_TYPES[head]}, not {goals[number]}")
            _check_values(row, f"{head}.value_settings_override.", place)
        if any((one["campaign"], one["goal"]) == (campaign, number) for one in self._kept(CONFIGS)):
            raise SeedError(place, f"campaign {campaign} has the goal {number} already")
        return {**row, "campaign": campaign, "goal": number}

    # ---- uploads and users

    def _summary(self, content: Mapping[str, Any], place: str, key: str, identity: tuple[str, ...]) -> Flat:
        row = read_fields(content, STORED[key], place)
        for name in (*identity, "status"):
            if name not in row:
                raise SeedError(f"{place}.{name}", "is missing")
        seen = self._state.owners_seen_by(self._customer)
        action = row.get("conversion_action_id")
        if action is not None and not any(action in owner.actions for owner in seen):
            raise SeedError(f"{place}.conversion_action_id", f"there is no conversion action {action}")
        if any(all(one[name] == row[name] for name in identity) for one in self._kept(key)):
            raise SeedError(place, "there is a summary of this already")
        return uploads.check_summary(row, place)

    def _user(self, content: Mapping[str, Any], place: str) -> Flat:
        row = read_fields(content, STORED[USERS], place)
        for name in ("user_id", "access_role"):
            if name not in row:
                raise SeedError(f"{place}.{name}", "is missing")
        if any(one["user_id"] == row["user_id"] for one in self._kept(USERS)):
            raise SeedError(f"{place}.user_id", f"there are two users {row['user_id']}")
        uploads.check_moment(row.get("access_creation_date_time"), f"{place}.access_creation_date_time")
        return row


def _conditions(rule: Flat) -> set[str]:
    """The conditions that a value rule has."""
    return {path.partition(".")[0] for path in rule} & set(_CONDITIONS)


def _check_values(row: Flat, prefix: str, place: str) -> None:
    """Refuse adjustments of a lifecycle goal that do not go together.

    Raises SeedError.
    """
    if all(prefix + plain in row for plain, _ in _ADJUSTMENTS):
        raise SeedError(f"{place}.{prefix[:-1]}", "has an amount and a multiplier; there is one of them")
    for plain, high in _ADJUSTMENTS:
        if prefix + high not in row:
            continue
        if prefix + plain not in row or row[prefix + high] <= row[prefix + plain]:
            raise SeedError(f"{place}.{prefix}{high}", f"needs a {plain} below it")
