"""Goals at every level: the attribute tables, and how their rows are read.

Facts: customer_conversion_goal.proto, campaign_conversion_goal.proto, conversion_goal_campaign_config.proto and
custom_conversion_goal.proto (v25, identical in v26), checked 2026-11-23. Goals of accounts and campaigns are made by
Google and can only be updated. With cross-account conversion tracking the account's goals and custom goals live in the
conversion customer, and what is of a campaign in the campaign's account.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from microconv.core.goal_pair import campaign_goal_identity, campaign_goal_name, goal_pair
from microconv.core.goal_state import SELECTS
from microconv.core.kinds import ACCOUNT_GOAL, CAMPAIGN_CONFIG, CAMPAIGN_GOAL, CUSTOM_GOAL
from microconv.core.resource import Address, Live, Standing, frozen
from microconv.core.schema import Attribute, Kind, ResourceType, Settable
from microconv.core.value import Scalar
from microconv.providers.google_ads.convert import word
from microconv.providers.google_ads.settings import ENUMS, MAX_OPERATIONS

_PROTO = "v26 proto, checked 2026-11-23"
_CATEGORY = Attribute(
    name="category",
    kind=Kind.WORD,
    summary="The category of the goal's actions.",
    source=_PROTO,
    words=f"{ENUMS}/conversion_action_category.py:ConversionActionCategoryEnum.ConversionActionCategory",
    settable=Settable.NEVER,
)
_ORIGIN = Attribute(
    name="origin",
    kind=Kind.WORD,
    summary="The origin of the goal's actions.",
    source=_PROTO,
    words=f"{ENUMS}/conversion_origin.py:ConversionOriginEnum.ConversionOrigin",
    settable=Settable.NEVER,
)
_BIDDABLE = Attribute(
    name="biddable",
    kind=Kind.FLAG,
    summary="Whether bidding is for the primary actions of the goal.",
    source=_PROTO,
)
_CAMPAIGN = Attribute(
    name="campaign",
    kind=Kind.TEXT,
    summary="The campaign's number.",
    source=_PROTO,
    settable=Settable.NEVER,
)


def _type(name: str, title: str, attributes: tuple[Attribute, ...], *, shared: bool, quiet: bool) -> ResourceType:
    return ResourceType(
        name=name,
        provider="google_ads",
        title=title,
        attributes=attributes,
        batch=MAX_OPERATIONS,
        shared=shared,
        quiet=quiet,
        removable=name == CUSTOM_GOAL,
        restorable=name == CUSTOM_GOAL,
    )


CUSTOMER_CONVERSION_GOAL = _type(
    ACCOUNT_GOAL, "goal of the account", (_CATEGORY, _ORIGIN, _BIDDABLE), shared=True, quiet=True
)
CAMPAIGN_CONVERSION_GOAL = _type(
    CAMPAIGN_GOAL, "goal of a campaign", (_CAMPAIGN, _CATEGORY, _ORIGIN, _BIDDABLE), shared=False, quiet=True
)
CONVERSION_GOAL_CAMPAIGN_CONFIG = _type(
    CAMPAIGN_CONFIG,
    "goal settings of a campaign",
    (
        _CAMPAIGN,
        Attribute(
            name="goal_config_level",
            kind=Kind.WORD,
            summary="Whose goals the campaign uses: the account's (customer) or its own (campaign).",
            source=_PROTO,
            words=f"{ENUMS}/goal_config_level.py:GoalConfigLevelEnum.GoalConfigLevel",
        ),
        Attribute(
            name="custom_conversion_goal",
            kind=Kind.TEXT,
            summary="The custom goal that the campaign uses, by its name.",
            source=_PROTO,
        ),
    ),
    shared=False,
    quiet=True,
)
CUSTOM_CONVERSION_GOAL = _type(
    CUSTOM_GOAL,
    "custom goal",
    (
        Attribute(name="name", kind=Kind.TEXT, summary="Name, unique in the account.", source=_PROTO),
        Attribute(
            name="conversion_actions",
            kind=Kind.LINES,
            summary="The actions that it makes bidding use, whatever their role; by name, where that is unique.",
            source=_PROTO,
        ),
        Attribute(
            name="status",
            kind=Kind.WORD,
            summary="Whether it is there or removed.",
            source=_PROTO,
            words=f"{ENUMS}/custom_conversion_goal_status.py:CustomConversionGoalStatusEnum.CustomConversionGoalStatus",
            settable=Settable.NEVER,
        ),
    ),
    shared=True,
    quiet=False,
)

ACCOUNT_GOALS_QUERY = (
    "SELECT customer_conversion_goal.category, customer_conversion_goal.origin, customer_conversion_goal.biddable "
    "FROM customer_conversion_goal"
)
CAMPAIGN_GOALS_QUERY = (
    "SELECT campaign_conversion_goal.category, campaign_conversion_goal.origin, campaign_conversion_goal.biddable, "
    "campaign.id, campaign.name FROM campaign_conversion_goal WHERE campaign.status != 'REMOVED'"
)
_CUSTOM_FIELDS = ", ".join(f"custom_conversion_goal.{name}" for name in ("id", "name", "conversion_actions", "status"))
CONFIGS_QUERY = (
    "SELECT conversion_goal_campaign_config.goal_config_level, conversion_goal_campaign_config.custom_conversion_goal, "
    f"campaign.id, campaign.name, campaign.{SELECTS}, campaign.bidding_strategy_type, "
    f"campaign.bidding_strategy_system_status, {_CUSTOM_FIELDS} FROM conversion_goal_campaign_config "
    "WHERE campaign.status != 'REMOVED'"
)
"""The custom goals that campaigns use come with it, the actions that App campaigns are optimized for, how all bid."""
CUSTOM_GOALS_QUERY = f"SELECT {_CUSTOM_FIELDS} FROM custom_conversion_goal"


def queries(needs: Collection[str], *, manager: bool, here: bool) -> list[str]:
    """The queries that a reading of the types `needs` makes in an account, whatever their answers.

    manager: true where it is known to be a manager account, which has no campaigns.
    here: true where its goals are its own, not those of the account whose conversions it uses.
    """
    of_goals = [ACCOUNT_GOALS_QUERY, *([CUSTOM_GOALS_QUERY] if CUSTOM_GOAL in needs else [])]
    of_campaigns = [CONFIGS_QUERY, *([CAMPAIGN_GOALS_QUERY] if CAMPAIGN_GOAL in needs else [])]
    return [*(of_goals if here else []), *([] if manager else of_campaigns)]


def account_goals(rows: Iterable[Any]) -> list[Live]:
    """The account's goals."""
    live = []
    for row in rows:
        goal = row.customer_conversion_goal
        category, origin = word(goal, "category"), word(goal, "origin")
        state: dict[str, Scalar] = {"category": category, "origin": origin, "biddable": bool(goal.biddable)}
        pair = goal_pair(category, origin)
        live.append(Live(Address(ACCOUNT_GOAL, pair), goal.resource_name, pair, frozen(state)))
    return live


