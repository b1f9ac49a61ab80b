"""After every single request of a sync, what bidding uses was used before, or is used at the end.

What bidding uses is the emulator's own answer (`microconv.emulator.google_ads.bidding.used`), not the core's.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from microconv.core.client import CampaignGoals, Client, CustomGoal, Demote, Goals, GoalSetting, Level, Unlisted
from microconv.core.conversion import Conversion, ConversionKind, Role
from microconv.core.plan import Bidding, Plan
from microconv.core.planning.limits import Allow, Limits
from microconv.emulator import World
from microconv.project import Project
from microconv.render.result import result_text
from tests.conftest import PROPERTY, STORE
from tests.contract.ads_account import action, app_campaign, campaign, campaign_goal, custom_goal, goal, imported, uses
from tests.contract.bidding_watch import Seen, watched
from tests.heavy import examples
from tests.strategies import with_accounts


def conversion(name: str, category: str = "engagement", *, primary: bool = False, **fields: Any) -> Conversion:
    kind = ConversionKind.MICRO if name.startswith("mv_") else ConversionKind.MACRO
    content = {"source": "website", "role": Role.PRIMARY if primary else Role.SECONDARY, **fields}
    chosen = {} if content["source"] == "ga4" else {"category": category}
    return Conversion(name=name, kind=kind, settings=MappingProxyType(chosen), **content)


def opened(category: str) -> GoalSetting:
    return GoalSetting(category, True)


def closed(category: str) -> GoalSetting:
    return GoalSetting(category, False)


def own(name: str, *goals: GoalSetting) -> CampaignGoals:
    return CampaignGoals(name, goals=goals)


def back(name: str) -> CampaignGoals:
    return CampaignGoals(name, Level.ACCOUNT)


NEW = 7_000_000_001
"""The number of the first thing that the emulator makes."""
BRAND, GENERIC, SHOP = campaign(71, "Brand"), campaign(72, "Generic"), campaign(73, "Shop")


@dataclass
class Case:
    """An account and a config, with what bidding uses.

    account: the content of the emulated account.
    conversions: those of the config.
    goals: those of the config.
    before: the (campaign, action) pairs that bidding uses at first.
    after: the same once the plan is carried out.
    more: further fields of the client.
    """

    account: dict[str, Any]
    conversions: list[Conversion]
    goals: Goals
    before: set[tuple[int, int]]
    after: set[tuple[int, int]]
    more: dict[str, Any] = field(default_factory=dict)


CASES: dict[str, Case] = {}


def case(name: str, *args: Any, **kwargs: Any) -> None:
    CASES[name] = Case(*args, **kwargs)


case(
    "demote, and close its goal",
    {"actions": [action(1, "mv_a"), action(2, "mv_b")], "campaigns": [BRAND]},
    [conversion("mv_a"), conversion("mv_b", primary=True)],
    Goals(account=(closed("engagement"),)),
    {(71, 1), (71, 2)},
    set(),
)
case(
    "promote into a goal that opens, which another one leaves",
    {
        "actions": [action(1, "mv_a", primary=False), action(2, "mv_b")],
        "goals": [goal("ENGAGEMENT", False)],
        "campaigns": [BRAND],
    },
    [conversion("mv_a", primary=True), conversion("mv_b")],
    Goals(account=(opened("engagement"),)),
    set(),
    {(71, 1)},
)
case(
    "a new primary action in a new goal that stays closed",
    {"actions": [action(1, "mv_a")], "campaigns": [BRAND]},
    [conversion("mv_a", primary=True), conversion("mv_new", "signup", primary=True)],
    Goals(account=(closed("signup"),)),
    {(71, 1)},
    {(71, 1)},
)
case(
    "a new primary action that only one campaign is to use",
    {"actions": [action(1, "mv_a")], "campaigns": [BRAND, GENERIC]},
    [conversion("mv_a", primary=True), conversion("mv_new", "signup", primary=True)],
    Goals(account=(closed("signup"),), campaigns=(own("Brand", opened("signup")),)),
    {(71, 1), (72, 1)},
    {(71, 1), (71, NEW), (72, 1)},
)
case(
    "two campaigns change their custom goals with each other",
    {
        "actions": [action(1, "mv_a", primary=False), action(2, "mv_b", primary=False)],
        "campaigns": [BRAND, GENERIC],
        "custom_conversion_goals": [custom_goal(81, "A", 1), custom_goal(82, "B", 2)],
        "conversion_goal_campaign_configs": [uses(71, 81), uses(72, 82)],
    },
    [conversion("mv_a"), conversion("mv_b")],
    Goals(custom=(CustomGoal("A", ("mv_a",), ("Generic",)), CustomGoal("B", ("mv_b",), ("Brand",)))),
    {(71, 1), (72, 2)},
    {(71, 2), (72, 1)},
)
case(
    "a custom goal gets an action while one campaign leaves it and another comes",
    {
        "actions": [action(1, "mv_a", primary=False), action(2, "mv_b", primary=False)],
        "campaigns": [BRAND, GENERIC],
        "custom_conversion_goals": [custom_goal(81, "A", 1)],
        "conversion_goal_campaign_configs": [uses(71, 81)],
    },
    [conversion("mv_a"), conversion("mv_b")],
    Goals(campaigns=(back("Brand"),), custom=(CustomGoal("A", ("mv_a", "mv_b"), ("Generic",)),)),
    {(71, 1)},
    {(72, 1), (72, 2)},
)
case(
    "a primary action gets another category, open in the account",
    {"actions": [action(1, "mv_a"), action(2, "mv_b", "SIGNUP", primary=False)], "campaigns": [BRAND]},
    [conversion("mv_a", "signup", primary=True), conversion("mv_b", "signup")],
    Goals(account=(closed("engagement"),)),
    {(71, 1)},
    {(71, 1)},
)
case(
    "a primary action gets a category that is closing",
    {
        "actions": [action(1, "mv_a"), action(2, "mv_b", "SIGNUP")],
        "goals": [goal("ENGAGEMENT", False)],
        "campaigns": [BRAND],
    },
    [conversion("mv_a", "signup", primary=True), conversion("mv_b", "signup", primary=True)],
    Goals(account=(closed("signup"),)),
    {(71, 2)},
    set(),
)
case(
    "a primary action gets a category that a campaign is to close",
    {
        "actions": [action(1, "mv_a"), action(2, "mv_b", "SIGNUP")],
        "campaigns": [BRAND],
        "campaign_conversion_goals": [campaign_goal(71, "ENGAGEMENT", False), campaign_goal(71, "SIGNUP", True)],
    },
    [conversion("mv_a", "signup", primary=True), conversion("mv_b", "signup", primary=True)],
    Goals(campaigns=(own("Brand", closed("signup")),)),
    {(71, 2)},
    set(),
)
case(
    "a primary action leaves a category that a campaign is to open",
    {
        "actions": [action(1, "mv_a"), action(2, "mv_b"), action(3, "mv_c", "SIGNUP", primary=False)],
        "campaigns": [BRAND],
        "campaign_conversion_goals": [campaign_goal(71, "ENGAGEMENT", False), campaign_goal(71, "SIGNUP", False)],
    },
    [conversion("mv_a", "signup", primary=True), conversion("mv_b", primary=True), conversion("mv_c", "signup")],
    Goals(campaigns=(own("Brand", opened("engagement")),)),
    set(),
    {(71, 2)},
)
case(
    "a hidden import becomes primary, and a custom goal lists it",
    {"actions": [imported(1, "lead"), action(2, "mv_b", "SIGNUP")], "campaigns": [BRAND, GENERIC]},
    [conversion("lead", source="ga4", event="lead", primary=True), conversion("mv_b", "signup", primary=True)],
    Goals(account=(closed("default"),), custom=(CustomGoal("Leads", ("lead",), ("Brand",)),)),
    {(71, 2), (72, 2)},
    {(71, 1), (71, 2), (72, 2)},
)
case(
    "a hidden action that a custom goal lists is enabled, and taken out of it",
    {
        "actions": [action(1, "mv_a", primary=False, status="HIDDEN"), action(2, "mv_b", primary=False)],
        "campaigns": [BRAND],
        "custom_conversion_goals": [custom_goal(81, "A", 1, 2)],
        "conversion_goal_campaign_configs": [uses(71, 81)],
    },
    [conversion("mv_a"), conversion("mv_b")],
    Goals(custom=(CustomGoal("A", ("mv_b",)),)),
    {(71, 2)},
    {(71, 2)},
)
case(
    "a hidden primary action whose goal is to be closed",
    {"actions": [action(1, "mv_a", status="HIDDEN"), action(2, "mv_b")], "campaigns": [BRAND]},
    [conversion("mv_a", primary=True), conversion("mv_b", primary=True)],
    Goals(account=(closed("engagement"),)),
    {(71, 2)},
    set(),
)
case(
    "a thorough demote",
    {
        "actions": [action(1, "mv_a"), action(2, "mv_b"), action(3, "mv_old")],
        "campaigns": [BRAND, GENERIC],
        "custom_conversion_goals": [custom_goal(81, "A", 1, 2, 3)],
        "conversion_goal_campaign_configs": [uses(71, 81)],
    },
    [conversion("mv_a"), conversion("mv_b", primary=True)],
    Goals(),
    {(71, 1), (71, 2), (71, 3), (72, 1), (72, 2), (72, 3)},
    {(71, 2), (72, 2)},
    {"demote": Demote.THOROUGH},
)
case(
    "back to the account's goals, one of which opens and one closes",
    {
        "actions": [action(1, "mv_a"), action(2, "mv_b", "SIGNUP"), action(3, "mv_c", "CONTACT")],
        "goals": [goal("SIGNUP", False)],
        "campaigns": [BRAND],
        "campaign_conversion_goals": [campaign_goal(71, "CONTACT", False)],
    },
    [
        conversion("mv_a", primary=True),
        conversion("mv_b", "signup", primary=True),
        conversion("mv_c", "contact", primary=True),
    ],
    Goals(account=(opened("signup"), closed("engagement"), closed("contact")), campaigns=(back("Brand"),)),
    {(71, 1)},
    {(71, 2)},
)
case(
    "a campaign has one goal of its own while all of the account's close",
    {"actions": [action(1, "mv_a"), action(2, "mv_b", "SIGNUP")], "campaigns": [BRAND, GENERIC]},
    [conversion("mv_a", primary=True), conversion("mv_b", "signup", primary=True)],
    Goals(account=(closed("signup"), closed("engagement")), campaigns=(own("Brand", opened("signup")),)),
    {(71, 1), (71, 2), (72, 1), (72, 2)},
    {(71, 2)},
)
case(
    "goals of its own instead of the account's, which change",
    {
        "actions": [action(1, "mv_a"), action(2, "mv_b", "SIGNUP"), action(3, "mv_c", "CONTACT")],
        "goals": [goal("SIGNUP", False)],
        "campaigns": [BRAND, GENERIC],
    },
    [
        conversion("mv_a", primary=True),
        conversion("mv_b", "signup", primary=True),
        conversion("mv_c", "contact", primary=True),
    ],
    Goals(
        account=(opened("signup"), closed("engagement")),
        campaigns=(own("Brand", opened("engagement"), closed("signup"), closed("contact")),),
    ),
    {(71, 1), (71, 3), (72, 1), (72, 3)},
    {(71, 1), (72, 2), (72, 3)},
)
case(
    "one action is renamed to the other's old name, and their roles change",
    {
        "actions": [action(1, "mv_a"), action(2, "mv_b", "SIGNUP", primary=False)],
        "campaigns": [BRAND],
        "custom_conversion_goals": [custom_goal(81, "A", 2)],
    },
    [conversion("mv_z", previously=("mv_a",)), conversion("mv_b", "signup", primary=True)],
    Goals(account=(closed("engagement"),), custom=(CustomGoal("A", ("mv_z",), ("Brand",)),)),
    {(71, 1)},
    {(71, 1), (71, 2)},
)
case(
    "an action is renamed and promoted, and a custom goal lists it under its new name",
    {"actions": [action(1, "mv_a", primary=False), action(2, "mv_b", "SIGNUP")], "campaigns": [BRAND, GENERIC]},
    [conversion("mv_z", primary=True, previously=("mv_a",)), conversion("mv_b", "signup", primary=True)],
    Goals(account=(closed("engagement"),), custom=(CustomGoal("A", ("mv_z",), ("Brand",)),)),
    {(71, 2), (72, 2)},
    {(71, 1), (71, 2), (72, 2)},
)
case(
    "an action is removed, and another takes its place in a custom goal",
    {
        "actions": [action(1, "mv_old"), action(2, "mv_b", "SIGNUP", primary=False)],
        "campaigns": [BRAND],
        "custom_conversion_goals": [custom_goal(81, "A", 1)],
        "conversion_goal_campaign_configs": [uses(71, 81)],
    },
    [conversion("mv_b", "signup")],
    Goals(custom=(CustomGoal("A", ("mv_b",)),)),
    {(71, 1)},
    {(71, 2)},
    {"unlisted": Unlisted.REMOVE},
)
case(
    "an action is demoted that an App campaign is optimized for",
    {"actions": [action(1, "mv_a"), action(2, "mv_b")], "campaigns": [BRAND, app_campaign(74, "App", 1)]},
    [conversion("mv_a"), conversion("mv_b", primary=True)],
    Goals(),
    {(71, 1), (71, 2), (74, 1), (74, 2)},
    {(71, 2), (74, 1), (74, 2)},
)
case(
    "a goal closes whose secondary action an App campaign is optimized for",
    {"actions": [action(1, "mv_a", primary=False), action(2, "mv_b")], "campaigns": [app_campaign(74, "App", 1)]},
    [conversion("mv_a"), conversion("mv_b", primary=True)],
    Goals(account=(closed("engagement"),)),
    {(74, 1), (74, 2)},
    {(74, 1)},
)
case(
    "a hidden action that an App campaign is optimized for is enabled",
    {
        "actions": [action(1, "mv_a", primary=False, status="HIDDEN"), action(2, "mv_b")],
        "campaigns": [BRAND, app_campaign(74, "App", 1)],
    },
    [conversion("mv_a"), conversion("mv_b")],
    Goals(account=(closed("engagement"),)),
    {(71, 2), (74, 2)},
    {(74, 1)},
)


def store(conversions: list[Conversion], goals: Goals, **fields: Any) -> Client:
    content = {
        "label": "aoi",
        "customer_id": STORE,
        "login_customer_id": "9998887777",
        "property_id": PROPERTY if any(one.source == "ga4" for one in conversions) else "",
        **fields,
    }
    return Client(conversions=tuple(conversions), goals=goals, **with_accounts(content))


@pytest.mark.parametrize("name", CASES)
def test_at_no_moment_does_bidding_use_what_neither_old_nor_new_wants(inhabit, connections, name):
    scenario = CASES[name]
    world = inhabit(**scenario.account)
    project = Project(store(scenario.conversions, scenario.goals, **scenario.more), connections=connections)
    with watched(world) as seen:
        result = project.apply(project.plan(), Limits(allow=tuple(Allow)))
    assert result.in_sync, result_text(result)
    assert (seen.before, seen.after) == (scenario.before, scenario.after)
    assert seen.moments
    assert seen.wrong == []
    assert project.plan().changes == ()


@pytest.mark.parametrize("policy", ["both", "selected_only"])
@pytest.mark.parametrize("name", [name for name in CASES if "App campaign" in name])
def test_whatever_else_app_campaigns_use_one_run_ends_in_sync(inhabit, connections, name, policy):
    """Of the selected actions, and of what the roles and goals of others do beside them, nothing else is known."""
    scenario = CASES[name]
    world = inhabit(**scenario.account)
    world.policies.set("selected_actions_and_goals", policy)
    project = Project(store(scenario.conversions, scenario.goals, **scenario.more), connections=connections)
    with watched(world) as seen:
        assert project.apply(project.plan(), Limits(allow=tuple(Allow))).in_sync
    assert (74, 1) in seen.after
    assert seen.wrong == []
    assert (project.plan().changes, project.plan().conflicts) == ((), ())


# ---- generated accounts and configs

CATEGORIES = ("engagement", "signup")
NAMES = ("mv_a", "mv_b", "mv_c", "mv_d")
APP = "App"
CAMPAIGNS = {71: "Brand", 72: "Generic", 74: APP}


@st.composite
def selections(draw: st.DrawFn, items: list[Any]) -> list[tuple[Any, ...]]:
    """Up to two different selections of at least one item."""
    found = []
    for _ in range(2):
        chosen = tuple(item for item in items if draw(st.booleans()))
        if chosen and chosen not in found:
            found.append(chosen)
    return found


@st.composite
def settings_of_goals(draw: st.DrawFn, least: int = 0) -> tuple[GoalSetting, ...]:
    """Goals that are biddable or not, each named or not, but at least so many."""
    named = [draw(st.booleans()) for _ in CATEGORIES]
    if sum(named) < least:
        named[0] = True
    return tuple(
        GoalSetting(category, draw(st.booleans()))
        for category, is_named in zip(CATEGORIES, named, strict=True)
        if is_named
    )


@st.composite
def accounts(draw: st.DrawFn) -> dict[str, Any]:
    """Up to four actions in two categories, three campaigns and up to two custom goals of enabled actions.

    One is an App campaign, which may be optimized for actions.
    """
    found: dict[str, Any] = {"actions": []}
    for number, name in enumerate(NAMES, 1):
        if draw(st.booleans()):
            status = draw(st.sampled_from(["ENABLED", "ENABLED", "ENABLED", "HIDDEN"]))
            category = draw(st.sampled_from(CATEGORIES)).upper()
            found["actions"].append(action(number, name, category, primary=draw(st.booleans()), status=status))
    there = {item["category"] for item in found["actions"]}
    selected = [item["id"] for item in found["actions"] if draw(st.booleans())]
    plain = [campaign(number, name) for number, name in CAMPAIGNS.items() if name != APP]
    found["campaigns"] = [*plain, app_campaign(74, APP, *selected)]
    enabled = [item["id"] for item in found["actions"] if item["status"] == "ENABLED"]
    found["goals"] = [goal(category, draw(st.booleans())) for category in sorted(there)]
    chosen = draw(selections(enabled))
    found["custom_conversion_goals"] = [custom_goal(80 + n, f"Goal {n}", *ids) for n, ids in enumerate(chosen, 1)]
    found["campaign_conversion_goals"] = []
    found["conversion_goal_campaign_configs"] = []
    for number in CAMPAIGNS:
        for category in sorted(there):
            if draw(st.booleans()):
                found["campaign_conversion_goals"].append(campaign_goal(number, category, draw(st.booleans())))
        if chosen and draw(st.booleans()):
            found["conversion_goal_campaign_configs"].append(uses(number, 80 + draw(st.integers(1, len(chosen)))))
    return found


@st.composite
def configs(draw: st.DrawFn) -> Client:
    """Any of the four conversions, with any goals at any level that do not contradict each other."""
    listed = [
        conversion(name, draw(st.sampled_from(CATEGORIES)), primary=draw(st.booleans()))
        for name in NAMES
        if draw(st.booleans())
    ]
    overrides, custom_campaigns = [], {1: [], 2: []}
    for name in CAMPAIGNS.values():
        what = draw(st.sampled_from(["nothing", "own", "custom", "both", "back"]))
        if what in {"own", "both"}:
            overrides.append(own(name, *draw(settings_of_goals(least=1))))
        if what in {"custom", "both"}:
            custom_campaigns[draw(st.integers(1, 2))].append(name)
        if what == "back":
            overrides.append(back(name))
    members = draw(selections([item.name for item in listed]))
    custom = tuple(
        CustomGoal(f"Goal {number}", tuple(item), tuple(custom_campaigns[number]))
        for number, item in enumerate(members, 1)
    )
    return store(
        listed,
        Goals(draw(settings_of_goals()), tuple(overrides), custom),
        demote=draw(st.sampled_from(Demote)),
        unlisted=draw(st.sampled_from(Unlisted)),
    )


@settings(
    max_examples=int(os.environ.get("HYPOTHESIS_EXAMPLES") or examples(20)),
    deadline=None,
    derandomize="HYPOTHESIS_EXAMPLES" not in os.environ,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    database=None,
)
@given(accounts(), configs())
def test_at_no_moment_in_generated_worlds(inhabit, connections, account, config):
    """Also where Google refuses a change, such as a second custom goal of the same actions: then the rest waits."""
    world = inhabit(**account)
    project = Project(config, connections=connections)
    plan = project.plan()
    if plan.conflicts:
        return
    with watched(world) as seen:
        result = project.apply(plan, Limits(allow=tuple(Allow)))
    event("refused" if result.failed else f"{len(seen.moments)} writes")
    assert seen.wrong == []
    if not result.failed:
        assert result.in_sync, result_text(result)
        assert foretold(plan) == happened(seen, world)


def foretold(plan: Plan) -> set[tuple[str, str, Bidding]]:
    """The shifts of bidding that the plan announced: (campaign, action, starts or stops)."""
    return {(name, one.action, one.bidding) for one in plan.shifts for name in one.campaigns}


def happened(seen: Seen, world: World) -> set[tuple[str, str, Bidding]]:
    """The shifts of bidding that happened."""
    actions = world.google_ads.customers[int(STORE)].actions
    return {
        (CAMPAIGNS[number], actions[one].name, effect)
        for pairs, effect in ((seen.after - seen.before, Bidding.STARTS), (seen.before - seen.after, Bidding.STOPS))
        for number, one in pairs
    }
