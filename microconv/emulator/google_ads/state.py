"""The state of the emulated Google Ads: the accounts, and how they belong together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from microconv.emulator.google_ads.model import ConversionAction, Customer

if TYPE_CHECKING:
    from microconv.emulator.google_ads.types import GoalKey


class AdsState:
    """All accounts.

    customers: by id, in the order of the seed.
    next_id: the id the next new resource gets, of whatever kind.
    """

    def __init__(self, customers: Mapping[int, Customer] | None = None, next_id: int = 1) -> None:
        self.customers: dict[int, Customer] = dict(customers or {})
        self.next_id = next_id

    def descendants(self, customer_id: int) -> Iterator[tuple[Customer, int]]:
        """The customer at level 0 and all below it, breadth first, once for each way that leads there."""
        level = 0
        ids = [customer_id]
        while ids:
            below: list[int] = []
            for one in ids:
                customer = self.customers[one]
                yield customer, level
                below.extend(customer.clients)
            ids = below
            level += 1

    def is_below(self, customer_id: int, manager_id: int) -> bool:
        """True if a customer is the manager itself or somewhere below it."""
        return any(customer.id == customer_id for customer, _ in self.descendants(manager_id))

    def owners_seen_by(self, customer: Customer) -> tuple[Customer, ...]:
        """The customers whose conversion actions a customer sees: itself, and its conversion customer."""
        if customer.conversion_customer == customer.id:
            return (customer,)
        return customer, self.customers[customer.conversion_customer]

    def goals_of_campaigns(self, customer: Customer) -> Mapping[GoalKey, bool]:
        """The account goals that a customer's campaigns follow: those of its conversion customer."""
        return self.customers[customer.conversion_customer].goals

    def counts_in_conversions(self, owner: Customer, action: ConversionAction) -> bool:
        """``include_in_conversions_metric``: enabled, primary, and its goal is biddable in the owner's account."""
        return (
            action.fields["status"] == "ENABLED"
            and action.fields.get("primary_for_goal") is not False
            and owner.goals.get(action.goal, False)
        )
