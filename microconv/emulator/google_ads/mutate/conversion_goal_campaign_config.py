"""Update of the goal settings of campaigns: the level, and the custom goal.

The refusals are the values of errors/conversion_goal_campaign_config_error.proto (v26), the effects those of the pages
"Conversion goals" and "Campaign goals", checked 2026-11-23: a custom goal makes the level CAMPAIGN; with the level
CUSTOMER the campaign has the account's goals again, and its custom goal and own goals are gone, or without effect (the
policy `campaign_back_to_account`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from microconv.emulator.google_ads import bidding
from microconv.emulator.google_ads.mutate import campaign as campaigns
from microconv.emulator.google_ads.mutate import names, values
from microconv.emulator.google_ads.mutate.conversion_action import Changed
from microconv.emulator.google_ads.mutate.draft import Draft, OperationFailed
from microconv.emulator.google_ads.resources.conversion_goal_campaign_config import FIELDS, MESSAGE, NAME

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from microconv.emulator.google_ads.call import Call
    from microconv.emulator.google_ads.errors import AdsError
    from microconv.emulator.google_ads.fields import Flat
    from microconv.emulator.google_ads.model_campaigns import Campaign, CustomConversionGoal
    from microconv.emulator.google_ads.types import GoalKey

_WHERE = ("update", "resource_name")
_LEVEL, _GOAL = "goal_config_level", "custom_conversion_goal"
_FAMILY = "conversion_goal_campaign_config_error."


def apply(call: Call, draft: Draft, operation: Any) -> Changed:
    """Carry out one ConversionGoalCampaignConfigOperation on the draft.

    Raises OperationFailed with every error found; the draft is as before.
    """
    names.operation_kind(operation, "update")
    given = call.version.shape(MESSAGE).flatten(operation.update)
    name = given.pop("resource_name", "")
    campaign = _existing(call, draft, name)
    leaves, errors = values.masked(operation, FIELDS, given)
    new, content = values.changed(call, FIELDS, {_LEVEL: campaign.goal_config_level}, given, leaves, {_LEVEL})
    if content or errors:
        raise OperationFailed(*errors, *(one.under(("update", None)) for one in content))
    try:
        changed = _changed(call, draft, campaign, new, leaves)
    except OperationFailed as failed:
        raise OperationFailed(*(one.under(("update", None)) for one in failed.errors)) from failed
    draft.campaigns.put(campaign.id, changed)
    draft.touched.add((NAME, campaign.id))
    return Changed(names.CONFIGS.name(draft.customer.id, campaign.id), campaign.id)


def _existing(call: Call, draft: Draft, name: str) -> Campaign:
    number = names.own_id(draft, names.CONFIGS, name, _WHERE)
    campaign = None if number is None else draft.campaigns.get(number)
    if campaign is None:
        raise names.not_found(name, _WHERE)
    names.touch(draft, (NAME, campaign.id), name, _WHERE)
    return campaigns.existing(call, draft, names.CAMPAIGNS.name(draft.customer.id, campaign.id), _WHERE)


def _changed(call: Call, draft: Draft, campaign: Campaign, new: Flat, leaves: Collection[str]) -> Campaign:
    """The campaign with the new settings.

    Raises OperationFailed if it cannot have them; locations start at the field.
    """
    goal = campaign.custom_conversion_goal
    if _GOAL in leaves:
        goal = _custom_goal(draft, new[_GOAL]) if new.get(_GOAL) else None
    level = new[_LEVEL] if _LEVEL in leaves else ("CAMPAIGN" if goal is not None else campaign.goal_config_level)
    errors = list(_refusals(campaign, level))
    if level == "CUSTOMER":
        if errors:
            raise OperationFailed(*errors)
        if _GOAL in leaves and goal is not None:
            message = "A campaign at level CUSTOMER cannot have a custom conversion goal."
            raise OperationFailed(values.at(_GOAL, "mutate_error.INCONSISTENT_FIELD_VALUES", message))
        following = campaign.following(call.world.policies.text("campaign_back_to_account"))
        return replace(following, custom_conversion_goal=None) if _GOAL in leaves else following
    account, rule = draft.account_goals, call.world.policies.text("new_campaign_goal")
    changed = replace(campaign.overriding(account, rule), custom_conversion_goal=goal)
    both = bidding.campaign_goals_count_beside_a_custom_goal(call.world.policies)
    errors += _goal_refusals(draft, changed, changed.goals(account, rule), both=both)
    if errors:
        raise OperationFailed(*errors)
    return changed


def _custom_goal(draft: Draft, name: str) -> int:
    """The id of a custom goal of the conversion customer that is not removed."""
    match = names.CUSTOM_GOALS.match(name)
    if match is None:
        raise names.malformed(name, (_GOAL,))
    number = names.real_id(draft, match[1], name, (_GOAL,))
    if match[0] != draft.customer.conversion_customer:
        message = "The custom goal does not belong to the campaign's Google Ads conversion customer."
        code = _FAMILY + "CUSTOM_GOAL_DOES_NOT_BELONG_TO_GOOGLE_ADS_CONVERSION_CUSTOMER"
        raise OperationFailed(values.at(_GOAL, code, message, name))
    goal = _goal(draft, number)
    if goal is None or goal.status == "REMOVED":
        raise names.not_found(name, (_GOAL,))
    return number


def _goal(draft: Draft, number: int) -> CustomConversionGoal | None:
    if draft.customer.conversion_customer == draft.customer.id:
        return draft.custom_goals.get(number)
    return draft.state.customers[draft.customer.conversion_customer].custom_goals.get(number)


def _refusals(campaign: Campaign, level: str) -> Iterator[AdsError]:
    """Errors of the campaign itself."""
    if campaign.search_ads_360 and level == "CAMPAIGN":
        message = "The campaign is managed by Search Ads 360."
        code = _FAMILY + "CANNOT_USE_CAMPAIGN_GOAL_FOR_SEARCH_ADS_360_MANAGED_CAMPAIGN"
        yield values.at(_LEVEL, code, message, level)
    if not campaign.unified_goals:
        message = "The campaign is not allowed to use unified goals."
        yield values.at(_LEVEL, _FAMILY + "CAMPAIGN_CANNOT_USE_UNIFIED_GOALS", message, level)
    if campaign.local_services and level == "CUSTOMER":
        message = "A local services campaign cannot disable campaign override goals."
        code = _FAMILY + "CANNOT_DISABLE_CAMPAIGN_OVERRIDE_GOALS_FOR_LOCAL_SERVICES_CAMPAIGN"
        yield values.at(_LEVEL, code, message, level)


def _goal_refusals(
    draft: Draft, campaign: Campaign, goals: Mapping[GoalKey, bool], *, both: bool
) -> Iterator[AdsError]:
    """Errors of the goals the campaign would have at level CAMPAIGN: its custom goal's and its biddable ones.

    both: whether the biddable ones count for a campaign with a custom goal.
    """
    categories = {key[0] for key, biddable in goals.items() if biddable}
    path = _LEVEL
    if campaign.custom_conversion_goal is not None:
        listed, types = _listed(draft, campaign.custom_conversion_goal)
        categories = categories | listed if both else listed
        path = _GOAL
        if campaign.channel == "PERFORMANCE_MAX" and any(one.startswith("STORE_SALES") for one in types):
            message = "A Performance Max campaign cannot use a custom goal with the store sales conversion type."
            code = _FAMILY + "PERFORMANCE_MAX_CAMPAIGN_CANNOT_USE_CUSTOM_GOAL_WITH_STORE_SALES"
            yield values.at(path, code, message)
    if not categories:
        message = "The campaign is using campaign override goals but has no goals configured."
        yield values.at(path, _FAMILY + "EMPTY_CONVERSION_GOALS", message)
    if {"STORE_SALE", "STORE_VISIT"} <= categories:
        message = "STORE_SALE and STORE_VISIT cannot be both included in a campaign level goal."
        yield values.at(path, _FAMILY + "STORE_SALE_STORE_VISIT_CANNOT_BE_BOTH_INCLUDED", message)


def _listed(draft: Draft, number: int) -> tuple[set[str], set[str]]:
    """Categories and types of the actions of a custom goal."""
    goal = _goal(draft, number)
    owner = draft.state.customers[draft.customer.conversion_customer]
    own = owner is draft.customer
    named = [draft.action(one) if own else owner.actions.get(one) for one in (goal.conversion_actions if goal else ())]
    actions = [one for one in named if one is not None and one.status == "ENABLED"]
    return {one.goal[0] for one in actions}, {one.type for one in actions}
