"""What bidding uses now, and what it will use when a plan is carried out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from microconv.core.action_state import NEW, ActionState
from microconv.core.bidding.effective import BiddingAction, BiddingInputs, Campaign, effective
from microconv.core.bidding.goals import NOT_BIDDABLE_BY_DEFAULT, Names, acting
from microconv.core.goal_state import CampaignState, CustomGoalState, GoalState
from microconv.core.kinds import ACCOUNT_GOAL, ACTION, BIDDING, CAMPAIGN_CONFIG, CAMPAIGN_GOAL, CUSTOM_GOAL
from microconv.core.plan import Action, Bidding, Change, Shift
from microconv.core.resource import Live, Standing, frozen, of_type

PLANNED = "new:"
"""How the id begins of an action that a plan is about to make; its name follows."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """Bidding before and after. `after` speaks of actions that the plan makes by `PLANNED` and their name."""

    before: BiddingInputs
    after: BiddingInputs

    def effect(self, identifier: str) -> Bidding:
        """What the whole plan does to bidding's use of one action."""
        used, using = (_uses(bids, identifier) for bids in (self.before, self.after))
        if used == using:
            return Bidding.NO_EFFECT
        return Bidding.STARTS if using else Bidding.STOPS

    def shifts(self) -> tuple[Shift, ...]:
        """What bidding starts and stops using, by action and effect."""
        used, using = self.before.used(), self.after.used()
        names = {item.id: item.name for item in (*self.before.actions, *self.after.actions)}
        campaigns = {item.id: item.name for item in (self.after.campaigns or ())} or {"": ""}
        found: dict[tuple[str, str, Bidding], list[str]] = {}
        for pairs, effect in ((used - using, Bidding.STOPS), (using - used, Bidding.STARTS)):
            for campaign, action in pairs:
                if campaign in campaigns:
                    found.setdefault((names[action], action, effect), []).append(campaigns[campaign])
        return tuple(
            Shift(
                name,
                effect,
                tuple(sorted(filter(None, places))),
                everywhere=len(places) == len(campaigns),
                id=identifier,
            )
            for (name, identifier, effect), places in sorted(found.items())
        )


def _uses(bids: BiddingInputs, identifier: str) -> bool:
    return any(bids.uses(action) for action in bids.actions if action.id == identifier)


def forecast(live: Sequence[Live], future: Sequence[Live], changes: Iterable[Change], called: Names) -> Forecast:
    """Bidding in the `live` state, and after `changes` in `future`: what is live or foreseen, in the plan's words."""
    return Forecast(bidding_inputs(live), bidding_inputs(_carried_out(future, changes), called.ids()))


def bidding_inputs(live: Sequence[Live], ids: Mapping[str, str] | None = None) -> BiddingInputs:
    """What bidding is decided by. `ids` gives ids for the names that custom goals and campaigns refer to.

    Google has a goal for every pair that is in use; one that was not read is as Google makes it.
    """
    known = {item.id for item in of_type(live, ACTION)}

    def identifier(reference: str) -> str:
        found = reference if ids is None else ids.get(reference, reference)
        return found if found in known else PLANNED + found

    configs = of_type(live, CAMPAIGN_CONFIG)
    listed: dict[str, frozenset[str]] = {}
    named: dict[str, str] = {}
    for item in of_type(live, CUSTOM_GOAL):
        actions = CustomGoalState(item.state).actions
        if item.standing is Standing.REMOVED or actions is None:
            continue
        for key in (item.id, item.address.name):
            listed[key] = frozenset(identifier(action) for action in actions)
            named[key] = item.address.name
    own: dict[str, dict[str, bool]] = {}
    for item in of_type(live, CAMPAIGN_GOAL):
        goal = GoalState(item.state)
        own.setdefault(goal.campaign, {})[goal.pair] = goal.biddable
    campaigns = []
    for item in configs:
        settings = CampaignState(item.state)
        number, used = settings.campaign, settings.custom_goal
        campaigns.append(
            Campaign(
                id=number,
                name=item.address.name,
                own=settings.own,
                goals=own.get(number, {}) if settings.own else {},
                custom_goal=named.get(used, used) if settings.own else "",
                listed=listed.get(used, frozenset()) if settings.own else frozenset(),
            )
        )
    bidders = tuple(_acting(item) for item in acting(live))
    goals = {action.pair: action.pair not in NOT_BIDDABLE_BY_DEFAULT for action in bidders}
    for item in of_type(live, ACCOUNT_GOAL):
        goal = GoalState(item.state)
        goals[goal.pair] = goal.biddable
    return BiddingInputs(
        actions=bidders,
        goals=goals,
        campaigns=tuple(sorted(campaigns, key=lambda item: (item.name, item.id))) or None,
    )


def _acting(live: Live) -> BiddingAction:
    action = ActionState(live.state)
    return BiddingAction(
        id=live.id,
        name=action.name or live.address.name,
        enabled=action.enabled,
        primary=action.primary,
        pair=action.pair,
    )


def _carried_out(live: Sequence[Live], changes: Iterable[Change]) -> list[Live]:
    """The state after `changes`, as far as bidding goes."""
    there = list(live)
    places = {(item.address.type, item.id): number for number, item in enumerate(there) if item.id}
    new = {(item.address.type, item.address.name): number for number, item in enumerate(there) if not item.id}
    gone: set[int] = set()
    for change in changes:
        if change.address.type not in BIDDING:
            continue
        state = {item.name: item.after for item in change.attributes}
        if change.action is Action.CREATE:
            new[change.address.type, change.address.name] = len(there)
            made = {**NEW, **state} if change.address.type == ACTION else state
            there.append(Live(change.address, PLANNED + change.address.name, change.address.name, frozen(made)))
            continue
        key = change.address.type, change.id or change.address.name
        place = (places if change.id else new)[key]
        if change.action is Action.REMOVE:
            gone.add(place)
            continue
        there[place] = replace(there[place], state=frozen({**there[place].state, **state}))
    return [item for number, item in enumerate(there) if number not in gone]


def where_used(state: BiddingInputs, identifier: str) -> list[str]:
    """Where bidding uses an action, in words: `campaign "Brand" (custom goal "Learning")`."""
    found = []
    for action in state.actions:
        if action.id != identifier:
            continue
        for campaign in state.campaigns or ():
            use = effective(action, state.goals, campaign)
            if use.used:
                via = f' (custom goal "{campaign.custom_goal}")' if action.id in campaign.listed else ""
                found.append(f'campaign "{campaign.name}"{via}')
        if not state.campaigns and effective(action, state.goals).used:
            found.append("the account's goals")
    return found
