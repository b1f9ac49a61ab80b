"""What the plan for actions means for goals, and the other way round."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from microconv.core.action_state import CATEGORY, ENABLED, NAME, PRIMARY, STATUS, ActionState
from microconv.core.bidding.forecast import PLANNED, Forecast, forecast
from microconv.core.bidding.goals import Names, acting, foreseen, names
from microconv.core.client import Client
from microconv.core.conversion import Role
from microconv.core.goal_state import BIDDABLE, CampaignState, CustomGoalState, GoalState
from microconv.core.kinds import ACCOUNT_GOAL, ACTION, CAMPAIGN_CONFIG, CAMPAIGN_GOAL, GOALS
from microconv.core.plan import Action, AttributeChange, Bidding, Change, action_of
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
            if item.name == NAME and change.id
        }
        self.called: Names = names(live, renamed)
        there = {item.identity for item in of_type(live, ACCOUNT_GOAL)}
        there |= {ActionState(item.state).pair for item in acting(live)}
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
            if item.address.type == ACCOUNT_GOAL and not GoalState(item.state).biddable
        }
        follows = {
            CampaignState(item.state).campaign
            for item in of_type(self.live, CAMPAIGN_CONFIG)
            if not CampaignState(item.state).own
        }
        self.live = [
            replace(item, state=frozen({**item.state, BIDDABLE: False}))
            if item.address.type == CAMPAIGN_GOAL
            and GoalState(item.state).campaign in follows
            and GoalState(item.state).pair in closed
            else item
            for item in self.live
        ]

    def in_order(self, changes: Sequence[Change], seen: Forecast) -> tuple[Change, ...]:
        """The changes with what they do to bidding; where goals change too, fit for going out in several steps."""
        told = [_with_effect(change, seen) for change in changes]
        if not any(change.address.type in GOALS for change in told):
            return tuple(told)
        primary = frozenset(item.id for item in of_type(self._before, ACTION) if ActionState(item.state).primary)
        return tuple(part for change in told for part in self._split(change, primary))

    def _split(self, change: Change, primary: frozenset[str]) -> Iterable[Change]:
        """What is enabled waits until goals are set, unless a custom goal of the config is to list it."""
        enabled = any(item.name == STATUS and item.after == ENABLED for item in change.attributes)
        if change.address.type == ACTION and change.action is not Action.CREATE and enabled:
            name = self.called.of(change.id)
            lists = (CustomGoalState(item.state).actions or () for item in self.wanted.objects)
            if not any(name in listed for listed in lists):
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
            found.add(ActionState(state).pair)
    return {pair for pair in found if not pair.endswith("~")}


def _members(client: Client, actions: Difference, called: Names) -> Members:
    """What the actions of conversions are called after the run, and which ones bidding should not use."""
    enabled = {
        change.id
        for change in actions.changes
        if any(item.name == STATUS and item.after == ENABLED for item in change.attributes)
    }
    names_of = {
        conversion: called.of(item.id)
        for conversion, item in actions.matched.items()
        if ActionState(item.state).enabled or item.id in enabled
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
    last = tuple(
        item for item in change.attributes if item.name == STATUS or (item.name, item.after) == (PRIMARY, True)
    )
    first = tuple(item for item in change.attributes if item not in last)
    if not any(item.name == CATEGORY for item in first):
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
    moved = after.get(STATUS) == ENABLED or CATEGORY in after
    begins = change.action is Action.CREATE or moved or (PRIMARY in after and NAME in after)
    if change.address.type != ACTION or not begins or after.get(PRIMARY, change.id in primary) is not True:
        return [change]
    before = None if change.action is Action.CREATE else change.id in primary
    rest = tuple(item for item in change.attributes if item.name != PRIMARY)
    if before is not False:
        rest = (*rest, AttributeChange(PRIMARY, before, False))
    promoted = replace(
        change,
        action=Action.UPDATE,
        attributes=(AttributeChange(PRIMARY, False, True),),
        reasons=("promoted once the goals are set",),
    )
    return [replace(change, attributes=rest, bidding=Bidding.NO_EFFECT), promoted]
