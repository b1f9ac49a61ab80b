"""What the emulated Google Ads accounts hold: plain values by proto field path, with enum words instead of numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from microconv.emulator.google_ads.types import biddable_by_default

if TYPE_CHECKING:
    from microconv.emulator.google_ads.fields import Flat
    from microconv.emulator.google_ads.model_campaigns import Campaign, CampaignBudget, Change, CustomConversionGoal
    from microconv.emulator.policies import Policies

#: A customer conversion goal's key: (ConversionActionCategory word, ConversionOrigin word).
GoalKey = tuple[str, str]


@dataclass(slots=True)
class ConversionAction:
    """One conversion action.

    Args:
        id: unique over all customers.
        fields: by dotted proto path; unset ones are absent. Without what is worked out when read (see
            ``resources.conversion_action.COMPUTED``) and without ``id``.
        system_defined: owned by Google: ``owner_customer`` is unset, and no client may change it.
        lags: the shares of its conversions by ConversionLagBucket word, None for the usual ones (see ``lags``).
    """

    id: int
    fields: Flat
    system_defined: bool = False
    lags: Mapping[str, float] | None = None

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

    Args:
        id: ten digits.
        fields: by dotted proto path, without what is worked out when read.
        clients: ids of the accounts directly below; only of a manager.
        conversion_customer: the account whose actions and goals count here; itself unless tracking is cross-account.
        conversion_tracking_id: the number in its tags (``AW-...``).
        actions: by id, in the order they were made.
        goals: biddable or not, by category and origin.
        campaigns, budgets, custom_goals: by id, in the order they were made.
        changes: of campaigns and budgets, oldest first.
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

    @property
    def manager(self) -> bool:
        """Whether it is a manager account."""
        return bool(self.fields.get("manager", False))

    @property
    def status(self) -> str:
        """A word of CustomerStatus."""
        return str(self.fields["status"])

    def named(self, name: str) -> ConversionAction:
        """The action of this name that is not removed.

        Raises:
            KeyError: there is none.
        """
        for action in self.actions.values():
            if action.name == name and action.status != "REMOVED":
                return action
        raise KeyError(name)

    def add_goal(self, key: GoalKey) -> None:
        """Make the goal of a category and origin with its default, if it is not there yet."""
        self.goals.setdefault(key, biddable_by_default(*key))


class AdsState:
    """All accounts.

    Attributes:
        customers: by id, in the order of the seed.
        next_id: the id the next new resource gets, of whatever kind.
    """

    def __init__(self, customers: Mapping[int, Customer] | None = None, next_id: int = 1) -> None:
        self.customers: dict[int, Customer] = dict(customers or {})
        self.next_id = next_id

    @classmethod
    def load(cls, section: Mapping[str, Any] | None, policies: Policies) -> AdsState:
        """The state a seed's ``google_ads`` section describes.

        Raises:
            SeedError: with the path of the item that is wrong.
        """
        from microconv.emulator.google_ads.seeding import load_state

        return load_state(section, policies)

    def dump(self) -> dict[str, Any]:
        """The seed section that loads into this state."""
        from microconv.emulator.google_ads.seeding import dump_state

        return dump_state(self)

    def descendants(self, customer_id: int) -> Iterator[tuple[Customer, int]]:
        """The customer at level 0 and all below it, breadth first, once for each way that leads there."""
        level = 0
        ids = [customer_id]
        while ids:
            below: list[int] = []
            for one in ids:
                customer = self.customers[one]
                yield customer, level
                below.extend(customer.clients)
            ids = below
            level += 1

    def is_below(self, customer_id: int, manager_id: int) -> bool:
        """Whether a customer is the manager itself or somewhere below it."""
        return any(customer.id == customer_id for customer, _ in self.descendants(manager_id))

    def owners_seen_by(self, customer: Customer) -> tuple[Customer, ...]:
        """The customers whose conversion actions a customer sees: itself, and its conversion customer."""
        if customer.conversion_customer == customer.id:
            return (customer,)
        return customer, self.customers[customer.conversion_customer]

    def goals_of_campaigns(self, customer: Customer) -> Mapping[GoalKey, bool]:
        """The account goals that a customer's campaigns follow: those of its conversion customer."""
        return self.customers[customer.conversion_customer].goals

    def counts_in_conversions(self, owner: Customer, action: ConversionAction) -> bool:
        """``include_in_conversions_metric``: enabled, primary, and its goal is biddable in the owner's account."""
        return (
            action.fields["status"] == "ENABLED"
            and action.fields.get("primary_for_goal") is not False
            and owner.goals.get(action.goal, False)
        )
