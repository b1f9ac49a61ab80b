"""Learning that a plan starts: bidding uses other actions, or other values of those that it uses."""

from __future__ import annotations

from collections.abc import Sequence

from microconv.core.action_state import VALUE
from microconv.core.bidding.inputs import bidding_inputs
from microconv.core.kinds import ACTION
from microconv.core.learning_time import LearningTime
from microconv.core.plan import Plan
from microconv.core.resource import Live
from microconv.core.text import Text

NOT_IN_SNAPSHOTS = Text("a snapshot does not tell it", "スナップショットではわかりません")
"""The reason why the cycle is not known where no account is asked."""


def learning_of(plan: Plan, live: Sequence[Live], why: Text = NOT_IN_SNAPSHOTS) -> LearningTime | None:
    """The learning that a plan starts, whose time is not known yet; None where bidding uses the same as before.

    A value matters where bidding uses its action already; where it starts to, that is a shift of its own.
    """
    if plan.shifts:
        return LearningTime(why=why)
    valued = {
        change.id
        for change in plan.changes
        if change.address.type == ACTION and change.id and any(item.name == VALUE for item in change.attributes)
    }
    decisive = [item for item in live if item.address.type != ACTION or item.id in valued] if valued else []
    if valued & {action for _, action in bidding_inputs(decisive).used()}:
        return LearningTime(values_only=True, why=why)
    return None
