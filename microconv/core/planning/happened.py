"""Changes of the past against what is live now: happened, or not."""

from __future__ import annotations

from microconv.core.plan import Action, Change
from microconv.core.planning.live_index import LiveIndex
from microconv.core.value import same


def happened(change: Change, live_index: LiveIndex) -> bool | None:
    """True: it is as the change would have left it. False: it is as it was before. None: it is neither."""
    live = live_index.of(change)
    if change.action is Action.REMOVE:
        return live is None
    if live is None:
        return False if change.action is Action.CREATE else None
    state = live.state
    if all(same(state.get(item.name), item.after) for item in change.attributes):
        return True
    if change.action is Action.CREATE:
        return None
    return False if all(same(state.get(item.name), item.before) for item in change.attributes) else None
