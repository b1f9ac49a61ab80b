"""Actions that Google runs itself: plans lead to their goals."""

from __future__ import annotations

import pytest
from strategies import action, campaign, campaign_goal, client, conversion, goal, plan_of

from microconv.core.client import CampaignGoals, Goals, GoalSetting
from microconv.core.conversion import ConversionKind, Role
from microconv.core.diagnostics import Diagnostic, Severity
from microconv.core.plan import Plan
from microconv.core.resource import Live, Standing

PAIR = "contact~google_hosted"
CLOSED = "goals: {account: [{category: contact, origin: google_hosted, biddable: false}]}"


def notes(plan: Plan) -> list[Diagnostic]:
    return [item for item in plan.warnings if item.code == "google-runs"]


def hosted(standing: Standing = Standing.FIXED, **state: bool) -> Live:
    content = {"type": "google_hosted", "category": "contact", "origin": "google_hosted", "primary_for_goal": True}
    return action("Local contacts", 5, standing, **{**content, **state})


@pytest.mark.parametrize("standing", [Standing.FIXED, Standing.SYSTEM])
def test_what_bidding_uses_of_it_is_told_with_the_way_out(standing: Standing) -> None:
    (note,) = notes(plan_of(client(), hosted(standing), goal(PAIR)))
    assert note == Diagnostic(
        Severity.NOTE,
        "google-runs",
        'bidding uses "Local contacts", which Google runs itself: nobody can set its role',
        where='google_ads.conversion_action["Local contacts"]',
        hint=f"to keep bidding from using it, write `{CLOSED}`",
    )


@pytest.mark.parametrize("biddable", [True, False])
def test_a_config_that_speaks_of_the_goal_needs_no_note(biddable: bool) -> None:
    goals = Goals(account=(GoalSetting("contact", biddable, "google_hosted"),))
    plan = plan_of(client(goals=goals), hosted(), goal(PAIR))
    assert notes(plan) == []
    assert [shift.action for shift in plan.shifts] == ["Local contacts"] * (not biddable)


def test_nor_does_one_that_speaks_of_it_in_a_campaign() -> None:
    goals = Goals(campaigns=(CampaignGoals("Brand", goals=(GoalSetting("contact", True, "google_hosted"),)),))
    own = campaign("Brand", 1, own=True)
    assert notes(plan_of(client(goals=goals), hosted(), goal(PAIR, False), own, campaign_goal(own, PAIR))) == []


@pytest.mark.parametrize(
    "live",
    [[hosted(), goal(PAIR, False)], [hosted(primary_for_goal=False), goal(PAIR)], [hosted(Standing.OTHER_OWNER)]],
    ids=["closed", "secondary", "of another owner"],
)
def test_what_bidding_does_not_use_or_others_own_needs_no_note(live: list[Live]) -> None:
    assert notes(plan_of(client(), *live)) == []


@pytest.mark.parametrize(
    ("role", "biddable", "words"), [("secondary", "false", "not to use"), ("primary", "true", "to use")]
)
def test_a_conversion_of_its_name_is_a_conflict_that_leads_to_its_goal(role: str, biddable: str, words: str) -> None:
    wanted = conversion("Local contacts", kind=ConversionKind.MACRO, role=Role(role))
    (conflict,) = plan_of(client(wanted), hosted(), goal(PAIR)).conflicts
    assert conflict.summary.endswith(f"which is {Standing.FIXED.value}")
    assert conflict.hint == (
        "Google runs that action, and nobody can set its role: take the conversion out of the config, and write "
        f"`goals: {{account: [{{category: contact, origin: google_hosted, biddable: {biddable}}}]}}` for bidding "
        f"{words} it; or give the conversion another name"
    )
