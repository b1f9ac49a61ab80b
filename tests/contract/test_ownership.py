"""Conversions that belong to a manager account: shown as not ours, or managed there with leave for all that share."""

from __future__ import annotations

import copy

import pytest
from google.ads.googleads.v26.services.types.google_ads_service import GoogleAdsRow

from microconv.core.client import CampaignGoals, CustomGoal, Demote, Goals, GoalSetting, Level, Unlisted
from microconv.core.conversion import Role
from microconv.core.errors import RefusedError, UnclearError
from microconv.core.plan import Plan
from microconv.core.planning.limits import Allow, Limits
from microconv.core.planning.steps import steps
from microconv.core.ports import Status
from microconv.core.resource import Standing
from microconv.emulator.faults import Fault
from microconv.emulator.google_ads.bidding import used
from microconv.emulator.principals import Access, Principals
from microconv.emulator.tokens import SERVICE_ACCOUNT
from microconv.project import Project
from microconv.providers import TYPES
from microconv.providers.google_ads.goals import configs
from microconv.reconcile.lock import locked
from microconv.render.result import conclusion, result_text
from tests.conftest import STORE
from tests.contract.ads_account import action, campaign, custom_goal, goal, uses
from tests.contract.bidding_watch import watched

MANAGER, OTHER, APART = "9998887777", "2345678901", "3456789012"
THEIRS = [action(901, "purchase", "PURCHASE"), action(902, "mv_step"), action(903, "お問い合わせ", "CONTACT")]
OWN = [action(101, "purchase", "PURCHASE"), action(102, "mv_step"), action(104, "mv_own", "SIGNUP")]
SHARED = ("123-456-7890 あおいストア", "234-567-8901 Botan")
LEAVE = Limits(allow=(Allow.MANAGER,))
MANAGED = {"manage_owner": True, "property_id": ""}


@pytest.fixture
def share(world, agency):
    """Replaces the agency: the store and Botan share the manager's conversions, the third client has its own."""

    def fill(actions=THEIRS, own=OWN, manager=None, **store):
        content = copy.deepcopy(agency)
        by_id = {str(one["id"]): one for one in content["google_ads"]["customers"]}
        by_id[MANAGER].update(conversion_actions=copy.deepcopy(actions), clients=[1234567890, 2345678901, 3456789012])
        by_id[MANAGER].update(manager or {})
        by_id[STORE].update(
            conversion_actions=copy.deepcopy(own),
            customer_conversion_goals=[],
            conversion_customer=9998887777,
            campaigns=[campaign(71, "Brand"), campaign(72, "Generic")],
            **store,
        )
        by_id[OTHER].update(conversion_customer=9998887777, campaigns=[campaign(73, "Botan")])
        by_id[APART].pop("conversion_customer")
        content["google_ads"]["customers"] = [by_id[one] for one in (MANAGER, STORE, OTHER, APART)]
        world.reset(content)
        return world

    return fill


@pytest.fixture
def purchase(conversion):
    return lambda **fields: conversion(
        "purchase", **{"role": Role.PRIMARY, "settings": {"category": "purchase"}, **fields}
    )


def told(plan):
    """The changes of a plan as (address, id of the action or goal)."""
    return [(str(one.address), one.id) for one in plan.changes]


@pytest.fixture(params=["querying_customer", "owner"])
def style(request, share):
    """Whose number stands in the resource name of a manager's action when a client account is asked."""

    def fill(*args, **kwargs):
        world = share(*args, **kwargs)
        world.policies.set("shared_action_resource_name", request.param)
        return world

    return fill


# ---- without leave


def test_without_manage_owner_they_are_not_ours(style, project, conversion):
    style(own=[action(104, "mv_own", "SIGNUP")])
    plan = project(conversion("mv_own", settings={"category": "signup"}, role=Role.PRIMARY), property_id="").plan()
    assert sorted((one.address.name, one.why) for one in plan.unmanaged) == [
        ("mv_step", "owned by another account (999-888-7777)"),
        ("purchase", "owned by another account (999-888-7777)"),
        ("お問い合わせ", "owned by another account (999-888-7777)"),
    ]
    assert (plan.changes, plan.conflicts, plan.owner) == ((), (), "")


