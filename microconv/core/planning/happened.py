"""Changes of the past against what is live now: happened, or not."""

from __future__ import annotations

from collections.abc import Iterable

from microconv.core.plan import Action, Change
from microconv.core.planning.effects import Effect, effects
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


def as_before(done: Iterable[Change], live_index: LiveIndex) -> tuple[int, int]:
    """The number of objects that are again as they were before a run that did `done`, and of all that it changed."""
    changed = effects(done)
    return sum(_is_as_before(effect, live_index) for effect in changed), len(changed)


def _is_as_before(effect: Effect, live_index: LiveIndex) -> bool:
    """True where one object is again as it was before a run."""
    change = effect.change
    if effect.removed and not effect.made:
        return live_index.of(Change(Action.CREATE, change.address, (), ())) is not None
    live = live_index.of(change)
    if effect.made:
        return live is None
    return live is not None and all(same(live.state.get(name), value) for name, value in effect.before.items())
