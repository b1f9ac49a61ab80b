"""Goals at every level: opened, closed, overridden, made, changed, and those that nobody named left as they are."""

from __future__ import annotations

import re

import pytest

from microconv.core.client import CampaignGoals, CustomGoal, Goals, GoalSetting, Level
from microconv.core.conversion import Role
from microconv.core.errors import RefusedError, RejectedError
from microconv.core.kinds import ACCOUNT_GOAL, CAMPAIGN_GOAL
from microconv.core.ports import Status
from microconv.emulator.faults import Fault
from microconv.render.plan import plan_text
from microconv.render.result import result_text
from tests.conftest import STORE, flat
from tests.contract.ads_account import action, campaign, campaign_goal, custom_goal, goal, imported, uses

ENGAGEMENT, SIGNUP, CONTACT = ("ENGAGEMENT", "WEBSITE"), ("SIGNUP", "WEBSITE"), ("CONTACT", "WEBSITE")
ACTIONS = [action(1, "mv_a"), action(2, "mv_b", "SIGNUP"), action(3, "mv_c", "CONTACT", primary=False)]
TWO = [campaign(71, "Brand"), campaign(72, "Generic")]


@pytest.fixture
def listed(conversion):
    """The conversions of `ACTIONS`, as they are."""
    return [
        conversion("mv_a", role=Role.PRIMARY),
        conversion("mv_b", role=Role.PRIMARY, settings={"category": "signup"}),
        conversion("mv_c", settings={"category": "contact"}),
    ]


@pytest.fixture
def sync(project, listed):
    """Syncs the store with goals; by default with the conversions of `ACTIONS`."""

    def run(*conversions, **fields):
        wanted = project(*(conversions or listed), property_id="", **fields)
        return wanted.apply(wanted.plan())

    return run


class Held:
    """Campaigns and custom goals of the emulated store."""

    def __init__(self, world):
        self._world = world

    @property
    def _store(self):
        return self._world.google_ads.customers[int(STORE)]

    def campaign(self, number):
        """Level, custom goal and own goals of a campaign."""
        found = self._store.campaigns[number]
        return found.goal_config_level, found.custom_conversion_goal, dict(found.own_goals)

    def custom(self):
        """The names of the custom goals that are not removed, with the numbers of their actions."""
        return {
            one.name: set(one.conversion_actions)
            for one in self._store.custom_goals.values()
            if one.status == "ENABLED"
        }


@pytest.fixture
def held(world):
    return Held(world)


def settings(**biddable):
    return tuple(GoalSetting(category, value) for category, value in biddable.items())


# ---- the account


@pytest.mark.parametrize("style", ["names", "numbers"])
def test_goals_of_the_account(inhabit, sync, holds, style):
    """Closed ones need an explicit mask: false is an absent value. What is not named stays, whatever it is."""
    inhabit(ACTIONS, [goal("SIGNUP", False), goal("CONTACT", False)]).policies.set("goal_resource_name_style", style)
    result = sync(goals=Goals(settings(engagement=False, signup=True)))
    assert result.in_sync
    assert [(str(one.change.address), one.status) for one in result.outcomes] == [
        ('google_ads.customer_conversion_goal["engagement~website"]', Status.APPLIED),
        ('google_ads.customer_conversion_goal["signup~website"]', Status.APPLIED),
    ]
    assert holds.goals() == {ENGAGEMENT: False, SIGNUP: True, CONTACT: False}


def test_goals_that_are_as_wanted_are_not_written(inhabit, sync, holds):
    inhabit(ACTIONS, [goal("CONTACT", False)])
    assert sync(goals=Goals(settings(engagement=True, contact=False))).in_sync
    assert holds.writes() == []


@pytest.mark.parametrize("style", ["names", "numbers"])
@pytest.mark.parametrize("biddable", [True, False])
def test_the_goal_of_a_new_action_is_set_in_the_same_run(inhabit, sync, holds, conversion, biddable, style):
    """Google makes it, open for the whole account; it is not read when the plan is made."""
    inhabit([]).policies.set("goal_resource_name_style", style)
    new = conversion("mv_new", role=Role.PRIMARY)
    result = sync(new, goals=Goals(settings(engagement=biddable)))
    assert result.in_sync
    assert holds.goals() == {ENGAGEMENT: biddable}
    assert holds.actions()["mv_new"]["primary_for_goal"] is True


