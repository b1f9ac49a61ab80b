"""Update of campaign conversion goals: `biddable` is all a client may change. They cannot be created or removed.

Every update makes the campaign override the account's goals (pages "Conversion goals", "Campaign goals"). The refusals
are the values of errors/campaign_conversion_goal_error.proto (v26), checked 2026-11-23.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from microconv.emulator.google_ads import goals
from microconv.emulator.google_ads.errors import error
from microconv.emulator.google_ads.model_campaigns import LOCAL_SERVICES, Campaign
from microconv.emulator.google_ads.mutate import campaign as campaigns
from microconv.emulator.google_ads.mutate import names, values
from microconv.emulator.google_ads.mutate.draft import Draft, OperationFailed
from microconv.emulator.google_ads.resources.campaign_conversion_goal import FIELDS, MESSAGE, NAME

if TYPE_CHECKING:
    from microconv.emulator.google_ads.call import Call
    from microconv.emulator.google_ads.types import GoalKey

_WHERE = ("update", "resource_name")


@dataclass(frozen=True, slots=True)
class ChangedGoal:
    """The result of an operation: a campaign's goal."""

    campaign: int
    key: GoalKey


def apply(call: Call, draft: Draft, operation: Any) -> ChangedGoal:
    """Carry out one CampaignConversionGoalOperation on the draft.

    Raises OperationFailed with every error found; the draft is as before.
    """
    names.operation_kind(operation, "update")
    campaign, key = _existing(call, draft, operation.update.resource_name)
    given = call.version.shape(MESSAGE).flatten(operation.update)
    leaves, errors = values.masked(operation, FIELDS, given)
    errors += [values.immutable(path).under(("update", None)) for path in leaves if path != "biddable"]
    rule = call.world.policies.text("new_campaign_goal")
    biddable = bool(operation.update.biddable)
    refusal = _refusal(campaign, key, biddable=biddable)
    if refusal is not None and "biddable" in leaves:
        word, message = refusal
        code = f"campaign_conversion_goal_error.{word}"
        errors.append(error(code, message, "update", "biddable", trigger=biddable))
    if errors:
        raise OperationFailed(*errors)
    overriding = campaign.overriding(draft.account_goals, rule)
    draft.campaigns.put(campaign.id, replace(overriding, own_goals={**overriding.own_goals, key: biddable}))
    draft.touched.add((NAME, campaign.id, key))
    return ChangedGoal(campaign.id, key)


def _existing(call: Call, draft: Draft, name: str) -> tuple[Campaign, GoalKey]:
    if not name:
        raise OperationFailed(error("request_error.RESOURCE_NAME_MISSING", "The resource name is missing.", *_WHERE))
    parsed = goals.parse_campaign_goal(call.version, name)
    if parsed is None:
        raise names.malformed(name, _WHERE, goals.bad_part(call.version, name))
    customer_id, number, key = parsed
    campaign = draft.campaigns.get(names.real_id(draft, number, name, _WHERE))
    if customer_id != draft.customer.id or campaign is None or key not in draft.account_goals:
        raise names.not_found(name, _WHERE)
    names.touch(draft, (NAME, campaign.id, key), name, _WHERE)
    return campaigns.existing(call, draft, names.CAMPAIGNS.name(customer_id, campaign.id), _WHERE), key


def _refusal(campaign: Campaign, key: GoalKey, *, biddable: bool) -> tuple[str, str] | None:
    """Error word and message if the campaign cannot have the goal that way."""
    category, origin = key
    local = origin == LOCAL_SERVICES
    if campaign.search_ads_360:
        word = "CANNOT_USE_CAMPAIGN_GOAL_FOR_SEARCH_ADS_360_MANAGED_CAMPAIGN"
        return word, "The campaign is managed by Search Ads 360."
    if campaign.local_services and local and not biddable:
        word = "CANNOT_UNLINK_LOCAL_SERVICES_GOAL_FROM_LOCAL_SERVICES_CAMPAIGN"
        return word, "A local services goal cannot be taken from a local services campaign."
    if campaign.local_services and not local and biddable:
        word = "GOAL_NOT_ALLOWED_FOR_LOCAL_SERVICES_CAMPAIGN"
        return word, "A local services campaign can have local services goals only."
    if not campaign.local_services and local and biddable:
        word = "LOCAL_SERVICES_GOAL_NOT_ALLOWED_FOR_NON_LOCAL_SERVICES_CAMPAIGN"
        return word, "Only a local services campaign can have a local services goal."
    if campaign.channel == "PERFORMANCE_MAX" and category == "STORE_SALE" and biddable:
        word = "CANNOT_USE_STORE_SALE_GOAL_FOR_PERFORMANCE_MAX_CAMPAIGN"
        return word, "A Performance Max campaign cannot use a store sale goal."
    return None
