"""From whose side the state is looked at while a query is answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from microconv.emulator.google_ads.model import Customer
    from microconv.emulator.google_ads.state import AdsState
    from microconv.emulator.policies import Policies


@dataclass(frozen=True, slots=True)
class View:
    """A customer as seen by a request.

    customer: the customer that is queried.
    login_customer: the id in ``login-customer-id``, or the customer's own.
    goal_name: makes the resource name of one of the customer's goals, as the policy says.
    """

    state: AdsState
    policies: Policies
    customer: Customer
    login_customer: int
    goal_name: Callable[[str, str], str]