def test_the_goal_of_an_action_that_gets_another_category(inhabit, sync, holds, conversion):
    inhabit([action(1, "mv_a")])
    assert sync(conversion("mv_a", settings={"category": "signup"}), goals=Goals(settings(signup=False))).in_sync
    assert holds.goals() == {ENGAGEMENT: True, SIGNUP: False}


@pytest.mark.parametrize("origin", ["call_from_ads", "app"])
def test_the_goal_of_a_new_action_of_another_origin(inhabit, sync, holds, conversion, origin):
    inhabit([])
    new = {
        "call_from_ads": conversion("mv_call", source="ad_call", settings={"category": "phone_call_lead"}),
        "app": conversion(
            "mv_app",
            source="google_play_download",
            settings={"category": "download", "google_ads.app_id": "com.example.aoi"},
        ),
    }[origin]
    category = str(new.settings["category"])
    assert sync(new, goals=Goals((GoalSetting(category, False, origin),))).in_sync
    assert holds.goals() == {(category.upper(), origin.upper()): False}


def test_a_goal_without_any_action_is_waited_for(inhabit, sync, holds):
    inhabit(ACTIONS)
    result = sync(goals=Goals(settings(purchase=True)))
    assert result.in_sync
    assert [(str(one.address), one.what) for one in result.plan.waiting] == [
        ('google_ads.customer_conversion_goal["purchase~website"]', "a first conversion action")
    ]
    assert holds.writes() == []


# ---- campaigns


@pytest.mark.parametrize("style", ["names", "numbers"])
def test_a_campaign_gets_goals_of_its_own(inhabit, sync, holds, held, style):
    """The others follow the account still; what is not named is as the account had it."""
    inhabit(ACTIONS, [goal("CONTACT", False)], campaigns=TWO).policies.set("goal_resource_name_style", style)
    assert sync(
        goals=Goals(campaigns=(CampaignGoals("Brand", goals=settings(engagement=False, contact=True)),))
    ).in_sync
    assert held.campaign(71) == ("CAMPAIGN", None, {ENGAGEMENT: False, SIGNUP: True, CONTACT: True})
    assert held.campaign(72) == ("CUSTOMER", None, {})
    assert holds.goals() == {ENGAGEMENT: True, SIGNUP: True, CONTACT: False}


def test_a_goal_is_the_campaign_s_own_even_where_the_account_agrees(inhabit, sync, held):
    """Otherwise the account's next change would reach the campaign."""
    inhabit(ACTIONS, campaigns=TWO)
    assert sync(goals=Goals(campaigns=(CampaignGoals("Brand", goals=settings(engagement=True)),))).in_sync
    assert held.campaign(71)[0] == "CAMPAIGN"


def test_goals_of_a_campaign_that_nobody_named_stay(inhabit, sync, held, holds):
    inhabit(ACTIONS, campaigns=TWO, campaign_conversion_goals=[campaign_goal(71, "SIGNUP", False)])
    assert sync(goals=Goals(campaigns=(CampaignGoals("Brand", goals=settings(engagement=False)),))).in_sync
    assert held.campaign(71) == ("CAMPAIGN", None, {ENGAGEMENT: False, SIGNUP: False, CONTACT: True})
    assert holds.writes() == [("Mutate", "OK")]


def test_back_to_the_account_s_goals(inhabit, sync, held):
    inhabit(
        ACTIONS,
        campaigns=TWO,
        campaign_conversion_goals=[campaign_goal(71, "SIGNUP", False)],
        custom_conversion_goals=[custom_goal(81, "Learning", 1)],
        conversion_goal_campaign_configs=[uses(72, 81)],
    )
    assert sync(goals=Goals(campaigns=(CampaignGoals("*", Level.ACCOUNT),))).in_sync
    assert (held.campaign(71), held.campaign(72)) == (("CUSTOMER", None, {}),) * 2
    assert held.custom() == {"Learning": {1}}


