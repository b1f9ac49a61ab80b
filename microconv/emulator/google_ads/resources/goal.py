"""goal: lifecycle goals, which raise the values of conversions of certain customers. Read only here.

Fields and comments from resources/goal.proto and common/goal_setting.proto, GAQL flags from the public v25 field
reference, both checked 2026-11-29. v23 and v24 know the goal type CUSTOMER_RETENTION and amounts alone; the types
NEW_CUSTOMER_ACQUISITION and LOYALTY_RETENTION and multipliers came with v25. In an older version such a goal has the
type UNKNOWN ("value unknown in this version", comment of the enum), and its fields do not exist. The reference does not
list amounts of loyalty goals, which the message has: they cannot be selected.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from microconv.emulator.google_ads.fields import table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from microconv.emulator.google_ads.fields import Flat
    from microconv.emulator.google_ads.view import View

NAME = "goal"
MESSAGE = "Goal"
ATTRIBUTED = ("customer",)
FIELDS = table(
    """
    resource_name             string                       SF   immutable
    goal_id                   int64                        SFO  output_only
    goal_type                 GoalType                     SFO  output_only
    owner_customer            string                       SFO  output_only
    optimization_eligibility  GoalOptimizationEligibility  SFO  output_only
    retention_goal_settings.value_settings.additional_value                                  double  SFO  -
    retention_goal_settings.value_settings.additional_high_lifetime_value                    double  SFO  -
    retention_goal_settings.value_settings.value_multiplier                                  double  SFO  -
    retention_goal_settings.value_settings.high_lifetime_value_multiplier                    double  SFO  -
    new_customer_acquisition_goal_settings.value_settings.additional_value                   double  SFO  -
    new_customer_acquisition_goal_settings.value_settings.additional_high_lifetime_value     double  SFO  -
    new_customer_acquisition_goal_settings.value_settings.value_multiplier                   double  SFO  -
    new_customer_acquisition_goal_settings.value_settings.high_lifetime_value_multiplier     double  SFO  -
    loyalty_retention_goal_settings.value_settings.additional_value                          double  -    -
    loyalty_retention_goal_settings.value_settings.additional_high_lifetime_value            double  -    -
    loyalty_retention_goal_settings.value_settings.value_multiplier                          double  SFO  -
    loyalty_retention_goal_settings.value_settings.high_lifetime_value_multiplier            double  -    -
    """
)
#: Fields that are worked out when read, never in a seed.
COMPUTED = frozenset({"resource_name", "owner_customer"})


def rows(view: View, needed: Collection[str]) -> Iterator[Flat]:
    """The customer's goals, and by policy those of the manager whose conversions it uses."""
    for owner in view.inherited_owners:
        for goal in owner.read_only.get(NAME, ()):
            yield {
                **goal,
                "resource_name": resource_name(view.customer.id, goal["goal_id"]),
                "owner_customer": f"customers/{owner.id}",
            }


def resource_name(customer_id: int, goal_id: int) -> str:
    """``customers/{customer}/goals/{id}``."""
    return f"customers/{customer_id}/goals/{goal_id}"
