"""Final conversions that a plan moves to a goal which is not there yet: Google makes it, and decides how it starts."""

from __future__ import annotations

from collections.abc import Iterator

from microconv.core.bidding.forecast import Forecast
from microconv.core.diagnostics import Diagnostic, Severity
from microconv.core.kinds import ACCOUNT_GOAL, ACTION
from microconv.core.object_name import object_name
from microconv.core.planning.goal_plan import GoalPlan
from microconv.core.resource import Address
from microconv.core.text import Text

CODE = "moves-to-new-goal"

_CLOSED = Text(
    "if it starts closed, bidding goes without this conversion until the next request of the run opens it; a run that "
    "ends between the two leaves that to the next one",
    "入札に使われない状態で作成された場合、同じ実行の次のリクエストで使われるようになるまで、このコンバージョンは入札に"
    "反映されません。その間に実行が終わった場合は、次の実行に持ち越されます",
)
_KEEP_ANOTHER = Text(
    "keep another final conversion primary until the sync is through",
    "sync が完了するまで、別の最終コンバージョンをメインのままにしてください",
)


def moves_to_new_goals(seen: Forecast, goals: GoalPlan) -> Iterator[Diagnostic]:
    """The final conversions that bidding uses and that move to a goal which appears with them alone."""
    new = {*goals.new_pairs} - seen.made_pairs
    if not new:
        return
    used = seen.before.used_anywhere()
    pairs = {action.id: action.pair for action in seen.before.actions if action.id in used}
    for action in seen.after.actions:
        if action.id not in pairs.keys() & goals.finals or action.pair not in new - {pairs[action.id]}:
            continue
        yield Diagnostic(
            Severity.NOTE,
            CODE,
            _summary(action.name, object_name(Address(ACCOUNT_GOAL, action.pair))),
            _CLOSED,
            where=str(Address(ACTION, action.name)),
            hint=_KEEP_ANOTHER,
        )


def _summary(name: str, goal: Text) -> Text:
    return Text(
        f'"{name}" moves to the {goal.en}, which Google makes at that moment, open or closed to bidding',
        f"「{name}」は{goal.ja}に移ります。この目標はそのときに Google が作成し、"
        "入札に使われるかどうかは Google が決めます",
    )