def test_the_goal_of_a_new_action_in_one_campaign(inhabit, sync, holds, held, conversion):
    """Closed in the account, open in one campaign: both goals are Google's to make, in the same run."""
    inhabit([action(1, "mv_a")], campaigns=TWO)
    result = sync(
        conversion("mv_a", role=Role.PRIMARY),
        conversion("mv_new", role=Role.PRIMARY, settings={"category": "signup"}),
        goals=Goals(settings(signup=False), (CampaignGoals("Brand", goals=settings(signup=True)),)),
    )
    assert result.in_sync
    assert holds.goals() == {ENGAGEMENT: True, SIGNUP: False}
    assert held.campaign(71) == ("CAMPAIGN", None, {ENGAGEMENT: True, SIGNUP: True})
    assert held.campaign(72) == ("CUSTOMER", None, {})


@pytest.mark.parametrize("rule", ["documented_rule", "account_default"])
def test_the_goal_of_a_new_action_in_a_campaign_that_has_goals_of_its_own(inhabit, sync, held, conversion, rule):
    """Whichever of the two rules Google follows for it: after one or two runs it is as the config says."""
    world = inhabit(
        [action(1, "call", "SIGNUP", type="AD_CALL")],
        campaigns=TWO,
        campaign_conversion_goals=[campaign_goal(71, "SIGNUP", False, "CALL_FROM_ADS")],
    )
    world.policies.set("new_campaign_goal", rule)
    fields = {"goals": Goals(campaigns=(CampaignGoals("Brand", goals=settings(signup=True)),))}
    wanted = conversion("mv_new", settings={"category": "signup"})
    sync(wanted, **fields)
    assert sync(wanted, **fields).in_sync
    assert held.campaign(71)[2][SIGNUP] is True


@pytest.mark.parametrize("rule", ["same_category_rule", "always_true"])
@pytest.mark.parametrize("wanted", [True, False])
@pytest.mark.parametrize("there", [True, False])
def test_a_new_goal_of_the_account_is_as_the_config_says_after_one_run(
    inhabit, sync, holds, conversion, rule, wanted, there
):
    """Whichever of two official sources is right on how Google starts it."""
    world = inhabit([action(1, "call", "SIGNUP", type="AD_CALL")], [goal("SIGNUP", there, "CALL_FROM_ADS")])
    world.policies.set("new_customer_goal", rule)
    fields = {"goals": Goals(account=(GoalSetting("signup", wanted),))}
    new = conversion("mv_new", role=Role.PRIMARY, settings={"category": "signup"})
    assert sync(new, **fields).in_sync
    assert holds.goals()[SIGNUP] is wanted


NAMES = [
    "a/b~c",
    'say "yes"',
    "back\\slash",
    "tab\tnew\nline",
    "\u202eevil\x1b[2J",
    "ブランド 検索",
    "100 %_x",
    "*",
    "a?",
]


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_campaigns_of_any_name(inhabit, sync, held, conversion, name):
    """Found by the name itself; shown without what a terminal would obey."""
    inhabit(ACTIONS[:1], campaigns=[campaign(71, name), campaign(72, "Generic")])
    new = conversion("mv_new", settings={"category": "signup"})
    result = sync(
        conversion("mv_a", role=Role.PRIMARY),
        new,
        goals=Goals(
            campaigns=(CampaignGoals(name, goals=settings(signup=False)),),
            custom=(CustomGoal("Learning", ("mv_a", "mv_new"), (name,)),),
        ),
    )
    assert result.in_sync, result_text(result)
    level, custom, own = held.campaign(71)
    assert (level, custom is not None, own) == ("CAMPAIGN", True, {ENGAGEMENT: True, SIGNUP: False})
    assert held.campaign(72) == ("CUSTOMER", None, {})
    for text in (plan_text(result.plan), result_text(result)):
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)


