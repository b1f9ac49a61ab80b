"""Before the first write Google Ads is asked about everything that it can rehearse; what it refuses is a conflict."""

from __future__ import annotations

from dataclasses import replace

import pytest

from microconv.core.client import CampaignGoals, CustomGoal, Goals, GoalSetting
from microconv.core.conversion import Role
from microconv.core.errors import AccessDeniedError, ApiError, RefusedError
from microconv.core.plan import Plan
from microconv.emulator.faults import Fault
from microconv.emulator.principals import Access, Principals
from microconv.emulator.tokens import SERVICE_ACCOUNT
from microconv.project import Project
from microconv.render.plan import plan_text
from tests.conftest import STORE
from tests.contract.ads_account import action, campaign, custom_goal, goal, imported

PURCHASE = [action(1, "purchase", "PURCHASE", primary=False), action(2, "mv_old", "PURCHASE")]
SA360 = "CANNOT_USE_CAMPAIGN_GOAL_FOR_SEARCH_ADS_360_MANAGED_CAMPAIGN"
EVERYWHERE = Goals(campaigns=(CampaignGoals("*", goals=(GoalSetting("purchase", True),)),))


@pytest.fixture
def purchase(conversion):
    return conversion("purchase", role=Role.PRIMARY, settings={"category": "purchase"})


@pytest.fixture
def strict(client, connections):
    """A project that leaves bidding nothing only where it is told so."""
    return lambda *conversions, **fields: Project(
        client(*conversions, property_id="", **fields), connections=connections
    )


def levels(world):
    store = world.google_ads.customers[int(STORE)]
    return {one["name"]: one.goal_config_level for one in store.campaigns.values()}


def told(plan: Plan):
    return [(str(one.address), one.refused) for one in plan.conflicts]


def test_a_campaign_that_search_ads_360_manages_stops_nobody_else(inhabit, strict, purchase, holds):
    """Issue 12, item 1: the final conversion takes over, the old one leaves, the other campaign has its goals."""
    world = inhabit(PURCHASE, campaigns=[campaign(71, "Brand"), campaign(72, "Managed", search_ads_360=True)])
    wanted = strict(purchase, goals=EVERYWHERE)
    plan = wanted.plan()
    where = ('google_ads.conversion_goal_campaign_config["Managed"]', True)
    assert told(plan) == [where]
    assert SA360 in plan.conflicts[0].summary
    assert "one by one" in plan.conflicts[0].hint
    assert plan.conflicts[0].request_id in {one.request_id for one in world.log.entries if one.rehearsal}
    assert plan.dangers == ()
    result = wanted.apply(plan)
    assert (result.failed, result.unknown, result.skipped, result.in_sync) == ((), (), (), False)
    assert {name: one["primary_for_goal"] for name, one in holds.actions().items()} == {
        "purchase": True,
        "mv_old": False,
    }
    assert levels(world) == {"Brand": "CAMPAIGN", "Managed": "CUSTOMER"}
    assert result.after is not None
    assert (told(result.after), result.after.changes) == ([where], ())
    assert {status for _, status in holds.writes()} == {"OK"}
    again = wanted.plan()
    assert (told(again), again.changes) == ([where], ())
    with pytest.raises(RefusedError) as caught:
        wanted.apply(again)
    assert [one.code for one in caught.value.refusals] == ["conflict"]


@pytest.mark.parametrize(
    ("fields", "code", "goals"),
    [
        ({"unified_goals": False}, "CAMPAIGN_CANNOT_USE_UNIFIED_GOALS", EVERYWHERE),
        (
            {},
            "EMPTY_CONVERSION_GOALS",
            Goals(
                campaigns=(
                    CampaignGoals("Brand", goals=(GoalSetting("purchase", True),)),
                    CampaignGoals("Other", goals=(GoalSetting("purchase", False),)),
                )
            ),
        ),
    ],
)
def test_each_refusal_of_a_campaign_is_its_own(inhabit, strict, purchase, fields, code, goals):
    world = inhabit(PURCHASE, campaigns=[campaign(71, "Brand"), campaign(72, "Other", **fields)])
    wanted = strict(purchase, goals=goals)
    plan = wanted.plan()
    assert told(plan) == [('google_ads.conversion_goal_campaign_config["Other"]', True)]
    assert f"ConversionGoalCampaignConfigError.{code}: " in plan.conflicts[0].summary
    result = wanted.apply(plan)
    assert result.failed == ()
    assert levels(world) == {"Brand": "CAMPAIGN", "Other": "CUSTOMER"}


