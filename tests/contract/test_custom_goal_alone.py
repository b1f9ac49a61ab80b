"""A campaign that gets a custom goal without its final conversion: the plan says that it may be lost.

Oracle: what the emulator's campaigns bid for when a custom goal counts alone.
"""

from __future__ import annotations

import pytest

from microconv.core.client import CustomGoal, Goals
from microconv.core.conversion import ConversionKind, Role
from microconv.emulator.google_ads.bidding import used
from tests.contract.ads_account import action, campaign, custom_goal, goal, uses

BRAND = 71


@pytest.mark.parametrize("listed", [("mv_a",), ("mv_a", "purchase")])
@pytest.mark.parametrize("had", [None, 81, 82])
def test_told_exactly_where_the_final_is_lost(inhabit, project, conversion, listed, had):
    world = inhabit(
        [action(1, "purchase", "PURCHASE"), action(2, "mv_a", primary=False), action(3, "mv_b", primary=False)],
        [goal("PURCHASE", True), goal("ENGAGEMENT", True)],
        campaigns=[campaign(BRAND, "Brand")],
        custom_conversion_goals=[custom_goal(81, "Old", 3), custom_goal(82, "Older", 1, 3)],
        conversion_goal_campaign_configs=[uses(BRAND, had)] if had else [],
    )
    world.policies.set("custom_goal_and_campaign_goals", "custom_only")
    before = (BRAND, 1) in used(world, 1234567890)
    run = project(
        conversion("purchase", kind=ConversionKind.MACRO, role=Role.PRIMARY, settings={"category": "purchase"}),
        conversion("mv_a"),
        conversion("mv_b"),
        property_id="",
        goals=Goals(custom=(CustomGoal("Learning", listed, ("Brand",)),)),
    )
    plan = run.plan()
    told = [item for item in plan.warnings if item.code == "custom-goal-alone"]
    run.apply(plan)
    assert bool(told) is (before and (BRAND, 1) not in used(world, 1234567890))
    assert not run.plan().changes
    assert [item for item in run.plan().warnings if item.code == "custom-goal-alone"] == []
