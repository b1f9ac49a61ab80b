"""The order in which bidding loses things: after what replaces them is in use, or in the same call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from microconv.core.action_state import CATEGORY, STATUS
from microconv.core.bidding.forecast import Forecast, Foresee
from microconv.core.bidding.inputs import PLANNED
from microconv.core.kinds import ACTION, CAMPAIGN_CONFIG, CAMPAIGN_GOAL, GOALS
from microconv.core.plan import Action, Change
from microconv.core.planning.between_requests import IsFinal
from microconv.core.planning.two_accounts import losses_last_in_two_accounts
from microconv.core.schema import ResourceType


def in_turn(
    types: Sequence[ResourceType],
    changes: Sequence[Change],
    seen: Forecast,
    foresee: Foresee,
    final: IsFinal,
    *,
    apart: bool,
) -> list[Change]:
    """The changes, marked so that what takes something from bidding never comes before what replaces it.

    `seen` is what all of them do to bidding, `foresee` what some of them do. `apart`: shared objects are in an account
    of their own. Where goals change in one account there is nothing to mark: they go out in one call.
    """
    changing = {change.address.type for change in changes}
    if not changing & GOALS:
        return _losses_last(changes, seen)
    if apart and changing & {CAMPAIGN_CONFIG, CAMPAIGN_GOAL}:
        return losses_last_in_two_accounts(types, changes, seen, foresee, final)
    return list(changes)


def moved_late(change: Change) -> Change:
    """An update of an action that moves it or makes it count, marked to go out with the goals that it belongs to."""
    moves = any(item.name in {CATEGORY, STATUS} for item in change.attributes)
    if change.address.type != ACTION or change.action is not Action.UPDATE or not moves:
        return change
    return replace(change, late=True)


def _losses_last(changes: Sequence[Change], seen: Forecast) -> list[Change]:
    """Where goals stay as they are each change moves its own action alone, in and out of places.

    What leaves a place into which something else comes is the last, and what also comes elsewhere is `late`.
    """
    before, after = seen.before.used(), seen.after.used()
    lost, gained = before - after, after - before
    marked = []
    for change in changes:
        identifier = change.id or PLANNED + change.address.name
        leaves = {place for place, action in lost if action == identifier}
        replaced = any(place in leaves and action != identifier for place, action in gained)
        comes = any(action == identifier for _, action in gained)
        marked.append(replace(change, last=not comes, late=comes) if replaced else change)
    return marked
