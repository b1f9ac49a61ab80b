"""The accounts and conversion actions of the emulated Google Ads: plain values by proto field path, with enum words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from microconv.emulator.google_ads.fields import Flat
from microconv.emulator.google_ads.model_campaigns import Campaign, CampaignBudget, Change, CustomConversionGoal
from microconv.emulator.google_ads.seeding_traffic import ActionTraffic
from microconv.emulator.google_ads.types import GoalKey, default_of_new_customer_goal
from microconv.emulator.hits import ConversionHit


@dataclass(slots=True)
class ConversionAction:
    """One conversion action.

    id: unique over all customers.
    fields: by dotted proto path; unset ones are absent. Without what is worked out when read (see
        ``resources.conversion_action.COMPUTED``) and without ``id``.
    system_defined: owned by Google: ``owner_customer`` is unset, and no client may change it.
    lags: the shares of its conversions by ConversionLagBucket word, None for the usual ones (see ``lags``).
    traffic: what its tag sends by the seed, None for nothing (see ``seeding_traffic``).
    imported_at: the time at which it was imported from Google Analytics; None if it was always there, or is no import.
    hits: what was sent to its tag besides, oldest first; an updated action keeps the list.
    """

    id: int
    fields: Flat
    system_defined: bool = False
    lags: Mapping[str, float] | None = None
    traffic: ActionTraffic | None = None
    imported_at: datetime | None = None
    hits: list[ConversionHit] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.fields["name"])

    @property
    def status(self) -> str:
        """ENABLED, REMOVED or HIDDEN."""
        return str(self.fields["status"])

    @property
    def type(self) -> str:
        """A word of ConversionActionType."""
        return str(self.fields["type"])

    @property
    def goal(self) -> GoalKey:
        """The goal it belongs to."""
        return self.fields["category"], self.fields["origin"]

    def __getitem__(self, path: str) -> Any:
        """A field by its dotted path, None if it is unset."""
        return self.fields.get(path)


@dataclass(slots=True)
class Customer:
    """One account.

    id: ten digits.
    fields: by dotted proto path, without what is worked out when read.
    clients: ids of the accounts directly below; only of a manager.
    conversion_customer: the account whose actions and goals count here; itself unless tracking is cross-account.
    conversion_tracking_id: the number in its tags (``AW-...``).
    actions: by id, in the order they were made.
    goals: biddable or not, by category and origin.
    campaigns: by id, in the order they were made.
    budgets: likewise.
    custom_goals: likewise.
    changes: of campaigns and budgets, oldest first.
    read_only: what no request changes here, by the name of its resource (see ``seeding_read_only``).
    """

    id: int
    fields: Flat
    clients: tuple[int, ...] = ()
    conversion_customer: int = 0
    conversion_tracking_id: int = 0
    actions: dict[int, ConversionAction] = field(default_factory=dict)
    goals: dict[GoalKey, bool] = field(default_factory=dict)
    campaigns: dict[int, Campaign] = field(default_factory=dict)
    budgets: dict[int, CampaignBudget] = field(default_factory=dict)
    custom_goals: dict[int, CustomConversionGoal] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    read_only: dict[str, list[Flat]] = field(default_factory=dict)

    @property
    def manager(self) -> bool:
        """True if it is a manager account."""
        return bool(self.fields.get("manager", False))

    @property
    def status(self) -> str:
        """A word of CustomerStatus."""
        return str(self.fields["status"])

    def named(self, name: str) -> ConversionAction:
        """The action of this name that is not removed.

        Raises KeyError if there is none.
        """
        for action in self.actions.values():
            if action.name == name and action.status != "REMOVED":
                return action
        raise KeyError(name)

    def add_goal(self, key: GoalKey, rule: str = "always_true") -> None:
        """Make the goal of a category and origin with its default, if it is not there yet.

        rule: the policy ``new_customer_goal``; without one the goals that are there do not count, as in a seed, which
            does not say which of its goals came first.
        """
        if key not in self.goals:
            self.goals[key] = default_of_new_customer_goal(key, self.goals, rule)
