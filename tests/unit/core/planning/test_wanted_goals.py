"""The goals that a config wants, as changes of a plan."""

from __future__ import annotations

from dataclasses import replace

import pytest
from strategies import action, campaign, campaign_goal, client, conversion, custom_goal, goal, plan_of

from microconv.core.client import CampaignGoals, Client, CustomGoal, Demote, Goals, GoalSetting, Level
from microconv.core.conversion import Role
from microconv.core.diagnostics import Severity
from microconv.core.plan import Plan
from microconv.core.resource import Standing

CART, VIEW = GoalSetting("add_to_cart", True), GoalSetting("page_view", False)
BRAND, JP, GENERIC = campaign("Brand", 1), campaign("Brand JP", 2), campaign("Generic", 3)
THERE = (action("mv_cart", 1), goal("add_to_cart~website", False), goal("page_view~website"))
GOALS = [goal for one in (BRAND, JP, GENERIC) for goal in (
    campaign_goal(one, "add_to_cart~website", False), campaign_goal(one, "page_view~website"))]  # fmt: skip


def wanting(*conversions, demote: Demote = Demote.FLAG, **goals) -> Client:
    return client(*(conversions or (conversion("mv_cart"),)), goals=Goals(**goals), demote=demote)


def changes(plan: Plan) -> dict[str, dict[str, tuple[object, object]]]:
    return {
        f"{item.action} {item.address.type.partition('.')[2]} {item.address.name}": {
            one.name: (one.before, one.after) for one in item.attributes
        }
        for item in plan.changes
    }


def test_goals_of_the_account_open_and_close() -> None:
    assert changes(plan_of(wanting(account=(CART, VIEW)), *THERE)) == {
        "update customer_conversion_goal add_to_cart~website": {"biddable": (False, True)},
        "update customer_conversion_goal page_view~website": {"biddable": (True, False)},
    }


def test_goals_that_the_config_does_not_name_are_left_alone() -> None:
    assert plan_of(wanting(account=(GoalSetting("add_to_cart", False),)), *THERE, BRAND, *GOALS[:2]).empty


def test_a_goal_without_any_action_is_waited_for() -> None:
    plan = plan_of(wanting(account=(GoalSetting("contact", True, "app"),)), *THERE)
    assert plan.empty
    assert [(item.address.name, item.what) for item in plan.waiting] == [("contact~app", "a first conversion action")]


def test_a_new_goal_is_set_in_the_run_that_brings_it_about() -> None:
    """Nobody knows how Google starts it, so it is set whatever the config wants."""
    for setting in (VIEW, replace(VIEW, biddable=True)):
        plan = plan_of(wanting(conversion("mv_view", settings={"category": "page_view"}), account=(setting,)))
        after = {"biddable": (None, setting.biddable)}
        assert changes(plan)["update customer_conversion_goal page_view~website"] == after
        assert [item.id for item in plan.changes if item.address.name == "page_view~website"] == [""]
        assert not plan.waiting


@pytest.mark.parametrize("pattern", ["Brand*", "?rand*", "*"])
def test_a_pattern_is_about_all_campaigns_that_look_like_it(pattern: str) -> None:
    entry = CampaignGoals(pattern, goals=(CART,))
    plan = plan_of(wanting(campaigns=(entry,)), *THERE, BRAND, JP, GENERIC, *GOALS)
    found = {item.address.name for item in plan.changes if "config" in item.address.type}
    assert found == {"Brand", "Brand JP", "Generic"} - ({"Generic"} if pattern != "*" else set())


def test_an_exact_name_is_only_that_campaign_and_opens_its_own_goals() -> None:
    odd = campaign("Brand*", 4)
    plan = plan_of(
        wanting(campaigns=(CampaignGoals("Brand*", goals=(CART,)),)), *THERE, BRAND, odd,
        *GOALS[:2], campaign_goal(odd, "add_to_cart~website", False),
    )  # fmt: skip
    assert changes(plan) == {
        "update conversion_goal_campaign_config Brand*": {"goal_config_level": ("customer", "campaign")},
        "update campaign_conversion_goal Brand*/add_to_cart~website": {"biddable": (False, True)},
    }


def test_a_dot_in_a_pattern_is_a_dot() -> None:
    entry = CampaignGoals("Br.nd*", goals=(CART,))
    plan = plan_of(wanting(campaigns=(entry,)), *THERE, BRAND, *GOALS[:2])
    assert plan.empty
    (warning,) = (item for item in plan.warnings if item.code == "no-campaign")
    assert warning.severity is Severity.WARNING
    assert warning.summary == 'no campaign is called "Br.nd*"'
    assert warning.hint == 'did you mean "Brand"?'


