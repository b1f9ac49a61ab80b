"""The order of losses: what takes something from bidding comes after what replaces it."""

from __future__ import annotations

import pytest
from strategies import TYPES, action, campaign, campaign_goal, client, conversion, goal, plan_of

from microconv.core.client import CampaignGoals, Goals, GoalSetting
from microconv.core.conversion import ConversionKind, Role
from microconv.core.phase import Phase
from microconv.core.plan import Plan
from microconv.core.planning.steps import steps


def test_a_demotion_follows_the_promotion_that_replaces_it_and_depends_on_it() -> None:
    wanted = client(conversion("mv_new", role=Role.PRIMARY))
    plan = plan_of(wanted, action("mv_new", 1), action("mv_old", 2, primary_for_goal=True))
    first, second = (step for step in steps(TYPES, plan.changes) if step.provider == "google_ads")
    assert [change.address.name for change in first.changes] == ["mv_new"]
    assert [change.address.name for change in second.changes] == ["mv_old"]
    assert (second.phase, second.dependent) == (Phase.RELEASE, True)
    assert Plan.from_json(plan.to_json()) == plan


def test_where_nothing_is_replaced_one_call_does() -> None:
    plan = plan_of(client(conversion("mv_new")), action("mv_new", 1), action("mv_old", 2, primary_for_goal=True))
    assert [change.last for change in plan.changes] == [False]


CONTACT = Goals(account=(GoalSetting("contact", True),))


@pytest.mark.parametrize("kind", [ConversionKind.MACRO, ConversionKind.UNDECIDED])
def test_a_final_that_moves_to_a_goal_which_is_not_there_yet_stays_primary_and_is_told(kind: ConversionKind) -> None:
    moving = conversion("purchase", kind=kind, role=Role.PRIMARY, settings={"category": "contact"})
    wanted = client(moving, goals=CONTACT)
    plan = plan_of(wanted, action("purchase", 1, category="purchase", primary_for_goal=True), goal("purchase~website"))
    (move,) = (change for change in plan.changes if change.address.name == "purchase")
    assert [(item.name, item.after) for item in move.attributes] == [("category", "contact")]
    assert [step.phase for step in steps(TYPES, plan.changes)] == [Phase.MAKE, Phase.SWITCH]
    assert "moves-to-new-goal" in {item.code for item in plan.warnings}


def test_a_final_that_moves_to_a_goal_which_is_there_moves_with_the_goals() -> None:
    wanted = client(conversion("purchase", role=Role.PRIMARY, settings={"category": "contact"}), goals=CONTACT)
    live = (action("purchase", 1, category="purchase", primary_for_goal=True), action("other", 2, category="contact"))
    plan = plan_of(wanted, *live, goal("purchase~website"), goal("contact~website", False))
    assert [(step.phase, step.whole) for step in steps(TYPES, plan.changes)] == [(Phase.SWITCH, True)]
    assert "moves-to-new-goal" not in {item.code for item in plan.warnings}


def test_so_does_one_that_moves_to_a_goal_which_a_new_action_brings() -> None:
    moving = conversion("purchase", kind=ConversionKind.MACRO, role=Role.PRIMARY, settings={"category": "contact"})
    wanted = client(moving, conversion("lead", settings={"category": "contact"}), goals=CONTACT)
    plan = plan_of(wanted, action("purchase", 1, category="purchase", primary_for_goal=True), goal("purchase~website"))
    made, switched = steps(TYPES, plan.changes)
    assert ([change.address.name for change in made.changes], made.phase) == (["lead"], Phase.MAKE)
    assert ([change.address.name for change in switched.changes], switched.whole) == (
        ["contact~website", "purchase"],
        True,
    )
    assert "moves-to-new-goal" not in {item.code for item in plan.warnings}


def test_what_leaves_its_campaign_for_a_goal_which_is_not_there_yet_leaves_when_its_replacement_comes() -> None:
    own = campaign("Brand", 1, own=True)
    wanted = client(
        conversion("purchase", role=Role.PRIMARY, settings={"category": "contact"}),
        conversion("lead", role=Role.PRIMARY, settings={"category": "purchase"}),
        goals=Goals(campaigns=(CampaignGoals("Brand", goals=(GoalSetting("contact", False),)),)),
    )
    live = (action("purchase", 1, category="purchase", primary_for_goal=True), goal("purchase~website", False))
    plan = plan_of(wanted, *live, own, campaign_goal(own, "purchase~website"))
    told = [
        (step.phase, step.whole, [change.address.name for change in step.changes])
        for step in steps(TYPES, plan.changes)
    ]
    assert told == [
        (Phase.MAKE, False, ["lead"]),
        (Phase.SWITCH, True, ["lead", "purchase"]),
        (Phase.RELEASE, True, ["purchase", "Brand/contact~website"]),
    ]


def test_two_that_change_places_go_out_in_one_call() -> None:
    """Each leaves a campaign that the other one comes into: neither may be refused alone."""
    own = campaign("Brand", 1, own=True)
    primary = {"primary_for_goal": True}
    wanted = client(
        conversion("purchase", role=Role.PRIMARY, settings={"category": "contact"}),
        conversion("lead", role=Role.PRIMARY, settings={"category": "purchase"}),
    )
    plan = plan_of(
        wanted,
        *(action("purchase", 1, category="purchase", **primary), action("lead", 2, category="contact", **primary)),
        *(goal("purchase~website"), goal("contact~website", False), own),
        *(campaign_goal(own, "purchase~website", False), campaign_goal(own, "contact~website")),
    )
    assert [(step.phase, step.whole, len(step.changes)) for step in steps(TYPES, plan.changes)] == [
        (Phase.SWITCH, True, 2)
    ]


def test_what_appears_with_a_demoted_action_is_set_after_it() -> None:
    wanted = client(
        conversion("purchase", role=Role.PRIMARY, settings={"category": "purchase"}),
        conversion("old", settings={"category": "contact"}),
        goals=Goals(account=(GoalSetting("contact", False),)),
    )
    live = (action("purchase", 1, category="purchase"), action("old", 2, category="purchase", primary_for_goal=True))
    plan = plan_of(wanted, *live, goal("purchase~website"))
    assert [(step.phase, [change.address.name for change in step.changes]) for step in steps(TYPES, plan.changes)] == [
        (Phase.SWITCH, ["old", "purchase"]),
        (Phase.RELEASE, ["contact~website"]),
    ]
