"""The campaigns, budgets, goals of campaigns and changes of a customer's seed, read; written by `seeding_dump`.

The format is documented in ``microconv.emulator.seed``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from microconv.emulator.errors import SeedError
from microconv.emulator.google_ads.enums import ENUMS
from microconv.emulator.google_ads.fields import read_fields
from microconv.emulator.google_ads.model_campaigns import Campaign, CampaignBudget, Change, CustomConversionGoal
from microconv.emulator.google_ads.resources import campaign as campaign_table
from microconv.emulator.google_ads.resources import campaign_budget as budget_table
from microconv.emulator.google_ads.seeding_selected import check_selected, with_names
from microconv.emulator.google_ads.seeding_strategies import USED, strategy_of
from microconv.emulator.seed import account_id, known, mapping, sequence
from microconv.emulator.seeding_values import parse_moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from microconv.emulator.google_ads.fields import Flat
    from microconv.emulator.google_ads.model import Customer
    from microconv.emulator.google_ads.state import AdsState
    from microconv.emulator.policies import Policies

BUDGETS, CAMPAIGNS, CHANGES = "campaign_budgets", "campaigns", "changes"
CUSTOM_GOALS = "custom_conversion_goals"
GOALS, CONFIGS = "campaign_conversion_goals", "conversion_goal_campaign_configs"
#: The keys of a customer that this module reads.
KEYS = (BUDGETS, CAMPAIGNS, CUSTOM_GOALS, GOALS, CONFIGS, CHANGES)
_FLAGS = ("search_ads_360", "unified_goals")
_OWN_KEYS = ("id", "campaign_budget", USED, *_FLAGS)
#: The fields of the two messages that a seed may hold.
STORED_CAMPAIGN = {k: v for k, v in campaign_table.FIELDS.items() if k not in campaign_table.COMPUTED}
STORED_BUDGET = {k: v for k, v in budget_table.FIELDS.items() if k not in budget_table.COMPUTED}
_DEFAULTS: Flat = {
    "status": "ENABLED",
    "advertising_channel_type": "SEARCH",
    "contains_eu_political_advertising": "DOES_NOT_CONTAIN_EU_POLITICAL_ADVERTISING",
    "ad_serving_optimization_status": "OPTIMIZE",
    "payment_mode": "CLICKS",
}
_BUDGET_DEFAULTS: Flat = {
    "status": "ENABLED",
    "amount_micros": 10_000_000_000,
    "delivery_method": "STANDARD",
    "explicitly_shared": True,
    "period": "DAILY",
    "type": "STANDARD",
}


class CampaignSeed:
    """Reads these parts of one customer.

    customer: gets what is read.
    where: its place in the seed.
    seen: the ids taken so far, of every kind.
    """

    def __init__(self, customer: Customer, where: str, seen: set[int]) -> None:
        self._customer = customer
        self._where = where
        self._seen = seen
        self._names = {BUDGETS: set[str](), CAMPAIGNS: set[str]()}

    def read(self, content: Mapping[str, Any]) -> None:
        """Read everything that needs no other customer.

        Raises SeedError with the path of the item that is wrong.
        """
        for item, place in self._items(content, BUDGETS):
            self._budget(item, place)
        for item, place in self._items(content, CAMPAIGNS):
            self._campaign(item, place)
        for item, place in self._items(content, CUSTOM_GOALS):
            self._custom_goal(item, place)
        for item, place in self._items(content, CHANGES):
            self._customer.changes.append(_change(item, place))

    def _items(self, content: Mapping[str, Any], key: str) -> Iterator[tuple[Mapping[str, Any], str]]:
        for index, item in enumerate(sequence(content.get(key), f"{self._where}.{key}")):
            place = f"{self._where}.{key}[{index}]"
            yield mapping(item, place), place

    def _new_id(self, content: Mapping[str, Any], place: str) -> int:
        number = account_id(content.get("id"), f"{place}.id")
        if number in self._seen:
            raise SeedError(f"{place}.id", f"{number} is the id of two resources")
        self._seen.add(number)
        return number

    def _take_name(self, key: str, noun: str, name: str, place: str) -> None:
        if name in self._names[key]:
            raise SeedError(f"{place}.name", f"there are two {noun} named {name!r}")
        self._names[key].add(name)

    def _budget(self, content: Mapping[str, Any], place: str) -> int:
        number = self._new_id(content, place)
        fields = read_fields(content, STORED_BUDGET, place, besides=("id",))
        defaults = {"name": f"Budget {number}", **_BUDGET_DEFAULTS}
        if fields.get("period") == "CUSTOM_PERIOD":
            del defaults["amount_micros"]
        budget = CampaignBudget(number, {**defaults, **fields})
        if budget.status != "REMOVED":
            self._take_name(BUDGETS, "budgets", budget["name"], place)
        self._customer.budgets[number] = budget
        return number

    def _campaign(self, content: Mapping[str, Any], place: str) -> None:
        if self._customer.manager:
            raise SeedError(place, "a manager account has no campaigns")
        number = self._new_id(content, place)
        if content.get("name") is None:
            raise SeedError(f"{place}.name", "is missing")
        strategy, portfolio = strategy_of(self._customer, content, place)
        named = with_names(content, self._customer.conversion_customer)
        fields = read_fields(named, STORED_CAMPAIGN, place, besides=_OWN_KEYS)
        if portfolio is not None:
            fields[USED] = portfolio
        if content.get("contains_eu_political_advertising", "") is None:
            fields["contains_eu_political_advertising"] = None
        for key in _FLAGS:
            if not isinstance(content.get(key, True), bool):
                raise SeedError(f"{place}.{key}", "must be true or false")
        campaign = Campaign(
            id=number,
            fields={key: value for key, value in {**_DEFAULTS, **fields}.items() if value is not None},
            budget=self._budget_of(content, number, place),
            strategy=strategy,
            search_ads_360=content.get("search_ads_360", False),
            unified_goals=content.get("unified_goals", True),
        )
        if campaign.status != "REMOVED":
            self._take_name(CAMPAIGNS, "campaigns", campaign.name, place)
        self._customer.campaigns[number] = campaign

    def _budget_of(self, content: Mapping[str, Any], campaign_id: int, place: str) -> int:
        """The id of a campaign's budget: written there, named by its id, or made with its defaults."""
        place += ".campaign_budget"
        given = content.get("campaign_budget")
        if given is None:
            given = {}
        if isinstance(given, Mapping):
            return self._budget({"id": self._free_id(campaign_id), **given}, place)
        number = account_id(given, place)
        if number not in self._customer.budgets:
            raise SeedError(place, f"there is no budget {number}")
        return number

    def _free_id(self, campaign_id: int) -> int:
        """An id for a budget that has none: the first free one from a million above its campaign's."""
        number = campaign_id + 1_000_000
        while number in self._seen:
            number += 1
        return number

    def _custom_goal(self, content: Mapping[str, Any], place: str) -> None:
        known(content, place, ("id", "name", "conversion_actions", "status"))
        number = self._new_id(content, place)
        if not isinstance(content.get("name"), str):
            raise SeedError(f"{place}.name", "must be text")
        status = content.get("status", "ENABLED")
        if status not in ENUMS["CustomConversionGoalStatus"]:
            raise SeedError(f"{place}.status", f"{status!r} is no CustomConversionGoalStatus")
        actions = []
        for index, one in enumerate(sequence(content.get("conversion_actions"), f"{place}.conversion_actions")):
            action = account_id(one, f"{place}.conversion_actions[{index}]")
            if action not in self._customer.actions:
                raise SeedError(f"{place}.conversion_actions[{index}]", f"there is no conversion action {action}")
            actions.append(action)
        self._customer.custom_goals[number] = CustomConversionGoal(number, content["name"], tuple(actions), str(status))


