"""Changes of the past against what is live now: happened, or not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from microconv.core.goal_state import CampaignState
from microconv.core.kinds import CAMPAIGN_CONFIG, LIVE_VERSION
from microconv.core.plan import Action, Change
from microconv.core.planning.effects import Effect, effects
from microconv.core.planning.live_index import LiveIndex
from microconv.core.planning.refused import campaign_of
from microconv.core.publication import VERSION, is_published
from microconv.core.resource import Address
from microconv.core.send_to import arrived
from microconv.core.value import same


def happened(change: Change, live_index: LiveIndex) -> bool | None:
    """True: it is as the change would have left it. False: it is as it was before. None: it is neither."""
    live = live_index.of(change)
    if change.action is Action.REMOVE:
        return live is None
    if live is None:
        return False if change.action is Action.CREATE else None
    state = live.state
    if change.address.type == LIVE_VERSION:
        before = {item.name: item.before for item in change.attributes}
        done = is_published({item.name: item.after for item in change.attributes}, state)
        return False if done is None and same(state.get(VERSION), before.get(VERSION)) else done
    if all(arrived(state.get(item.name), item.after) for item in change.attributes):
        return _in_force(change, live_index)
    if change.action is Action.CREATE:
        return None
    return False if all(same(state.get(item.name), item.before) for item in change.attributes) else None


def _in_force(change: Change, live_index: LiveIndex) -> bool:
    """False for a goal that was to be set as it read, as its campaign leaves the account's goals, and has not left."""
    if change.action is Action.CREATE or not all(same(item.before, item.after) for item in change.attributes):
        return True
    settings = Address(CAMPAIGN_CONFIG, campaign_of(change))
    campaign = live_index.of(Change(Action.CREATE, settings, (), ()))
    return campaign is not None and CampaignState(campaign.state).own


@dataclass(frozen=True, slots=True)
class TakenBackCount:
    """The objects that a run changed, after it was taken back.

    of: the number of all of them.
    left: those that are not as they were before it.
    """

    of: int
    left: tuple[Address, ...] = ()

    @property
    def count(self) -> int:
        """The number of those that are as before."""
        return self.of - len(self.left)


def as_before(done: Iterable[Change], live_index: LiveIndex) -> TakenBackCount:
    """The objects that a run that did `done` changed, and those among them that are not as they were before it."""
    changed = effects(done)
    left = tuple(effect.change.address for effect in changed if not _is_as_before(effect, live_index))
    return TakenBackCount(len(changed), left)


def _is_as_before(effect: Effect, live_index: LiveIndex) -> bool:
    """True where one object is again as it was before a run."""
    change = effect.change
    if effect.removed and not effect.made:
        return live_index.there(change.address, effect.before) is not None
    if effect.made:
        return live_index.there(change.address, effect.after) is None
    live = live_index.of(change)
    return live is not None and all(same(live.state.get(name), value) for name, value in effect.before.items())
