"""Actions that a plan leaves secondary and that bidding uses all the same."""

from __future__ import annotations

from collections.abc import Iterator

from microconv.core.bidding.effective import BiddingInputs, Use, effective
from microconv.core.bidding.inputs import where_used
from microconv.core.client import Client, Demote
from microconv.core.diagnostics import Diagnostic, Severity
from microconv.core.kinds import ACTION, CUSTOM_GOAL
from microconv.core.planning.goal_plan import GoalPlan
from microconv.core.resource import Address

_OUT_OF_CUSTOM_GOALS = (
    "write `demote: thorough` to take it out of custom goals, or name the custom goal in `goals: {custom: …}` if that "
    "is meant"
)
OUT_OF_APP_CAMPAIGNS = (
    "microconv does not write what App campaigns are optimized for: if this conversion is not meant, choose another in "
    "the campaign's settings in Google Ads"
)


def still_used(client: Client, after: BiddingInputs, goals: GoalPlan) -> Iterator[Diagnostic]:
    """Actions that should not be used, and are: by a custom goal or an App campaign, which do not ask for the role."""
    wanted = {name for goal in client.goals.custom for name in goal.conversions}
    meant = {goals.members.names[name] for name in wanted if name in goals.members.names}
    for action in sorted(after.actions, key=lambda item: (item.name, item.id)):
        if action.id not in goals.members.unused or goals.names.of(action.id) in meant or not after.uses(action):
            continue
        if action.primary:  # it cannot be demoted, and a conflict says so
            continue
        uses = {effective(action, after.goals, place) for place in after.campaigns or (None,)}
        details, hints = [], []
        if Use.CUSTOM_GOAL in uses:
            details.append("a custom goal makes bidding use what it lists, whatever its role")
            stuck = sorted(item.address.name for item in goals.wanted.conflicts if item.address.type == CUSTOM_GOAL)
            see = f"see the conflict about the custom goal {', '.join(stuck)}"
            hints.append(see if stuck and client.demote is Demote.THOROUGH else _OUT_OF_CUSTOM_GOALS)
        if Use.SELECTED in uses:
            details.append("an App campaign uses the actions that it is optimized for, whatever their role")
            hints.append(OUT_OF_APP_CAMPAIGNS)
        yield Diagnostic(
            Severity.WARNING,
            "still-used",
            f'"{goals.names.of(action.id)}" is secondary, but bidding still uses it: '
            f"{'; '.join(where_used(after, action.id))}",
            "; ".join(details),
            where=str(Address(ACTION, action.name)),
            hint="; ".join(hints),
        )
