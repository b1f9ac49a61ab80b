"""A Google Ads account in memory: conversion actions, and goals at every level.

Sources: ConversionAction, the pages "Conversion goals", "Customer goals" and "Campaign goals", and the error enums of
the four goal services (v26), checked 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from store import Store
from strategies import (
    ACCOUNT_GOAL,
    ACTION,
    CAMPAIGN_CONFIG,
    CAMPAIGN_GOAL,
    CUSTOM_GOAL,
    CUSTOMER,
    ORIGINS,
    action_state,
    campaign_goal,
    goal,
)

from microconv.core.resource import Address, Live, Standing, frozen
from microconv.core.value import Scalar

CREATABLE = {
    *("webpage", "upload_clicks", "upload_calls", "ad_call", "website_call", "click_to_call"),
    *("google_play_download", "google_play_in_app_purchase"),
}
FOREIGN = {Standing.SYSTEM, Standing.OTHER_OWNER, Standing.FIXED}


def pair(state: Mapping[str, Scalar]) -> str:
    """The goal of an action, a goal of the account or one of a campaign."""
    return f"{state['category']}~{state['origin']}"


class AdsStore(Store):
    """The conversion actions, goals and campaigns of one Google Ads account.

    With `forgiving` what Google refuses of a campaign or a custom goal because of other objects is taken.
    """

    api = "google_ads"
    forgiving = False

    def _create(self, type_name: str, fields: Mapping[str, Scalar]) -> None:
        if type_name == CUSTOM_GOAL:
            self._create_custom_goal(fields)
        elif type_name == ACTION:
            self._create_action(fields)
        else:
            raise self._refusal("OperationAccessDeniedError.CREATE_OPERATION_NOT_PERMITTED", "Google makes goals")

    def _update(self, item: Live, fields: Mapping[str, Scalar]) -> None:
        {
            ACTION: self._update_action,
            ACCOUNT_GOAL: self._update_account_goal,
            CAMPAIGN_GOAL: self._update_campaign_goal,
            CAMPAIGN_CONFIG: self._update_config,
            CUSTOM_GOAL: self._update_custom_goal,
        }[item.address.type](item, fields)

    def _remove(self, item: Live) -> None:
        if item.address.type not in {ACTION, CUSTOM_GOAL} or item.standing in {*FOREIGN, Standing.REMOVED}:
            raise self._refusal("MutateError.MUTATE_NOT_ALLOWED", f"{item.standing.value}")
        if item.address.type == CUSTOM_GOAL and item.id in {
            config.state["custom_conversion_goal"] for config in self.of(CAMPAIGN_CONFIG)
        }:
            raise self._refusal("CustomConversionGoalError.CANNOT_REMOVE_LINKED_CUSTOM_CONVERSION_GOAL", item.id)
        state = frozen({**item.state, "status": "removed"})
        self.live[item.id] = replace(item, state=state, standing=Standing.REMOVED)

    # ---- actions

    def _create_action(self, fields: Mapping[str, Scalar]) -> None:
        kind, name = str(fields.get("type")), str(fields.get("name", ""))
        if kind not in CREATABLE:
            raise self._refusal("ConversionActionError.CREATION_NOT_SUPPORTED", f"{kind} cannot be created")
        if "category" not in fields or not name:
            raise self._refusal("FieldError.REQUIRED", "name and category are required")
        self._check_name(name, "")
        if kind in {"ad_call", "website_call"} and fields.get("value_settings.always_use_default_value") is not True:
            raise self._refusal("FieldError.INVALID_VALUE", "calls always use their default value: it must be said")
        if "app_id" in fields and fields["app_id"] in {item.state.get("app_id") for item in self._there()}:
            raise self._refusal("ConversionActionError.DUPLICATE_APP_ID", str(fields["app_id"]))
        self._check_fields({**action_state(type=kind), **fields})
        made = {"primary_for_goal": True, **fields}  # what Google makes of one that says nothing
        state = frozen({"name": name, **action_state(type=kind), **made, "origin": ORIGINS.get(kind, "website")})
        identifier = self._new(f"customers/{CUSTOMER}/conversionActions/")
        self.live[identifier] = Live(Address(ACTION, name), identifier, name, state)
        self._goal_appears(pair(state))

    def _update_action(self, item: Live, fields: Mapping[str, Scalar]) -> None:
        if item.standing in FOREIGN:
            raise self._refusal("MutateError.MUTATE_NOT_ALLOWED", f"{item.standing.value}")
        if item.standing is Standing.REMOVED:
            raise self._refusal("OPERATION_NOT_PERMITTED_FOR_REMOVED_RESOURCE", item.id)
        for name, value in fields.items():
            if name in {"type", "app_id", "origin"}:
                raise self._refusal("FieldError.IMMUTABLE_FIELD", name)
            if value is None:
                raise self._refusal("FieldError.FIELD_CANNOT_BE_CLEARED", name)
        name = str(fields.get("name", item.address.name))
        if name != item.address.name:
            self._check_name(name, item.id)
        state = {**item.state, **fields}
        self._check_fields(state)
        standing = item.standing
        if standing is Standing.HIDDEN and state["status"] == "enabled":
            standing = Standing.IMPORTED if item.identity.startswith("ga4:") else Standing.NORMAL
        identity = name if item.identity == item.address.name else item.identity
        self.live[item.id] = Live(Address(ACTION, name), item.id, identity, frozen(state), standing, item.owner)
        self._goal_appears(pair(state))

    def _check_name(self, name: str, identifier: str) -> None:
        for other in self._there():
            if other.address == Address(ACTION, name) and other.id != identifier:
                raise self._refusal("ConversionActionError.DUPLICATE_NAME", f"{other.id} is named {name}")

    def _check_fields(self, state: Mapping[str, Scalar]) -> None:
        if state["type"] in {"ad_call", "website_call"}:
            if state["value_settings.always_use_default_value"] is not True:
                raise self._refusal("FieldError.INVALID_VALUE", "calls always use their default value")
            if state["view_through_lookback_window_days"] is not None:
                raise self._refusal("FieldError.VALUE_MUST_BE_UNSET", "calls have no view-through window")
        elif state["phone_call_duration_seconds"] is not None:
            raise self._refusal("FieldError.VALUE_MUST_BE_UNSET", "only calls have a length")

    # ---- goals

    def _goal_appears(self, name: str) -> None:
        """With the first action of a pair its goals come, of the account and of every campaign.

        It is biddable unless another goal of the account, or of the campaign, with that category is not.
        """
        if any(pair(item.state) == name for item in self.of(ACCOUNT_GOAL)):
            return
        category = name.partition("~")[0]
        made = goal(name, all(it.state["biddable"] for it in self.of(ACCOUNT_GOAL) if it.state["category"] == category))
        self.live[made.id] = made
        for config in self.of(CAMPAIGN_CONFIG):
            siblings = [item for item in self._goals_of(config) if item.state["category"] == made.state["category"]]
            own = config.state["goal_config_level"] == "campaign"
            biddable = made.state["biddable"] and not (own and any(not one.state["biddable"] for one in siblings))
            found = campaign_goal(config, name, biddable)
            self.live[found.id] = found

    def _goals_of(self, config: Live) -> list[Live]:
        return [item for item in self.of(CAMPAIGN_GOAL) if item.state["campaign"] == config.state["campaign"]]

    def _put(self, item: Live, **fields: Scalar) -> None:
        self.live[item.id] = replace(item, state=frozen({**item.state, **fields}))

    def _only(self, fields: Mapping[str, Scalar], *allowed: str) -> None:
        if unknown := set(fields) - set(allowed):
            raise self._refusal("FieldError.IMMUTABLE_FIELD", f"{sorted(unknown)}")

    def _update_account_goal(self, item: Live, fields: Mapping[str, Scalar]) -> None:
        """Campaigns that do not override the account's goals have the new one at once."""
        self._only(fields, "biddable")
        self._put(item, **fields)
        for config in self.of(CAMPAIGN_CONFIG):
            if config.state["goal_config_level"] == "customer":
                self._follow(config)

    def _follow(self, config: Live) -> None:
        account = {pair(item.state): item.state["biddable"] for item in self.of(ACCOUNT_GOAL)}
        for item in self._goals_of(config):
            self._put(item, biddable=account[pair(item.state)])

    def _update_campaign_goal(self, item: Live, fields: Mapping[str, Scalar]) -> None:
        """The campaign overrides the account's goals from then on."""
        self._only(fields, "biddable")
        self._put(item, **fields)
        for config in self.of(CAMPAIGN_CONFIG):
            if config.state["campaign"] == item.state["campaign"]:
                self._put(config, goal_config_level="campaign")

    def _update_config(self, item: Live, fields: Mapping[str, Scalar]) -> None:
        """A custom goal makes the campaign override; one that follows the account again has no custom goal."""
        self._only(fields, "goal_config_level", "custom_conversion_goal")
        custom = fields.get("custom_conversion_goal", item.state["custom_conversion_goal"])
        if fields.get("custom_conversion_goal") is not None:
            found = self.live.get(str(custom))
            if found is None or found.standing is Standing.REMOVED:
                raise self._refusal("MutateError.RESOURCE_NOT_FOUND", str(custom))
        implied = "campaign" if custom else item.state["goal_config_level"]
        level = fields.get("goal_config_level", implied)
        if level == "customer":
            if fields.get("custom_conversion_goal"):
                raise self._refusal("MutateError.INCONSISTENT_FIELD_VALUES", "the account's goals and a custom goal")
            self._put(item, goal_config_level="customer", custom_conversion_goal=None)
            self._follow(self.live[item.id])
            return
        if not self.forgiving and not custom and not any(one.state["biddable"] for one in self._goals_of(item)):
            raise self._refusal("ConversionGoalCampaignConfigError.EMPTY_CONVERSION_GOALS", item.address.name)
        self._put(item, goal_config_level="campaign", custom_conversion_goal=custom)

    def _create_custom_goal(self, fields: Mapping[str, Scalar]) -> None:
        self._only(fields, "name", "conversion_actions")
        if not fields.get("name") or not fields.get("conversion_actions"):
            raise self._refusal("FieldError.REQUIRED", "name and conversion_actions are required")
        name = str(fields["name"])
        state = frozen({**fields, "status": "enabled"})
        self._check_custom_goal(state, "")
        identifier = self._new(f"customers/{CUSTOMER}/customConversionGoals/")
        self.live[identifier] = Live(Address(CUSTOM_GOAL, name), identifier, name, state)

    def _update_custom_goal(self, item: Live, fields: Mapping[str, Scalar]) -> None:
        self._only(fields, "name", "conversion_actions")
        if item.standing is Standing.REMOVED:
            raise self._refusal("OPERATION_NOT_PERMITTED_FOR_REMOVED_RESOURCE", item.id)
        state = frozen({**item.state, **fields})
        self._check_custom_goal(state, item.id)
        name = str(state["name"])
        self.live[item.id] = replace(item, address=Address(CUSTOM_GOAL, name), identity=name, state=state)

    def _check_custom_goal(self, state: Mapping[str, Scalar], identifier: str) -> None:
        actions = state["conversion_actions"]
        assert isinstance(actions, tuple)
        for one in actions:
            found = self.live.get(one)
            if found is None or found.address.type != ACTION or found.standing is Standing.OTHER_OWNER:
                raise self._refusal("CustomConversionGoalError.INVALID_CONVERSION_ACTION", one)
            if not self.forgiving and found.state["status"] != "enabled":
                raise self._refusal("CustomConversionGoalError.CONVERSION_ACTION_NOT_ENABLED", one)
        for other in self.of(CUSTOM_GOAL):
            if other.id == identifier or other.standing is Standing.REMOVED:
                continue
            if other.address.name == state["name"]:
                raise self._refusal("CustomConversionGoalError.CUSTOM_GOAL_DUPLICATE_NAME", other.id)
            if not self.forgiving and set(other.state["conversion_actions"]) == set(actions):  # type: ignore[arg-type]
                raise self._refusal("CustomConversionGoalError.DUPLICATE_CONVERSION_ACTION_LIST", other.id)
