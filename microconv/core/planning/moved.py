"""Final conversions that a plan moves to a goal which is not there yet: Google makes it, and decides how it starts."""

from __future__ import annotations

from collections.abc import Iterator

from microconv.core.bidding.forecast import Forecast
from microconv.core.diagnostics import Diagnostic, Severity
from microconv.core.kinds import ACTION
from microconv.core.planning.goal_plan import GoalPlan
from microconv.core.resource import Address

CODE = "moves-to-new-goal"


def moved(seen: Forecast, goals: GoalPlan) -> Iterator[Diagnostic]:
    """The final conversions that bidding uses and that move to a goal which appears with them."""
    pairs = {action.id: action.pair for action in seen.before.actions if seen.before.uses(action)}
    for action in seen.after.actions:
        if action.id not in pairs.keys() & goals.finals or action.pair not in {*goals.new_pairs} - {pairs[action.id]}:
            continue
        yield Diagnostic(
            Severity.NOTE,
            CODE,
            f'"{action.name}" moves to the goal {action.pair}, which Google makes at that moment, open or closed',
            "if it starts closed, bidding goes without this conversion until the next request of the run opens it; a "
            "run that ends between the two leaves that to the next one",
            where=str(Address(ACTION, action.name)),
            hint="keep another final conversion primary until the sync is through",
        )
