"""The forecast of bidding: now, and once a plan is carried out."""

from __future__ import annotations

from dataclasses import replace

from strategies import (
    action,
    action_id,
    ads,
    campaign,
    campaign_goal,
    client,
    conversion,
    custom_goal,
    goal,
    plan_of,
)

from microconv.core.bidding.effective import Campaign
from microconv.core.bidding.inputs import bidding_inputs, where_used
from microconv.core.client import CampaignGoals, CustomGoal, Goals, GoalSetting, Level
from microconv.core.conversion import Role
from microconv.core.plan import Bidding, Shift
from microconv.core.planning.make import make_plan
from microconv.core.resource import Standing
from microconv.providers import TYPES

CART = action("mv_cart", 1, primary_for_goal=True)
WANTED = conversion("mv_cart", role=Role.PRIMARY)
BRAND, GENERIC = campaign("Brand", 1), campaign("Generic", 2)
PAIR = "add_to_cart~website"


def starts(name: str, number: int | None, *campaigns: str, everywhere: bool = False) -> Shift:
    """`number` is the action's, None for one that the plan makes."""
    identifier = f"new:{name}" if number is None else action_id(number)
    return Shift(name, Bidding.STARTS, campaigns, everywhere, identifier)


def stops(name: str, number: int, *campaigns: str, everywhere: bool = False) -> Shift:
    return Shift(name, Bidding.STOPS, campaigns, everywhere, action_id(number))


def test_a_goal_that_was_not_read_is_as_google_makes_it() -> None:
    state = bidding_inputs([CART, action("mv_visit", 2, category="store_visit", origin="store")])
    assert state.goals == {PAIR: True, "store_visit~store": False}
    assert state.campaigns is None
    assert bidding_inputs([CART, goal(PAIR, False)]).goals == {PAIR: False}


def test_removed_actions_do_not_count_and_hidden_ones_are_not_enabled() -> None:
    state = bidding_inputs(
        [action("mv_a", 1, Standing.REMOVED), action("mv_b", 2, Standing.HIDDEN, primary_for_goal=True)]
    )
    assert [(item.name, item.enabled) for item in state.actions] == [("mv_b", False)]
    assert state.used() == frozenset()


def test_campaigns_with_their_goals_and_custom_goals() -> None:
    own, both = campaign("Own", 1, own=True), campaign("Both", 2, custom=7)
    state = bidding_inputs([CART, own, both, campaign_goal(own, PAIR, False), custom_goal("Learning", 7, 1)])
    assert state.campaigns == (
        Campaign("2", "Both", True, {}, "Learning", frozenset({action_id(1)})),
        Campaign("1", "Own", True, {PAIR: False}),
    )
    assert state.used() == {("", action_id(1)), ("2", action_id(1))}
    assert where_used(state, action_id(1)) == ['campaign "Both" (custom goal "Learning")']


def test_a_campaign_that_follows_the_account_has_no_goals_of_its_own() -> None:
    follows = campaign("Brand", 1)
    state = bidding_inputs([CART, follows, campaign_goal(follows, PAIR, False)])
    assert state.campaigns == (Campaign("1", "Brand"),)
    assert where_used(state, action_id(1)) == ['campaign "Brand"']
    assert where_used(bidding_inputs([CART]), action_id(1)) == ["the account's goals"]
    assert where_used(state, "nobody") == []


def test_a_removed_custom_goal_lists_nothing() -> None:
    state = bidding_inputs([action("mv_cart", 1), campaign("Brand", 1, custom=7),
                  custom_goal("Old", 7, 1, standing=Standing.REMOVED)])  # fmt: skip
    assert state.used() == frozenset()


def test_a_promotion_is_everywhere_where_all_campaigns_follow_the_account() -> None:
    plan = plan_of(client(WANTED), action("mv_cart", 1), goal(PAIR), BRAND, GENERIC)
    assert plan.shifts == (starts("mv_cart", 1, "Brand", "Generic", everywhere=True),)
    assert [item.bidding for item in plan.changes] == [Bidding.STARTS]


