"""customer_conversion_goal: one per category and origin of a customer's conversion actions.

Fields from v25 of resources/customer_conversion_goal.proto, GAQL flags from the public v25 field reference, checked
2026-11-23. With cross-account conversion tracking the goals are those of the conversion customer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from microconv.emulator.google_ads.fields import table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from microconv.emulator.google_ads.fields import Flat
    from microconv.emulator.google_ads.view import View

NAME = "customer_conversion_goal"
MESSAGE = "CustomerConversionGoal"
ATTRIBUTED = ("customer",)
FIELDS = table(
    """
    resource_name  string                    SF   immutable
    category       ConversionActionCategory  SFO  -
    origin         ConversionOrigin          SFO  -
    biddable       bool                      SFO  -
    """
)


def rows(view: View, needed: Collection[str]) -> Iterator[Flat]:
    """The customer's own goals."""
    for (category, origin), biddable in view.customer.goals.items():
        yield {
            "resource_name": view.goal_name(category, origin),
            "category": category,
            "origin": origin,
            "biddable": biddable,
        }
