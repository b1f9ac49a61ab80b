"""Law 10 through the real provider and the emulator: however a run ends, no campaign has lost what it bids for.

The case is that of a campaign which Search Ads 360 manages: Google refuses its goals, and with them the whole request.
What bidding uses is the emulator's own answer.
"""

from __future__ import annotations

import shutil
from contextlib import nullcontext, suppress

import pytest

from microconv.core.client import CampaignGoals, Goals, GoalSetting
from microconv.core.conversion import Role
from microconv.core.errors import MicroconvError, RefusedError
from microconv.emulator.faults import Fault
from microconv.emulator.google_ads.bidding import used
from tests.conftest import STORE
from tests.contract.ads_account import action, campaign, custom_goal, goal, uses
from tests.contract.bidding_watch import watched
from tests.heavy import sample

PURCHASE, OLD = 1, 2
BRAND, MANAGED = 71, 73
ACCOUNT = {
    "actions": [action(PURCHASE, "purchase", "PURCHASE", primary=False), action(OLD, "mv_old", "PURCHASE")],
    "campaigns": [campaign(BRAND, "Brand"), campaign(MANAGED, "Managed elsewhere", search_ads_360=True)],
}
EVERYWHERE = Goals(campaigns=(CampaignGoals("*", goals=(GoalSetting("purchase", True),)),))
TROUBLES = {
    "refused": {"status": "INVALID_ARGUMENT", "error": ("mutate_error", "MUTATE_NOT_ALLOWED")},
    "no quota": {"status": "RESOURCE_EXHAUSTED", "error": ("quota_error", "RESOURCE_EXHAUSTED"), "times": 9},
    "lost before": {"drop": True},
    "lost before, again and again": {"drop": True, "times": 9},
    "lost after": {"after_commit": True},
    "lost after, again and again": {"after_commit": True, "times": 9},
}


@pytest.fixture
def wanted(project, conversion):
    """The store's project that wants `purchase` in the place of `mv_old`."""

    def make(goals=EVERYWHERE):
        purchase = conversion("purchase", role=Role.PRIMARY, settings={"category": "purchase"})
        return project(purchase, property_id="", goals=goals)

    return make


def test_a_campaign_that_google_lets_nobody_change_keeps_nobody_without_a_result(inhabit, wanted):
    world = inhabit(**ACCOUNT)
    for second in (False, True):
        wish = wanted()
        plan = wish.plan()
        with watched(world) as seen, pytest.raises(RefusedError) if second else nullcontext():
            wish.apply(plan)  # the second time nothing is left but what Google refuses
        for moment in (*seen.moments, seen.after):
            assert {number for number, _ in moment} == {BRAND, MANAGED}
        assert seen.wrong == []
    assert "CANNOT_USE_CAMPAIGN_GOAL_FOR_SEARCH_ADS_360" in " ".join(item.summary for item in plan.conflicts)
    assert used(world, int(STORE)) == {(BRAND, PURCHASE), (MANAGED, PURCHASE)}


@pytest.mark.parametrize("trouble", sample(TROUBLES, 3))
@pytest.mark.parametrize("goals", [Goals(), EVERYWHERE], ids=["roles alone", "goals too"])
def test_wherever_a_request_fails_every_campaign_keeps_a_result(inhabit, wanted, goals, trouble, tmp_path):
    """Each mutate request in turn, those of the rehearsal too; the next run does what is left."""
    content = {**ACCOUNT, "campaigns": ACCOUNT["campaigns"][:1]}
    world = inhabit(**content)
    wanted(goals).apply(wanted(goals).plan())
    requests = sum(one.method.endswith("Mutate") for one in world.log.entries)
    assert used(world, int(STORE)) == {(BRAND, PURCHASE)}
    assert requests > 1
    for number in range(1, requests + 1):
        world = inhabit(**content)
        world.faults.add(Fault("google_ads", "Mutate", nth=number, **TROUBLES[trouble]))
        with watched(world) as seen, suppress(MicroconvError):
            wish = wanted(goals)
            wish.apply(wish.plan())
        for moment in (*seen.moments, seen.after):
            assert {one for one, _ in moment} == {BRAND}, f"request {number}"
        world.faults.clear()
        shutil.rmtree(tmp_path / "state" / "requests", ignore_errors=True)  # another day of quota
        last = wanted(goals)
        assert last.apply(last.plan()).in_sync
        assert used(world, int(STORE)) == {(BRAND, PURCHASE)}


def test_a_custom_goal_lets_go_only_when_its_campaign_has_something_else(inhabit, wanted):
    """The account's goal opens, its action is promoted, and the campaign follows the account: in one call."""
    world = inhabit(
        ACCOUNT["actions"],
        [goal("PURCHASE", False)],
        campaigns=ACCOUNT["campaigns"][:1],
        custom_conversion_goals=[custom_goal(81, "Learning", OLD)],
        conversion_goal_campaign_configs=[{**uses(BRAND, 81), "goal_config_level": "CAMPAIGN"}],
    )
    wish = wanted(EVERYWHERE)
    with watched(world) as seen:
        assert wish.apply(wish.plan()).failed == ()
    assert seen.wrong == []
    for moment in (*seen.moments, seen.after):
        assert {one for one, _ in moment} == {BRAND}
