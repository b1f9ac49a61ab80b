"""From what was read to what bidding is decided by, and where bidding uses an action."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from microconv.core.action_state import ActionState
from microconv.core.bidding.effective import BiddingAction, BiddingInputs, Campaign, effective
from microconv.core.bidding.goals import NOT_BIDDABLE_BY_DEFAULT, acting
from microconv.core.goal_state import CampaignState, CustomGoalState, GoalState
from microconv.core.kinds import ACCOUNT_GOAL, ACTION, CAMPAIGN_CONFIG, CAMPAIGN_GOAL, CUSTOM_GOAL
from microconv.core.resource import Live, Standing, of_type

PLANNED = "new:"
"""How the id begins of an action that a plan is about to make; its name follows."""


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
