"""Create, update and remove of campaigns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from microconv.emulator.google_ads.errors import unimplemented
from microconv.emulator.google_ads.model_campaigns import Campaign, CampaignBudget
from microconv.emulator.google_ads.mutate import app_campaign_rules, campaign_rules, masks, names, values
from microconv.emulator.google_ads.mutate.conversion_action import Changed
from microconv.emulator.google_ads.mutate.draft import Draft, OperationFailed
from microconv.emulator.google_ads.resources import bidding_strategy
from microconv.emulator.google_ads.resources.campaign import FIELDS, MESSAGE, NAME, NOT_EMULATED, STRATEGIES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from microconv.emulator.google_ads.call import Call
    from microconv.emulator.google_ads.errors import AdsError
    from microconv.emulator.google_ads.fields import Flat

_REQUIRED = ("name", "advertising_channel_type", "campaign_budget", "contains_eu_political_advertising")
_KEPT = frozenset({*_REQUIRED, "status", "start_date_time", "ad_serving_optimization_status"})
_STRATEGY = "campaign_bidding_strategy"


def with_defaults(fields: Flat) -> Flat:
    """The values the service fills in: ENABLED (comment of the proto), ads optimized, paid by click."""
    return {
        "status": "ENABLED",
        "ad_serving_optimization_status": "OPTIMIZE",
        "payment_mode": "CLICKS",
        **fields,
    }


def apply(call: Call, draft: Draft, operation: Any) -> Changed:
    """Carry out one CampaignOperation on the draft.

    Raises OperationFailed with every error found; the draft is as before.
    """
    number = names.carry_out(call, draft, operation, create=_create, update=_update, remove=_remove)
    return Changed(names.CAMPAIGNS.name(draft.customer.id, number), number)


# ---- create


def _create(call: Call, draft: Draft, operation: Any) -> int:
    given = call.version.shape(MESSAGE).flatten(operation.create)
    values.check_emulated(call.version.shape(MESSAGE), NAME, NOT_EMULATED, given)
    errors = masks.refuse_mask(operation, "create")
    temporary, name_errors = names.temporary_id(draft, names.CAMPAIGNS, given.pop("resource_name", ""))
    content = values.creation_errors(call, FIELDS, given)
    content += [values.required(path) for path in _REQUIRED if path not in given]
    strategy, problems = _strategy(draft, operation.create)
    content += [*problems, *campaign_rules.tracking(call, draft, strategy)]
    new = with_defaults({path: value for path, value in given.items() if path != "campaign_budget"})
    new.setdefault("start_date_time", campaign_rules.now(call, draft)[:10] + " 00:00:00")
    content += campaign_rules.check(call, draft, new, None, new)
    content += app_campaign_rules.check(call, draft, new, new)
    budget = 0
    if "campaign_budget" in given:
        try:
            channel = given.get("advertising_channel_type")
            budget = campaign_rules.budget(draft, given["campaign_budget"], channel, None)
        except OperationFailed as failed:
            content += failed.errors
    errors += name_errors + [one.under(("create", None)) for one in content]
    number = names.new_id(draft, temporary, errors)
    campaign = Campaign(number, new, budget, strategy)
    _put(draft, campaign.with_first_goals(draft.account_goals, call.world.policies.text("new_campaign_goal")))
    return number


def _strategy(draft: Draft, message: Any) -> tuple[str, list[AdsError]]:
    """The field of the bidding strategy that a message sets.

    Raises AdsFailure (UNIMPLEMENTED) for a portfolio strategy that is there: only a seed lets a campaign use one.
    """
    field = message.WhichOneof(_STRATEGY)
    if field is None:
        return "", [values.required(_STRATEGY)]
    if field == bidding_strategy.NAME:
        there = draft.customer.read_only.get(bidding_strategy.NAME, ())
        names_there = {bidding_strategy.resource_name(draft.customer.id, one["id"]) for one in there}
        if message.bidding_strategy in names_there:
            raise unimplemented("changes of a campaign to a portfolio bidding strategy")
        error = values.at(field, "mutate_error.RESOURCE_NOT_FOUND", "Resource was not found.", message.bidding_strategy)
        return "", [error]
    return str(field), []


# ---- update and remove


def _update(call: Call, draft: Draft, operation: Any) -> int:
    given = call.version.shape(MESSAGE).flatten(operation.update)
    campaign = existing(call, draft, given.pop("resource_name", ""), ("update", "resource_name"))
    names.touch(draft, (NAME, campaign.id), operation.update.resource_name, ("update", "resource_name"))
    values.check_emulated(call.version.shape(MESSAGE), NAME, NOT_EMULATED, operation.update_mask.paths)
    leaves, errors = values.masked(operation, FIELDS, given)
    budget_name = given.pop("campaign_budget", None)
    current = {**campaign.fields, "campaign_budget": ""}
    new, content = values.changed(call, FIELDS, current, {**given, **_named(budget_name)}, leaves, _KEPT)
    del new["campaign_budget"]
    strategy, problems = _changed_strategy(draft, operation.update, campaign, new, leaves)
    content += problems
    if strategy != campaign.strategy:
        content += campaign_rules.tracking(call, draft, strategy)
    content += campaign_rules.check(call, draft, new, campaign, leaves)
    content += app_campaign_rules.check(call, draft, new, leaves)
    budget = campaign.budget
    if "campaign_budget" in leaves and budget_name is not None:
        try:
            budget = campaign_rules.budget(draft, budget_name, campaign.channel, campaign.id)
        except OperationFailed as failed:
            content += failed.errors
    errors += [one.under(("update", None)) for one in content]
    if errors:
        raise OperationFailed(*errors)
    _put(draft, replace(campaign, fields=new, budget=budget, strategy=strategy))
    return campaign.id


def _named(budget_name: str | None) -> Flat:
    return {} if budget_name is None else {"campaign_budget": budget_name}


def _changed_strategy(
    draft: Draft, message: Any, campaign: Campaign, new: Flat, leaves: Iterable[str]
) -> tuple[str, list[AdsError]]:
    """The strategy after an update; a mask that names fields of another one changes to it."""
    heads = {path.partition(".")[0] for path in leaves} & {*STRATEGIES, bidding_strategy.NAME}
    if not heads:
        return campaign.strategy, []
    strategy, errors = _strategy(draft, message)
    if errors and strategy == "" and heads == {campaign.strategy} and message.WhichOneof(_STRATEGY) is None:
        return campaign.strategy, []
    if errors or strategy not in heads:
        return campaign.strategy, errors
    for path in list(new):
        head = path.partition(".")[0]
        if head == bidding_strategy.NAME or (head in STRATEGIES and head != strategy):
            del new[path]
    return strategy, []


def _remove(call: Call, draft: Draft, operation: Any) -> int:
    campaign = existing(call, draft, operation.remove, ("remove",))
    names.touch(draft, (NAME, campaign.id), operation.remove, ("remove",))
    errors = masks.refuse_mask(operation, "remove")
    if errors:
        raise OperationFailed(*errors)
    _put(draft, replace(campaign, fields={**campaign.fields, "status": "REMOVED"}))
    budget = draft.budgets.get(campaign.budget)
    if budget is not None and not budget["explicitly_shared"]:
        draft.budgets.put(budget.id, CampaignBudget(budget.id, {**budget.fields, "status": "REMOVED"}))
    return campaign.id


def existing(call: Call, draft: Draft, name: str, where: tuple[str, ...]) -> Campaign:
    """The campaign a resource name names, as changed so far.

    Raises OperationFailed if the name is missing, malformed, not there, or removed.
    """
    number = names.own_id(draft, names.CAMPAIGNS, name, where)
    campaign = None if number is None else draft.campaigns.get(number)
    if campaign is None:
        raise names.not_found(name, where)
    if campaign.status == "REMOVED":
        raise names.removed(call, "campaign", name, where)
    return campaign


def _put(draft: Draft, campaign: Campaign) -> None:
    draft.campaigns.put(campaign.id, campaign)
    draft.touched.add((NAME, campaign.id))
