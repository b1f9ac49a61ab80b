"""Goals: what Google makes by itself, and how goals and what they list are called in plans.

Sources: the pages "Conversion goals", "Customer goals" and "Campaign goals" of the Google Ads API's documentation,
checked 2026-11-23.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from microconv.core.kinds import ACCOUNT_GOAL, ACTION, CAMPAIGN_CONFIG, CAMPAIGN_GOAL, CUSTOM_GOAL
from microconv.core.resource import Address, Live, Standing, frozen, of_type
from microconv.core.value import Scalar, State

ORIGIN_OF_TYPE: Mapping[str, str] = MappingProxyType(
    {
        "webpage": "website",
        "upload_clicks": "website",
        "website_call": "website",
        "click_to_call": "website",
        "ad_call": "call_from_ads",
        "upload_calls": "call_from_ads",
        "google_play_download": "app",
        "google_play_in_app_purchase": "app",
        "store_sales_direct_upload": "store",
    }
)
"""The origin of the goal that a new action of a type belongs to, as expected before Google says so."""

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
"""Goals that Google does not make biddable when their first action appears. All others it does."""


def pair_of(state: State) -> str:
    """The goal of an action in this state: `purchase~website`."""
    origin = state.get("origin") or ORIGIN_OF_TYPE.get(str(state.get("type")), "")
    return f"{state.get('category')}~{origin}"


def campaign_goal_identity(campaign: str, pair: str) -> str:
    """What a campaign's goal is found by, from the campaign's number."""
    return f"{campaign}~{pair}"


def campaign_goal_name(campaign: str, pair: str) -> str:
    """What a campaign's goal is called in plans."""
    return f"{campaign}/{pair}"


def foreseen(pairs: Iterable[str], live: Sequence[Live]) -> tuple[Live, ...]:
    """The goals that Google makes when the first actions of these pairs appear: no id yet, and Google's defaults.

    A campaign that overrides the account's goals gets one that is biddable unless another of its goals with the same
    category is not.
    """
    there = {item.identity for item in of_type(live, ACCOUNT_GOAL)}
    found: list[Live] = []
    for pair in sorted(set(pairs)):
        if pair in there:
            continue
        category, _, origin = pair.partition("~")
        biddable = pair not in NOT_BIDDABLE_BY_DEFAULT
        state: dict[str, Scalar] = {"category": category, "origin": origin, "biddable": biddable}
        found.append(Live(Address(ACCOUNT_GOAL, pair), "", pair, frozen(state)))
        for config in of_type(live, CAMPAIGN_CONFIG):
            campaign = str(config.state.get("campaign"))
            siblings = [
                item.state.get("biddable")
                for item in of_type(live, CAMPAIGN_GOAL)
                if item.state.get("campaign") == campaign and item.state.get("category") == category
            ]
            own = biddable and (config.state.get("goal_config_level") != "campaign" or all(siblings))
            found.append(
                Live(
                    Address(CAMPAIGN_GOAL, campaign_goal_name(config.address.name, pair)),
                    "",
                    campaign_goal_identity(campaign, pair),
                    frozen({"campaign": campaign, **state, "biddable": own}),
                )
            )
    return tuple(found)


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


@dataclass(frozen=True, slots=True)
class Names:
    """How actions and custom goals are called in plans, by their ids. What is not unique is called by its id."""

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
            actions = state.get("conversion_actions")
            state["conversion_actions"] = tuple(sorted(self.of(item) for item in actions)) if actions else ()  # type: ignore[union-attr]
        elif live.address.type == CAMPAIGN_CONFIG:
            goal = state.get("custom_conversion_goal")
            state["custom_conversion_goal"] = self.of(str(goal)) if goal else None
        else:
            return live
        return replace(live, state=frozen(state))


def names(live: Iterable[Live], renamed: Mapping[str, str]) -> Names:
    """What actions and custom goals are called after a run that renames some: `renamed` has new names by id."""
    found: dict[str, tuple[str, str]] = {}
    for item in live:
        if item.address.type in {ACTION, CUSTOM_GOAL} and item.standing not in {Standing.REMOVED, Standing.OTHER_OWNER}:
            found[item.id] = item.address.type, renamed.get(item.id, item.address.name)
    counted = Counter(found.values())
    return Names({identifier: name[1] if counted[name] == 1 else identifier for identifier, name in found.items()})
