"""Differences, case by case: create, update, demote, keep, remove, unchanged, waiting."""

from __future__ import annotations

import pytest
from strategies import CUSTOMER, PROPERTY, action, client, conversion, imported, key_event, plan_of

from microconv.core.client import Unlisted
from microconv.core.conversion import GA4_IMPORT, Role, Value
from microconv.core.import_arrival import AWAITED
from microconv.core.plan import Action, AttributeChange, Bidding, Change, Plan, Unmanaged, Waiting
from microconv.core.resource import Address, Standing
from microconv.core.text import Text
from microconv.core.value import Money
from microconv.providers import TYPES

CART = Address("google_ads.conversion_action", "mv_cart")
ID = f"customers/{CUSTOMER}/conversionActions/1"


def only(plan: Plan) -> Change:
    """The one change of a plan that has nothing else."""
    assert plan.conflicts == ()
    (change,) = plan.changes
    return change


def sent(change: Change) -> dict[str, tuple]:
    return {item.name: (item.before, item.after) for item in change.attributes}


def test_what_is_not_there_is_created() -> None:
    plan = plan_of(client(conversion("mv_cart", value=Value(500.0, "JPY"), settings={"counting": "one_per_click"})))
    assert only(plan) == Change(
        action=Action.CREATE,
        address=CART,
        reasons=("not in the account",),
        attributes=(
            AttributeChange("name", None, "mv_cart"),
            AttributeChange("type", None, "webpage"),
            AttributeChange("status", None, "enabled"),
            AttributeChange("category", None, "add_to_cart"),
            AttributeChange("primary_for_goal", None, False),
            AttributeChange("value_settings.default_value", None, 500.0),
            AttributeChange("value_settings.default_currency_code", None, "JPY"),
            AttributeChange("value_settings.always_use_default_value", None, True),
            AttributeChange("counting_type", None, "one_per_click"),
        ),
        conversion="mv_cart",
    )
    assert plan.unchanged == 0


def test_what_is_as_wanted_is_unchanged() -> None:
    plan = plan_of(client(conversion("mv_cart")), action("mv_cart"))
    assert plan.empty
    assert plan.unchanged == 1
    assert plan.unmanaged == ()


def test_only_what_differs_is_sent() -> None:
    wanted = conversion("mv_cart", value=Value(500.0, "JPY"), settings={"counting": "one_per_click"})
    live = action("mv_cart", value_settings__default_value=300.0, value_settings__always_use_default_value=True)
    change = only(plan_of(client(wanted), live))
    assert change.action is Action.UPDATE
    assert change.id == ID
    assert change.reasons == ("differs from the config",)
    assert sent(change) == {
        "value_settings.default_value": (300.0, 500.0),
        "counting_type": ("many_per_click", "one_per_click"),
    }


def test_unset_is_not_compared() -> None:
    live = action(
        "mv_cart",
        counting_type="one_per_click",
        value_settings__default_value=999.0,
        value_settings__default_currency_code="USD",
        click_through_lookback_window_days=90,
        phone_call_duration_seconds=10,
        attribution_model_settings__attribution_model="external",
    )
    assert plan_of(client(conversion("mv_cart")), live).empty


def test_a_flag_is_not_a_number() -> None:
    """A snapshot that says 1 where the API says true was not written by us; it is not taken for the same."""
    change = only(plan_of(client(conversion("mv_cart", role=Role.PRIMARY)), action("mv_cart", primary_for_goal=1)))
    assert sent(change) == {"primary_for_goal": (1, True)}


def test_no_value_is_not_an_unset_value() -> None:
    """`value: none` clears what is there; no `value` at all leaves it alone."""
    live = key_event("mv_cart", default_value=Money(500.0, "JPY"))
    unset = conversion("mv_cart", source=None, event="mv_cart")
    none = conversion("mv_cart", source=None, event="mv_cart", value=Value(None, "JPY"))
    assert plan_of(client(unset), live).empty
    assert sent(only(plan_of(client(none), live))) == {"default_value": (Money(500.0, "JPY"), None)}
    assert plan_of(client(none), key_event("mv_cart")).empty


