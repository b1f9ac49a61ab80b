"""campaign_budget: its fields, and the budgets of a customer.

Fields and behaviour from v25 and v26 of resources/campaign_budget.proto, GAQL flags from the public v25 field
reference, checked 2026-11-23. The emulator recommends no budgets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from microconv.emulator.google_ads.fields import table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from microconv.emulator.google_ads.fields import Flat
    from microconv.emulator.google_ads.model import Customer
    from microconv.emulator.google_ads.model_campaigns import CampaignBudget
    from microconv.emulator.google_ads.view import View

NAME = "campaign_budget"
MESSAGE = "CampaignBudget"
ATTRIBUTED = ("customer",)
FIELDS = table(
    """
    resource_name                                           string               SF  immutable
    id                                                      int64                SFO output_only
    name                                                    string               SFO -
    amount_micros                                           int64                SFO -
    total_amount_micros                                     int64                SFO -
    status                                                  BudgetStatus         SFO output_only
    delivery_method                                         BudgetDeliveryMethod SFO -
    explicitly_shared                                       bool                 SFO -
    reference_count                                         int64                SFO output_only
    has_recommended_budget                                  bool                 SFO output_only
    recommended_budget_amount_micros                        int64                SFO output_only
    period                                                  BudgetPeriod         SFO immutable
    recommended_budget_estimated_change_weekly_clicks       int64                SFO output_only
    recommended_budget_estimated_change_weekly_cost_micros  int64                SFO output_only
    recommended_budget_estimated_change_weekly_interactions int64                SFO output_only
    recommended_budget_estimated_change_weekly_views        int64                SFO output_only
    type                                                    BudgetType           SFO immutable
    aligned_bidding_strategy_id                             int64                SFO -
    """
)
#: Fields that are worked out when read, never stored and never in a seed.
COMPUTED = frozenset({"resource_name", "id", "reference_count", "has_recommended_budget"})


def rows(view: View, needed: Collection[str]) -> Iterator[Flat]:
    """The customer's budgets, removed ones too."""
    for budget in view.customer.budgets.values():
        yield flat(view, budget)


def flat(view: View, budget: CampaignBudget) -> Flat:
    """One budget of the customer of `view`."""
    return {
        **budget.fields,
        "id": budget.id,
        "resource_name": resource_name(view.customer.id, budget.id),
        "reference_count": sum(1 for _ in users(view.customer, budget.id)),
        "has_recommended_budget": False,
    }


def users(customer: Customer, budget_id: int) -> Iterator[int]:
    """The ids of the campaigns, not removed, that use a budget."""
    for campaign in customer.campaigns.values():
        if campaign.budget == budget_id and campaign.status != "REMOVED":
            yield campaign.id


def resource_name(customer_id: int, budget_id: int) -> str:
    """``customers/{customer}/campaignBudgets/{id}``."""
    return f"customers/{customer_id}/campaignBudgets/{budget_id}"
