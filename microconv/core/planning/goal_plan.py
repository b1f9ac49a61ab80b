"""The meaning of a plan for actions for goals, and the other way round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from microconv.core.action_state import ActionState
from microconv.core.bidding.forecast import Forecast, forecast
from microconv.core.bidding.goals import Names, acting, foreseen, names_after, renamed
from microconv.core.bidding.inputs import PLANNED
from microconv.core.client import Client
from microconv.core.conversion import ConversionKind, Role
from microconv.core.goal_state import BIDDABLE, CampaignState, CustomGoalState, GoalState
from microconv.core.kinds import ACCOUNT_GOAL, ACTION, CAMPAIGN_CONFIG, CAMPAIGN_GOAL, GOALS
from microconv.core.plan import Action, Change
from microconv.core.planning.between_requests import IsFinal
from microconv.core.planning.diff import Difference
from microconv.core.planning.finals import Finals
from microconv.core.planning.promotion import Moves, enables
from microconv.core.planning.release import in_turn
from microconv.core.planning.wanted import Members, Wanted
from microconv.core.planning.wanted_goals import wanted_goals
from microconv.core.resource import Live, frozen, of_type
from microconv.core.schema import ResourceType


class GoalPlan(NamedTuple):
    """The goals as they are, as they will be, and as the config wants them.

    before: what is live now.
    future: what will be there, in the plan's words: what is live, and the goals that Google makes with new actions.
    names: what actions and custom goals are called after the run.
    members: the actions of the config's conversions.
    new_pairs: the goals that appear with their first action.
    wanted: the goals that the config wants.
    finals: the ids of the actions of final conversions.
    is_final: tells final conversions from others, those that the config does not list too.
    """

    before: tuple[Live, ...]
    future: tuple[Live, ...]
    names: Names
    members: Members
    new_pairs: tuple[str, ...]
    wanted: Wanted
    finals: frozenset[str]
    is_final: IsFinal

    def forecast(self, changes: Sequence[Change]) -> Forecast:
        """Bidding now, and after the changes."""
        return forecast(self.before, self.future, changes, self.names)

    def in_order(
        self, types: Sequence[ResourceType], changes: Sequence[Change], seen: Forecast, *, apart: bool
    ) -> tuple[Change, ...]:
        """The changes with what they do to bidding, fit for going out in several steps.

        `apart`: shared objects are in an account of their own.
        """
        effects = [_with_effect(change, seen) for change in changes]
        if not any(change.address.type in GOALS for change in effects):
            return tuple(in_turn(types, effects, seen, self.forecast, self.is_final, apart=apart))
        listed = {name for item in self.wanted.objects for name in CustomGoalState(item.state).actions or ()}
        states = {item.id: ActionState(item.state) for item in of_type(self.before, ACTION)}
        used = frozenset(action for _, action in seen.before.used())
        kept = {action for _, action in seen.before.used() & seen.after.used()} & self.finals
        move = Moves(states, frozenset(self.new_pairs), seen.made_pairs, used, kept, frozenset(listed))
        parts = [part for change in effects for part in move.in_parts(change, self.names.of(change.id))]
        return tuple(in_turn(types, move.settled_last(parts), seen, self.forecast, self.is_final, apart=apart))


def goal_plan(client: Client, live: Sequence[Live], actions: Difference) -> GoalPlan:
    """The plan for goals that goes with the plan for `actions`. `live` is what Google Ads has now."""
    names = names_after(live, renamed(actions.changes))
    new_pairs = _new_pairs(live, actions.changes)
    members = _members(client, actions, names)
    wanted = wanted_goals(client, live, members, names)
    future = [names.presented(item) for item in (*live, *foreseen(new_pairs, live, _closing(client)))]
    finals = frozenset(
        item.id for name, item in actions.matched.items() if client.by_name[name].kind is not ConversionKind.MICRO
    )
    is_final = Finals(client, {item.id: name for name, item in actions.matched.items()}).has
    return GoalPlan(tuple(live), tuple(_inherited(future, wanted)), names, members, new_pairs, wanted, finals, is_final)


def _closing(client: Client) -> frozenset[str]:
    """The goals of the account that the config closes: a new one of their category may start like them."""
    return frozenset(setting.pair for setting in client.goals.account if not setting.biddable)


def _new_pairs(live: Sequence[Live], changes: Sequence[Change]) -> tuple[str, ...]:
    """The goals that appear with an action that a run makes, or gives another category."""
    states = {item.id: item.state for item in of_type(live, ACTION)}
    after = {
        ActionState({**states.get(change.id, {}), **{item.name: item.after for item in change.attributes}}).pair
        for change in changes
        if change.action is not Action.REMOVE
    }
    known = {item.identity for item in of_type(live, ACCOUNT_GOAL)}
    known |= {ActionState(item.state).pair for item in acting(live)}
    return tuple(sorted(pair for pair in after - known if not pair.endswith("~")))


def _inherited(future: Sequence[Live], wanted: Wanted) -> list[Live]:
    """The goals to come of campaigns that follow the account, as they are once the account's goals are closed."""
    closed = {
        item.target.identity
        for item in wanted.objects
        if item.address.type == ACCOUNT_GOAL and not GoalState(item.state).biddable
    }
    settings = [CampaignState(item.state) for item in of_type(future, CAMPAIGN_CONFIG)]
    following = {campaign.campaign for campaign in settings if not campaign.own}

    def closes(item: Live) -> bool:
        goal = GoalState(item.state)
        yet = item.address.type == CAMPAIGN_GOAL and not item.id
        return yet and goal.campaign in following and goal.pair in closed

    return [replace(item, state=frozen({**item.state, BIDDABLE: False})) if closes(item) else item for item in future]


def _members(client: Client, actions: Difference, names: Names) -> Members:
    """The names of the conversions' actions after the run, and the ids of those that bidding should not use."""
    enabled = {change.id for change in actions.changes if enables(change)}
    by_conversion = {
        conversion: names.of(item.id)
        for conversion, item in actions.matched.items()
        if ActionState(item.state).enabled or item.id in enabled
    }
    for change in actions.changes:
        if change.action is Action.CREATE:
            by_conversion[change.conversion] = change.address.name
    secondary = {
        item.id for conversion, item in actions.matched.items() if client.by_name[conversion].role is Role.SECONDARY
    }
    secondary -= actions.held
    return Members(by_conversion, frozenset(secondary | {item.id for item in actions.set_aside}))


def _with_effect(change: Change, seen: Forecast) -> Change:
    """A change of an action with what the whole plan does to bidding's use of it."""
    if change.address.type != ACTION:
        return change
    return replace(change, bidding=seen.effect(change.id or PLANNED + change.address.name))