def campaign_goals(rows: Iterable[Any]) -> list[Live]:
    """The goals of campaigns, whether they override the account's or not."""
    live = []
    for row in rows:
        goal, number = row.campaign_conversion_goal, str(row.campaign.id)
        category, origin = word(goal, "category"), word(goal, "origin")
        pair = goal_pair(category, origin)
        live.append(
            Live(
                Address(CAMPAIGN_GOAL, campaign_goal_name(row.campaign.name, pair)),
                goal.resource_name,
                campaign_goal_identity(number, pair),
                frozen({"campaign": number, "category": category, "origin": origin, "biddable": bool(goal.biddable)}),
            )
        )
    return live


def configs(rows: Iterable[Any], owner: str) -> tuple[list[Live], list[Live]]:
    """The goal settings of campaigns, and the custom goals that they use, which are `owner`'s (a customer id)."""
    live: list[Live] = []
    used: dict[str, Live] = {}
    for row in rows:
        config = row.conversion_goal_campaign_config
        state: dict[str, Scalar] = {
            "campaign": str(row.campaign.id),
            "goal_config_level": word(config, "goal_config_level"),
            "custom_conversion_goal": _of(owner, config.custom_conversion_goal) or None,
        }
        selected = row.campaign.selective_optimization.conversion_actions
        if selected:
            state[SELECTS] = tuple(sorted(_of(owner, item) for item in selected))
        address = Address(CAMPAIGN_CONFIG, row.campaign.name)
        live.append(Live(address, config.resource_name, config.resource_name, frozen(state)))
        if config.custom_conversion_goal:
            goal = _custom_goal(row.custom_conversion_goal, config.custom_conversion_goal, owner)
            used[goal.id] = goal
    return live, list(used.values())


def custom_goals(rows: Iterable[Any], owner: str) -> list[Live]:
    """Custom goals of `owner` (a customer id), removed ones too."""
    return [_custom_goal(row.custom_conversion_goal, row.custom_conversion_goal.resource_name, owner) for row in rows]


def _of(owner: str, name: str) -> str:
    """A resource name in the account that owns the object: Google may write that of the account that asks."""
    head, _, rest = name.partition("/")
    return f"{head}/{owner}/{rest.partition('/')[2]}" if name else ""


def _custom_goal(goal: Any, identifier: str, owner: str) -> Live:
    status = word(goal, "status")
    state = {
        "name": goal.name,
        "conversion_actions": tuple(sorted(_of(owner, item) for item in goal.conversion_actions)),
        "status": status,
    }
    standing = Standing.REMOVED if status == "removed" else Standing.NORMAL
    return Live(Address(CUSTOM_GOAL, goal.name), _of(owner, identifier), goal.name, frozen(state), standing)
