"""Two readings of the same accounts: what was made, changed and removed in between, and who did not do it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from microconv.core.expected_setup import Deed
from microconv.core.kinds import ACTION, KEY_EVENT
from microconv.core.plan import Action, AttributeChange, Change
from microconv.core.resource import Address, Live, Reading, Standing
from microconv.core.setup_difference import setup_difference
from microconv.providers import TYPES
from tests.strategies import action, ads, ga4, goal, key_event


def seen(before: list[Reading], after: list[Reading]) -> list[tuple[str, str, dict[str, tuple[object, object]]]]:
    return [
        (change.action.value, str(change.address), {one.name: (one.before, one.after) for one in change.attributes})
        for change in setup_difference(TYPES, before, after)
    ]


def test_a_reading_does_not_differ_from_itself() -> None:
    readings = [ads(action("mv_cart"), goal("page_view~website")), ga4(key_event("mv_cart"))]
    assert seen(readings, readings) == []


def test_made_changed_removed() -> None:
    before = [ads(action("mv_cart"), action("mv_old", 2), goal("page_view~website")), ga4(key_event("mv_cart"))]
    after = [
        ads(
            action("mv_cart", primary_for_goal=True, value_settings__default_value=500.0),
            action("mv_old", 2, Standing.REMOVED),
            goal("page_view~website", biddable=False),
        ),
        ga4(key_event("mv_cart"), key_event("mv_new", 2)),
    ]
    found = seen(before, after)
    assert found[0][:2] == ("create", 'ga4.key_event["mv_new"]')
    assert found[1:] == [
        ("update", 'google_ads.conversion_action["mv_cart"]', {
            "primary_for_goal": (False, True), "value_settings.default_value": (0.0, 500.0),
        }),
        ("remove", 'google_ads.conversion_action["mv_old"]', {}),
        ("update", 'google_ads.customer_conversion_goal["page_view~website"]', {"biddable": (True, False)}),
    ]  # fmt: skip


def test_a_renamed_object_is_the_same() -> None:
    assert seen([ads(action("mv_cart"))], [ads(action("mv_basket"))]) == [
        ("update", 'google_ads.conversion_action["mv_basket"]', {"name": ("mv_cart", "mv_basket")})
    ]


def test_what_the_server_alone_sets_is_not_a_change() -> None:
    before = ads(action("mv_cart", attribution_model_settings__data_driven_model_status="stale"))
    after = ads(action("mv_cart", attribution_model_settings__data_driven_model_status="available"))
    assert seen([before], [after]) == []


def test_of_what_only_one_has_nothing_is_said() -> None:
    whole, part = ads(action("mv_cart")), replace(ads(), types=frozenset({"google_ads.customer_conversion_goal"}))
    assert seen([part], [whole]) == seen([whole], [part]) == []
    assert seen([], [whole]) == seen([whole], []) == []
    other = replace(whole, account="999-999-9999")
    assert seen([other], [whole]) == []


def test_what_runs_did_is_taken_out() -> None:
    before = [ads(action("mv_cart"), action("mv_old", 2)), ga4()]
    after = [
        ads(action("mv_cart", primary_for_goal=True, value_settings__default_value=500.0)),
        ga4(key_event("mv_cart"), key_event("mv_new", 2)),
    ]
    cart = Address(ACTION, "mv_cart")
    role = AttributeChange("primary_for_goal", False, True)
    done = [
        Change(Action.UPDATE, cart, (), (role,), f"customers/1234567890/conversionActions/{1}"),
        Change(Action.UPDATE, cart, (), (AttributeChange("value_settings.default_value", 0.0, 300.0),)),
        Change(Action.CREATE, Address(KEY_EVENT, "mv_cart"), (), ()),
    ]
    left = setup_difference(TYPES, before, after, map(Deed, done))
    assert [(change.action.value, change.address.name) for change in left] == [
        ("create", "mv_new"), ("update", "mv_cart"), ("remove", "mv_old"),
    ]  # fmt: skip
    assert [item.name for item in left[1].attributes] == ["value_settings.default_value"]
    assert setup_difference(TYPES, before, after, map(Deed, [*done, *left])) == ()


PRIMARY, VALUE = "primary_for_goal", "value_settings.default_value"
CART_ID = "customers/1234567890/conversionActions/1"
UP = Change(Action.UPDATE, Address(ACTION, "mv_cart"), (), (AttributeChange(PRIMARY, False, True),), CART_ID)
MADE = Change(Action.CREATE, Address(ACTION, "mv_new"), (), (AttributeChange(VALUE, None, 500.0),))


def by_others(before: Sequence[Live], after: Sequence[Live], *done: Deed) -> list[tuple[str, str, list[Any]]]:
    return [
        (change.action.value, change.address.name, [(one.name, one.before, one.after) for one in change.attributes])
        for change in setup_difference(TYPES, [ads(*before)], [ads(*after)], done)
    ]


def test_what_somebody_set_back_differs_though_both_readings_are_the_same() -> None:
    assert by_others([action("mv_cart")], [action("mv_cart")], Deed(UP)) == [
        ("update", "mv_cart", [(PRIMARY, True, False)])
    ]
    assert by_others([action("mv_cart")], [action("mv_cart", primary_for_goal=True)], Deed(UP)) == []


def test_what_somebody_set_and_a_run_set_back_differs() -> None:
    down = replace(UP, attributes=(AttributeChange(PRIMARY, True, False),))
    assert by_others([action("mv_cart")], [action("mv_cart")], Deed(down)) == [
        ("update", "mv_cart", [(PRIMARY, False, True)])
    ]
    assert by_others([action("mv_cart")], [action("mv_cart")], Deed(UP), Deed(down)) == []


def test_of_what_may_have_happened_both_are_as_they_should_be() -> None:
    for after in (True, False):
        assert by_others([action("mv_cart")], [action("mv_cart", primary_for_goal=after)], Deed(UP, sure=False)) == []
    gone = Deed(Change(Action.REMOVE, UP.address, (), (), CART_ID), sure=False)
    assert by_others([action("mv_cart")], [], gone) == by_others([action("mv_cart")], [action("mv_cart")], gone) == []
    assert by_others([], [], Deed(MADE, sure=False)) == []


def test_what_a_run_made_is_told_as_far_as_somebody_else_changed_it() -> None:
    made = action("mv_new", 7, value_settings__default_value=500.0)
    assert by_others([], [made], Deed(MADE)) == []
    changed = action("mv_new", 7, value_settings__default_value=900.0)
    assert by_others([], [changed], Deed(MADE)) == [("update", "mv_new", [(VALUE, 500.0, 900.0)])]
    assert by_others([], [], Deed(MADE)) == [("remove", "mv_new", [])]
    named = replace(MADE, attributes=(*MADE.attributes, AttributeChange("name", None, "mv_new")))
    renamed = action("mv_other", 7, value_settings__default_value=500.0)
    assert by_others([], [renamed], Deed(named)) == [("update", "mv_other", [("name", "mv_new", "mv_other")])]


def test_what_was_removed_and_is_there_again() -> None:
    gone = Deed(Change(Action.REMOVE, UP.address, (), (), CART_ID))
    assert [one[:2] for one in by_others([action("mv_cart")], [action("mv_cart", 2)], gone)] == [("create", "mv_cart")]
    again = Deed(replace(MADE, address=UP.address, attributes=()))
    assert by_others([action("mv_cart")], [action("mv_cart", 2)], gone, again) == []
    assert by_others([action("mv_cart")], [action("mv_cart", 2)], again) == [("remove", "mv_cart", [])]


def test_the_action_of_a_manager_account_is_one_whichever_account_was_asked() -> None:
    theirs = Deed(replace(UP, id="customers/9998887777/conversionActions/1"))
    assert by_others([action("mv_cart")], [action("mv_cart", primary_for_goal=True)], theirs) == []
