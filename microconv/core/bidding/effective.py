"""The actions that bidding really uses: the effective role of every action in every campaign.

Rules, from the pages "Conversion goals", "Customer goals" and "Campaign goals" of the Google Ads API's documentation
and the comment of ConversionAction.primary_for_goal (v26), checked 2026-11-23:

- An action is used only while its status is enabled.
- A campaign has a level. At level customer the account's goals count, at level campaign its own. A goal is a
  (category, origin) pair; a primary action is used where its goal is biddable.
- A campaign can have a custom goal. The actions that it lists are used there, primary or not.
- The overview says that a campaign is set up with campaign goals, a custom goal, "one or both": so a custom goal adds
  to the campaign's other goals. Where it is not known otherwise, that is also the reading that misses nothing.
- An App campaign can be optimized for single actions (Campaign.selective_optimization, v26 proto, checked 2026-11-28).
  They are used there, primary or not. Nothing says that its goals no longer count beside them, so they do here.
"""

from __future__ import annotations

import enum
from collections.abc import Hashable, Mapping
from typing import NamedTuple

from microconv.core.frozen import FrozenDict
from microconv.core.goal_pair import goal_parts
from microconv.core.text import Text


class Use(enum.StrEnum):
    """Bidding's use of an action in one campaign, or in the account, and the rule that decides it."""

    ACCOUNT_GOAL = "used: primary, and the account's goal is biddable"
    CAMPAIGN_GOAL = "used: primary, and the campaign's goal is biddable"
    CUSTOM_GOAL = "used: the campaign's custom goal lists it, whatever its role"
    SELECTED = "used: the App campaign is optimized for it, whatever its role"
    NOT_ENABLED = "not used: it is not enabled"
    SECONDARY = "not used: it is secondary"
    ACCOUNT_GOAL_OFF = "not used: the account's goal is not biddable"
    CAMPAIGN_GOAL_OFF = "not used: the campaign's goal is not biddable"
    NO_GOAL = "not used: there is no such goal"

    @property
    def used(self) -> bool:
        """True where bidding uses it."""
        return self not in NOT_USED


NOT_USED: Mapping[Use, Text] = FrozenDict(
    {
        Use.NOT_ENABLED: Text("it is not enabled", "アクションが有効になっていません"),
        Use.SECONDARY: Text("it is secondary", "サブアクションです"),
        Use.ACCOUNT_GOAL_OFF: Text("the account's goal is not biddable", "アカウントの目標が入札に使われません"),
        Use.CAMPAIGN_GOAL_OFF: Text("the campaign's goal is not biddable", "キャンペーンの目標が入札に使われません"),
        Use.NO_GOAL: Text("there is no such goal", "該当する目標がありません"),
    }
)
"""The rules by which bidding does not use an action, in words."""


class BiddingAction(NamedTuple):
    """A conversion action, as far as bidding goes. `id` is its resource name, `pair` its goal: `purchase~website`."""

    id: str
    name: str
    enabled: bool
    primary: bool
    pair: str

    @property
    def category(self) -> str:
        """The category of its goal."""
        return goal_parts(self.pair)[0]


class Campaign(NamedTuple):
    """A campaign with its goals.

    id: its number.
    name: its name.
    own: true where it has goals of its own, at level campaign.
    goals: those goals, biddable or not, by pair; empty at level customer.
    custom_goal: the name of its custom goal, empty for none.
    listed: the ids of the actions that the custom goal lists.
    selected: the ids of the actions that it is optimized for, in an App campaign.
    """

    id: str
    name: str
    own: bool = False
    goals: Mapping[str, bool] = FrozenDict()
    custom_goal: str = ""
    listed: frozenset[str] = frozenset()
    selected: frozenset[str] = frozenset()

    @property
    def decisive(self) -> Hashable:
        """All that decides which actions are used: campaigns in which it is equal use the same ones."""
        return self.own, frozenset(self.goals.items()), self.listed, self.selected


class BiddingInputs(NamedTuple):
    """All that decides what bidding uses in an account: its actions and goals, and the campaigns that are not removed.

    `campaigns` None: they were not read.
    """

    actions: tuple[BiddingAction, ...] = ()
    goals: Mapping[str, bool] = FrozenDict()
    campaigns: tuple[Campaign, ...] | None = None

    def used(self) -> frozenset[tuple[str, str]]:
        """Every (campaign id, action id) that bidding uses; the campaign id is empty for the account's own goals."""
        places = {"": self.used_in(None), **self.by_campaign()}
        return frozenset((place, name) for place, names in places.items() for name in names)

    def used_in(self, campaign: Campaign | None) -> frozenset[str]:
        """The ids of the actions that bidding uses in a campaign, or (None) by the account's goals alone."""
        return frozenset(action.id for action in self.actions if effective(action, self.goals, campaign).used)

    def by_campaign(self) -> dict[str, frozenset[str]]:
        """The ids of the actions that bidding uses in each campaign, by its id; asked once for equal goals."""
        goals = {campaign.id: campaign.decisive for campaign in self.campaigns or ()}
        asked = {goals[campaign.id]: campaign for campaign in self.campaigns or ()}
        used = {decisive: self.used_in(campaign) for decisive, campaign in asked.items()}
        return {campaign: used[decisive] for campaign, decisive in goals.items()}

    def used_anywhere(self) -> frozenset[str]:
        """The ids of the actions that `uses` is true of."""
        return frozenset().union(*self.by_campaign().values()) if self.campaigns else self.used_in(None)

    def uses(self, action: BiddingAction) -> bool:
        """True where bidding uses an action in any campaign, or, where there are none, by the account's goals."""
        return any(effective(action, self.goals, place).used for place in self.campaigns or (None,))


def effective(action: BiddingAction, account: Mapping[str, bool], campaign: Campaign | None = None) -> Use:
    """Bidding's use of `action` in `campaign`, or (None) by the account's goals alone."""
    if not action.enabled:
        return Use.NOT_ENABLED
    if campaign is not None and action.id in campaign.listed:
        return Use.CUSTOM_GOAL
    if campaign is not None and action.id in campaign.selected:
        return Use.SELECTED
    if not action.primary:
        return Use.SECONDARY
    own = campaign is not None and campaign.own
    biddable = (campaign.goals if campaign is not None and own else account).get(action.pair)
    if biddable is None:
        return Use.NO_GOAL
    if own:
        return Use.CAMPAIGN_GOAL if biddable else Use.CAMPAIGN_GOAL_OFF
    return Use.ACCOUNT_GOAL if biddable else Use.ACCOUNT_GOAL_OFF