def test_creates_are_one_conflict_that_names_the_manager(share, project, conversion, purchase, holds):
    share(own=[])
    wanted = project(purchase(), conversion("mv_new"), property_id="")
    before = holds.everything()
    with pytest.raises(RefusedError) as caught:
        wanted.apply(wanted.plan(), Limits(allow=tuple(Allow)))
    (refusal,) = caught.value.refusals
    assert refusal.code == "conflict"
    assert "the conversions of 123-456-7890 belong to 999-888-7777 (cross-account conversion track" in refusal.summary
    assert refusal.summary.endswith(": mv_new, purchase")
    assert "`google_ads: {manage_owner: true}` and run `sync --allow manager`" in refusal.hint
    assert (holds.everything(), holds.writes()) == (before, [])


@pytest.mark.parametrize(
    ("goals", "name"),
    [
        (Goals((GoalSetting("contact", False),)), "contact~website"),
        (Goals(custom=(CustomGoal("Learning", ("mv_own",)),)), "Learning"),
    ],
    ids=["account", "custom"],
)
def test_goals_that_would_change_in_the_manager_are_the_same_conflict(share, project, conversion, goals, name, holds):
    share()
    wanted = project(conversion("mv_own", settings={"category": "signup"}), goals=goals, property_id="")
    (conflict,) = wanted.plan().conflicts
    assert conflict.summary.endswith(f"so these would have to be made or changed there: {name}")
    assert holds.writes() == []


def test_an_action_of_the_client_itself_is_changed_without_leave(share, project, conversion, purchase, holds):
    """It is told from the manager's of the same name by its owner."""
    share()
    before = holds.by_id(MANAGER)
    wanted = project(purchase(value=900), conversion("mv_step"), conversion("mv_own", settings={"category": "signup"}),
                     property_id="")  # fmt: skip
    result = wanted.apply(wanted.plan())
    assert result.in_sync, result_text(result)
    assert holds.by_id()[101]["value_settings.default_value"] == 900
    assert holds.by_id()[102]["primary_for_goal"] is False
    assert holds.by_id(MANAGER) == before
    assert result.plan.shifts == ()  # bidding uses the manager's alone


def test_a_primary_action_of_the_client_itself_is_told_to_be_without_effect(share, project, conversion, purchase):
    """The role is as the config says, and yet not in sync: bidding uses the manager's actions alone."""
    share()
    wanted = project(purchase(), conversion("mv_own", settings={"category": "signup"}), property_id="")
    result = wanted.apply(wanted.plan())
    (warning,) = [item for item in result.after.warnings if item.code == "own-action-left-over"]
    assert warning.summary == '"purchase" is primary here without effect: the conversions belong to 999-888-7777'
    assert "manage_owner: true" in warning.hint
    assert conclusion(result).startswith("Applied; 1 conversion has no effect (emulated): aoi: ")


def test_goals_of_the_client_s_campaigns_need_no_leave(share, project, purchase, conversion, holds):
    share()
    wanted = project(
        purchase(),
        conversion("mv_step", role=Role.PRIMARY),
        conversion("mv_own", role=Role.PRIMARY, settings={"category": "signup"}),
        property_id="",
        goals=Goals(campaigns=(CampaignGoals("Brand", goals=(GoalSetting("contact", False),)),)),
    )
    result = wanted.apply(wanted.plan())
    assert result.in_sync, result_text(result)
    held = holds.world.google_ads.customers[int(STORE)].campaigns
    assert held[71].own_goals["CONTACT", "WEBSITE"] is False
    assert held[72].goal_config_level == "CUSTOMER"


# ---- with it


def test_two_clients_of_one_manager_do_not_change_it_at_the_same_time(style, project, conversion, holds):
    style()
    wanted = project(conversion("mv_step"), **MANAGED)
    plan = wanted.plan()
    before = holds.everything()
    with locked(wanted.state / "locks", [("google_ads", "999-888-7777")]), pytest.raises(RefusedError) as caught:
        wanted.apply(plan, LEAVE)
    assert [(one.code, one.summary) for one in caught.value.refusals] == [
        ("locked", "another run is changing Google Ads account 999-888-7777 on this machine right now")
    ]
    assert holds.everything() == before
    assert wanted.apply(plan, LEAVE).in_sync


