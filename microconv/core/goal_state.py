"""Typed views of the states of goals: of the account, of campaigns, and custom ones. Their attributes are named here.

A test holds the names against the provider's tables of attributes.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from microconv.core.goal_pair import goal_pair
from microconv.core.kinds import ACCOUNT_GOAL, CAMPAIGN_CONFIG, CAMPAIGN_GOAL, CUSTOM_GOAL
from microconv.core.value import State

BIDDABLE = "biddable"
CAMPAIGN = "campaign"
CATEGORY = "category"
ORIGIN = "origin"
LEVEL = "goal_config_level"
USES = "custom_conversion_goal"
LISTS = "conversion_actions"
SELECTS = "selective_optimization.conversion_actions"
"""The actions that an App campaign is optimized for: a field of the campaign itself, read and never written."""

NAMED: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        ACCOUNT_GOAL: frozenset({CATEGORY, ORIGIN, BIDDABLE}),
        CAMPAIGN_GOAL: frozenset({CAMPAIGN, CATEGORY, ORIGIN, BIDDABLE}),
        CAMPAIGN_CONFIG: frozenset({CAMPAIGN, LEVEL, USES}),
        CUSTOM_GOAL: frozenset({LISTS}),
    }
)
"""The attributes that the core knows by name, by type."""


class GoalState(NamedTuple):
    """The state of a goal of the account or of a campaign."""

    state: State

    @property
    def category(self) -> str:
        """Its category."""
        return str(self.state.get(CATEGORY))

    @property
    def pair(self) -> str:
        """Its category and origin: `purchase~website`."""
        return goal_pair(self.category, self.state.get(ORIGIN))

    @property
    def biddable(self) -> bool:
        """True where bidding is for it."""
        return self.state.get(BIDDABLE) is True

    @property
    def campaign(self) -> str:
        """The number of the campaign whose goal it is."""
        return str(self.state.get(CAMPAIGN))


class CampaignState(NamedTuple):
    """The state of a campaign's settings for goals."""

    state: State

    @property
    def campaign(self) -> str:
        """The campaign's number."""
        return str(self.state.get(CAMPAIGN))

    @property
    def own(self) -> bool:
        """True where it has goals of its own, not those of the account."""
        return self.state.get(LEVEL) == "campaign"

    @property
    def custom_goal(self) -> str:
        """The custom goal that it uses, empty for none."""
        return str(self.state.get(USES) or "")

    @property
    def selected(self) -> frozenset[str]:
        """The ids of the actions that it is optimized for, as only App campaigns can be."""
        selected = self.state.get(SELECTS)
        return frozenset(selected) if isinstance(selected, tuple) else frozenset()


class CustomGoalState(NamedTuple):
    """The state of a custom goal."""

    state: State

    @property
    def actions(self) -> tuple[str, ...] | None:
        """The actions that it lists; None where it does not say."""
        listed = self.state.get(LISTS)
        return listed if isinstance(listed, tuple) else None
