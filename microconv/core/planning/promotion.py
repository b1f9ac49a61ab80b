"""Changes of actions cut in two where goals change too: bidding starts to use nothing before its goals are set."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from microconv.core.action_state import CATEGORY, ENABLED, NAME, PRIMARY, STATUS, ActionState
from microconv.core.goal_pair import campaign_goal_parts
from microconv.core.kinds import ACCOUNT_GOAL, ACTION, CAMPAIGN_GOAL
from microconv.core.plan import Action, AttributeChange, Bidding, Change
from microconv.core.text import Text

_ENABLED_LATER = Text("enabled once the goals are set", "目標を設定した後に有効にします")
_PROMOTED_LATER = Text("promoted once the goals are set", "目標を設定した後にメインにします")


class Moves(NamedTuple):
    """The way from one use by bidding to another.

    states: the actions as they are now, by id.
    new_pairs: the goals that Google has yet to make.
    made: those of them that come with a new action.
    used: the ids of actions that bidding uses now.
    kept: the ids of final actions that bidding uses before and after, in one place at least.
    listed: the names of the actions that the config's custom goals list.
    """

    states: Mapping[str, ActionState]
    new_pairs: Collection[str]
    made: Collection[str]
    used: Collection[str]
    kept: Collection[str]
    listed: Collection[str]

    def in_parts(self, change: Change, name: str) -> Iterable[Change]:
        """The changes that carry out `change` in several steps. `name` is what its action is called after the run.

        What is enabled waits until goals are set, unless a custom goal of the config is to list it.
        """
        if change.address.type != ACTION:
            return [change]
        if change.action is not Action.CREATE and enables(change) and name not in self.listed:
            return self._late(change)
        return self._split(change)

    def settled_last(self, changes: Sequence[Change]) -> list[Change]:
        """The changes, with those goals as the last that appear only when an action is moved that is demoted too."""
        made = {self._pair(item) for item in changes if item.address.type == ACTION and not _switched(item)}
        late = {self._pair(item) for item in changes if item.address.type == ACTION and _switched(item)} - made

        def waits(change: Change) -> bool:
            goal = change.address.type in {ACCOUNT_GOAL, CAMPAIGN_GOAL} and not change.id
            return goal and campaign_goal_parts(change.address.name)[1] in late

        return [replace(change, last=True) if waits(change) else change for change in changes]

    def _late(self, change: Change) -> Iterable[Change]:
        """A change that enables what goes out last. A goal that appears with it comes first, to be set then."""
        last = tuple(
            item for item in change.attributes if item.name == STATUS or (item.name, item.after) == (PRIMARY, True)
        )
        first = tuple(item for item in change.attributes if item not in last)
        if not any(item.name == CATEGORY for item in first) or self._pair(change) not in self.new_pairs:
            return [replace(change, late=True)]
        before = replace(change, action=Action.UPDATE, attributes=first, bidding=Bidding.NO_EFFECT)
        reasons = (_ENABLED_LATER,)
        return [before, replace(change, action=Action.UPDATE, attributes=last, reasons=reasons, late=True)]

    def _split(self, change: Change) -> Iterable[Change]:
        """A change that ends in a primary action which counts where it did not: promoted once goals are set.

        What counts elsewhere is new, enabled or of another category. A new name comes first too, as custom goals use
        it. What moves to a goal that is there by then moves when goals are set, in the same call. To a goal that is
        not, a final that stays in use moves first, and stays primary: better used a moment too early than lost. What
        is used elsewhere moves as a secondary one with the goals, and is promoted after its own goal is set.
        """
        after = {item.name: item.after for item in change.attributes}
        primary = change.id in self.states and self.states[change.id].primary
        moved = after.get(STATUS) == ENABLED or CATEGORY in after
        begins = change.action is Action.CREATE or moved or (PRIMARY in after and NAME in after)
        if not begins or after.get(PRIMARY, primary) is not True:
            return [change]
        replaced = False
        if change.action is not Action.CREATE and CATEGORY in after and STATUS not in after:
            if self._pair(change) not in self.new_pairs or (primary and self._pair(change) in self.made):
                return [replace(change, late=True)]
            if primary and change.id in self.kept:
                return [change]
            replaced = primary and change.id in self.used
        before = None if change.action is Action.CREATE else primary
        rest = tuple(item for item in change.attributes if item.name != PRIMARY)
        if before is not False:
            rest = (*rest, AttributeChange(PRIMARY, before, False))
        promoted = replace(
            change,
            action=Action.UPDATE,
            attributes=(AttributeChange(PRIMARY, False, True),),
            reasons=(_PROMOTED_LATER,),
            last=replaced,
        )
        return [replace(change, attributes=rest, bidding=Bidding.NO_EFFECT, late=replaced), promoted]

    def _pair(self, change: Change) -> str:
        """The goal of an action after a change."""
        before = self.states[change.id].state if change.id in self.states else {}
        return ActionState({**before, **{item.name: item.after for item in change.attributes}}).pair


def enables(change: Change) -> bool:
    """True where a change makes an action count."""
    return any(item.name == STATUS and item.after == ENABLED for item in change.attributes)


def _switched(change: Change) -> bool:
    """True where an action gets its goal when goals are set, not before."""
    return change.late or change.action in {Action.DEMOTE, Action.REMOVE}
