"""Customer conversion goals: which (category, origin) pairs the account's bidding uses by default."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from microconv.providers.google_ads.convert import word


def goal_facts(rows: Iterable[Any]) -> dict[str, bool]:
    """Facts `goal.CATEGORY~ORIGIN` from rows of customer_conversion_goal: whether the goal is biddable."""
    found = {}
    for row in rows:
        goal = row.customer_conversion_goal
        found[f"goal.{word(goal, 'category')}~{word(goal, 'origin')}"] = bool(goal.biddable)
    return found
