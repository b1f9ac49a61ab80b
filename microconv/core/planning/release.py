"""The order in which bidding loses things: after what replaces them is in use, wherever that can be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from microconv.core.action_state import CATEGORY, NAME, STATUS
from microconv.core.bidding.forecast import Forecast
from microconv.core.goal_state import BIDDABLE
from microconv.core.kinds import ACCOUNT_GOAL, ACTION, CAMPAIGN_GOAL
from microconv.core.plan import Action, Change


def released_last(
    changes: Sequence[Change], seen: Forecast, foresee: Callable[[Sequence[Change]], Forecast]
) -> list[Change]:
    """The changes, with those marked that take something from bidding which something else replaces.

    Not those without which bidding would use, for a while, what neither the state before nor the one after wants.
    """
    before, after = seen.before.used(), seen.after.used()
    if not after - before or not before - after:
        return list(changes)
    last = {number for number, change in enumerate(changes) if _takes(change)}
    while last:
        between = foresee([change for number, change in enumerate(changes) if number not in last]).after.used()
        wrong = {action for _, action in between - before - after}
        if not wrong:
            break
        early = {number for number in last if changes[number].id in wrong}
        early = early or {number for number in last if changes[number].address.type != ACTION}
        last -= early or last
    idle = {number for number in last if changes[number].address.type == ACTION and not _used(changes[number], before)}
    return [replace(change, last=True) if number in last - idle else change for number, change in enumerate(changes)]


def _takes(change: Change) -> bool:
    """True where a change takes something from bidding, and nothing else."""
    if change.address.type == ACTION:
        moved = any(item.name in {CATEGORY, NAME, STATUS} for item in change.attributes)
        return change.action is Action.REMOVE or (change.action is Action.DEMOTE and not moved)
    if change.address.type in {ACCOUNT_GOAL, CAMPAIGN_GOAL} and change.id:
        return all(item.name == BIDDABLE and item.after is False for item in change.attributes)
    return False


def _used(change: Change, used: frozenset[tuple[str, str]]) -> bool:
    return any(action == change.id for _, action in used)