def read_goals(state: AdsState, customer: Customer, content: Mapping[str, Any], where: str, policies: Policies) -> None:
    """Read which goals the customer's campaigns use, when all customers are there.

    Raises SeedError with the path of the item that is wrong.
    """
    account, rule = state.goals_of_campaigns(customer), policies.text("new_campaign_goal")
    for index, campaign in enumerate(list(customer.campaigns.values())):
        check_selected(state, customer, campaign, f"{where}.{CAMPAIGNS}[{index}]")
        customer.campaigns[campaign.id] = campaign.with_first_goals(account, rule)
    for index, item in enumerate(sequence(content.get(GOALS), f"{where}.{GOALS}")):
        place = f"{where}.{GOALS}[{index}]"
        goal = mapping(item, place)
        known(goal, place, ("campaign", "category", "origin", "biddable"))
        campaign = _campaign_of(customer, goal, place)
        key = (str(goal.get("category")), str(goal.get("origin")))
        if key not in account:
            raise SeedError(place, f"the conversion customer has no goal {key[0]}~{key[1]}")
        if not isinstance(goal.get("biddable"), bool):
            raise SeedError(f"{place}.biddable", "must be true or false")
        overriding = campaign.overriding(account, rule)
        customer.campaigns[campaign.id] = replace(overriding, own_goals={**overriding.own_goals, key: goal["biddable"]})
    for index, item in enumerate(sequence(content.get(CONFIGS), f"{where}.{CONFIGS}")):
        place = f"{where}.{CONFIGS}[{index}]"
        config = mapping(item, place)
        known(config, place, ("campaign", "goal_config_level", "custom_conversion_goal"))
        campaign = _campaign_of(customer, config, place)
        customer.campaigns[campaign.id] = _configured(state, customer, campaign, config, place, policies)