def test_the_plan_is_against_the_manager_and_names_all_that_share(style, project, conversion, holds):
    style()
    before = holds.everything()
    wanted = project(conversion("mv_step"), **MANAGED)
    plan = wanted.plan()
    assert told(plan) == [('google_ads.conversion_action["mv_step"]', f"customers/{MANAGER}/conversionActions/902")]
    assert (plan.owner, plan.shared_with) == ("999-888-7777", SHARED)
    own = {one.address.name for one in plan.unmanaged if one.why == "owned by another account (123-456-7890)"}
    assert own == {"purchase", "mv_step", "mv_own"}
    with pytest.raises(RefusedError) as caught:
        wanted.apply(plan, Limits(allow=tuple(one for one in Allow if one is not Allow.MANAGER)))
    assert [(one.code, one.summary, one.hint) for one in caught.value.refusals] == [
        (
            "manager",
            "the plan would change 1 of what the manager account 999-888-7777 owns; accounts that share it: "
            "123-456-7890 あおいストア, 234-567-8901 Botan",
            "if all of them may change, run again with `--allow manager`",
        )
    ]
    assert (holds.everything(), holds.writes()) == (before, [])


def test_with_leave_the_manager_s_action_changes_and_nothing_else(style, project, conversion, holds):
    style()
    before = {account: holds.by_id(account) for account in (MANAGER, STORE, OTHER)}
    wanted = project(conversion("mv_step"), **MANAGED)
    result = wanted.apply(wanted.plan(), LEAVE)
    assert result.in_sync, result_text(result)
    after = {account: holds.by_id(account) for account in before}
    assert after[MANAGER][902] == {**before[MANAGER][902], "primary_for_goal": False}
    before[MANAGER][902]["primary_for_goal"] = False
    assert after == before
    assert [one.account for one in holds.world.log.writes()] == [MANAGER]
    assert wanted.plan().changes == ()


def test_create_rename_and_unlisted_in_the_manager(share, project, conversion, purchase, holds):
    share()
    before = holds.by_id()
    wanted = project(
        purchase(), conversion("mv_new"), conversion("contact", settings={"category": "contact"}, role=Role.PRIMARY,
                                                     previously=("お問い合わせ",)), **MANAGED,
    )  # fmt: skip
    result = wanted.apply(wanted.plan(), LEAVE)
    assert result.in_sync, result_text(result)
    assert {name: one["primary_for_goal"] for name, one in holds.actions(MANAGER).items()} == {
        "purchase": True,
        "mv_step": False,
        "mv_new": False,
        "contact": True,
    }
    assert holds.by_id() == before


def test_goals_of_the_account_and_custom_goals_live_in_the_manager(style, project, conversion, purchase, holds):
    """Campaigns and their settings in the client: each change goes to the account it is of."""
    world = style(manager={"customer_conversion_goals": [goal("CONTACT", False)]})
    wanted = project(
        purchase(),
        conversion("mv_step", role=Role.PRIMARY),
        conversion("mv_new", role=Role.PRIMARY, settings={"category": "signup"}),
        goals=Goals(
            (GoalSetting("engagement", False), GoalSetting("signup", False), GoalSetting("contact", True)),
            (CampaignGoals("Generic", goals=(GoalSetting("signup", True),)),),
            (CustomGoal("Learning", ("mv_new", "purchase"), ("Brand",)),),
        ),
        **MANAGED,
    )
    result = wanted.apply(wanted.plan(), LEAVE)
    assert result.in_sync, result_text(result)
    manager, store = (world.google_ads.customers[int(one)] for one in (MANAGER, STORE))
    (new,) = set(manager.actions) - {901, 902, 903}
    assert manager.goals == {
        ("PURCHASE", "WEBSITE"): True,
        ("ENGAGEMENT", "WEBSITE"): False,
        ("CONTACT", "WEBSITE"): True,
        ("SIGNUP", "WEBSITE"): False,
    }
    (learning,) = manager.custom_goals.values()
    assert (learning.name, set(learning.conversion_actions)) == ("Learning", {901, new})
    assert store.campaigns[71].custom_conversion_goal == learning.id
    assert store.campaigns[72].own_goals["SIGNUP", "WEBSITE"] is True
    assert (store.custom_goals, len(store.actions)) == ({}, 3)
    # contact opens for the account, and so for Botan; campaigns with goals of their own keep it closed as they had it
    assert used(world, int(STORE)) == {(71, 901), (71, new), (72, 901), (72, new)}
    assert used(world, int(OTHER)) == {(73, 901), (73, 903)}
    assert {one.account for one in world.log.writes()} == {MANAGER, STORE}
    assert wanted.plan().changes == ()