def test_a_refused_replacement_does_not_let_the_loss_go_on(inhabit, client, connections, conversion, holds):
    """The import that was to take over cannot be enabled, so what it replaces stays primary."""
    live = [imported(1, "lead", category="PURCHASE"), action(2, "purchase", "PURCHASE")]
    inhabit(live, key_events=[{"event_name": "lead"}]).policies.set("ga4_import_mutability", "none")
    lead = conversion("lead", source="ga4", event="lead", role=Role.PRIMARY, settings={})
    old = conversion("purchase", settings={"category": "purchase"})
    wanted = Project(client(lead, old, link_google_ads=False), connections=connections)
    plan = wanted.plan()
    assert [one.address.name for one in plan.conflicts] == ["lead"]
    assert [one.address.name for one in plan.waiting] == ["purchase"]
    assert (plan.changes, plan.dangers) == ((), ())
    before = holds.by_id()
    with pytest.raises(RefusedError) as caught:
        wanted.apply(plan)
    assert "conflict" in {one.code for one in caught.value.refusals}
    assert holds.by_id() == before


def test_a_refused_custom_goal_and_the_campaign_that_was_to_use_it(inhabit, project, conversion, holds):
    """Nothing is in the list twice: the custom goal is refused by Google, and the campaign follows."""
    world = inhabit(
        [action(1, "mv_a"), action(2, "mv_b")],
        campaigns=[campaign(71, "Brand"), campaign(72, "Generic")],
        custom_conversion_goals=[custom_goal(81, "Learning", 2, status="REMOVED")],
    )
    world.policies.set("removed_custom_goal_name", "taken")
    wanted = project(
        conversion("mv_a", role=Role.PRIMARY),
        conversion("mv_b"),
        property_id="",
        goals=Goals(
            campaigns=(CampaignGoals("Generic", goals=(GoalSetting("engagement", True),)),),
            custom=(CustomGoal("Learning", ("mv_a",), ("Brand",)),),
        ),
    )
    plan = wanted.plan()
    assert told(plan) == [
        ('google_ads.conversion_goal_campaign_config["Brand"]', True),
        ('google_ads.custom_conversion_goal["Learning"]', True),
    ]
    result = wanted.apply(plan)
    assert (result.failed, result.skipped) == ((), ())
    assert levels(world) == {"Brand": "CUSTOMER", "Generic": "CAMPAIGN"}


def test_a_whole_account_that_takes_nothing_is_one_conflict(inhabit, project, conversion, holds):
    """The declaration on political advertising is missing: every request is refused whole."""
    world = inhabit([action(1, "mv_a")], campaigns=[campaign(71, "Brand", contains_eu_political_advertising=None)])
    world.policies.set("missing_eu_political_declaration", "blocks_mutates")
    wanted = project(conversion("mv_a"), conversion("mv_new"), conversion("mv_event", source=None, event="mv_event"))
    plan = wanted.plan()
    assert told(plan) == [('google_ads.account["123-456-7890"]', True)]
    result = wanted.apply(plan)
    assert (result.failed, list(holds.key_events())) == ((), ["mv_event"])


def test_what_depends_on_a_creation_is_named_and_not_asked(inhabit, project, conversion, holds):
    """A custom goal that lists a new action is asked about all the same, with a temporary name."""
    inhabit([action(1, "mv_a")], campaigns=[campaign(71, "Brand")])
    wanted = project(
        conversion("mv_a", role=Role.PRIMARY),
        conversion("mv_new", role=Role.PRIMARY, settings={"category": "contact"}),
        property_id="",
        goals=Goals((GoalSetting("contact", True),), custom=(CustomGoal("Learning", ("mv_a", "mv_new"), ("Brand",)),)),
    )
    plan = wanted.plan()
    (note,) = [one for one in plan.warnings if one.code == "not-rehearsed"]
    assert str(note.summary).startswith(
        "Google was not asked beforehand whether it takes goal contact (website), conversion "
    )
    assert plan.conflicts == ()
    assert wanted.apply(plan).in_sync


def test_a_promotion_after_an_own_rename_is_asked_about_as_one(inhabit, project, conversion):
    inhabit([action(1, "mv_old", primary=False)], [goal("ENGAGEMENT", False)])
    renamed = replace(conversion("mv_new", role=Role.PRIMARY), previously=("mv_old",))
    wanted = project(renamed, property_id="", goals=Goals((GoalSetting("engagement", True),)))
    plan = wanted.plan()
    assert (plan.conflicts, plan.warnings) == ((), ())
    assert wanted.apply(plan).in_sync


