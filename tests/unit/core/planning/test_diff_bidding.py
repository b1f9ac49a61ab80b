"""When a change makes bidding start or stop using an action."""

from __future__ import annotations

import pytest
from strategies import action, client, conversion, goal, imported, key_event, plan_of

from microconv.core.client import Unlisted
from microconv.core.conversion import GA4_IMPORT, Role
from microconv.core.plan import Bidding
from microconv.core.resource import Standing

PRIMARY = conversion("mv_cart", role=Role.PRIMARY)
SECONDARY = conversion("mv_cart")
NOT_BIDDABLE = goal("add_to_cart~website", False)


def effect(wanted, *live) -> Bidding:
    (change,) = plan_of(wanted, *live).changes
    return change.bidding


@pytest.mark.parametrize("goals", [(), (goal("add_to_cart~website"),)])
def test_primary_in_a_biddable_goal(goals: tuple) -> None:
    assert effect(client(PRIMARY), *goals) is Bidding.STARTS
    assert effect(client(PRIMARY), action("mv_cart"), *goals) is Bidding.STARTS
    assert effect(client(SECONDARY), action("mv_cart", primary_for_goal=True), *goals) is Bidding.STOPS
    assert effect(client(), action("mv_cart", primary_for_goal=True), *goals) is Bidding.STOPS


def test_a_goal_that_is_not_biddable_hides_the_role_from_bidding() -> None:
    assert effect(client(PRIMARY), NOT_BIDDABLE) is Bidding.NO_EFFECT
    assert effect(client(PRIMARY), action("mv_cart"), NOT_BIDDABLE) is Bidding.NO_EFFECT
    assert effect(client(), action("mv_cart", primary_for_goal=True), NOT_BIDDABLE) is Bidding.NO_EFFECT


def test_secondary_never_matters_to_bidding() -> None:
    assert effect(client(SECONDARY)) is Bidding.NO_EFFECT
    changed = conversion("mv_cart", settings={"counting": "one_per_click"})
    assert effect(client(changed), action("mv_cart")) is Bidding.NO_EFFECT


def test_another_category_can_move_an_action_in_or_out_of_bidding() -> None:
    live = action("mv_cart", category="page_view", primary_for_goal=True)
    assert effect(client(PRIMARY), live, goal("page_view~website", False)) is Bidding.STARTS
    assert effect(client(PRIMARY), live, NOT_BIDDABLE) is Bidding.STOPS
    assert effect(client(PRIMARY), live) is Bidding.NO_EFFECT


def test_the_goal_is_that_of_the_origin() -> None:
    call = conversion("mv_call", role=Role.PRIMARY, source="ad_call")
    assert effect(client(call), goal("add_to_cart~call_from_ads", False)) is Bidding.NO_EFFECT
    assert effect(client(call), goal("page_view~website", False)) is Bidding.STARTS


def test_a_new_goal_beside_a_closed_one_of_its_category_promises_nothing() -> None:
    """Google may make it like the others of its category, since 2025-11-17."""
    call = conversion("mv_call", role=Role.PRIMARY, source="ad_call")
    assert effect(client(call), NOT_BIDDABLE) is Bidding.NO_EFFECT


def test_a_hidden_primary_is_used_once_it_is_enabled() -> None:
    hidden = action("mv_cart", standing=Standing.HIDDEN, primary_for_goal=True)
    assert effect(client(PRIMARY), hidden) is Bidding.STARTS


def test_an_import_is_judged_like_any_other() -> None:
    wanted = client(conversion("mv_cart", source=GA4_IMPORT, event="mv_cart", role=Role.PRIMARY))
    assert effect(wanted, imported("mv_cart"), key_event("mv_cart")) is Bidding.STARTS
    assert effect(wanted, imported("mv_cart"), key_event("mv_cart"), NOT_BIDDABLE) is Bidding.NO_EFFECT


def test_removing_a_primary_stops_bidding() -> None:
    wanted = client(unlisted=Unlisted.REMOVE)
    assert effect(wanted, action("mv_cart", primary_for_goal=True)) is Bidding.STOPS
    assert effect(wanted, action("mv_cart")) is Bidding.NO_EFFECT


def test_bidding_does_not_look_at_key_events() -> None:
    assert effect(client(conversion(source=None, event="mv_cart", role=Role.PRIMARY))) is Bidding.NO_EFFECT
