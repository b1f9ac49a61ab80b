"""The schema of the ``google_ads`` section of a seed: its own keys, and those of Google's messages by their tables."""

from __future__ import annotations

from microconv.emulator.google_ads.enums import ENUMS
from microconv.emulator.google_ads.seeding import STORED_ACTION, STORED_CUSTOMER
from microconv.emulator.google_ads.seeding_campaigns import STORED_BUDGET, STORED_CAMPAIGN
from microconv.emulator.google_ads.seeding_schema_fields import fields_of
from microconv.emulator.google_ads.seeding_schema_read_only import STRATEGY_ID, read_only
from microconv.emulator.schema_nodes import (
    Node,
    account,
    amount,
    by_name,
    either,
    flag,
    listed,
    maybe,
    moment,
    node,
    record,
    text,
    words,
)
from microconv.emulator.schema_traffic import conversion_hits, course

_NOT_IN_THE_API = "Not in the API: "


def section() -> Node:
    """The section."""
    return record("The Google Ads accounts.", {"customers": listed("The accounts, managers too.", _customer())})


def _customer() -> Node:
    goal = record(
        "One goal. Every pair of an action that is not removed is a goal anyway, biddable as Google makes new ones.",
        {**_pair(), "biddable": flag("Bidding uses the primary actions of the goal.")},
        ("category", "origin", "biddable"),
    )
    own = {
        "id": account("The customer id: ten digits."),
        "clients": listed("The accounts directly below; only of a manager.", account()),
        "conversion_customer": account(
            "Whose conversion actions it uses: itself by default, or a manager (cross-account conversion tracking)."
        ),
        "conversion_tracking_id": account("The number in its tags; by default made from the id."),
        "conversion_actions": listed("Its own conversion actions, removed ones too.", _action()),
        "customer_conversion_goals": listed("Account goals that differ from the default, or have no action.", goal),
        "campaigns": listed("Its campaigns; a manager has none.", _campaign()),
        "campaign_budgets": listed("Budgets that are not written in a campaign.", {**_budget(), "required": ["id"]}),
        "custom_conversion_goals": listed("Its custom goals.", _custom_goal()),
        "campaign_conversion_goals": listed("Goals of campaigns that differ from the account's.", _campaign_goal()),
        "conversion_goal_campaign_configs": listed("Whose goals a campaign uses.", _config()),
        "changes": listed("Changes of campaigns and budgets, as change_event shows them.", _change()),
        **read_only(),
    }
    about = "An account. Keys without a meaning are fields of Google's Customer, by their names there."
    return record(about, {**own, **fields_of(STORED_CUSTOMER, own)}, ("id",))


def _pair() -> dict[str, Node]:
    return {
        "category": words(ENUMS["ConversionActionCategory"], "The category of the goal's actions."),
        "origin": words(ENUMS["ConversionOrigin"], "Where they happen."),
    }


def _action() -> Node:
    traffic = record(
        "As often as it says; see also the keys of days.",
        {
            "per_click": amount("Conversions for each click of a campaign; by default as usual for its category."),
            "value": amount("The mean value after a click, and that of each of the others; by default the action's."),
            **course(),
        },
    )
    own = {
        "id": account("Its id; ids are unique over all kinds and customers."),
        "owner_customer": node("null", "null: system-defined. An action is listed at its owner."),
        "conversion_lags": by_name(
            f"{_NOT_IN_THE_API}shares of the conversions by the time since the click, by ConversionLagBucket.",
            amount(),
            propertyNames={"enum": list(ENUMS["ConversionLagBucket"])},
            minProperties=1,
        ),
        "traffic": either(
            f"{_NOT_IN_THE_API}what its tag sends. Without it the action counts nothing; an import from GA4 counts "
            "what the property has of its event.",
            words(["usual"], "As often as actions of its category usually count."),
            traffic,
        ),
        "hits": conversion_hits(),
        "imported_at": maybe(moment(f"{_NOT_IN_THE_API}from when on an import counts; by default it always has.")),
    }
    about = (
        "A conversion action. Keys without a meaning are fields of Google's ConversionAction, also those that are "
        "output only there; what is left out has the value that Google gives."
    )
    return record(about, {**own, **fields_of(STORED_ACTION, own)}, ("id", "name", "type"))


def _campaign() -> Node:
    own = {
        "id": account("Its id."),
        "campaign_budget": either(
            "Its budget: an id, or written out; by default one is made up.", account(), _budget()
        ),
        "bidding_strategy": maybe(either("Its portfolio strategy: an id, or the resource name.", *STRATEGY_ID)),
        "search_ads_360": flag(f"{_NOT_IN_THE_API}managed by Search Ads 360. Default: false."),
        "unified_goals": flag(f"{_NOT_IN_THE_API}may use goals at all. Default: true."),
        "selective_optimization": record(
            "The actions that an App campaign is optimized for.",
            {"conversion_actions": listed("Ids of the conversion customer's, or resource names.", _action_name())},
        ),
    }
    about = (
        "A campaign: ENABLED, SEARCH and manual_cpc unless it says otherwise. Keys without a meaning are fields of "
        "Google's Campaign; contains_eu_political_advertising: null is undeclared."
    )
    return record(about, {**own, **fields_of(STORED_CAMPAIGN, own)}, ("id", "name"))


def _action_name() -> Node:
    return either("", node("integer"), text())


def _budget() -> Node:
    own = {"id": account("Its id; of one that is written in a campaign there is a default.")}
    about = "A budget. Keys without a meaning are fields of Google's CampaignBudget."
    return record(about, {**own, **fields_of(STORED_BUDGET, own)})


def _custom_goal() -> Node:
    keys = {
        "id": account("Its id."),
        "name": text("Its name."),
        "conversion_actions": listed("Ids of actions of this account.", account()),
        "status": words(ENUMS["CustomConversionGoalStatus"], "Default: ENABLED."),
    }
    return record("A custom goal.", keys, ("id", "name"))


def _campaign_goal() -> Node:
    keys = {"campaign": account("The campaign's id."), **_pair(), "biddable": flag("The campaign bids for it.")}
    return record("A goal of one campaign; the campaign has goals of its own then.", keys, tuple(keys))


def _config() -> Node:
    keys = {
        "campaign": account("The campaign's id."),
        "goal_config_level": words(
            ENUMS["GoalConfigLevel"], "Default: CAMPAIGN with a custom goal, CUSTOMER without one."
        ),
        "custom_conversion_goal": maybe(account("The id of a custom goal of the conversion customer.")),
    }
    return record("The level of one campaign's goals.", keys, ("campaign",))


def _change() -> Node:
    keys = {
        "at": moment("When it was made."),
        "kind": words(["campaign", "campaign_budget"], "Of what."),
        "id": account("The id of what was changed."),
        "operation": words(ENUMS["ResourceChangeOperation"], "CREATE, UPDATE or REMOVE."),
        "user_email": text("By whom."),
        "old": by_name("Values before, by field path.", {}),
        "new": by_name("Values after, by field path.", {}),
    }
    return record("A change.", keys, ("at", "kind", "id", "operation"))