def test_of_two_settings_of_one_goal_the_later_entry_wins() -> None:
    entries = (CampaignGoals("*", goals=(CART,)), CampaignGoals("Brand", goals=(GoalSetting("add_to_cart", False),)))
    plan = plan_of(wanting(campaigns=entries), *THERE, BRAND, GENERIC, *GOALS)
    assert "update campaign_conversion_goal Generic/add_to_cart~website" in changes(plan)
    assert changes(plan)["update campaign_conversion_goal Brand/add_to_cart~website"] == {"biddable": (False, False)}
    assert "update conversion_goal_campaign_config Brand" in changes(plan)


def test_a_campaign_entry_may_name_no_goal() -> None:
    plan = plan_of(wanting(campaigns=(CampaignGoals("Brand"),)), *THERE, BRAND, *GOALS[:2])
    assert changes(plan) == {
        "update conversion_goal_campaign_config Brand": {"goal_config_level": ("customer", "campaign")},
        "update campaign_conversion_goal Brand/add_to_cart~website": {"biddable": (False, False)},
        "update campaign_conversion_goal Brand/page_view~website": {"biddable": (True, True)},
    }
    assert {str(item.reasons[0]) for item in plan.changes if not item.address.type.endswith("config")} == {
        "set although it reads so: an older setting of its own could come back"
    }


def test_a_campaign_that_has_goals_of_its_own_already_shows_them_all() -> None:
    own = campaign("Brand", 1, own=True)
    assert plan_of(wanting(campaigns=(CampaignGoals("Brand"),)), *THERE, own, *GOALS[:2]).empty


def test_a_campaign_follows_the_account_again() -> None:
    own = campaign("Brand", 1, own=True)
    plan = plan_of(wanting(campaigns=(CampaignGoals("Brand", Level.ACCOUNT),)), *THERE, own, *GOALS[:2])
    assert changes(plan) == {
        "update conversion_goal_campaign_config Brand": {"goal_config_level": ("campaign", "customer")}
    }


def test_both_the_accounts_goals_and_its_own_is_a_conflict() -> None:
    entries = (CampaignGoals("Brand", goals=(CART,)), CampaignGoals("*", Level.ACCOUNT))
    plan = plan_of(wanting(campaigns=entries), *THERE, BRAND, *GOALS[:2])
    assert [(item.address.name, item.summary) for item in plan.conflicts] == [
        ("Brand", "by the config the campaign uses the account's goals and goals of its own")
    ]
    assert not plan.changes


def test_goals_of_its_own_stay_while_the_config_contradicts_itself() -> None:
    own = campaign("Brand", 1, own=True)
    differs = campaign_goal(own, "add_to_cart~website", True)  # the account's is closed
    entries = (CampaignGoals("Brand", goals=(VIEW,)), CampaignGoals("*", Level.ACCOUNT))
    plan = plan_of(wanting(campaigns=entries), *THERE, own, differs, GOALS[1])
    assert [item.address.name for item in plan.conflicts] == ["Brand"]
    assert not plan.changes


def test_two_custom_goals_for_one_campaign_are_a_conflict() -> None:
    custom = (CustomGoal("A", ("mv_cart",), ("Brand",)), CustomGoal("B", ("mv_cart",), ("Br*",)))
    plan = plan_of(wanting(custom=custom), *THERE, BRAND, *GOALS[:2])
    assert "by the config the campaign uses the custom goal A and B" in [item.summary for item in plan.conflicts]


def test_a_custom_goal_is_made_and_given_to_its_campaigns() -> None:
    wanted = wanting(
        conversion("mv_cart"), conversion("mv_new"), custom=(CustomGoal("Learning", ("mv_new", "mv_cart"), ("Brand",)),)
    )
    found = changes(plan_of(wanted, *THERE, BRAND, *GOALS[:2]))
    assert found["create custom_conversion_goal Learning"] == {
        "name": (None, "Learning"), "conversion_actions": (None, ("mv_cart", "mv_new")),
    }  # fmt: skip
    assert found["update conversion_goal_campaign_config Brand"] == {
        "goal_config_level": ("customer", "campaign"), "custom_conversion_goal": (None, "Learning"),
    }  # fmt: skip


def test_a_custom_goal_that_is_as_wanted_is_left_alone() -> None:
    live = custom_goal("Learning", 7, 1)
    used = campaign("Brand", 1, custom=7)
    wanted = wanting(custom=(CustomGoal("Learning", ("mv_cart",), ("Brand",)),))
    assert plan_of(wanted, *THERE, live, used, *GOALS[:2]).empty


