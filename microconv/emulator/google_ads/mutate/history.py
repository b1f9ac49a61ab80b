"""The changes of campaigns and budgets by a request, for change_event and change_status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microconv.emulator.google_ads.model_campaigns import Campaign, CampaignBudget, Change
from microconv.emulator.google_ads.mutate.names import BUDGETS, CAMPAIGNS
from microconv.emulator.google_ads.resources.campaign import strategy_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from microconv.emulator.google_ads.call import Call
    from microconv.emulator.google_ads.fields import Flat
    from microconv.emulator.google_ads.mutate.draft import Draft


def record(call: Call, draft: Draft) -> None:
    """Add the draft's changes to the customer's history; called before they are committed."""
    draft.customer.changes.extend(_changes(call, draft))


def _changes(call: Call, draft: Draft) -> Iterator[Change]:
    customer_id = draft.customer.id
    for number, budget_before, budget in draft.budgets.changes():
        new = _budget(customer_id, budget)
        old = None if budget_before is None else _budget(customer_id, budget_before)
        yield from _change(call, "campaign_budget", number, old, new)
    for number, campaign_before, campaign in draft.campaigns.changes():
        new = _campaign(customer_id, campaign)
        old = None if campaign_before is None else _campaign(customer_id, campaign_before)
        yield from _change(call, "campaign", number, old, new)


def _change(call: Call, kind: str, number: int, old: Flat | None, new: Flat) -> Iterator[Change]:
    """The change, none if only goals were changed."""
    if old == new:
        return
    operation = "CREATE" if old is None else "UPDATE"
    before, after = old or {}, new
    if old is not None and new["status"] == "REMOVED":
        operation, after = "REMOVE", {}
    elif old is not None:
        paths = [path for path in {**old, **new} if old.get(path) != new.get(path)]
        before, after = ({path: side[path] for path in paths if path in side} for side in (old, new))
    yield Change(call.world.clock.now(), kind, number, operation, call.principal.email, before, after)


def _campaign(customer_id: int, campaign: Campaign) -> Flat:
    return {
        **campaign.fields,
        "resource_name": CAMPAIGNS.name(customer_id, campaign.id),
        "id": campaign.id,
        "campaign_budget": BUDGETS.name(customer_id, campaign.budget),
        "bidding_strategy_type": strategy_type(campaign),
    }


def _budget(customer_id: int, budget: CampaignBudget) -> Flat:
    return {**budget.fields, "resource_name": BUDGETS.name(customer_id, budget.id), "id": budget.id}