def test_a_value_of_nought_is_not_no_value() -> None:
    wanted = conversion("mv_cart", source=None, event="mv_cart", value=Value(0.0, "JPY"))
    assert sent(only(plan_of(client(wanted), key_event("mv_cart")))) == {"default_value": (None, Money(0.0, "JPY"))}


def test_the_same_amount_in_another_currency_differs() -> None:
    wanted = conversion("mv_cart", source=None, event="mv_cart", value=Value(500.0, "JPY"))
    live = key_event("mv_cart", default_value=Money(500.0, "USD"))
    assert sent(only(plan_of(client(wanted), live))) == {"default_value": (Money(500.0, "USD"), Money(500.0, "JPY"))}


def test_listed_secondary_that_is_primary_is_demoted() -> None:
    change = only(plan_of(client(conversion("mv_cart")), action("mv_cart", primary_for_goal=True)))
    assert change.action is Action.DEMOTE
    assert change.reasons == ("differs from the config",)
    assert sent(change) == {"primary_for_goal": (True, False)}
    assert change.bidding is Bidding.STOPS


def test_unlisted_is_demoted_by_default() -> None:
    change = only(plan_of(client(), action("mv_cart", primary_for_goal=True)))
    assert change == Change(
        action=Action.DEMOTE,
        address=CART,
        reasons=("not in the config",),
        attributes=(AttributeChange("primary_for_goal", True, False),),
        id=ID,
        bidding=Bidding.STOPS,
    )


@pytest.mark.parametrize("mode", [Unlisted.DEMOTE, Unlisted.KEEP])
def test_unlisted_and_secondary_already_is_unchanged(mode: Unlisted) -> None:
    plan = plan_of(client(unlisted=mode), action("mv_cart"))
    assert plan.empty
    assert plan.unchanged == 1


def test_unlisted_is_kept_when_the_config_says_so() -> None:
    plan = plan_of(client(unlisted=Unlisted.KEEP), action("mv_cart", primary_for_goal=True), key_event("mv_cart"))
    assert plan.empty
    assert plan.unchanged == 2


def test_unlisted_is_removed_when_the_config_says_so() -> None:
    plan = plan_of(client(unlisted=Unlisted.REMOVE), action("mv_cart", primary_for_goal=True), key_event("mv_cart"))
    assert [(change.action, str(change.address), change.bidding) for change in plan.changes] == [
        (Action.REMOVE, 'google_ads.conversion_action["mv_cart"]', Bidding.STOPS),
        (Action.REMOVE, 'ga4.key_event["mv_cart"]', Bidding.NO_EFFECT),
    ]
    assert {change.reasons for change in plan.changes} == {
        ("not in the config, and the config says `unlisted: remove`",)
    }


def test_a_removal_says_what_it_takes_away() -> None:
    """So that a journal knows what was there. What is not set is not in it, nor what nobody can ever set (`origin`)."""
    mine = action("mv_cart", primary_for_goal=True, view_through_lookback_window_days=None)
    plan = plan_of(client(unlisted=Unlisted.REMOVE), mine, key_event("mv_cart", default_value=Money(9.0, "USD")))
    actions, events = ({item.name: (item.before, item.after) for item in change.attributes} for change in plan.changes)
    unset = {"view_through_lookback_window_days", "phone_call_duration_seconds", "app_id", "origin"}
    assert actions == {name: (value, None) for name, value in mine.state.items() if name not in unset}
    assert events == {
        "event_name": ("mv_cart", None),
        "counting_method": ("once_per_event", None),
        "default_value": (Money(9.0, "USD"), None),
    }


