"""custom_conversion_goal: sets of conversion actions that are biddable together, whatever their category.

Fields from v25 of resources/custom_conversion_goal.proto, checked 2026-11-23; GAQL flags as of the other goals (they
are not in the part of the field reference that was read). Custom goals are shown where they are: in the conversion
customer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from microconv.emulator.google_ads.fields import table
from microconv.emulator.google_ads.resources.conversion_action import resource_name as action_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from microconv.emulator.google_ads.fields import Flat
    from microconv.emulator.google_ads.model import Customer
    from microconv.emulator.google_ads.model_campaigns import CustomConversionGoal
    from microconv.emulator.google_ads.view import View

NAME = "custom_conversion_goal"
MESSAGE = "CustomConversionGoal"
ATTRIBUTED = ("customer",)
FIELDS = table(
    """
    resource_name      string                     SF  immutable
    id                 int64                      SFO immutable
    name               string                     SFO -
    conversion_actions string*                    SF  -
    status             CustomConversionGoalStatus SFO -
    """
)


def rows(view: View, needed: Collection[str]) -> Iterator[Flat]:
    """The customer's own custom goals, removed ones too."""
    for goal in view.customer.custom_goals.values():
        yield flat(view.customer, goal)


def flat(customer: Customer, goal: CustomConversionGoal) -> Flat:
    """One custom goal of a customer."""
    return {
        "resource_name": resource_name(customer.id, goal.id),
        "id": goal.id,
        "name": goal.name,
        "conversion_actions": [action_name(customer.id, one) for one in goal.conversion_actions],
        "status": goal.status,
    }


def resource_name(customer_id: int, goal_id: int) -> str:
    """``customers/{customer}/customConversionGoals/{id}``."""
    return f"customers/{customer_id}/customConversionGoals/{goal_id}"
