"""Dangers and notes of a plan where no one order of its requests holds all that bidding uses."""

from __future__ import annotations

import re
from dataclasses import replace

from strategies import TYPES, action, ads, campaign, campaign_goal, client, conversion, ga4, goal, plan_of

from microconv.core.client import CampaignGoals, Goals, GoalSetting
from microconv.core.conversion import ConversionKind, Role
from microconv.core.plan import Danger, Plan
from microconv.core.planning.limits import Allow, Limits
from microconv.core.planning.safety import refusals
from microconv.core.planning.steps import steps
from microconv.core.planning.undo import undo

PURCHASE, CONTACT = "purchase~website", "contact~website"
OWNER = {"owner.account": "999-888-7777", "owner.managed": True}
BRAND, SHOP = campaign("Brand", 1, own=True), campaign("Shop", 2, own=True)


def final(name: str, category: str):
    return conversion(name, kind=ConversionKind.MACRO, role=Role.PRIMARY, settings={"category": category})


def own(name: str, **goals: bool) -> CampaignGoals:
    return CampaignGoals(name, goals=tuple(GoalSetting(category, value) for category, value in goals.items()))


SWAP = (
    client(
        final("sale", "contact"),
        final("lead", "purchase"),
        goals=Goals(campaigns=(own("Brand", purchase=False, contact=True), own("Shop", purchase=True, contact=False))),
    ),
    action("sale", 1, category="purchase", primary_for_goal=True),
    action("lead", 2, category="contact", primary_for_goal=True),
    *(goal(PURCHASE), goal(CONTACT), BRAND, SHOP),
    *(campaign_goal(BRAND, PURCHASE), campaign_goal(BRAND, CONTACT, False)),
    *(campaign_goal(SHOP, PURCHASE, False), campaign_goal(SHOP, CONTACT)),
)
"""Two conversions change places, and two campaigns with them: each keeps what it has."""


def between(plan: Plan) -> list[Danger]:
    return [item for item in plan.dangers if item.summary.startswith("between two requests")]


def test_two_accounts_of_which_no_order_is_without_a_loss() -> None:
    plan = plan_of(*SWAP, **OWNER)
    assert [(item.summary, item.actions) for item in between(plan)] == [
        (
            f'between two requests of the run campaign "{name}" would for a moment be without what it uses: {action}',
            (action,),
        )
        for name, action in (("Brand", "sale"), ("Shop", "lead"))
    ]
    assert all(re.search("[ぁ-ん]", item.summary.ja) for item in between(plan))
    allowed = Allow.MANAGER, Allow.MANY
    assert {item.code for item in refusals(plan, Limits(allow=allowed))} == {"nothing-left"}
    assert refusals(plan, Limits(allow=(*allowed, Allow.NOTHING_LEFT))) == ()


SWAPPED = (
    action("sale", 1, category="contact", primary_for_goal=True),
    action("lead", 2, category="purchase", primary_for_goal=True),
    *(goal(PURCHASE), goal(CONTACT), BRAND, SHOP),
    *(campaign_goal(BRAND, PURCHASE, False), campaign_goal(BRAND, CONTACT)),
    *(campaign_goal(SHOP, PURCHASE), campaign_goal(SHOP, CONTACT, False)),
)
"""The same after a sync."""


def test_a_rollback_is_judged_as_a_plan_is() -> None:
    """The way back has no order without a loss either, nor one without what is used in between alone."""
    done = plan_of(*SWAP, **OWNER).changes
    back = undo("run-1", done, [ads(*SWAPPED, **OWNER), ga4()], TYPES, "aoi-store", remove=False)
    assert [item.actions for item in between(back)] == [("sale",), ("lead",)]
    assert {item.code for item in refusals(back, Limits(allow=(Allow.MANAGER, Allow.MANY)))} == {"nothing-left"}
    assert [str(item.summary) for item in back.warnings if item.code == "used-on-the-way"] == [
        'between two requests of the run campaign "Brand" uses for a moment what it is not to use in the end: lead',
        'between two requests of the run campaign "Shop" uses for a moment what it is not to use in the end: sale',
    ]
    alone = undo("run-1", done, [ads(*SWAPPED), ga4()], TYPES, "aoi-store", remove=False)
    assert len(alone.changes) == len(back.changes)
    assert between(alone) == []
    assert [item for item in alone.warnings if item.code == "used-on-the-way"] == []


def test_one_account_loses_nothing_on_the_way() -> None:
    plan = plan_of(*SWAP)
    assert between(plan) == []
    assert [item for item in plan.warnings if item.code == "used-on-the-way"] == []


def test_what_is_used_on_the_way_only_is_a_note() -> None:
    """While the one campaign has switched and the actions have not, it uses for a moment what it is not to use."""
    notes = [item for item in plan_of(*SWAP, **OWNER).warnings if item.code == "used-on-the-way"]
    assert [str(item.summary) for item in notes] == [
        'between two requests of the run campaign "Brand" uses for a moment what it is not to use in the end: lead',
        'between two requests of the run campaign "Shop" uses for a moment what it is not to use in the end: sale',
    ]


def test_what_closes_comes_last_where_one_request_does_not_hold_all() -> None:
    """Openings come first, then campaigns one by one; those that leave the account's goals go before these open."""
    leaving, wanted = campaign("Leaving", 3), Goals(
        account=(GoalSetting("contact", True), GoalSetting("purchase", False)),
        campaigns=(own("Brand", purchase=False, contact=True), own("Leaving", contact=True)),
    )  # fmt: skip
    plan = plan_of(
        client(final("lead", "contact"), goals=wanted),
        action("lead", 1, category="contact"),
        action("mv_old", 2, category="purchase", primary_for_goal=True),
        *(goal(PURCHASE), goal(CONTACT, False), BRAND, leaving),
        *(campaign_goal(one, pair, pair == PURCHASE) for one in (BRAND, leaving) for pair in (PURCHASE, CONTACT)),
    )
    few = [replace(kind, batch=3) if kind.provider == "google_ads" else kind for kind in TYPES]
    assert [[item.address.name for item in step.changes] for step in steps(few, plan.changes)] == [
        ["lead"],
        [f"Leaving/{CONTACT}", f"Leaving/{PURCHASE}", "Leaving"],
        [CONTACT, f"Brand/{CONTACT}", f"Brand/{PURCHASE}"],
        ["mv_old", PURCHASE],
    ]
    assert all(step.whole for step in steps(few, plan.changes))
    (whole,) = steps(TYPES, plan.changes)
    assert {item.address.name for item in whole.changes[:2]} == {PURCHASE, "mv_old"}