def test_a_key_event_that_google_does_not_let_one_delete_is_kept() -> None:
    plan = plan_of(client(unlisted=Unlisted.REMOVE), key_event("mv_cart", deletable=False))
    assert plan.empty
    assert plan.unchanged == 1


def test_an_unlisted_key_event_cannot_be_demoted_and_is_kept() -> None:
    plan = plan_of(client(), key_event("mv_cart"))
    assert plan.empty
    assert plan.unchanged == 1


@pytest.mark.parametrize("mode", list(Unlisted))
def test_without_the_prefix_it_is_shown_and_left_alone(mode: Unlisted) -> None:
    plan = plan_of(client(unlisted=mode), action("Purchase", primary_for_goal=True), key_event("purchase", 7))
    why = "not in the config, and without the prefix mv_"
    assert plan.empty
    assert plan.unmanaged == (
        Unmanaged(Address("google_ads.conversion_action", "Purchase"), why, ID),
        Unmanaged(Address("ga4.key_event", "purchase"), why, f"properties/{PROPERTY}/keyEvents/7"),
    )


@pytest.mark.parametrize("mode", list(Unlisted))
@pytest.mark.parametrize(
    ("standing", "why"),
    [
        (Standing.REMOVED, "removed"),
        (Standing.HIDDEN, "hidden, and not in the config"),
        (Standing.SYSTEM, "made by Google"),
        (Standing.OTHER_OWNER, "owned by another account (999-888-7777)"),
        (Standing.FIXED, "of a type that the API does not let anyone change"),
        (Standing.IMPORTED, "imported from GA4, and not in the config"),
    ],
)
def test_the_prefix_alone_does_not_make_these_ours(mode: Unlisted, standing: Standing, why: str) -> None:
    plan = plan_of(client(unlisted=mode), action("mv_cart", standing=standing, primary_for_goal=True))
    assert plan.empty
    assert plan.unmanaged == (Unmanaged(CART, why, ID),)
    assert {item.count for item in plan.managed} == {0}


def test_a_managers_action_of_the_same_name_does_not_stand_in_for_ours() -> None:
    plan = plan_of(client(conversion("mv_cart")), action("mv_cart", standing=Standing.OTHER_OWNER))
    assert only(plan).action is Action.CREATE
    assert [item.why for item in plan.unmanaged] == ["owned by another account (999-888-7777)"]


def test_a_removed_action_is_never_brought_back() -> None:
    plan = plan_of(client(conversion("mv_cart")), action("mv_cart", standing=Standing.REMOVED))
    change = only(plan)
    assert change.action is Action.CREATE
    assert change.reasons == ("not in the account", "a removed one had this name; Google may refuse to use it again")


def test_a_removed_one_beside_the_live_one_changes_nothing() -> None:
    removed = action("mv_cart", 1, Standing.REMOVED, primary_for_goal=True)
    plan = plan_of(client(conversion("mv_cart")), removed, action("mv_cart", 2))
    assert plan.empty
    assert plan.unchanged == 1


def test_a_hidden_one_that_is_listed_is_shown_again() -> None:
    change = only(plan_of(client(conversion("mv_cart")), action("mv_cart", standing=Standing.HIDDEN)))
    assert change.action is Action.UPDATE
    assert change.reasons == ("differs from the config", "hidden in the account, listed in the config")
    assert sent(change) == {"status": ("hidden", "enabled")}


def test_an_import_that_is_not_there_is_waited_for() -> None:
    plan = plan_of(client(conversion("mv_cart", source=GA4_IMPORT, event="mv_cart")), key_event("mv_cart"))
    assert plan.empty
    assert plan.waiting == (
        Waiting(
            CART,
            AWAITED,
            missing=Text(
                "time: everything is there, and Google takes one or two days",
                "待ち時間（必要なものはすべてそろっており、Google の作成まで 1～2 日かかります）",
            ),
        ),
    )


