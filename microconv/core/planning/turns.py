"""The phase in which a change of what bidding rests on goes out, and its turn in that phase."""

from __future__ import annotations

from microconv.core.action_state import PRIMARY
from microconv.core.goal_state import BIDDABLE
from microconv.core.kinds import ACCOUNT_GOAL, ACTION, CAMPAIGN_CONFIG, CAMPAIGN_GOAL, CONTAINER, CUSTOM_GOAL
from microconv.core.phase import Phase
from microconv.core.plan import Action, Change

_IN_ONE_CALL = frozenset({Phase.CLOSE, Phase.GOALS, Phase.OPEN})
"""The phases that one call carries out, where that can be."""


def turn_of(change: Change, *, phased: bool, apart: bool) -> tuple[Phase, int]:
    """The phase of a change of what bidding rests on, and its turn there.

    `phased`: goals change. `apart`: the client's campaigns change too, and shared objects in an account of their own.
    These come first, then the client's own; at the end the client's own, as campaigns let go of what is shared, and
    custom goals that are removed last.
    """
    phase = phase_of(change, phased=phased)
    if not apart:
        return (Phase.SWITCH if phased and phase in _IN_ONE_CALL else phase), 0
    if removed_last(change):
        return Phase.RELEASE, 2
    shared = change.address.type not in {CAMPAIGN_CONFIG, CAMPAIGN_GOAL}
    return phase, int(shared if phase is Phase.RELEASE else not shared)


def phase_of(change: Change, *, phased: bool) -> Phase:
    """The phase of a change of what bidding rests on, were each phase a call of its own."""
    if change.last:
        return Phase.RELEASE
    if not phased:
        return Phase.SWITCH if change.late else Phase.MAKE
    if change.late:
        return Phase.OPEN
    if change.address.type == ACTION:
        if change.action in {Action.DEMOTE, Action.REMOVE}:
            return Phase.CLOSE
        promoted = any(item.name == PRIMARY and item.after is True for item in change.attributes)
        return Phase.OPEN if promoted and change.action is Action.UPDATE else Phase.MAKE
    if change.address.type == ACCOUNT_GOAL:
        if any(item.name == BIDDABLE and item.after is True for item in change.attributes):
            return Phase.OPEN
        return Phase.CLOSE if change.id else Phase.GOALS
    return Phase.GOALS


def removed_last(change: Change) -> bool:
    """True for the removal of a custom goal: nothing may use it any more."""
    return change.address.type == CUSTOM_GOAL and change.action is Action.REMOVE


def cleaned(change: Change, phase: Phase) -> Phase:
    """The phase of a change on which bidding does not rest, of a type whose phase is given: removals come last.

    Those in a container go out with its other changes, in one call.
    """
    return Phase.CLEAN if change.action is Action.REMOVE and change.address.type not in CONTAINER else phase