def test_no_two_custom_goals_list_the_same_actions() -> None:
    """Google would refuse the second one in every run."""
    live = custom_goal("By hand", 7, 1)
    wanted = wanting(custom=(CustomGoal("Learning", ("mv_cart",)),))
    (conflict,) = plan_of(wanted, *THERE, live).conflicts
    assert str(conflict.address) == 'google_ads.custom_conversion_goal["Learning"]'
    assert (
        conflict.summary == 'it would list the same actions as the custom goal "By hand" does now, which Google refuses'
    )
    gone = custom_goal("By hand", 7, 1, standing=Standing.REMOVED)
    assert not plan_of(wanted, *THERE, gone).conflicts
    assert not plan_of(wanted, *THERE, action("Purchase", 2), custom_goal("By hand", 7, 1, 2)).conflicts


@pytest.mark.parametrize("order", [1, -1])
def test_a_custom_goal_keeps_a_list_that_another_has_too(order: int) -> None:
    live = [custom_goal("By hand", 7, 1), custom_goal("Learning", 8, 1)]
    wanted = wanting(custom=(CustomGoal("Learning", ("mv_cart",)),))
    plan = plan_of(wanted, *THERE, *live[::order])
    assert (plan.conflicts, plan.changes) == ((), ())


def test_two_custom_goals_do_not_swap_their_lists_in_one_run() -> None:
    live = custom_goal("Leads", 7, 1), custom_goal("Learning", 8, 2)
    goals = CustomGoal("Leads", ("mv_view",)), CustomGoal("Learning", ("mv_cart",))
    wanted = wanting(conversion("mv_cart"), conversion("mv_view"), custom=goals)
    plan = plan_of(wanted, *THERE, action("mv_view", 2), *live)
    assert [item.address.name for item in plan.conflicts] == ["Leads", "Learning"]


def test_a_custom_goal_keeps_exactly_what_the_config_lists() -> None:
    live = custom_goal("Learning", 7, 1, 2)
    wanted = wanting(custom=(CustomGoal("Learning", ("mv_cart",)),))
    assert changes(plan_of(wanted, *THERE, action("Purchase", 2), live)) == {
        "update custom_conversion_goal Learning": {"conversion_actions": (("Purchase", "mv_cart"), ("mv_cart",))}
    }


def test_what_a_custom_goal_cannot_list_yet_is_waited_for() -> None:
    late = conversion("mv_late", source="ga4", event="mv_late")
    custom = (CustomGoal("Learning", ("mv_late",), ("Brand",)),)
    plan = plan_of(wanting(conversion("mv_cart"), late, custom=custom), *THERE, BRAND, *GOALS[:2])
    assert [item for item in changes(plan) if "goal" in item] == []
    assert [(item.address.name, item.why) for item in plan.waiting if "goal" in item.address.type] == [
        ("Learning", "not in Google Ads yet: mv_late"),
        ("Brand", 'the custom goal "Learning" has no conversions yet'),
    ]
    both = (CustomGoal("Learning", ("mv_late", "mv_cart"), ("Brand",)),)
    found = changes(plan_of(wanting(conversion("mv_cart"), late, custom=both), *THERE, BRAND, *GOALS[:2]))
    assert found["create custom_conversion_goal Learning"]["conversion_actions"] == (None, ("mv_cart",))


OLD = action("mv_old", 2)


def test_thorough_takes_what_is_set_aside_out_of_custom_goals() -> None:
    live = custom_goal("Theirs", 7, 1, 2, 3)
    other = action("Purchase", 3, primary_for_goal=True)
    plan = plan_of(wanting(demote=Demote.THOROUGH), *THERE, OLD, other, live)
    assert changes(plan) == {
        "update custom_conversion_goal Theirs": {
            "conversion_actions": (("Purchase", "mv_cart", "mv_old"), ("Purchase",)),
        }
    }
    (change,) = plan.changes
    assert change.reasons == ("`demote: thorough` takes mv_cart, mv_old out",)
    assert plan_of(wanting(), *THERE, OLD, other, live).empty


def test_thorough_never_empties_a_custom_goal() -> None:
    plan = plan_of(wanting(demote=Demote.THOROUGH), *THERE, custom_goal("Theirs", 7, 1))
    assert [(item.address.name, item.summary) for item in plan.conflicts] == [
        ("Theirs", "`demote: thorough` would take mv_cart out of it, and nothing else is in it")
    ]
    assert not plan.changes


def test_thorough_leaves_primary_actions_and_named_goals_alone() -> None:
    named = (CustomGoal("Learning", ("mv_cart",)),)
    assert plan_of(wanting(custom=named, demote=Demote.THOROUGH), *THERE, custom_goal("Learning", 7, 1)).empty
    primary = wanting(conversion("mv_cart", role=Role.PRIMARY), demote=Demote.THOROUGH)
    assert plan_of(primary, action("mv_cart", 1, primary_for_goal=True), goal("add_to_cart~website"),
                   custom_goal("Theirs", 7, 1)).empty  # fmt: skip
