"""Demote is verified: what a custom goal lists is used whatever its role, and a run says so or takes it out."""

from __future__ import annotations

import pytest

from microconv.core.client import CampaignGoals, CustomGoal, Demote, Goals, Level, Unlisted
from microconv.core.conversion import Role
from microconv.core.errors import RefusedError
from microconv.core.planning.limits import Allow, Limits
from microconv.emulator.google_ads.bidding import used
from microconv.render.result import result_text
from tests.conftest import STORE
from tests.contract.ads_account import action, campaign, campaign_goal, custom_goal, uses

ACTIONS = [action(1, "mv_a"), action(2, "mv_b"), action(3, "purchase", "PURCHASE")]
LEARNING = {
    "campaigns": [campaign(71, "Brand"), campaign(72, "Generic"), campaign(73, "Old", status="REMOVED")],
    "custom_conversion_goals": [custom_goal(81, "Learning", 1, 3)],
    "conversion_goal_campaign_configs": [uses(71, 81), uses(73, 81)],
}


@pytest.fixture
def sync(project, conversion):
    """Demotes mv_a: by the config, or as an action that the config does not list."""

    def run(*, listed=True, wanted=(), **fields):
        conversions = [
            *([conversion("mv_a")] if listed else []),
            conversion("mv_b", role=Role.PRIMARY),
            conversion("purchase", role=Role.PRIMARY, settings={"category": "purchase"}),
            *wanted,
        ]
        shop = project(*conversions, property_id="", **fields)
        return shop.apply(shop.plan(), Limits(allow=(Allow.REMOVE,)))

    return run


def bids(world):
    """The actions that bidding uses in each campaign, by number."""
    found = {}
    for number, one in used(world, int(STORE)):
        found.setdefault(number, set()).add(one)
    return found


def custom(world):
    return {one.name: one.conversion_actions for one in world.google_ads.customers[int(STORE)].custom_goals.values()}


WARNING = (
    '"mv_a" is secondary, but bidding still uses it: campaign "Brand" (custom goal "Learning")',
    "write `demote: thorough` to take it out of custom goals, or name the custom goal in `goals: {custom: …}` if that "
    "is meant",
)


def still_used(plan):
    return [(one.summary, one.hint) for one in plan.warnings if one.code == "still-used"]


@pytest.mark.parametrize("listed", [True, False], ids=["listed", "unlisted"])
def test_a_demoted_action_that_a_custom_goal_lists_is_still_used(inhabit, sync, holds, listed):
    world = inhabit(ACTIONS, **LEARNING)
    assert bids(world)[71] == {1, 2, 3}
    result = sync(listed=listed)
    assert result.in_sync  # all that the config asks for is done …
    assert holds.actions()["mv_a"]["primary_for_goal"] is False
    assert bids(world) == {71: {1, 2, 3}, 72: {2, 3}}  # … and bidding uses it all the same
    assert (still_used(result.plan), still_used(result.after)) == ([WARNING], [WARNING])
    assert custom(world) == {"Learning": (1, 3)}
    again = sync(listed=listed)
    assert (again.in_sync, still_used(again.after), len(holds.writes())) == (True, [WARNING], 1)


def test_the_plan_does_not_say_that_bidding_stops_where_it_does_not(inhabit, sync):
    inhabit(ACTIONS, **LEARNING)
    result = sync()
    assert [(one.action, one.bidding.value, one.campaigns, one.everywhere) for one in result.plan.shifts] == [
        ("mv_a", "bidding stops using this", ("Generic",), False)
    ]


def test_the_text_of_a_run_ends_with_the_warning(inhabit, sync):
    inhabit(ACTIONS, **LEARNING)
    text = result_text(sync())
    assert text.index("In sync") < text.index(WARNING[0])


@pytest.mark.parametrize("listed", [True, False], ids=["listed", "unlisted"])
def test_a_thorough_demote_takes_it_out(inhabit, sync, holds, listed):
    world = inhabit(ACTIONS, **LEARNING)
    result = sync(listed=listed, demote=Demote.THOROUGH)
    assert result.in_sync
    assert bids(world) == {71: {2, 3}, 72: {2, 3}}
    assert custom(world) == {"Learning": (3,)}
    assert (still_used(result.plan), still_used(result.after)) == ([], [])
    assert [(one.action, one.everywhere) for one in result.plan.shifts] == [("mv_a", True)]
    writes = holds.writes()
    assert sync(listed=listed, demote=Demote.THOROUGH).in_sync
    assert holds.writes() == writes


