"""From what was read to what bidding is decided by, and where bidding uses an action."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from microconv.core.action_state import ActionState
from microconv.core.bidding.effective import BiddingAction, BiddingInputs, Campaign, Use, effective
from microconv.core.bidding.goals import NOT_BIDDABLE_BY_DEFAULT, acting
from microconv.core.frozen import FrozenDict
from microconv.core.goal_state import CampaignState, CustomGoalState, GoalState
from microconv.core.kinds import ACCOUNT_GOAL, ACTION, CAMPAIGN_CONFIG, CAMPAIGN_GOAL, CUSTOM_GOAL
from microconv.core.object_name import object_name
from microconv.core.resource import Address, Live, Standing, of_type
from microconv.core.text import NO_TEXT, Text, joined

ACCOUNT_GOALS = Text("the account's goals", "アカウントの目標")
"""The place where bidding uses an action by the goals of the account alone."""

PLANNED = "new:"
"""The beginning of the id of an action that a plan is about to make; its name follows."""


def bidding_inputs(
    live: Sequence[Live], ids: Mapping[str, str] | None = None, known: Mapping[int, BiddingAction] = FrozenDict()
) -> BiddingInputs:
    """All that decides what bidding uses. `ids` gives ids for the names that custom goals and campaigns refer to.

    Google has a goal for every pair that is in use; one that was not read is as Google makes it. `known` are actions of
    some of these very objects, by `id` of the object.
    """
    actions = tuple(known.get(id(item)) or _acting(item) for item in acting(live))
    goals = {action.pair: action.pair not in NOT_BIDDABLE_BY_DEFAULT for action in actions}
    goals |= {goal.pair: goal.biddable for goal in (GoalState(item.state) for item in of_type(live, ACCOUNT_GOAL))}
    return BiddingInputs(actions, goals, _campaigns(live, ids) or None)


def _campaigns(live: Sequence[Live], ids: Mapping[str, str] | None) -> tuple[Campaign, ...]:
    """The campaigns by name, with the goals of their own and the actions of their custom goals."""
    custom = _custom_goals(live, ids)
    own: dict[str, dict[str, bool]] = {}
    for item in of_type(live, CAMPAIGN_GOAL):
        goal = GoalState(item.state)
        own.setdefault(goal.campaign, {})[goal.pair] = goal.biddable
    campaigns = []
    for item in of_type(live, CAMPAIGN_CONFIG):
        settings = CampaignState(item.state)
        campaign = Campaign(settings.campaign, item.address.name, own=settings.own, selected=settings.selected)
        if settings.own:
            name, listed = custom.get(settings.custom_goal, (settings.custom_goal, frozenset()))
            campaign = campaign._replace(goals=own.get(campaign.id, {}), custom_goal=name, listed=listed)
        campaigns.append(campaign)
    return tuple(sorted(campaigns, key=lambda item: (item.name, item.id)))


def _custom_goals(live: Sequence[Live], ids: Mapping[str, str] | None) -> dict[str, tuple[str, frozenset[str]]]:
    """The name of each custom goal and the ids of the actions that it lists, by its id and by its name."""
    known = {item.id for item in of_type(live, ACTION)}

    def identifier(reference: str) -> str:
        action = reference if ids is None else ids.get(reference, reference)
        return action if action in known else PLANNED + action

    custom = {}
    for item in of_type(live, CUSTOM_GOAL):
        actions = CustomGoalState(item.state).actions
        if item.standing is not Standing.REMOVED and actions is not None:
            goal = item.address.name, frozenset(identifier(action) for action in actions)
            custom[item.id] = custom[item.address.name] = goal
    return custom


def _acting(live: Live) -> BiddingAction:
    action = ActionState(live.state)
    return BiddingAction(
        id=live.id,
        name=action.name or live.address.name,
        enabled=action.enabled,
        primary=action.primary,
        pair=action.pair,
    )


def where_used(state: BiddingInputs, identifier: str) -> list[Text]:
    """Where bidding uses an action, in words: `campaign "Brand" (custom goal "Learning")`."""
    places = []
    for action in state.actions:
        if action.id != identifier:
            continue
        for campaign in state.campaigns or ():
            use = effective(action, state.goals, campaign)
            if use.used:
                name = object_name(Address(CAMPAIGN_CONFIG, campaign.name))
                places.append(joined((name, _through(use, campaign)), "", ""))
        if not state.campaigns and effective(action, state.goals).used:
            places.append(ACCOUNT_GOALS)
    return places


def _through(use: Use, campaign: Campaign) -> Text:
    """The way by which bidding uses an action whatever its role; empty where it goes by its role."""
    if use is Use.CUSTOM_GOAL:
        goal = campaign.custom_goal
        return Text(f' (custom goal "{goal}")', f"（カスタム目標「{goal}」）")
    return Text(" (optimized for it)", "（このアクションに最適化）") if use is Use.SELECTED else NO_TEXT
