"""Actions that a plan leaves secondary and that bidding uses all the same."""

from __future__ import annotations

from collections.abc import Iterator

from microconv.core.bidding.effective import BiddingInputs
from microconv.core.bidding.inputs import where_used
from microconv.core.client import Client, Demote
from microconv.core.diagnostics import Diagnostic, Severity
from microconv.core.kinds import ACTION
from microconv.core.planning.goal_plan import GoalPlan
from microconv.core.resource import Address


def still_used(client: Client, after: BiddingInputs, goals: GoalPlan) -> Iterator[Diagnostic]:
    """Actions that should not be used, and are: a custom goal lists them, and it does not ask for the role."""
    wanted = {name for goal in client.goals.custom for name in goal.conversions}
    meant = {goals.members.names[name] for name in wanted if name in goals.members.names}
    for action in sorted(after.actions, key=lambda item: (item.name, item.id)):
        if action.id not in goals.members.unused or goals.names.of(action.id) in meant or not after.uses(action):
            continue
        places = where_used(after, action.id)
        thorough = client.demote is Demote.THOROUGH
        yield Diagnostic(
            Severity.WARNING,
            "still-used",
            f'"{goals.names.of(action.id)}" is secondary, but bidding still uses it: {"; ".join(places)}',
            "a custom goal makes bidding use what it lists, whatever its role",
            where=str(Address(ACTION, action.name)),
            hint="see the conflict above"
            if thorough
            else "write `demote: thorough` to take it out of custom goals, or "
            "name the custom goal in `goals: {custom: …}` if that is meant",
        )