def test_a_campaign_with_goals_of_its_own_does_not_take_part() -> None:
    own = campaign("Own", 3, own=True)
    plan = plan_of(client(WANTED), action("mv_cart", 1), goal(PAIR), BRAND, own, campaign_goal(own, PAIR, False))
    assert plan.shifts == (starts("mv_cart", 1, "Brand"),)


def test_without_campaigns_the_account_is_everywhere() -> None:
    assert plan_of(client(), CART).shifts == (stops("mv_cart", 1, everywhere=True),)


def test_a_goal_that_closes_stops_all_its_actions() -> None:
    goals = Goals(account=(GoalSetting("add_to_cart", False),))
    plan = plan_of(client(WANTED, goals=goals), CART, action("Purchase", 2, primary_for_goal=True), goal(PAIR), BRAND)
    assert plan.shifts == (
        stops("Purchase", 2, "Brand", everywhere=True),
        stops("mv_cart", 1, "Brand", everywhere=True),
    )


def test_a_custom_goal_starts_secondary_actions() -> None:
    goals = Goals(custom=(CustomGoal("Learning", ("mv_cart", "mv_new"), ("Brand",)),))
    wanted = client(conversion("mv_cart"), conversion("mv_new"), goals=goals)
    plan = plan_of(wanted, action("mv_cart", 1), goal(PAIR), BRAND, GENERIC, campaign_goal(BRAND, PAIR))
    assert plan.shifts == (starts("mv_cart", 1, "Brand"), starts("mv_new", None, "Brand"))


def test_a_campaign_that_follows_the_account_again_loses_its_custom_goal() -> None:
    goals = Goals(campaigns=(CampaignGoals("Brand", Level.ACCOUNT),))
    used = campaign("Brand", 1, custom=7)
    plan = plan_of(
        client(conversion("mv_cart"), replace(WANTED, name="mv_b"), goals=goals),
        action("mv_cart", 1), action("mv_b", 2, primary_for_goal=True), goal(PAIR), used,
        campaign_goal(used, PAIR, False), custom_goal("Learning", 7, 1),
    )  # fmt: skip
    assert plan.shifts == (starts("mv_b", 2, "Brand", everywhere=True), stops("mv_cart", 1, "Brand", everywhere=True))


def test_what_a_closed_account_goal_means_for_a_campaign_that_leaves_it() -> None:
    """The account's goal closes first, so the campaign starts out with it closed."""
    goals = Goals(account=(GoalSetting("add_to_cart", False),), campaigns=(CampaignGoals("Brand"),))
    plan = plan_of(client(WANTED, goals=goals), CART, goal(PAIR), BRAND, campaign_goal(BRAND, PAIR))
    assert plan.shifts == (stops("mv_cart", 1, "Brand", everywhere=True),)


def test_a_new_primary_action_is_split_where_goals_change() -> None:
    goals = Goals(account=(GoalSetting("add_to_cart", True),))
    plan = plan_of(client(WANTED, goals=goals), action("Other", 2), goal(PAIR, False))
    made, promoted = [item for item in plan.changes if item.address.name == "mv_cart"]
    assert [(item.name, item.after) for item in made.attributes if item.name == "primary_for_goal"] == [
        ("primary_for_goal", False)
    ]
    assert (made.action, made.bidding) == ("create", Bidding.NO_EFFECT)
    assert (promoted.action, promoted.bidding, promoted.id) == ("update", Bidding.STARTS, "")
    assert [(item.name, item.before, item.after) for item in promoted.attributes] == [("primary_for_goal", False, True)]
    assert promoted.reasons == ("promoted once the goals are set",)


def test_a_rename_is_one_action() -> None:
    wanted = client(conversion("mv_new", previously=("mv_cart",), role=Role.PRIMARY))
    assert plan_of(wanted, CART, goal(PAIR)).shifts == ()


def test_a_plan_without_google_ads_shifts_nothing() -> None:
    assert make_plan(TYPES, client(WANTED), [ads()]).shifts == (starts("mv_cart", None, everywhere=True),)
    assert make_plan(TYPES, client(WANTED), []).shifts == ()