def test_what_bidding_uses_of_the_manager_s_actions(share, project, conversion, purchase):
    """The manager's actions decide, not those of the client with the same names."""
    share(
        manager={"custom_conversion_goals": [custom_goal(81, "Learning", 902)]},
        conversion_goal_campaign_configs=[uses(71, 81)],
    )
    wanted = project(purchase(), conversion("mv_step"), **MANAGED)
    result = wanted.apply(wanted.plan(), LEAVE)
    assert [(one.action, one.bidding.value, one.campaigns) for one in result.plan.shifts] == [
        ("mv_step", "bidding stops using this", ("Generic",))
    ]
    assert [one.summary for one in result.after.warnings if one.code == "still-used"] == [
        '"mv_step" is secondary, but bidding still uses it: campaign "Brand" (custom goal "Learning")'
    ]


def test_a_thorough_demote_in_the_manager(share, project, conversion, purchase, holds):
    world = share(
        manager={"custom_conversion_goals": [custom_goal(81, "Learning", 901, 902)]},
        conversion_goal_campaign_configs=[uses(71, 81)],
    )
    wanted = project(purchase(), conversion("mv_step"), demote=Demote.THOROUGH, **MANAGED)
    result = wanted.apply(wanted.plan(), LEAVE)
    assert result.in_sync, result_text(result)
    assert world.google_ads.customers[int(MANAGER)].custom_goals[81].conversion_actions == (901,)
    assert not [pair for pair in used(world, int(STORE)) if pair[1] == 902]


def test_an_account_whose_sharing_is_not_known_is_listed(share, project, conversion):
    world = share()
    world.principals = Principals(denied=Access(frozenset({int(OTHER)}), frozenset()))
    plan = project(conversion("mv_step"), **MANAGED).plan()
    assert plan.shared_with == (
        "123-456-7890 あおいストア",
        "234-567-8901 Botan (not known: AuthorizationError.USER_PERMISSION_DENIED)",
    )


def test_an_account_below_two_managers_is_named_and_asked_once(share, project, conversion):
    world = share()
    content = world.dump()
    customers = content["google_ads"]["customers"]
    customers.append({"id": 8887776666, "manager": True, "currency_code": "JPY", "clients": [int(STORE)]})
    next(one for one in customers if int(one["id"]) == int(MANAGER))["clients"] += [8887776666]
    world.reset(content)
    plan = project(conversion("mv_step"), **MANAGED).plan()
    assert plan.shared_with == SHARED
    assert plan.reads == 9 + 2


def test_manage_owner_changes_nothing_where_the_conversions_are_the_client_s_own(inhabit, project, conversion, holds):
    inhabit([action(1, "mv_a")])
    wanted = project(conversion("mv_a"), **MANAGED)
    plan = wanted.plan()
    # three readings, a question, what mv_a counted lately, and how long bidding learns
    assert (plan.owner, plan.shared_with, plan.reads) == ("", (), 6)
    assert wanted.apply(plan).in_sync
    assert holds.actions()["mv_a"]["primary_for_goal"] is False


@pytest.mark.usefixtures("no_login")
def test_the_manager_may_be_closed_to_us(share, project, conversion, holds):
    """Only the client can be seen: what bidding uses is not known, and the plan says so."""
    world = share()
    world.principals = Principals(
        grants={SERVICE_ACCOUNT: Access(frozenset({int(STORE)}), None)},
        denied=Access(frozenset({int(MANAGER)}), frozenset()),
    )
    plan = project(
        conversion("mv_own", settings={"category": "signup"}, role=Role.PRIMARY), property_id="", login_customer_id=""
    ).plan()
    assert [one.summary for one in plan.warnings if one.code == "account"] == [
        "the goals of the manager account 999-888-7777 cannot be read (AuthorizationError.USER_PERMISSION_DENIED), so "
        "what bidding uses is not known"
    ]


