"""A plan as text: every line of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hostile import NAMES, harmful, hostile_plan
from strategies import action, client, conversion, goal, imported, key_event, plan_of

from microconv.core.client import Unlisted
from microconv.core.conversion import GA4_IMPORT, Role, Value
from microconv.core.diagnostics import Span
from microconv.core.plan import Plan
from microconv.core.resource import Standing
from microconv.core.value import Money
from microconv.render.plan import plan_text, summary
from microconv.render.style import Style

HEAD = "aoi-store  google_ads 123-456-7890 · ga4 345678901"


def body(plan: Plan) -> list[str]:
    """The lines between the heading and the summary."""
    first, *lines = plan_text(plan).splitlines()
    assert first == HEAD
    assert lines[-1].startswith(f"Plan {plan.fingerprint[:8]}: ")
    return lines[:-1]


def test_nothing_to_do() -> None:
    plan = plan_of(client(conversion("mv_cart")), action("mv_cart"))
    assert plan_text(plan) == (
        f"{HEAD}\n"
        f"Plan {plan.fingerprint[:8]}: 0 to create, 0 to update, 0 to demote, 1 unchanged, 0 not ours. "
        "0 API calls (0 operations); reading took 3.\n"
    )


def test_create_demote_and_update() -> None:
    wanted = client(
        conversion(
            "mv_cart",
            source=None,
            event="mv_cart",
            value=Value(500.0, "JPY"),
            settings={"ga4.counting": "once_per_session"},
        ),
        conversion("mv_video", settings={"google_ads.click_through_lookback_window_days": 7}),
    )
    plan = plan_of(wanted, action("mv_form_start", 1, primary_for_goal=True), action("mv_video", 2))
    assert plan_text(plan) == "\n".join([
        HEAD,
        '  ~ google_ads.conversion_action["mv_form_start"]  demote: not in the config',
        "      primary_for_goal   true → false      bidding stops using this",
        '  ~ google_ads.conversion_action["mv_video"]  update: differs from the config',
        "      click_through_lookback_window_days 30 → 7",
        '  + ga4.key_event["mv_cart"]  create: not in the account',
        "      event_name         mv_cart",
        "      counting_method    once_per_session",
        "      default_value      500 JPY",
        '  » bidding stops using "mv_form_start"',
        f"Plan {plan.fingerprint[:8]}: 1 to create, 1 to update, 1 to demote, 0 unchanged, 0 not ours. "
        "2 API calls (3 operations); reading took 3.",
        "",
    ])  # fmt: skip


def test_remove_says_so_in_the_line_and_in_the_sum() -> None:
    plan = plan_of(client(unlisted=Unlisted.REMOVE), action("mv_old", primary_for_goal=True))
    assert body(plan) == [
        '  - google_ads.conversion_action["mv_old"]  remove: not in the config, and the config says `unlisted: remove`',
        "      bidding stops using this",
        '  » bidding stops using "mv_old"',
    ]
    assert ", 1 to remove, 0 unchanged" in summary(plan)


def test_a_rename_and_protection_are_in_the_title() -> None:
    plan = plan_of(client(conversion("mv_add", previously=("mv_cart",), protect=True)), action("mv_cart"))
    assert body(plan) == [
        '  ~ google_ads.conversion_action["mv_add"]  update: renamed from "mv_cart"; protected',
        "      name               mv_cart → mv_add",
    ]


def test_bidding_that_moves_by_the_category_has_a_line_of_its_own() -> None:
    live = action("mv_cart", category="page_view", primary_for_goal=True)
    plan = plan_of(client(conversion("mv_cart", role=Role.PRIMARY)), live, goal("page_view~website", False),
                   goal("add_to_cart~website"))  # fmt: skip
    assert body(plan) == [
        '  ~ google_ads.conversion_action["mv_cart"]  update: differs from the config',
        "      category           page_view → add_to_cart",
        "      bidding starts using this",
        '  » bidding starts using "mv_cart"',
    ]


def test_empty_is_written_as_empty() -> None:
    wanted = client(conversion("mv_cart", source=None, event="mv_cart", value=Value(None, "JPY")))
    plan = plan_of(wanted, key_event("mv_cart", default_value=Money(0.5, "JPY")))
    assert body(plan)[1] == "      default_value      0.5 JPY → (empty)"


def test_a_conflict_names_its_place_and_the_way_out() -> None:
    plan = plan_of(client(conversion("mv_cart", span=Span("aoi.yaml", 9, 5))), action("mv_cart", type="ad_call"))
    assert body(plan) == [
        '  ! google_ads.conversion_action["mv_cart"]  conflict (aoi.yaml:9:5)',
        "      type is ad_call and cannot become webpage: the API sets this only when the object is made",
        "      → declare what is live, or give this conversion a new name; microconv never deletes and re-creates",
    ]
    assert ", 1 in conflict, 0 not ours" in summary(plan)


def test_waiting_says_for_what() -> None:
    plan = plan_of(client(conversion("mv_cart", source=GA4_IMPORT, event="cart")), key_event("cart"))
    assert body(plan) == [
        '  … google_ads.conversion_action["mv_cart"]  waiting for Google\'s import',
        "      Google imports GA4's key event cart of property 345678901 by itself, one or two days after the key "
        "event exists and GA4 is linked to Google Ads; no API call can make it. Missing: time: everything is there, "
        "and Google takes one or two days",
    ]
    assert ", 1 unchanged, 1 waiting, 0 not ours" in summary(plan)


def test_what_is_not_ours_is_listed_and_removed_ones_are_counted() -> None:
    plan = plan_of(
        client(),
        action("Purchase", 1),
        action("mv_a", 2, Standing.REMOVED),
        action("mv_a", 3, Standing.REMOVED),
        action("mv_s", 4, Standing.OTHER_OWNER),
    )
    assert body(plan) == [
        '  · google_ads.conversion_action["Purchase"]  not ours: not in the config, and without the prefix mv_',
        '  · google_ads.conversion_action["mv_s"]  not ours: owned by another account (999-888-7777)',
        "  · 2 removed google_ads.conversion_action",
    ]
    assert ", 4 not ours." in summary(plan)


def test_one_call_and_one_operation_are_singular() -> None:
    assert " 1 API call (1 operation); reading took 3." in summary(plan_of(client(conversion("mv_cart"))))
    assert summary(replace(plan_of(client()), reads=0)).endswith("0 API calls (0 operations).")


def test_an_emulated_plan_says_so_in_its_first_line() -> None:
    assert plan_text(plan_of(client(), emulated=True)).splitlines()[0] == f"{HEAD}  (emulated)"


def test_warnings_come_last() -> None:
    plan = plan_of(
        client(conversion("mv_cart", event="mv_cart", role=Role.PRIMARY)),
        action("mv_cart", 1, primary_for_goal=True), imported("mv_cart", 2, primary_for_goal=True),
        key_event("mv_cart"),
    )  # fmt: skip
    assert plan_text(plan).splitlines()[-2:] == [
        'google_ads.conversion_action["Aoi (web) mv_cart"]: warning: "mv_cart" and "Aoi (web) mv_cart" count the same '
        "GA4 event mv_cart, and both are primary: bidding counts each conversion twice [double-counting]",
        "    → make one of the two secondary, or declare the import instead: `google_ads: {source: ga4}`",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_no_name_reaches_the_terminal_as_it_is(name: str) -> None:
    plan = hostile_plan(name)
    text = plan_text(plan)
    assert harmful(text) == []
    assert len(text.splitlines()) == len(plan_text(hostile_plan("harmless")).splitlines())


def test_without_colour_there_is_no_escape_character_and_with_it_the_text_is_the_same() -> None:
    plan = hostile_plan("x")
    plain, coloured = plan_text(plan), plan_text(plan, Style(colour=True))
    assert "\x1b" not in plain
    assert "\x1b[" in coloured
    import click

    assert click.unstyle(coloured) == plain


def test_japanese_names_are_shown_as_they_are() -> None:
    plan = plan_of(client(conversion("資料請求", event="shiryo")), goal("add_to_cart~website"))
    assert '  + google_ads.conversion_action["資料請求"]  create: not in the account' in body(plan)
