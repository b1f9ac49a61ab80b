"""Whether a change of the past happened, by what is live now."""

from __future__ import annotations

from collections.abc import Sequence

from microconv.core.goals import names
from microconv.core.plan import Action, Change
from microconv.core.resource import Live, Standing
from microconv.core.schema import same


def happened(change: Change, live: Sequence[Live]) -> bool | None:
    """True: it is as the change would have left it. False: it is as it was before. None: it is neither."""
    called = names(live, {})
    there = [called.presented(item) for item in live if item.standing is not Standing.REMOVED]
    found = [item for item in there if item.id == change.id] if change.id else []
    if not change.id:
        found = [item for item in there if item.address == change.address and item.standing is not Standing.OTHER_OWNER]
    if change.action is Action.REMOVE:
        return not found
    if not found:
        return False if change.action is Action.CREATE else None
    state = found[0].state
    if all(same(state.get(item.name), item.after) for item in change.attributes):
        return True
    if change.action is not Action.CREATE and all(
        same(state.get(item.name), item.before) for item in change.attributes
    ):
        return False
    return None