def test_the_calls_of_a_managed_owner(share, project, conversion, holds):
    """The client's actions and, beside them, its campaigns; who shares (a list, and each client); the manager's
    actions and goals.

    Then the question whether the manager's account would take the change. Last, what the action that bidding would lose
    counted lately, and how long bidding learns: in the client, whose bidding it is.
    """
    share()
    plan = project(conversion("mv_step"), **MANAGED).plan()
    accounts = [one.account for one in holds.world.log.entries if one.api == "google_ads"]
    assert sorted(accounts[:-3]) == sorted([STORE, STORE, MANAGER, STORE, OTHER, APART, MANAGER, MANAGER])
    assert accounts[-3:] == [MANAGER, STORE, STORE]
    assert plan.reads == len(accounts)


def test_an_import_of_the_manager_s_is_not_called_missing(share, project, conversion):
    """It is there, but belongs to the manager: what is missing is leave, not time."""
    settings = {"event_name": "lead", "property_name": "Aoi GA4", "property_id": 345678901}
    theirs = action(904, "Aoi GA4 (web) lead", "DEFAULT", type="GOOGLE_ANALYTICS_4_CUSTOM", status="HIDDEN",
                    google_analytics_4_settings=settings)  # fmt: skip
    share(actions=[*THEIRS, theirs], auto_tagging_enabled=True)
    plan = project(conversion("mv_lead", source="ga4", event="lead"), link_google_ads=True).plan()
    assert [one.why for one in plan.waiting if "time: everything" in one.missing] == []
    assert [one for one in (*plan.waiting, *plan.conflicts) if "999-888-7777" in str(one)]


def test_an_import_of_the_manager_s_is_enabled_there(share, project, conversion, holds):
    settings = {"event_name": "lead", "property_name": "Aoi GA4", "property_id": 345678901}
    theirs = action(904, "Aoi GA4 (web) lead", "DEFAULT", type="GOOGLE_ANALYTICS_4_CUSTOM", status="HIDDEN",
                    primary=False, google_analytics_4_settings=settings)  # fmt: skip
    share(actions=[*THEIRS, theirs], auto_tagging_enabled=True)
    lead = conversion("mv_lead", source="ga4", event="lead", role=Role.PRIMARY)
    wanted = project(lead, conversion("mv_step", role=Role.PRIMARY), manage_owner=True)
    result = wanted.apply(wanted.plan(), LEAVE)
    assert result.in_sync, result_text(result)
    fields = holds.by_id(MANAGER)[904]
    assert (fields["status"], fields["primary_for_goal"]) == ("ENABLED", True)


@pytest.mark.usefixtures("no_login")
def test_a_user_of_the_manager_alone(share, project, conversion, holds):
    """Without a login customer id it is looked for, once for each account that needs it."""
    world = share()
    world.principals = Principals(grants={SERVICE_ACCOUNT: Access(frozenset({int(MANAGER)}), None)})
    wanted = project(conversion("mv_step"), login_customer_id="", **MANAGED)
    result = wanted.apply(wanted.plan(), LEAVE)
    assert result.in_sync, result_text(result)
    assert holds.by_id(MANAGER)[902]["primary_for_goal"] is False
    assert result.plan.shared_with == SHARED


def test_standing_of_same_named_actions(style, project):
    style()
    reading = project(**MANAGED).providers[0].read()
    found = sorted(
        (item.id, item.standing, item.owner) for item in reading.resources if item.address.name == "purchase"
        and item.address.type.endswith("action")
    )  # fmt: skip
    assert found == [
        (f"customers/{STORE}/conversionActions/101", Standing.OTHER_OWNER, "123-456-7890"),
        (f"customers/{MANAGER}/conversionActions/901", Standing.NORMAL, ""),
    ]


# ---- a plan that another process made