def test_a_campaign_that_would_have_no_goal_is_refused(inhabit, sync, held):
    """Google wants one that is biddable, or a custom goal; the order within the request must not get around that."""
    inhabit(ACTIONS, campaigns=TWO)
    nothing = CampaignGoals("Brand", goals=settings(engagement=False, signup=False, contact=False))
    with pytest.raises(RefusedError) as caught:
        sync(goals=Goals(campaigns=(nothing,)))
    (refusal,) = caught.value.refusals
    assert "EMPTY_CONVERSION_GOALS" in refusal.summary
    assert held.campaign(71) == ("CUSTOMER", None, {})
    learning = CustomGoal("Learning", ("mv_a",), ("Brand",))
    assert sync(goals=Goals(campaigns=(nothing,), custom=(learning,))).in_sync
    assert set(held.campaign(71)[2].values()) == {False}


def test_patterns_and_names(inhabit, sync, held):
    """`*` and `?` stand for any and one; a name that is there stands for itself. The later entry wins."""
    names = ["Shop A", "Shop B", "Shop BB", "shop c", "Shop ?", "[Shop]"]
    inhabit(ACTIONS, campaigns=[campaign(70 + n, name) for n, name in enumerate(names)])
    sync(
        goals=Goals(
            campaigns=(
                CampaignGoals("Shop *", goals=settings(engagement=False)),
                CampaignGoals("Shop ?", goals=settings(engagement=True, signup=False)),
                CampaignGoals("[Shop]", goals=settings(contact=False)),
            )
        )
    )
    own = {name: held.campaign(70 + n)[2] for n, name in enumerate(names)}
    closed = {name: sorted(key[0] for key, biddable in goals.items() if not biddable) for name, goals in own.items()}
    assert closed == {
        "Shop A": ["ENGAGEMENT"],
        "Shop B": ["ENGAGEMENT"],
        "Shop BB": ["ENGAGEMENT"],
        "shop c": [],
        "Shop ?": ["SIGNUP"],
        "[Shop]": ["CONTACT"],
    }


def test_removed_campaigns_do_not_count(inhabit, sync, held, holds):
    inhabit(ACTIONS, campaigns=[campaign(71, "Brand", status="REMOVED"), campaign(72, "Generic", status="PAUSED")])
    result = sync(goals=Goals(campaigns=(CampaignGoals("*", goals=settings(signup=False)),)))
    assert result.in_sync
    assert (held.campaign(71)[0], held.campaign(72)[0]) == ("CUSTOMER", "CAMPAIGN")
    result = sync(goals=Goals(campaigns=(CampaignGoals("Brand", goals=settings(signup=False)),)))
    told = [one.summary for one in result.plan.warnings if one.code == "no-campaign"]
    assert told == ['no campaign is called "Brand"']
    assert len(holds.writes()) == 1


# ---- custom goals


def test_a_custom_goal_is_made_and_used_in_one_request(inhabit, sync, held, holds, conversion):
    inhabit(ACTIONS, campaigns=TWO)
    assert sync(
        conversion("mv_a"),
        conversion("mv_b", settings={"category": "signup"}),
        conversion("mv_c", settings={"category": "contact"}),
        conversion("mv_new"),
        goals=Goals(custom=(CustomGoal("Learning", ("mv_c", "mv_new"), ("B*",)), CustomGoal("Two", ("mv_a",)))),
    ).in_sync
    (new,) = set(holds.by_id()) - {1, 2, 3}
    assert held.custom() == {"Learning": {3, new}, "Two": {1}}
    assert (held.campaign(71)[1] is not None, held.campaign(72)[1]) == (True, None)
    assert holds.writes() == [("Mutate", "OK")] * 2  # create; demote and goals


def test_a_custom_goal_is_changed(inhabit, sync, held, holds):
    inhabit(ACTIONS, custom_conversion_goals=[custom_goal(81, "Learning", 1, 2), custom_goal(82, "Other", 2)])
    assert sync(goals=Goals(custom=(CustomGoal("Learning", ("mv_c", "mv_b")),))).in_sync
    assert held.custom() == {"Learning": {2, 3}, "Other": {2}}
    assert sync(goals=Goals(custom=(CustomGoal("Learning", ("mv_b", "mv_c")),))).in_sync
    assert len(holds.writes()) == 1


def test_the_name_of_a_removed_custom_goal_is_free(inhabit, sync, held):
    inhabit(ACTIONS, custom_conversion_goals=[custom_goal(81, "Learning", 1, status="REMOVED")])
    assert sync(goals=Goals(custom=(CustomGoal("Learning", ("mv_c",)),))).in_sync
    assert held.custom() == {"Learning": {3}}


