"""Renames by `previously`, and what cannot be done in place: a conflict, never a replacement."""

from __future__ import annotations

import pytest
from strategies import CUSTOMER, action, client, conversion, imported, plan_of

from microconv.core.client import Unlisted
from microconv.core.diagnostics import Span
from microconv.core.plan import Action, Conflict
from microconv.core.resource import Address, Standing

CART = Address("google_ads.conversion_action", "mv_cart")
TYPE_HINT = "declare what is live, or give this conversion a new name; microconv never deletes and re-creates"
NAME_HINT = "rename one of the two; names are unique in an account"


def sent(change) -> dict[str, tuple]:
    return {item.name: (item.before, item.after) for item in change.attributes}


def test_a_rename_keeps_the_action_and_its_history() -> None:
    plan = plan_of(client(conversion("mv_add", previously=("mv_cart",))), action("mv_cart", 7))
    (change,) = plan.changes
    assert change.action is Action.UPDATE
    assert str(change.address) == 'google_ads.conversion_action["mv_add"]'
    assert change.id == f"customers/{CUSTOMER}/conversionActions/7"
    assert change.reasons == ('renamed from "mv_cart"',)
    assert sent(change) == {"name": ("mv_cart", "mv_add")}


def test_the_first_old_name_that_is_live_is_renamed() -> None:
    wanted = client(conversion("mv_add", previously=("mv_gone", "mv_cart", "mv_basket")))
    plan = plan_of(wanted, action("mv_basket", 1), action("mv_cart", 2))
    (change,) = plan.changes
    assert change.id.endswith("/2")
    assert plan.unchanged == 1  # mv_basket: unlisted, secondary already


def test_a_stray_can_be_taken_over_by_its_old_name() -> None:
    plan = plan_of(client(conversion("mv_add", previously=("Add to cart!",))), action("Add to cart!"))
    assert [sent(change) for change in plan.changes] == [{"name": ("Add to cart!", "mv_add")}]
    assert plan.unmanaged == ()


def test_where_the_new_name_is_live_the_old_one_is_not_renamed() -> None:
    wanted = client(conversion("mv_add", previously=("mv_cart",)))
    plan = plan_of(wanted, action("mv_add", 1), action("mv_cart", 2, primary_for_goal=True))
    (change,) = plan.changes
    assert change.action is Action.DEMOTE
    assert change.id.endswith("/2")


def test_an_old_name_that_another_conversion_has_now_is_not_taken() -> None:
    wanted = client(conversion("mv_add", previously=("mv_cart",)), conversion("mv_cart"))
    plan = plan_of(wanted, action("mv_cart"))
    assert [(change.action, change.address.name) for change in plan.changes] == [(Action.CREATE, "mv_add")]
    assert plan.unchanged == 1


@pytest.mark.parametrize("standing", [Standing.REMOVED, Standing.SYSTEM, Standing.OTHER_OWNER, Standing.FIXED])
def test_an_old_name_of_what_is_never_ours_is_not_taken(standing: Standing) -> None:
    plan = plan_of(client(conversion("mv_add", previously=("mv_cart",))), action("mv_cart", standing=standing))
    assert [(change.action, change.address.name) for change in plan.changes] == [(Action.CREATE, "mv_add")]


def test_a_rename_onto_the_name_of_a_removed_one_goes_ahead() -> None:
    wanted = client(conversion("mv_add", previously=("mv_cart",)))
    plan = plan_of(wanted, action("mv_cart", 1), action("mv_add", 2, Standing.REMOVED))
    assert [change.id[-1] for change in plan.changes] == ["1"]
    assert plan.conflicts == ()


@pytest.mark.parametrize("mode", list(Unlisted))
def test_another_type_is_a_conflict_never_a_replacement(mode: Unlisted) -> None:
    span = Span("aoi.yaml", 9, 5)
    wanted = client(conversion("mv_cart", span=span), unlisted=mode)
    plan = plan_of(wanted, action("mv_cart", type="upload_clicks", primary_for_goal=True))
    assert plan.changes == ()
    assert plan.conflicts == (
        Conflict(
            CART,
            "source is upload_clicks and cannot become website: the API sets this only when the object is made",
            TYPE_HINT,
            "aoi.yaml:9:5",
        ),
    )
    assert not plan.empty


def test_another_app_is_a_conflict_too() -> None:
    said = {"google_ads.app_id": "com.example.new"}
    live = action("mv_app", type="google_play_download", app_id="com.example.old")
    plan = plan_of(client(conversion("mv_app", source="google_play_download", settings=said)), live)
    assert [item.summary for item in plan.conflicts] == [
        "app_id is com.example.old and cannot become com.example.new: the API sets this only when the object is made"
    ]
    assert plan.changes == ()


def test_the_old_name_of_another_type_is_a_conflict() -> None:
    plan = plan_of(client(conversion("mv_add", previously=("mv_cart",))), action("mv_cart", type="ad_call"))
    assert plan.changes == ()
    assert [(str(item.address), item.summary) for item in plan.conflicts] == [
        (
            'google_ads.conversion_action["mv_add"]',
            "source is ad_call and cannot become website: the API sets this only when the object is made",
        )
    ]


TAKEN = f"the name is taken by customers/{CUSTOMER}/conversionActions/5, which is "


@pytest.mark.parametrize(
    ("standing", "what"),
    [(Standing.SYSTEM, "made by Google"), (Standing.FIXED, "of a type that the API does not let anyone change")],
)
def test_a_name_that_is_taken_is_a_conflict(standing: Standing, what: str) -> None:
    plan = plan_of(client(conversion("mv_cart")), action("mv_cart", 5, standing))
    assert plan.changes == ()
    (conflict,) = plan.conflicts
    assert (conflict.address, conflict.summary) == (CART, TAKEN + what)
    assert conflict.hint.startswith("Google runs that action, and nobody can set its role: ")


def test_a_name_that_an_import_has_is_a_conflict() -> None:
    plan = plan_of(client(conversion("mv_cart")), imported("mv_cart", 5, name="mv_cart"))
    assert plan.changes == ()
    assert plan.conflicts == (Conflict(CART, TAKEN + "imported from GA4", NAME_HINT),)


def test_a_name_that_a_hidden_import_has_is_a_conflict() -> None:
    plan = plan_of(client(conversion("mv_cart")), imported("mv_cart", 5, Standing.HIDDEN, name="mv_cart"))
    assert plan.changes == ()
    assert plan.conflicts == (Conflict(CART, TAKEN + "hidden", NAME_HINT),)


def test_a_rename_onto_a_name_that_is_taken_is_a_conflict() -> None:
    wanted = client(conversion("mv_cart", previously=("mv_old",)))
    plan = plan_of(wanted, action("mv_old", 1), imported("mv_cart", 5, name="mv_cart"))
    assert plan.changes == ()
    assert plan.conflicts == (Conflict(CART, TAKEN + "imported from GA4", NAME_HINT),)


def test_a_conflict_does_not_hide_the_other_changes() -> None:
    wanted = client(conversion("mv_cart"), conversion("mv_new"))
    plan = plan_of(wanted, action("mv_cart", type="ad_call"))
    assert [change.address.name for change in plan.changes] == ["mv_new"]
    assert len(plan.conflicts) == 1