def test_a_plan_on_file_goes_to_the_manager_too(style, client, connections, conversion, purchase, holds):
    """Whose the conversions are is read first, also where the plan was made before: nothing lands in the client."""
    style()
    wanted = client(
        purchase(),
        conversion("mv_step"),
        conversion("mv_new"),
        goals=Goals(
            (GoalSetting("contact", False),), custom=(CustomGoal("Learning", ("mv_new", "purchase"), ("Brand",)),)
        ),
        **MANAGED,
    )
    text = Project(wanted, connections=connections).plan().to_json()
    before = holds.by_id()
    result = Project(wanted, connections=connections).apply(Plan.from_json(text), LEAVE)
    assert result.in_sync, result_text(result)
    assert holds.by_id() == before
    assert holds.actions(MANAGER)["mv_new"]["primary_for_goal"] is False
    assert [one.name for one in holds.world.google_ads.customers[int(MANAGER)].custom_goals.values()] == ["Learning"]


def test_a_plan_on_file_when_the_account_cannot_be_read(share, client, connections, conversion, holds):
    """Not one write without knowing whose the conversions are."""
    world = share()
    wanted = client(conversion("mv_step"), **MANAGED)
    plan = Project(wanted, connections=connections).plan()
    before = holds.everything()
    fault = world.faults.add(Fault("google_ads", "SearchStream", nth=0, status="UNAVAILABLE", message="Gone."))
    for read_again in (True, False):
        with pytest.raises(UnclearError, match=r"^google_ads 123-456-7890: UNAVAILABLE: Gone\.$"):
            Project(wanted, connections=connections).apply(plan, LEAVE, read_again=read_again)
        assert (holds.writes(), holds.everything()) == ([], before)
    world.faults.remove(fault)
    assert Project(wanted, connections=connections).apply(plan, LEAVE).in_sync
    assert holds.by_id(MANAGER)[902]["primary_for_goal"] is False


def test_a_provider_that_has_read_nothing_reads_before_it_writes(share, client, connections, conversion, holds):
    """Whoever uses it without a project: no write without knowing whose the conversions are."""
    world = share()
    wanted = client(conversion("mv_step"), **MANAGED)
    (step,) = steps(TYPES, Project(wanted, connections=connections).plan().changes, apart=True)
    fault = world.faults.add(Fault("google_ads", "SearchStream", nth=0, status="UNAVAILABLE", message="Gone."))
    (outcome,) = Project(wanted, connections=connections).providers[0].apply(step)
    assert (outcome.status, str(outcome.error)) == (Status.FAILED, "google_ads 123-456-7890: UNAVAILABLE: Gone.")
    assert holds.writes() == []
    world.faults.remove(fault)
    (outcome,) = Project(wanted, connections=connections).providers[0].apply(step)
    assert (outcome.status, holds.by_id(MANAGER)[902]["primary_for_goal"]) == (Status.APPLIED, False)


@pytest.fixture
def handed_over(share, project, conversion):
    """A project with its plan for one new action; after the plan the store's conversions went to the manager."""

    def make(**fields):
        world = share(own=[])
        later = world.dump()
        earlier = copy.deepcopy(later)
        next(one for one in earlier["google_ads"]["customers"] if str(one["id"]) == STORE).pop("conversion_customer")
        world.reset(earlier)
        wanted = project(conversion("mv_new"), unlisted=Unlisted.KEEP, **fields)
        plan = wanted.plan()
        assert ([one.address.name for one in plan.changes], plan.owner) == (["mv_new"], "")
        world.reset(later)
        return wanted, plan

    return make


@pytest.mark.parametrize("limits", [Limits(), LEAVE], ids=["without leave", "with leave"])
def test_conversions_that_go_to_a_manager_between_plan_and_apply(handed_over, holds, limits):
    """New objects look the same in both plans; they would reach accounts that nobody was shown."""
    wanted, plan = handed_over(**MANAGED)
    before = holds.everything()
    with pytest.raises(RefusedError, match=r"nothing was changed: the plan is out of date") as caught:
        wanted.apply(plan, limits)
    assert [(one.code, one.summary) for one in caught.value.refusals] == [
        ("stale", "the manager account that is changed: was none, is 999-888-7777"),
        (
            "stale",
            "the accounts that share its conversions: was none, is 123-456-7890 あおいストア, 234-567-8901 Botan",
        ),
    ]
    assert (holds.writes(), holds.everything()) == ([], before)