def test_also_one_that_has_long_been_secondary(inhabit, sync):
    """The role counts, not that this run changes it; also in a custom goal that no campaign uses."""
    actions = [action(1, "mv_a", primary=False), *ACTIONS[1:]]
    spare = {"custom_conversion_goals": [*LEARNING["custom_conversion_goals"], custom_goal(82, "Spare", 2, 1)]}
    world = inhabit(actions, **{**LEARNING, **spare})
    assert sync(demote=Demote.THOROUGH).in_sync
    assert custom(world) == {"Learning": (3,), "Spare": (2,)}


def test_what_the_config_itself_puts_into_a_custom_goal_stays(inhabit, sync):
    world = inhabit(ACTIONS, **LEARNING)
    result = sync(demote=Demote.THOROUGH, goals=Goals(custom=(CustomGoal("Learning", ("mv_a", "purchase"), ("B*",)),)))
    assert result.in_sync
    assert custom(world) == {"Learning": (1, 3)}
    assert still_used(result.after) == []


def test_keep_demotes_nothing_and_takes_nothing_out(inhabit, sync):
    world = inhabit(ACTIONS, **LEARNING)
    assert sync(listed=False, demote=Demote.THOROUGH, unlisted=Unlisted.KEEP).in_sync
    assert custom(world) == {"Learning": (1, 3)}


def test_a_removed_action_is_taken_out_as_well(inhabit, sync, holds):
    world = inhabit(ACTIONS, **LEARNING)
    result = sync(listed=False, demote=Demote.THOROUGH, unlisted=Unlisted.REMOVE)
    assert result.in_sync, result_text(result)
    assert holds.by_id()[1]["status"] == "REMOVED"
    assert custom(world) == {"Learning": (3,)}


ONLY = {**LEARNING, "custom_conversion_goals": [custom_goal(81, "Learning", 1)]}


def test_a_custom_goal_that_nothing_would_be_left_in_is_a_conflict(inhabit, sync, holds):
    world = inhabit(ACTIONS, **ONLY)
    before = holds.everything()
    with pytest.raises(RefusedError) as caught:
        sync(demote=Demote.THOROUGH)
    (refusal,) = caught.value.refusals
    assert refusal.code == "conflict"
    assert refusal.summary.startswith('custom goal "Learning": `demote: thorough` would take mv_a out of it')
    assert "`goals: {campaigns: …}`" in refusal.hint
    assert "`goals: {custom: …}`" in refusal.hint
    assert (holds.everything(), holds.writes()) == (before, [])
    assert custom(world) == {"Learning": (1,)}


def test_a_campaign_that_leaves_it_is_the_way_out(inhabit, sync):
    """As the hint says. The custom goal stays, but nobody uses it."""
    world = inhabit(ACTIONS, **ONLY)
    result = sync(goals=Goals(campaigns=(CampaignGoals("Brand", Level.ACCOUNT),)))
    assert result.in_sync
    assert bids(world) == {71: {2, 3}, 72: {2, 3}}
    assert still_used(result.after) == []


def test_a_campaign_s_own_goal_uses_no_secondary_action(inhabit, sync):
    world = inhabit(
        ACTIONS,
        campaigns=LEARNING["campaigns"],
        campaign_conversion_goals=[campaign_goal(71, "ENGAGEMENT", True)],
    )
    result = sync()
    assert result.in_sync
    assert bids(world) == {71: {2, 3}, 72: {2, 3}}
    assert still_used(result.after) == []


def test_under_the_other_reading_of_the_documentation_the_warning_is_the_same(inhabit, sync):
    """A custom goal that replaces a campaign's other goals would change nothing about the actions that it lists."""
    world = inhabit(ACTIONS, **LEARNING)
    world.policies.set("custom_goal_and_campaign_goals", "custom_only")
    result = sync()
    assert still_used(result.after) == [WARNING]
    assert bids(world) == {71: {1, 3}, 72: {2, 3}}


@pytest.mark.parametrize("status", ["HIDDEN", "REMOVED"])
def test_a_custom_goal_with_an_action_that_is_not_enabled(inhabit, sync, status):
    """Google takes only enabled actions in a list, so the others leave it together with the demoted one."""
    gone = action(4, "thank you", status=status)
    world = inhabit([*ACTIONS, gone], **{**LEARNING, "custom_conversion_goals": [custom_goal(81, "Learning", 1, 3, 4)]})
    result = sync(demote=Demote.THOROUGH)
    assert result.in_sync, result_text(result)
    assert custom(world) == {"Learning": (3,)}
