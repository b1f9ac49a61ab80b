"""What the plan for actions means for goals, and the other way round."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from microconv.core.bidding.forecast import PLANNED, Forecast, forecast
from microconv.core.bidding.goals import Names, acting, foreseen, names, pair_of
from microconv.core.client import Client
from microconv.core.conversion import Role
from microconv.core.kinds import ACCOUNT_GOAL, ACTION, CAMPAIGN_CONFIG, CAMPAIGN_GOAL, GOALS
from microconv.core.plan import FLAG, Action, AttributeChange, Bidding, Change, action_of
from microconv.core.planning.diff import Difference
from microconv.core.planning.wanted_goals import Members, Wanted, wanted
from microconv.core.resource import Live, frozen, of_type


class GoalPlan:
    """What the plan for actions means for goals: which appear, what actions are called, what the config wants."""

    def __init__(self, client: Client, live: Sequence[Live], actions: Difference) -> None:
        self._before = live
        renamed = {
            change.id: str(item.after)
            for change in actions.changes
            for item in change.attributes
            if item.name == "name" and change.id
        }
        self.called: Names = names(live, renamed)
        there = {item.identity for item in of_type(live, ACCOUNT_GOAL)}
        there |= {pair_of(item.state) for item in acting(live)}
        pairs = _pairs_after(live, actions)
        self.new_pairs = tuple(sorted(pairs - there))
        self.live = [self.called.presented(item) for item in (*live, *foreseen(self.new_pairs, live))]
        self.members = _members(client, actions, self.called)
        self.wanted: Wanted = wanted(client, live, self.members, self.called)
        self._inherit()

    def _inherit(self) -> None:
        """Show the goals of campaigns that follow the account as they will be once the account's goals are closed."""
        closed = {
            item.target.identity
            for item in self.wanted.objects
            if item.address.type == ACCOUNT_GOAL and item.state.get("biddable") is False
        }
        follows = {
            item.state.get("campaign")
            for item in of_type(self.live, CAMPAIGN_CONFIG)
            if item.state.get("goal_config_level") != "campaign"
        }
        self.live = [
            replace(item, state=frozen({**item.state, "biddable": False}))
            if item.address.type == CAMPAIGN_GOAL
            and item.state.get("campaign") in follows
            and f"{item.state.get('category')}~{item.state.get('origin')}" in closed
            else item
            for item in self.live
        ]

    def in_order(self, changes: Sequence[Change], seen: Forecast) -> tuple[Change, ...]:
        """The changes with what they do to bidding; where goals change too, fit for going out in several steps."""
        told = [_with_effect(change, seen) for change in changes]
        if not any(change.address.type in GOALS for change in told):
            return tuple(told)
        primary = frozenset(item.id for item in of_type(self._before, ACTION) if item.state.get(FLAG) is True)
        return tuple(part for change in told for part in self._split(change, primary))

    def _split(self, change: Change, primary: frozenset[str]) -> Iterable[Change]:
        """What is enabled waits until goals are set, unless a custom goal of the config is to list it."""
        enabled = any(item.name == "status" and item.after == "enabled" for item in change.attributes)
        if change.address.type == ACTION and change.action is not Action.CREATE and enabled:
            name = self.called.of(change.id)
            lists = (item.state.get("conversion_actions") for item in self.wanted.objects)
            if not any(isinstance(listed, tuple) and name in listed for listed in lists):
                return _late(change)
        return _split(change, primary)

    def forecast(self, changes: Sequence[Change]) -> Forecast:
        """Bidding now, and after the changes."""
        return forecast(self._before, self.live, changes, self.called)


def _pairs_after(live: Sequence[Live], actions: Difference) -> set[str]:
    """The goals of all actions that a run makes or gives another category."""
    states = {item.id: item.state for item in of_type(live, ACTION)}
    found = set()
    for change in actions.changes:
        if change.action is not Action.REMOVE:
            state = {**states.get(change.id, {}), **{item.name: item.after for item in change.attributes}}
            found.add(pair_of(state))
    return {pair for pair in found if not pair.endswith("~")}


def _members(client: Client, actions: Difference, called: Names) -> Members:
    """What the actions of conversions are called after the run, and which ones bidding should not use."""
    enabled = {
        change.id
        for change in actions.changes
        if any(item.name == "status" and item.after == "enabled" for item in change.attributes)
    }
    names_of = {
        conversion: called.of(item.id)
        for conversion, item in actions.matched.items()
        if item.state.get("status") == "enabled" or item.id in enabled
    }
    for change in actions.changes:
        if change.action is Action.CREATE:
            names_of[change.conversion] = change.address.name
    secondary = {
        item.id for conversion, item in actions.matched.items() if client.by_name[conversion].role is Role.SECONDARY
    }
    return Members(names_of, frozenset(secondary | {item.id for item in actions.set_aside}))


def _with_effect(change: Change, seen: Forecast) -> Change:
    """A change of an action with what the whole plan does to bidding's use of it."""
    if change.address.type != ACTION:
        return change
    return replace(change, bidding=seen.effect(change.id or PLANNED + change.address.name))


def _late(change: Change) -> Iterable[Change]:
    """A change that enables what goes out last. Another category comes first: goals appear with it, to be set then."""
    last = tuple(item for item in change.attributes if item.name == "status" or (item.name, item.after) == (FLAG, True))
    first = tuple(item for item in change.attributes if item not in last)
    if not any(item.name == "category" for item in first):
        return [replace(change, late=True)]
    before = replace(change, action=action_of(first), attributes=first, bidding=Bidding.NO_EFFECT)
    reasons = ("enabled once the goals are set",)
    return [before, replace(change, action=Action.UPDATE, attributes=last, reasons=reasons, late=True)]


def _split(change: Change, primary: frozenset[str]) -> Iterable[Change]:
    """A change that ends in a primary action which counts where it did not: promoted once goals are set, not before.

    What counts elsewhere is new, enabled or of another category. A new name comes first too, as custom goals use it.
    `primary` are the ids of the actions that are primary now.
    """
    after = {item.name: item.after for item in change.attributes}
    moved = after.get("status") == "enabled" or "category" in after
    begins = change.action is Action.CREATE or moved or (FLAG in after and "name" in after)
    if change.address.type != ACTION or not begins or after.get(FLAG, change.id in primary) is not True:
        return [change]
    before = None if change.action is Action.CREATE else change.id in primary
    rest = tuple(item for item in change.attributes if item.name != FLAG)
    if before is not False:
        rest = (*rest, AttributeChange(FLAG, before, False))
    promoted = replace(
        change,
        action=Action.UPDATE,
        attributes=(AttributeChange(FLAG, False, True),),
        reasons=("promoted once the goals are set",),
    )
    return [replace(change, attributes=rest, bidding=Bidding.NO_EFFECT), promoted]