def _campaign_of(customer: Customer, content: Mapping[str, Any], place: str) -> Campaign:
    number = account_id(content.get("campaign"), f"{place}.campaign")
    campaign = customer.campaigns.get(number)
    if campaign is None:
        raise SeedError(f"{place}.campaign", f"there is no campaign {number}")
    return campaign


def _configured(
    state: AdsState,
    customer: Customer,
    campaign: Campaign,
    config: Mapping[str, Any],
    place: str,
    policies: Policies,
) -> Campaign:
    goal = config.get("custom_conversion_goal")
    if goal is not None:
        goal = account_id(goal, f"{place}.custom_conversion_goal")
        if goal not in state.customers[customer.conversion_customer].custom_goals:
            raise SeedError(f"{place}.custom_conversion_goal", f"the conversion customer has no custom goal {goal}")
    level = config.get("goal_config_level", "CAMPAIGN" if goal is not None else "CUSTOMER")
    if level not in ENUMS["GoalConfigLevel"]:
        raise SeedError(f"{place}.goal_config_level", f"{level!r} is no GoalConfigLevel")
    if level == "CUSTOMER":
        policy = policies.text("campaign_back_to_account")
        if goal is not None and policy != "kept":
            raise SeedError(f"{place}.custom_conversion_goal", "needs the level CAMPAIGN")
        return replace(campaign.following(policy), custom_conversion_goal=goal)
    own = campaign.overriding(state.goals_of_campaigns(customer), policies.text("new_campaign_goal"))
    return replace(own, custom_conversion_goal=goal)


def _change(content: Mapping[str, Any], place: str) -> Change:
    known(content, place, ("at", "kind", "id", "operation", "user_email", "old", "new"))
    email = content.get("user_email", "")
    if not isinstance(email, str):
        raise SeedError(f"{place}.user_email", f"must be text, not {email!r}")
    if content.get("kind") not in ("campaign", "campaign_budget"):
        raise SeedError(f"{place}.kind", "must be campaign or campaign_budget")
    if content.get("operation") not in ENUMS["ResourceChangeOperation"]:
        raise SeedError(f"{place}.operation", "must be CREATE, UPDATE or REMOVE")
    try:
        given = content.get("at")
        at = given if isinstance(given, datetime) else parse_moment(str(given))
    except ValueError as error:
        raise SeedError(f"{place}.at", f"must be an ISO 8601 time, not {content.get('at')!r}") from error
    if at.tzinfo is None:
        raise SeedError(f"{place}.at", "needs a time zone")
    return Change(
        at=at,
        kind=str(content["kind"]),
        id=account_id(content.get("id"), f"{place}.id"),
        operation=str(content["operation"]),
        user_email=email,
        old=dict(mapping(content.get("old"), f"{place}.old")),
        new=dict(mapping(content.get("new"), f"{place}.new")),
    )
