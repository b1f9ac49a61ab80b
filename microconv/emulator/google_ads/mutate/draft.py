"""The new state of one customer while a mutate request is being worked out; nothing is kept until `commit`."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from microconv.emulator.google_ads.defaults import name_key
from microconv.emulator.google_ads.errors import AdsError
from microconv.emulator.google_ads.model import ConversionAction
from microconv.emulator.google_ads.mutate.overlay import Overlay
from microconv.emulator.google_ads.types import default_of_new_customer_goal

if TYPE_CHECKING:
    from microconv.emulator.google_ads.fields import Flat
    from microconv.emulator.google_ads.model import Customer
    from microconv.emulator.google_ads.state import AdsState
    from microconv.emulator.google_ads.types import GoalKey
    from microconv.emulator.policies import Policies


class OperationFailed(Exception):  # noqa: N818 - the request may go on
    """One operation that fails. The locations of the errors start within the operation."""

    def __init__(self, *errors: AdsError) -> None:
        super().__init__("; ".join(one.code for one in errors))
        self.errors: Sequence[AdsError] = errors


class Draft:
    """A customer's resources with the changes of the operations so far.

    customer: as it was before the request.
    touched: what an operation was about: ids of actions, keys of goals, for others (kind, id or key).
    temporary: real ids by the negative ids that creates of this request gave.
    failed: the negative ids of creates that failed.
    campaigns, budgets, custom_goals: by id, as changed so far.
    fields: of the customer itself, as changed so far.
    """

    def __init__(self, state: AdsState, customer: Customer, policies: Policies) -> None:
        self.state = state
        self.customer = customer
        self.touched: set[Hashable] = set()
        self.temporary: dict[int, int] = {}
        self.failed: set[int] = set()
        self.campaigns = Overlay(customer.campaigns, lambda one: None if one.status == "REMOVED" else one.name)
        self.budgets = Overlay(customer.budgets, lambda one: None if one.status == "REMOVED" else one["name"])
        self.custom_goals = Overlay(customer.custom_goals, lambda one: None if one.status == "REMOVED" else one.name)
        self.fields: Flat = customer.fields
        self._actions: dict[int, ConversionAction] = {}
        self._goals: dict[GoalKey, bool] = {}
        self._next_id = state.next_id
        self._keep_names = policies["name_reuse_after_removal"] == "refused"
        self._new_goal_rule = policies.text("new_customer_goal")
        self._policies = policies
        self._names: dict[str, int] = {}
        self._live = 0
        for action in customer.actions.values():
            self._count(action)

    def _count(self, action: ConversionAction) -> None:
        if action.status != "REMOVED":
            self._live += 1
        if action.status != "REMOVED" or self._keep_names:
            self._names.setdefault(name_key(action.name, self._policies), action.id)

    @property
    def live_actions(self) -> int:
        """The number of actions that are not removed."""
        return self._live

    def action(self, number: int) -> ConversionAction | None:
        """An action of this customer, as changed so far."""
        return self._actions.get(number) or self.customer.actions.get(number)

    def actions(self) -> Iterator[ConversionAction]:
        """Every action of this customer, as changed so far."""
        return iter((self.customer.actions | self._actions).values())

    def name_taken(self, name: str, by_other_than: int | None = None) -> bool:
        """True if another action has this name."""
        holder = self._names.get(name_key(name, self._policies))
        return holder is not None and holder != by_other_than

    def goal(self, key: GoalKey) -> bool | None:
        """`biddable` of a goal, None if there is no such goal."""
        return self._goals.get(key, self.customer.goals.get(key))

    @property
    def account_goals(self) -> Mapping[GoalKey, bool]:
        """The goals that this customer's campaigns follow, as changed so far."""
        kept = self.state.goals_of_campaigns(self.customer)
        return {**kept, **self._goals} if self.customer.conversion_customer == self.customer.id else kept

    def new_id(self) -> int:
        """An id for a new resource."""
        self._next_id += 1
        return self._next_id - 1

    def put_action(self, action: ConversionAction) -> None:
        """Add or replace an action; a new category and origin gets its goal."""
        before = self.action(action.id)
        if before is not None:
            if before.status != "REMOVED":
                self._live -= 1
            key = name_key(before.name, self._policies)
            if self._names.get(key) == before.id:
                del self._names[key]
        self._actions[action.id] = action
        self._count(action)
        self.touched.add(action.id)
        if self.goal(action.goal) is None:
            others = {**self.customer.goals, **self._goals}
            self._goals[action.goal] = default_of_new_customer_goal(action.goal, others, self._new_goal_rule)

    def put_goal(self, key: GoalKey, *, biddable: bool) -> None:
        """Set a goal."""
        self._goals[key] = biddable
        self.touched.add(key)

    def commit(self) -> None:
        """Make the changes real."""
        self.customer.fields = self.fields
        self.customer.actions.update(self._actions)
        self.customer.goals.update(self._goals)
        self.campaigns.commit()
        self.budgets.commit()
        self.custom_goals.commit()
        self.state.next_id = self._next_id