def test_an_import_is_found_by_property_and_event_not_by_name() -> None:
    wanted = client(conversion("mv_cart", source=GA4_IMPORT, event="cart", role=Role.PRIMARY))
    live = imported("cart", name="何でも (web) cart")
    other = imported("add", 2, name="mv_cart")
    plan = plan_of(wanted, live, other, key_event("cart"))
    change = only(plan)
    assert change.address == CART
    assert change.id == live.id
    assert sent(change) == {"primary_for_goal": (False, True)}
    assert [item.id for item in plan.unmanaged] == [other.id]


def test_an_import_of_another_property_is_not_ours() -> None:
    wanted = client(conversion("mv_cart", source=GA4_IMPORT, event="cart"), property_id="111")
    plan = plan_of(wanted, imported("cart"), key_event("cart"))
    assert [item.address for item in plan.waiting] == [CART]
    assert [item.address.name for item in plan.unmanaged] == ["Aoi (web) cart"]


def test_an_import_is_never_renamed_and_its_value_is_left_to_ga4() -> None:
    wanted = conversion("mv_cart", source=GA4_IMPORT, event="cart", value=Value(500.0, "JPY"))
    plan = plan_of(client(wanted), imported("cart"), key_event("cart", default_value=Money(500.0, "JPY")))
    assert plan.empty
    assert plan.unchanged == 2


def test_a_hidden_import_is_enabled_when_its_event_is_listed() -> None:
    wanted = client(conversion("mv_cart", source=GA4_IMPORT, event="cart"))
    change = only(plan_of(wanted, imported("cart", standing=Standing.HIDDEN), key_event("cart")))
    assert sent(change) == {"status": ("hidden", "enabled")}


def test_a_removed_import_is_waited_for_again() -> None:
    wanted = client(conversion("mv_cart", source=GA4_IMPORT, event="cart"))
    plan = plan_of(wanted, imported("cart", standing=Standing.REMOVED), key_event("cart"))
    assert plan.changes == ()
    assert [item.address for item in plan.waiting] == [CART]


def test_a_website_action_named_like_the_id_of_an_import_is_not_that_import() -> None:
    """An object that is matched by property and event must not be matched by a name that somebody chose."""
    wanted = client(conversion("mv_cart", source=GA4_IMPORT, event="mv_cart", role=Role.PRIMARY))
    stray = action(f"ga4:{PROPERTY}/mv_cart")
    plan = plan_of(wanted, stray, key_event("mv_cart"))
    assert plan.changes == ()
    assert [item.address for item in plan.waiting] == [CART]
    assert [item.id for item in plan.unmanaged] == [stray.id]


def test_protected_is_said_of_a_change_but_not_of_a_create() -> None:
    wanted = client(conversion("mv_cart", protect=True))
    assert only(plan_of(wanted, action("mv_cart", primary_for_goal=True))).protected is True
    assert only(plan_of(wanted)).protected is False


def test_changes_are_listed_by_type_then_name() -> None:
    wanted = client(*(conversion(name, event=name) for name in ("mv_b", "mv_c", "mv_a")))
    assert [str(change.address) for change in plan_of(wanted).changes] == [
        *(f'google_ads.conversion_action["{name}"]' for name in ("mv_a", "mv_b", "mv_c")),
        *(f'ga4.key_event["{name}"]' for name in ("mv_a", "mv_b", "mv_c")),
    ]


def test_managed_counts_what_is_live_and_ours() -> None:
    wanted = client(conversion("mv_a"), conversion("mv_new"), conversion("Purchase"))
    plan = plan_of(wanted, action("mv_a", 1), action("Purchase", 2), action("mv_old", 3), action("Stray", 4))
    assert {item.type: item.count for item in plan.managed if item.count} == {"google_ads.conversion_action": 3}
    assert [item.type for item in plan.managed] == [kind.name for kind in TYPES if kind.provider != "tag_manager"]