def test_a_custom_goal_waits_for_what_google_has_not_imported(inhabit, sync, held, conversion):
    inhabit(ACTIONS[:1], campaigns=TWO)
    order = conversion("order", source="ga4", event="order_complete")
    wanted = Goals(custom=(CustomGoal("Orders", ("order",), ("Brand",)), CustomGoal("Both", ("order", "mv_a"))))
    result = sync(conversion("mv_a", role=Role.PRIMARY), order, goals=wanted)
    assert result.in_sync
    assert held.custom() == {"Both": {1}}
    assert held.campaign(71) == ("CUSTOMER", None, {})
    waiting = {str(one.address): one.why for one in result.plan.waiting if one.what.startswith("its c")}
    assert waiting == {
        'google_ads.custom_conversion_goal["Orders"]': "not in Google Ads yet: order",
        'google_ads.custom_conversion_goal["Both"]': "not in Google Ads yet: order",
        'google_ads.conversion_goal_campaign_config["Brand"]': 'the custom goal "Orders" has no conversions yet',
    }


def test_an_import_is_enabled_and_listed_in_the_same_run(inhabit, project, held, conversion):
    inhabit([imported(1, "lead")], key_events=[{"event_name": "lead"}], campaigns=TWO)
    wanted = project(
        conversion("lead", source="ga4", event="lead"),
        goals=Goals(custom=(CustomGoal("Leads", ("lead",), ("Brand",)),)),
    )
    result = wanted.apply(wanted.plan())
    assert result.in_sync, result_text(result)
    assert held.custom() == {"Leads": {1}}


def test_actions_of_one_name_are_told_apart(inhabit, sync, held, conversion):
    """A removed action keeps its name, and is not the one that is meant."""
    inhabit([action(4, "mv_a", status="REMOVED"), ACTIONS[0]], campaigns=TWO)
    assert sync(conversion("mv_a"), goals=Goals(custom=(CustomGoal("Learning", ("mv_a",), ("Brand",)),))).in_sync
    assert held.custom() == {"Learning": {1}}


# ---- refusals


def test_one_refused_goal_undoes_the_whole_step(inhabit, project, listed, holds, held):
    """Refused only since it was asked: nothing half done between campaigns; the next run converges."""
    world = inhabit(
        ACTIONS,
        [goal("CONTACT", False)],
        campaigns=[*TWO, campaign(73, "Managed elsewhere")],
        custom_conversion_goals=[custom_goal(81, "Other", 1, 2)],
    )
    wanted = project(
        *listed,
        property_id="",
        goals=Goals(
            settings(engagement=False, contact=True),
            (CampaignGoals("Brand", goals=settings(contact=True)),),
            (CustomGoal("Learning", ("mv_a",), ("Managed elsewhere",)),),
        ),
    )
    plan = wanted.plan()
    store = world.google_ads.customers[int(STORE)]
    store.campaigns[73].search_ads_360 = True
    result = wanted.apply(plan, read_again=False)
    assert holds.goals() == {ENGAGEMENT: True, SIGNUP: True, CONTACT: False}
    assert held.custom() == {"Other": {1, 2}}
    assert [held.campaign(number)[0] for number in (71, 72, 73)] == ["CUSTOMER"] * 3
    told = {one.change.address.name: one.error and one.error.code for one in result.outcomes}
    refused = {name for name, code in told.items() if code and "SEARCH_ADS_360_MANAGED_CAMPAIGN" in code}
    assert {name.partition("/")[0] for name in refused} == {"Managed elsewhere"}
    assert {name: code for name, code in told.items() if name not in refused} == dict.fromkeys(
        {
            *("engagement~website", "contact~website", "Learning", "Brand", "Managed elsewhere"),
            *(f"{name}/{category}~website" for name in ("Brand", "Managed elsewhere")
              for category in ("contact", "engagement", "signup")),
        }
        - refused,
        "NOT_DONE",
    )  # fmt: skip
    assert all(isinstance(one.error, RejectedError) for one in result.failed)
    assert result.skipped == ()
    text = flat(result_text(result))
    assert "nothing of the request was done, because another change in it was refused" in text
    store.campaigns[73].search_ads_360 = False
    again = wanted.apply(wanted.plan())
    assert again.in_sync, result_text(again)
    assert holds.goals() == {ENGAGEMENT: False, SIGNUP: True, CONTACT: True}
    assert held.custom() == {"Other": {1, 2}, "Learning": {1}}


