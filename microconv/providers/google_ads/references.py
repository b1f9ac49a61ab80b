"""Resource names of what plans call by name: learnt from readings, and from what a run makes."""

from __future__ import annotations

from collections.abc import Iterable

from microconv.core.bidding.goals import names_after
from microconv.core.goal_pair import campaign_goal_parts
from microconv.core.kinds import ACCOUNT_GOAL, ACTION, CAMPAIGN_CONFIG, CAMPAIGN_GOAL, CUSTOM_GOAL
from microconv.core.plan import Action, Change
from microconv.core.resource import Address, Live


class References:
    """Names of actions, custom goals and campaigns, with their resource names.

    `owner` is the customer id of the account that owns the conversions, `customer` that of the client.
    """

    def __init__(self, owner: str, customer: str) -> None:
        self._owner = owner
        self._customer = customer
        self._ids: dict[tuple[str, str], str] = {}
        self._campaigns: dict[str, str] = {}
        self._temporary = 0

    def copy(self) -> References:
        """The same names, which grow apart from now on."""
        other = References(self._owner, self._customer)
        other._ids, other._campaigns = dict(self._ids), dict(self._campaigns)
        return other

    def learn(self, live: Iterable[Live]) -> None:
        """Keep the names of everything that was read."""
        objects = list(live)
        called = names_after(objects, {})
        for item in objects:
            if item.address.type in {ACTION, CUSTOM_GOAL} and item.id in called.by_id:
                self._ids[item.address.type, called.of(item.id)] = item.id
            elif item.address.type == CAMPAIGN_CONFIG:
                self._campaigns[item.address.name] = str(item.state.get("campaign"))

    def expect(self, given: Iterable[tuple[str, str, str]]) -> None:
        """Keep the (type, name, resource name) of what a plan refers to by names that a later step only gives."""
        for type_name, name, identifier in given:
            self._ids[type_name, name] = identifier

    def done(self, change: Change, name: str) -> None:
        """Keep what a change that happened made or renamed."""
        if change.address.type not in {ACTION, CUSTOM_GOAL}:
            return
        called = [str(item.after) for item in change.attributes if item.name == "name"]
        if not called:
            return
        for key in [key for key, value in self._ids.items() if value == name]:
            del self._ids[key]
        self._ids[change.address.type, called[0]] = name

    def temporary(self, change: Change) -> str:
        """A temporary resource name for what the request makes, so that the rest of it can refer to it."""
        self._temporary += 1
        collection = "customConversionGoals" if change.address.type == CUSTOM_GOAL else "conversionActions"
        name = f"customers/{self._owner}/{collection}/-{self._temporary}"
        self._ids[change.address.type, change.address.name] = name
        return name

    def of(self, type_name: str, reference: str) -> str:
        """The resource name that a plan calls `reference`. Raises KeyError."""
        if reference.startswith("customers/"):
            return reference
        identifier = self._ids.get((type_name, reference))
        if identifier is None:
            raise KeyError(str(Address(type_name, reference)))
        return identifier

    def of_change(self, change: Change) -> str:
        """The resource name of what a change is about. Raises KeyError where an earlier step should have made it."""
        if change.id:
            return change.id
        if change.action is Action.CREATE:
            return ""
        if change.address.type == ACCOUNT_GOAL:
            return f"customers/{self._owner}/customerConversionGoals/{change.address.name.upper()}"
        if change.address.type == CAMPAIGN_GOAL:
            campaign, pair = campaign_goal_parts(change.address.name)
            number = self._campaigns.get(campaign)
            if number is None:
                raise KeyError(str(Address(CAMPAIGN_CONFIG, campaign)))
            return f"customers/{self._customer}/campaignConversionGoals/{number}~{pair.upper()}"
        return self.of(change.address.type, change.address.name)