def test_conversions_that_go_to_a_manager_that_is_not_to_be_changed(handed_over, holds):
    wanted, plan = handed_over(property_id="")
    before = holds.everything()
    with pytest.raises(RefusedError) as caught:
        wanted.apply(plan)
    (refusal,) = caught.value.refusals
    assert refusal.code == "conflict"
    assert refusal.summary.startswith(
        "Google Ads account 123-456-7890: the conversions of 123-456-7890 belong to 999-888-7777"
    )
    assert (holds.writes(), holds.everything()) == ([], before)


def test_an_account_that_begins_to_share_between_plan_and_apply(share, project, conversion, holds):
    """Leave was given for the accounts that the plan named."""
    world = share()
    wanted = project(conversion("mv_step"), **MANAGED)
    plan = wanted.plan()
    content = world.dump()
    apart = next(one for one in content["google_ads"]["customers"] if str(one["id"]) == APART)
    apart["conversion_customer"] = int(MANAGER)
    world.reset(content)
    with pytest.raises(RefusedError) as caught:
        wanted.apply(plan, LEAVE)
    (refusal,) = caught.value.refusals
    assert refusal.code == "stale"
    assert refusal.summary.partition(", is ")[2] == f"{', '.join(SHARED)}, 345-678-9012 Cross-account client"
    assert holds.by_id(MANAGER)[902]["primary_for_goal"] is True
    assert wanted.apply(wanted.plan(), LEAVE).in_sync


# ---- the order of requests


def test_a_custom_goal_changes_hands_across_accounts(share, project, conversion, purchase):
    world = share(
        manager={"custom_conversion_goals": [custom_goal(81, "Learning", 901)]},
        conversion_goal_campaign_configs=[uses(71, 81)],
        actions=[THEIRS[0], action(902, "mv_step", primary=False)],
    )
    wanted = project(
        purchase(),
        conversion("mv_step"),
        goals=Goals(
            campaigns=(CampaignGoals("Brand", Level.ACCOUNT),),
            custom=(CustomGoal("Learning", ("mv_step", "purchase"), ("Generic",)),),
        ),
        **MANAGED,
    )
    plan = wanted.plan()
    with watched(world) as seen:
        assert wanted.apply(plan, LEAVE).in_sync
    assert seen.after == {(71, 901), (72, 901), (72, 902)}
    assert seen.wrong == []


def test_order_across_accounts(share, project, conversion, purchase):
    """Demote, close, promote a new one, override: for the store and for the account that shares its conversions."""
    world = share(manager={"customer_conversion_goals": [goal("CONTACT", False)]})
    wanted = project(
        purchase(),
        conversion("mv_step"),
        conversion("mv_new", role=Role.PRIMARY, settings={"category": "signup"}),
        conversion("contact", role=Role.PRIMARY, settings={"category": "contact"}, previously=("お問い合わせ",)),
        goals=Goals(
            (GoalSetting("signup", False), GoalSetting("purchase", False), GoalSetting("contact", True)),
            (CampaignGoals("Brand", goals=(GoalSetting("signup", True),)),),
        ),
        **MANAGED,
    )
    plan = wanted.plan()
    with watched(world) as seen, watched(world, OTHER) as other:
        result = wanted.apply(plan, LEAVE)
    assert result.in_sync, result_text(result)
    assert (seen.wrong, other.wrong) == ([], [])
    new = next(one for one in world.google_ads.customers[int(MANAGER)].actions if one not in {901, 902, 903})
    assert (seen.after, other.after) == ({(71, new), (72, 903)}, {(73, 903)})


def test_names_of_shared_objects_are_those_of_their_owner():
    """Google may write them with the number of the client that asks; changes need the owner's."""
    row = GoogleAdsRow.pb()()
    row.campaign.id, row.campaign.name = 71, "Brand"
    row.conversion_goal_campaign_config.custom_conversion_goal = f"customers/{STORE}/customConversionGoals/81"
    row.custom_conversion_goal.name = "Learning"
    row.custom_conversion_goal.conversion_actions.append(f"customers/{STORE}/conversionActions/902")
    (config,), (custom,) = configs([row], MANAGER)
    goal_name = f"customers/{MANAGER}/customConversionGoals/81"
    assert (config.state["custom_conversion_goal"], custom.id) == (goal_name, goal_name)
    assert custom.state["conversion_actions"] == (f"customers/{MANAGER}/conversionActions/902",)
