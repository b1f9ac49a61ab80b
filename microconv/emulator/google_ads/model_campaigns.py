"""The part of an account about campaigns: the campaigns with their goals, budgets, custom goals, and their changes.

How campaign goals follow the account's, from the pages "Conversion goals" and "Campaign goals" and from the comments
of resources/campaign_conversion_goal.proto (v26), checked 2026-11-23: a campaign whose level is CUSTOMER has the
account's goals, whatever becomes of them. With the first override its level is CAMPAIGN, it keeps what it had, and
the account's changes do not reach it any more, until its level is set back to CUSTOMER. What becomes of its own goals
then is the policy `campaign_back_to_account`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from microconv.emulator.google_ads.types import GoalKey, default_of_new

if TYPE_CHECKING:
    from microconv.emulator.google_ads.fields import Flat

LOCAL_SERVICES = "LOCAL_SERVICES_ADS"
#: The field with the actions that an App campaign is optimized towards: resource names with their owner's id.
SELECTED = "selective_optimization.conversion_actions"
_APP_CAMPAIGNS = frozenset({"APP_CAMPAIGN", "APP_CAMPAIGN_FOR_ENGAGEMENT"})
_LOCAL_SERVICES_SETTINGS = "pmax_campaign_settings.local_services_pmax_campaign_settings."


@dataclass(slots=True)
class Campaign:
    """One campaign.

    id: unique over all customers and kinds.
    fields: by dotted proto path; without what is worked out when read (``resources.campaign.COMPUTED``).
    budget: the id of its budget.
    strategy: the field of its bidding strategy, such as ``manual_cpc``.
    goal_config_level: CUSTOMER or CAMPAIGN.
    custom_conversion_goal: the id of a custom goal of the conversion customer, None without one. Without effect at
        level CUSTOMER.
    own_goals: what it overrides or keeps; at level CUSTOMER what it had before, without effect, or nothing.
    search_ads_360: it is managed by Search Ads 360.
    unified_goals: it may use goals.
    """

    id: int
    fields: Flat
    budget: int
    strategy: str
    goal_config_level: str = "CUSTOMER"
    custom_conversion_goal: int | None = None
    own_goals: dict[GoalKey, bool] = field(default_factory=dict)
    search_ads_360: bool = False
    unified_goals: bool = True

    def __getitem__(self, path: str) -> Any:
        """A field by its dotted path, None if it is unset."""
        return self.fields.get(path)

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.fields["name"])

    @property
    def status(self) -> str:
        """ENABLED, PAUSED or REMOVED."""
        return str(self.fields["status"])

    @property
    def channel(self) -> str:
        """A word of AdvertisingChannelType."""
        return str(self.fields["advertising_channel_type"])

    @property
    def selected_actions(self) -> tuple[int, ...]:
        """The ids of the conversion actions that an App campaign is optimized towards."""
        return tuple(int(name.rpartition("/")[2]) for name in self.fields.get(SELECTED, ()))

    @property
    def local_services(self) -> bool:
        """True if it is a Performance Max campaign for local services."""
        return any(path.startswith(_LOCAL_SERVICES_SETTINGS) for path in self.fields)

    def goals(self, account: Mapping[GoalKey, bool], rule: str) -> dict[GoalKey, bool]:
        """Its campaign conversion goals, one for each goal of its conversion customer.

        account: the goals of the conversion customer.
        rule: the policy ``new_campaign_goal``; decides about goals that came after the first override.
        """
        if self.goal_config_level == "CUSTOMER":
            return dict(account)
        goals = {key: self.own_goals[key] for key in account if key in self.own_goals}
        for key, biddable in account.items():
            if key not in goals:
                goals[key] = biddable if rule == "account_default" else default_of_new(key, goals)
        return goals

    def overriding(self, account: Mapping[GoalKey, bool], rule: str) -> Campaign:
        """The same campaign at level CAMPAIGN, with the goals it has now, or had before if those were kept."""
        now = replace(self, goal_config_level="CAMPAIGN") if self.own_goals else self
        return replace(now, goal_config_level="CAMPAIGN", own_goals=now.goals(account, rule))

    def with_first_goals(self, account: Mapping[GoalKey, bool], rule: str) -> Campaign:
        """The same campaign, new, with the goals it starts with.

        A local services campaign overrides the account's goals from the start: it has those of local services only
        (errors/campaign_conversion_goal_error.proto).
        """
        if not self.local_services:
            return self
        overriding = self.overriding(account, rule)
        return replace(overriding, own_goals={key: key[1] == LOCAL_SERVICES for key in overriding.own_goals})

    def following(self, policy: str) -> Campaign:
        """The same campaign at level CUSTOMER, with the account's goals.

        policy: `campaign_back_to_account`.
        """
        if policy == "kept":
            return replace(self, goal_config_level="CUSTOMER")
        return replace(self, goal_config_level="CUSTOMER", custom_conversion_goal=None, own_goals={})


def takes_selected_actions(fields: Flat) -> bool:
    """True for an App campaign that can be optimized towards actions (comment of Campaign.selective_optimization)."""
    return (
        fields.get("advertising_channel_type") == "MULTI_CHANNEL"
        and fields.get("advertising_channel_sub_type") in _APP_CAMPAIGNS
    )


@dataclass(slots=True)
class CampaignBudget:
    """One budget; `fields` by dotted proto path, amounts in millionths of the account's currency unit."""

    id: int
    fields: Flat

    def __getitem__(self, path: str) -> Any:
        """A field by its dotted path, None if it is unset."""
        return self.fields.get(path)

    @property
    def status(self) -> str:
        """ENABLED or REMOVED."""
        return str(self.fields["status"])


@dataclass(slots=True)
class CustomConversionGoal:
    """One custom goal: the ids of the actions it makes biddable, and ENABLED or REMOVED."""

    id: int
    name: str
    conversion_actions: tuple[int, ...]
    status: str = "ENABLED"


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a campaign or a budget, as change_event shows it. Conversion actions and goals leave none.

    at: when.
    kind: ``campaign`` or ``campaign_budget``.
    id: of the changed resource.
    operation: CREATE, UPDATE or REMOVE.
    user_email: who asked for it.
    old: the changed fields before; all fields for a create and a remove.
    new: the changed fields after, likewise.
    """

    at: datetime
    kind: str
    id: int
    operation: str
    user_email: str
    old: Flat
    new: Flat

    @property
    def changed_fields(self) -> tuple[str, ...]:
        """The paths whose value is another one."""
        return tuple(path for path in {**self.old, **self.new} if self.old.get(path) != self.new.get(path))
