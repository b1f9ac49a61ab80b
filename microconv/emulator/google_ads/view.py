"""From whose side the state is looked at while a query is answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from microconv.emulator.google_ads.model import Customer
    from microconv.emulator.google_ads.state import AdsState
    from microconv.emulator.policies import Policies


@dataclass(frozen=True, slots=True)
class View:
    """A customer as seen by a request.

    state: all accounts.
    policies: the values in force.
    customer: the customer that is queried.
    login_customer: the id in ``login-customer-id``, or the customer's own.
    goal_name: makes the resource name of one of the customer's goals, as the policy says.
    now: the time of the customer.
    """

    state: AdsState
    policies: Policies
    customer: Customer
    login_customer: int
    goal_name: Callable[[str, str], str]
    now: datetime

    @property
    def inherited_owners(self) -> tuple[Customer, ...]:
        """The customers whose value rules and lifecycle goals the customer sees."""
        if self.policies.text("inherited_rules_and_goals") == "hidden":
            return (self.customer,)
        return self.state.owners_seen_by(self.customer)
