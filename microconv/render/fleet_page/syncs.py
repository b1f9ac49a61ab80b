"""Syncs as an overview of many clients keeps them: the changes that were made."""

from __future__ import annotations

from collections import Counter

from microconv.core.client_numbers import plan_numbers
from microconv.core.plan import Action
from microconv.core.planning.moves import moves
from microconv.reconcile.result import Result
from microconv.render.fleet_page.answers import plan_remarks
from microconv.render.fleet_page.line import Answered, Topic

_TOPICS = frozenset({Topic.STOPS, Topic.STARTS, Topic.WAITING})


def result_answered(result: Result, *, named: bool = False) -> Answered:
    """A sync: the changes that were made; `named` with remarks on what its plan did to bidding."""
    made = Counter(outcome.change.action for outcome in result.applied)
    numbers = plan_numbers(result.plan, calls=result.calls)._replace(**{str(action): made[action] for action in Action})
    if made:
        numbers = numbers._replace(moves=len(moves(result.plan)))
    remarks = [one for one in plan_remarks(result.plan, ()) if one.topic in _TOPICS] if named and made else []
    return Answered(numbers, tuple(remarks), result.plan.accounts, result.plan.emulated)
