"""Plans in two languages: every message has its own Japanese, and no English sentence is left in a Japanese plan."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from languages import hold
from strategies import (
    World,
    action,
    ads,
    campaign,
    client,
    conversion,
    custom_goal,
    ga4,
    goal,
    imported,
    key_event,
    measurement,
    plan_of,
    rule,
    worlds,
)
from styles import WIDE

from microconv.core.client import CampaignGoals, CustomGoal, Demote, Goals, Level
from microconv.core.conversion import GA4_IMPORT, Role
from microconv.core.event_rule import Condition, EventRule
from microconv.core.planning.make import make_plan
from microconv.core.resource import Standing
from microconv.loading import load, read_snapshot
from microconv.project import Project
from microconv.providers import TYPES
from microconv.render.plan import plan_text
from tests.golden.test_golden_container import CASES

GOLDEN = sorted((Path(__file__).parents[3] / "golden").glob("*/config.yaml"))


@pytest.mark.parametrize("config", GOLDEN, ids=[path.parent.name for path in GOLDEN])
def test_plans_of_the_stories(config: Path) -> None:
    wanted, _ = load(config)
    assert wanted is not None
    hold(Project(wanted, providers=()).plan(live=read_snapshot([config.with_name("live.json")])))


@given(worlds)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_plans_of_actions_and_key_events(world: World) -> None:
    hold(make_plan(TYPES, world.client, world.readings))


CART = conversion("mv_cart")
PRIMARY = conversion("mv_cart", role=Role.PRIMARY)
IMPORT = conversion("mv_cart", source=GA4_IMPORT, event="cart")
BRAND = campaign("Brand", 1)
SCROLL = conversion(
    "mv_x", source=None, event="mv_x", rules=(EventRule((Condition("event_name", "equals", "scroll"),)),)
)
BACK = CampaignGoals("Brand", Level.ACCOUNT)
PLANS = {
    "another type": plan_of(client(CART), action("mv_cart", type="ad_call")),
    "a name that Google has": plan_of(client(PRIMARY), action("mv_cart", 5, Standing.FIXED)),
    "a name that another account has": plan_of(client(CART), action("mv_cart", 5, Standing.HIDDEN)),
    "a removed one": plan_of(client(CART), action("mv_cart", 5, Standing.REMOVED)),
    "two imports": plan_of(client(IMPORT, replace(IMPORT, name="mv_b", event="b")), key_event("cart")),
    "an import that takes over": plan_of(
        client(replace(IMPORT, role=Role.PRIMARY)), action("mv_cart", primary_for_goal=True)
    ),
    "an import of another account": plan_of(client(IMPORT), replace(imported("cart"), owner="999-888-7777")),
    "double counting": plan_of(client(replace(PRIMARY, event="cart")), action("mv_cart"), imported("cart", 2)),
    "two currencies": plan_of(client(CART), customer__currency_code="USD"),
    "conversions of a manager": plan_of(client(CART), owner__account="999-888-7777", owner__managed=False),
    "one is emulated": make_plan(TYPES, client(CART), [ads(emulated=True), ga4()]),
    "a manager that was looked for": plan_of(client(CART), account__found_through="999-888-7777"),
    "rules twice": plan_of(client(SCROLL), rule("mv_x", 1), rule("mv_x", 2), measurement("scrolls")),
    "a campaign that is not there": plan_of(client(CART, goals=Goals(campaigns=(BACK,))), campaign("Brant", 2)),
    "both levels": plan_of(
        client(CART, goals=Goals(campaigns=(BACK,), custom=(CustomGoal("Own", ("mv_cart",), ("Brand",)),))), BRAND
    ),
    "nothing left in a custom goal": plan_of(
        client(CART, demote=Demote.THOROUGH), action("mv_cart"), custom_goal("Own", 8, 1)
    ),
    "a custom goal without conversions": plan_of(
        client(CART, IMPORT, goals=Goals(custom=(CustomGoal("Own", ("mv_cart",), ("Brand",)),))), BRAND
    ),
    "without effect": plan_of(client(PRIMARY), action("mv_cart"), goal("add_to_cart~website", biddable=False)),
    "a custom goal that is still used": plan_of(
        client(CART), action("mv_cart"), custom_goal("Own", 8, 1), campaign("Brand", 1, custom=8)
    ),
    "an App campaign": plan_of(client(CART), action("mv_cart"), campaign("App", 1, selected=(1,))),
    "what Google runs": plan_of(
        client(), action("Calls", 1, Standing.FIXED, primary_for_goal=True), goal("add_to_cart~website")
    ),
}


@pytest.mark.parametrize("case", PLANS)
def test_plans_of_what_is_rare(case: str) -> None:
    assert hold(PLANS[case])


def test_imports_that_wait_are_one_line() -> None:
    text = plan_text(PLANS["two imports"], WIDE)
    assert "  … 2 imports wait for Google: mv_b, mv_cart\n" in text
    assert "Missing for mv_b: the key event" in text


@pytest.mark.parametrize("name", CASES)
def test_plans_of_containers(name: str) -> None:
    hold(CASES[name]())