def test_without_changes_nothing_is_asked(inhabit, project, conversion, holds):
    inhabit([action(1, "mv_a", primary=False)])
    project(conversion("mv_a"), property_id="").plan()
    assert holds.rehearsals() == []


def test_credentials_that_may_not_write_get_a_note(inhabit, project, conversion, holds):
    world = inhabit([action(1, "mv_a")])
    error = ("authorization_error", "USER_PERMISSION_DENIED")
    world.faults.add(Fault("google_ads", "Mutate", nth=0, status="PERMISSION_DENIED", error=error, rehearsal=True))
    plan = project(conversion("mv_a"), conversion("mv_new"), property_id="").plan()
    (note,) = plan.warnings
    assert (note.code, note.summary) == (
        "not-asked",
        "Google was not asked whether it takes these changes: these credentials may not write",
    )
    assert len(plan.changes) == 2
    assert "[not-asked]" in plan_text(plan)


def test_a_user_who_may_only_read_gets_a_note_and_a_sync_says_what_is_missing(inhabit, project, conversion, holds):
    world = inhabit([action(1, "mv_a")])
    roles = {("google_ads", 9998887777): "READ_ONLY"}
    access = Access(frozenset({9998887777}), frozenset(), roles=roles)
    world.principals = Principals(grants={SERVICE_ACCOUNT: access})
    before = holds.everything()
    wanted = project(conversion("mv_a"), property_id="")
    plan = wanted.plan()
    assert [one.code for one in plan.warnings] == ["not-asked"]
    with pytest.raises(AccessDeniedError) as caught:
        wanted.apply(plan)
    assert caught.value.code == "AuthorizationError.ACTION_NOT_PERMITTED"
    assert caught.value.hint == (
        "the user may only read this account: give the user standard access, in this account or in the manager account "
        "through which it is reached"
    )
    assert holds.everything() == before


def test_trouble_while_asking_is_an_error_of_a_sync(inhabit, project, conversion, holds):
    world = inhabit([action(1, "mv_a")])
    world.faults.add(Fault("google_ads", "Mutate", nth=0, status="UNAVAILABLE", rehearsal=True))
    before = holds.everything()
    with pytest.raises(ApiError, match="UNAVAILABLE"):
        project(conversion("mv_a"), property_id="").plan(asked=True)
    wanted = project(conversion("mv_a"), property_id="")
    with pytest.raises(ApiError, match="UNAVAILABLE"):
        wanted.apply(wanted.plan(), read_again=False)
    assert holds.everything() == before


def test_where_partial_failure_is_not_possible_the_whole_is_asked_about(inhabit, strict, purchase):
    """Then Google names the operations that it refuses, and says nothing of the others."""
    world = inhabit(PURCHASE, campaigns=[campaign(71, "Brand"), campaign(72, "Managed", search_ads_360=True)])
    error = ("mutate_error", "OPERATION_DOES_NOT_SUPPORT_PARTIAL_FAILURE")
    world.faults.add(Fault("google_ads", "Mutate", status="INVALID_ARGUMENT", error=error, rehearsal=True))
    plan = strict(purchase, goals=EVERYWHERE).plan()
    assert told(plan) == [('google_ads.conversion_goal_campaign_config["Managed"]', True)]


def test_a_saved_plan_is_asked_about_again(inhabit, strict, purchase, holds):
    """Refused by now: the plan is out of date, and nothing was done."""
    world = inhabit(PURCHASE, campaigns=[campaign(71, "Brand")])
    wanted = strict(purchase, goals=EVERYWHERE)
    plan = Plan.from_json(wanted.plan().to_json())
    world.google_ads.customers[int(STORE)].campaigns[71].search_ads_360 = True
    before = holds.everything()
    with pytest.raises(RefusedError) as caught:
        wanted.apply(plan)
    assert {one.code for one in caught.value.refusals} == {"stale"}
    assert holds.everything() == before


def test_a_plan_with_refusals_goes_through_json(inhabit, strict, purchase):
    inhabit(PURCHASE, campaigns=[campaign(71, "Brand"), campaign(72, "Managed", search_ads_360=True)])
    plan = strict(purchase, goals=EVERYWHERE).plan()
    again = Plan.from_json(plan.to_json())
    assert again == plan
    assert again.conflicts[0].request_id == plan.conflicts[0].request_id != ""
