"""Warnings of a plan about bidding and event rules: where a role will not mean what it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from microconv.core.bidding.closing import account_goal
from microconv.core.bidding.effective import NOT_USED, BiddingAction, BiddingInputs, Use, effective
from microconv.core.bidding.forecast import Forecast
from microconv.core.bidding.inputs import PLANNED
from microconv.core.client import Client
from microconv.core.conversion import Conversion, Role
from microconv.core.diagnostics import Diagnostic, Severity
from microconv.core.kinds import ACTION
from microconv.core.planning.custom_alone import custom_goals_alone
from microconv.core.planning.goal_plan import GoalPlan
from microconv.core.planning.left_over import left_over
from microconv.core.planning.never_matching import never_matching
from microconv.core.planning.new_goals import new_goals
from microconv.core.planning.still_used import still_used
from microconv.core.planning.twins import twin_rules
from microconv.core.resource import Address, Reading
from microconv.core.text import Text, joined

_EXPLAIN = Text(
    "look at it with `microconv explain`; its campaigns have goals of their own",
    "`microconv explain` で確認してください。キャンペーンに固有の目標が設定されています",
)


def plan_warnings(client: Client, seen: Forecast, goals: GoalPlan, readings: Sequence[Reading]) -> Iterator[Diagnostic]:
    """Every warning, in a fixed order."""
    yield from new_goals(client, seen.after, goals.new_pairs)
    yield from still_used(client, seen.after, goals)
    yield from _without_effect(client, seen.after, goals)
    yield from never_matching(client, readings)
    yield from twin_rules(client, readings)
    ids = goals.names.ids()
    own = {name: ids[action] for name, action in goals.members.names.items() if action in ids}
    yield from custom_goals_alone(client, seen, own)
    yield from left_over(client, seen.after, own, readings)


def _without_effect(client: Client, after: BiddingInputs, goals: GoalPlan) -> Iterator[Diagnostic]:
    """Primary conversions that bidding uses nowhere."""
    by_name = {goals.names.of(action.id): action for action in after.actions}
    by_name.update(
        {action.id.removeprefix(PLANNED): action for action in after.actions if action.id.startswith(PLANNED)}
    )
    used = after.used_anywhere()
    for conversion in client.conversions:
        action = by_name.get(goals.members.names.get(conversion.name, ""))
        if conversion.role is not Role.PRIMARY or action is None or action.id in used:
            continue
        yield _no_effect(conversion, action, after)


def _no_effect(conversion: Conversion, action: BiddingAction, after: BiddingInputs) -> Diagnostic:
    uses = {effective(action, after.goals, place) for place in after.campaigns or (None,)}
    if uses <= {Use.ACCOUNT_GOAL_OFF}:
        line = account_goal(action.pair, biddable=True)
        hint = Text(f"write `{line}`, or make it secondary", f"`{line}` と書くか、サブにしてください")
    else:
        hint = _EXPLAIN
    return Diagnostic(
        Severity.WARNING,
        "role-without-effect",
        Text(
            f'"{conversion.name}" is primary, but bidding uses it nowhere',
            f"「{conversion.name}」はメインですが、どこでも入札に使われていません",
        ),
        joined(sorted(NOT_USED[use] for use in uses), "; "),
        span=conversion.span,
        where=str(Address(ACTION, action.name)),
        hint=hint,
    )