def test_a_refused_creation_stops_the_turn(inhabit, project, listed, holds, conversion):
    """A step that depends on a failed one is not tried: nothing is demoted, closed or opened."""
    world = inhabit(ACTIONS, [goal("CONTACT", False)])
    fault = world.faults.add(Fault("google_ads", "Mutate", rehearsal=False, nth=0, status="INTERNAL"))
    wanted = project(
        conversion("mv_a"), *listed[1:], conversion("mv_new"), property_id="", goals=Goals(settings(contact=True))
    )
    result = wanted.apply(wanted.plan())
    assert ([one.change.address.name for one in result.failed], [one.address.name for one in result.skipped]) == (
        ["mv_new"],
        ["mv_a", "contact~website"],
    )
    assert holds.goals()[CONTACT] is False
    assert holds.actions()["mv_a"]["primary_for_goal"] is True
    assert len(holds.writes()) == 3  # the creation alone, sent again after readings
    world.faults.remove(fault)
    assert wanted.apply(wanted.plan()).in_sync
    assert holds.goals()[CONTACT] is True
    assert holds.actions()["mv_a"]["primary_for_goal"] is False


@pytest.mark.parametrize("after_commit", [False, True], ids=["before", "after"])
def test_an_unclear_step_of_goals_is_settled_by_reading(inhabit, project, listed, holds, held, after_commit):
    """An unapplied step is sent again as a whole; an applied one is not."""
    world = inhabit(ACTIONS, campaigns=TWO)
    world.faults.add(Fault("google_ads", "Mutate", rehearsal=False, status="UNAVAILABLE", after_commit=after_commit))
    wanted = project(
        *listed, property_id="", goals=Goals(campaigns=(CampaignGoals("Brand", goals=settings(signup=False)),))
    )
    result = wanted.apply(wanted.plan())
    assert {one.status for one in result.outcomes} == {Status.APPLIED}
    assert result.in_sync
    assert held.campaign(71)[2]["SIGNUP", "WEBSITE"] is False
    assert holds.writes() == [("Mutate", "UNAVAILABLE"), *([] if after_commit else [("Mutate", "OK")])]
    assert wanted.apply(wanted.plan()).outcomes == ()


def test_a_custom_goal_of_the_same_actions_is_refused(inhabit, sync):
    inhabit(ACTIONS, custom_conversion_goals=[custom_goal(81, "Other", 1)])
    with pytest.raises(RefusedError) as caught:
        sync(goals=Goals(custom=(CustomGoal("Learning", ("mv_a",)),)))
    (refusal,) = caught.value.refusals
    assert (refusal.code, refusal.summary) == (
        "conflict",
        'custom goal "Learning": it would list the same actions as the custom goal "Other" does now, which Google '
        "refuses",
    )


# ---- what is read


@pytest.mark.parametrize("style", ["names", "numbers"])
def test_what_is_read_of_goals(inhabit, project, style):
    """Found by category and origin, whatever their resource names look like."""
    inhabit(
        ACTIONS,
        [goal("SIGNUP", False)],
        campaigns=TWO,
        campaign_conversion_goals=[campaign_goal(71, "CONTACT", False)],
    ).policies.set("goal_resource_name_style", style)
    reading = project(property_id="").providers[0].read()
    goals = {
        item.address.name: item.state["biddable"] for item in reading.resources if item.address.type == ACCOUNT_GOAL
    }
    assert goals == {"engagement~website": True, "signup~website": False, "contact~website": True}
    of_campaigns = {
        (item.address.name, item.state["biddable"])
        for item in reading.resources
        if item.address.type == CAMPAIGN_GOAL and item.state["campaign"] == "71"
    }
    assert of_campaigns == {
        ("Brand/engagement~website", True),
        ("Brand/signup~website", False),
        ("Brand/contact~website", False),
    }
