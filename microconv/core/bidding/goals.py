"""Goals: what Google makes by itself, and how goals and what they list are called in plans.

Sources: the pages "Conversion goals", "Customer goals" and "Campaign goals" of the Google Ads API's documentation,
checked 2026-11-23.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from microconv.core.action_state import NAME
from microconv.core.goal_pair import campaign_goal_identity, campaign_goal_name, goal_parts
from microconv.core.goal_state import (
    BIDDABLE,
    CAMPAIGN,
    CATEGORY,
    LISTS,
    ORIGIN,
    USES,
    CampaignState,
    CustomGoalState,
    GoalState,
)
from microconv.core.kinds import ACCOUNT_GOAL, ACTION, CAMPAIGN_CONFIG, CAMPAIGN_GOAL, CUSTOM_GOAL
from microconv.core.plan import Action, Change
from microconv.core.resource import Address, Live, Standing, frozen, of_type
from microconv.core.value import Scalar

NOT_BIDDABLE_BY_DEFAULT = frozenset(
    {
        *(
            f"{category}~google_hosted"
            for category in (
                *("begin_checkout", "contact", "converted_lead", "engagement", "get_directions", "page_view"),
                *("purchase", "qualified_lead", "signup"),
            )
        ),
        *("store_sale~store", "store_visit~store"),
        *("phone_call_lead~local_services_ads", "message_lead~local_services_ads"),
        "book_appointment~local_services_ads",
    }
)
"""Goals that Google does not make biddable when their first action appears, whatever the others are."""


def foreseen(pairs: Collection[str], live: Sequence[Live], closing: Collection[str] = ()) -> tuple[Live, ...]:
    """The goals that Google makes when the first actions of these pairs appear: no id yet.

    Two official sources disagree on how a goal of the account starts: by the table of defaults alone, or (since
    2025-11-17) only biddable if all other goals of its category are. So it is foreseen as biddable where both say so,
    and `not_settled` gives what a config has to say all the same. A campaign that overrides the account's goals gets
    one that is biddable unless another of its goals with the same category is not.
    """
    known = {item.identity: GoalState(item.state) for item in of_type(live, ACCOUNT_GOAL)}
    closed = {goal.category for goal in known.values() if not goal.biddable}
    closed |= {goal_parts(pair)[0] for pair in pairs if pair in NOT_BIDDABLE_BY_DEFAULT}
    goals: list[Live] = []
    for pair in sorted(set(pairs)):
        if pair in known:
            continue
        category, origin = goal_parts(pair)
        biddable = pair not in NOT_BIDDABLE_BY_DEFAULT and category not in closed
        biddable = biddable and not any(goal_parts(other)[0] == category for other in closing if other != pair)
        state: dict[str, Scalar] = {CATEGORY: category, ORIGIN: origin, BIDDABLE: biddable}
        goals.append(Live(Address(ACCOUNT_GOAL, pair), "", pair, frozen(state)))
        for config in of_type(live, CAMPAIGN_CONFIG):
            settings = CampaignState(config.state)
            campaign = settings.campaign
            states = [GoalState(item.state) for item in of_type(live, CAMPAIGN_GOAL)]
            siblings = [goal.biddable for goal in states if (goal.campaign, goal.category) == (campaign, category)]
            own = biddable and (not settings.own or all(siblings))
            goals.append(
                Live(
                    Address(CAMPAIGN_GOAL, campaign_goal_name(config.address.name, pair)),
                    "",
                    campaign_goal_identity(campaign, pair),
                    frozen({CAMPAIGN: campaign, **state, BIDDABLE: own}),
                )
            )
    return tuple(goals)


def not_settled(goals: Iterable[Live]) -> list[Live]:
    """These goals, where those that Google has yet to make say nothing of being biddable: nobody knows before."""
    return [item if item.id else replace(item, state=frozen({**item.state, BIDDABLE: None})) for item in goals]


def acting(live: Sequence[Live]) -> list[Live]:
    """The actions that bidding can use: not removed, and of the account whose goals these are.

    With cross-account conversion tracking that account is a manager's; the client's own actions count nowhere then.
    """
    owners = {item.id.partition("/customerConversionGoals/")[0] for item in of_type(live, ACCOUNT_GOAL) if item.id}
    return [
        item
        for item in of_type(live, ACTION)
        if item.standing is not Standing.REMOVED
        and (not owners or "/" not in item.id or item.id.partition("/conversionActions/")[0] in owners)
    ]


class Names(NamedTuple):
    """The names of actions and custom goals in plans, by their ids. Where a name is not unique the id stands for it."""

    by_id: Mapping[str, str]

    def of(self, identifier: str) -> str:
        """The name, or the id of what is not known."""
        return self.by_id.get(identifier, identifier)

    def ids(self) -> dict[str, str]:
        """Ids by what they are called."""
        return {name: identifier for identifier, name in self.by_id.items()}

    def presented(self, live: Live) -> Live:
        """A live object whose references are names."""
        state = dict(live.state)
        if live.address.type == CUSTOM_GOAL:
            actions = CustomGoalState(live.state).actions or ()
            state[LISTS] = tuple(sorted(self.of(item) for item in actions))
        elif live.address.type == CAMPAIGN_CONFIG:
            goal = CampaignState(live.state).custom_goal
            state[USES] = self.of(goal) if goal else None
        else:
            return live
        return replace(live, state=frozen(state))


def renamed(changes: Sequence[Change]) -> dict[str, str]:
    """The new names that changes give, by id."""
    return {
        change.id: str(item.after)
        for change in changes
        for item in change.attributes
        if item.name == NAME and change.id and change.action is not Action.REMOVE
    }


def names_after(live: Iterable[Live], new_names: Mapping[str, str]) -> Names:
    """The names of actions and custom goals after a run that renames some: `new_names` are by id."""
    names: dict[str, tuple[str, str]] = {}
    for item in live:
        if item.address.type in {ACTION, CUSTOM_GOAL} and item.standing not in {Standing.REMOVED, Standing.OTHER_OWNER}:
            names[item.id] = item.address.type, new_names.get(item.id, item.address.name)
    counted = Counter(names.values())
    return Names({identifier: name[1] if counted[name] == 1 else identifier for identifier, name in names.items()})
