"""A plan as text: every line of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hostile import NAMES, harmful, hostile_plan
from strategies import action, client, conversion, goal, imported, key_event, plan_of
from styles import WIDE

from microconv.core.client import Unlisted
from microconv.core.conversion import GA4_IMPORT, Role, Value
from microconv.core.diagnostics import Span
from microconv.core.plan import AttributeChange, Plan
from microconv.core.resource import Standing
from microconv.core.text import Language
from microconv.core.value import Money
from microconv.render.plan import change_lines, plan_text, summary
from microconv.render.safe import safe, width
from microconv.render.style import Style

HEAD = "aoi-store  Google Ads 123-456-7890 · GA4 345678901"


def body(plan: Plan) -> list[str]:
    """The lines between the heading and the summary."""
    first, *lines = plan_text(plan, WIDE).splitlines()
    assert first == HEAD
    assert lines[-1].startswith(f"Plan {plan.fingerprint[:8]}: ")
    return lines[:-1]


def test_nothing_to_do() -> None:
    plan = plan_of(client(conversion("mv_cart")), action("mv_cart"))
    assert plan_text(plan) == f"{HEAD}  no changes: 1 unchanged\n"


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
        "  Bidding",
        '    » stops using "mv_form_start"',
        '  ~ conversion "mv_form_start"  role primary → secondary: not in the config',
        '  ~ conversion "mv_video"  days after a click 30 → 7',
        '  + key event "mv_cart"  create: not in the account',
        "      counting once_per_session · value 500 JPY",
        f"Plan {plan.fingerprint[:8]}: 1 to create, 1 to update, 1 to demote. "
        "2 API calls (3 operations); reading took 3.",
        "",
    ])  # fmt: skip


def test_remove_says_so_in_the_line_and_in_the_sum() -> None:
    plan = plan_of(client(unlisted=Unlisted.REMOVE), action("mv_old", primary_for_goal=True))
    assert body(plan) == [
        "  Bidding",
        '    » stops using "mv_old"',
        '  - conversion "mv_old"  remove: not in the config, and the config says `unlisted: remove`',
    ]
    assert ": 1 to remove." in summary(plan)


def test_a_rename_and_protection_are_in_the_title() -> None:
    plan = plan_of(client(conversion("mv_add", previously=("mv_cart",), protect=True)), action("mv_cart"))
    assert body(plan) == [
        '  ~ conversion "mv_add"  name mv_cart → mv_add: protected',
    ]
    verbose = plan_text(plan, WIDE, verbose=True)
    assert 'update: renamed from "mv_cart"; protected' in verbose


def test_of_a_change_without_its_name_the_former_name_is_told() -> None:
    plan = plan_of(client(conversion("mv_add", previously=("mv_cart",))), action("mv_cart"))
    (change,) = plan.changes
    unnamed = replace(change, attributes=(AttributeChange("category", "page_view", "purchase"),))
    assert change_lines(unnamed, WIDE) == [
        '  ~ conversion "mv_add"  category page_view → purchase: renamed from "mv_cart"',
    ]


def test_japanese_reasons_stand_beside_each_other_as_japanese_has_it() -> None:
    wanted = conversion("mv_add", source=GA4_IMPORT, event="mv_add", protect=True)
    plan = plan_of(client(wanted), imported("mv_add", 1, Standing.HIDDEN), key_event("mv_add"))
    line = plan_text(plan, WIDE, language=Language.JA).splitlines()[1]
    assert line.endswith(": アカウントでは非表示、設定には記載あり、保護されています"), line
    verbose = plan_text(plan, WIDE, language=Language.JA, verbose=True)
    assert not {", ", "; "} & {verbose[at : at + 2] for at in range(len(verbose))}, verbose


def test_bidding_that_moves_by_the_category_has_a_line_of_its_own() -> None:
    live = action("mv_cart", category="page_view", primary_for_goal=True)
    plan = plan_of(client(conversion("mv_cart", role=Role.PRIMARY)), live, goal("page_view~website", False),
                   goal("add_to_cart~website"))  # fmt: skip
    assert body(plan) == [
        "  Bidding",
        '    » starts using "mv_cart"',
        '  ~ conversion "mv_cart"  category page_view → add_to_cart',
    ]


def test_empty_is_written_as_empty() -> None:
    wanted = client(conversion("mv_cart", source=None, event="mv_cart", value=Value(None, "JPY")))
    plan = plan_of(wanted, key_event("mv_cart", default_value=Money(0.5, "JPY")))
    assert body(plan) == ['  ~ key event "mv_cart"  value 0.5 JPY → (empty)']


def test_a_conflict_names_its_place_and_the_way_out() -> None:
    plan = plan_of(client(conversion("mv_cart", span=Span("aoi.yaml", 9, 5))), action("mv_cart", type="ad_call"))
    assert body(plan) == [
        '  ! conversion "mv_cart"  conflict (aoi.yaml:9:5)',
        "      source is ad_call and cannot become website: the API sets this only when the object is made",
        "      → declare what is live, or give this conversion a new name; microconv never deletes and re-creates",
    ]
    assert ": 1 in conflict." in summary(plan)


def test_waiting_says_for_what() -> None:
    plan = plan_of(client(conversion("mv_cart", source=GA4_IMPORT, event="cart")), key_event("cart"))
    assert body(plan) == [
        '  … conversion "mv_cart" waits for Google\'s import',
        "      Missing: time: everything is there, and Google takes one or two days",
    ]
    assert ": 1 unchanged, 1 waiting." in summary(plan)


def test_what_is_not_ours_is_counted_and_listed_only_where_it_is_asked_for() -> None:
    plan = plan_of(
        client(),
        action("Purchase", 1),
        action("mv_a", 2, Standing.REMOVED),
        action("mv_a", 3, Standing.REMOVED),
        action("mv_s", 4, Standing.OTHER_OWNER),
    )
    assert plan_text(plan) == f"{HEAD}  no changes: 4 not ours\n"
    assert plan_text(plan, verbose=True).splitlines()[1:-1] == [
        '  · google_ads.conversion_action["Purchase"]  not in the config, and without the prefix mv_',
        '  · google_ads.conversion_action["mv_a"]  removed',
        '  · google_ads.conversion_action["mv_a"]  removed',
        '  · google_ads.conversion_action["mv_s"]  owned by another account (999-888-7777)',
    ]
    assert ": 4 not ours." in summary(plan)


def test_one_call_and_one_operation_are_singular() -> None:
    assert " 1 API call (1 operation); reading took 3." in summary(plan_of(client(conversion("mv_cart"))))
    assert summary(replace(plan_of(client()), reads=0)).endswith("0 API calls (0 operations).")


def test_an_emulated_plan_says_so_in_its_first_line() -> None:
    changed = plan_of(client(conversion("mv_cart")), emulated=True)
    assert plan_text(changed).splitlines()[0] == f"{HEAD}  (emulated)"
    assert plan_text(plan_of(client(), emulated=True)) == f"{HEAD}  (emulated)  no changes: nothing declared\n"


def test_warnings_come_before_the_last_line() -> None:
    plan = plan_of(
        client(conversion("mv_cart", event="mv_cart", role=Role.PRIMARY)),
        action("mv_cart", 1, primary_for_goal=True), imported("mv_cart", 2, primary_for_goal=True),
        key_event("mv_cart"),
    )  # fmt: skip
    assert plan_text(plan, WIDE).splitlines()[-3:-1] == [
        'conversion "Aoi (web) mv_cart": warning: "mv_cart" and "Aoi (web) mv_cart" count the same '
        "GA4 event mv_cart, and both are primary: bidding counts each conversion twice [double-counting]",
        "    → make one of the two secondary, or declare the import instead: `google_ads: {source: ga4}`",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_no_name_reaches_the_terminal_as_it_is(name: str) -> None:
    plan = hostile_plan(name)
    for language in Language:
        for verbose in (False, True):
            text = plan_text(plan, WIDE, language=language, verbose=verbose)
            harmless = plan_text(hostile_plan("harmless"), WIDE, language=language, verbose=verbose)
            assert harmful(text) == []
            assert len(text.splitlines()) == len(harmless.splitlines())


def test_without_colour_there_is_no_escape_character_and_with_it_the_text_is_the_same() -> None:
    plan = hostile_plan("x")
    plain, coloured = plan_text(plan), plan_text(plan, Style(colour=True))
    assert "\x1b" not in plain
    assert "\x1b[" in coloured
    import click

    assert click.unstyle(coloured) == plain


def test_japanese_names_are_shown_as_they_are() -> None:
    plan = plan_of(client(conversion("資料請求", event="shiryo")), goal("add_to_cart~website"))
    assert '  + conversion "資料請求"  create: not in the account' in body(plan)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("columns", [60, 80, 120])
def test_no_line_is_wider_than_the_terminal_but_for_one_long_word(columns: int, language: Language) -> None:
    plan = hostile_plan("資料請求 " * 40)
    for verbose in (False, True):
        text = plan_text(plan, Style(columns=columns), language=language, verbose=verbose)
        assert [line for line in text.splitlines() if width(line) > columns and " " in line.strip()] == []


def test_what_is_not_of_the_interface_is_not_named_as_the_apis_do() -> None:
    plan = hostile_plan("x")
    assert "google_ads.conversion_action" in plan_text(plan, verbose=True)
    assert "primary_for_goal" in plan_text(plan, verbose=True)
    assert "primary_for_goal" not in plan_text(plan)


@pytest.mark.parametrize("name", [*NAMES, "Shows who means to buy."])
def test_purposes_stand_with_their_changes_where_more_is_asked_for(name: str) -> None:
    plan = plan_of(client(conversion("mv_cart", purpose=name), conversion("mv_other")))
    purposes = {"mv_cart": name}
    for language, word in ((Language.EN, "purpose"), (Language.JA, "目的")):
        text = plan_text(plan, WIDE, language=language, verbose=True, purposes=purposes)
        lines = text.splitlines()
        (place,) = [number for number, line in enumerate(lines) if line.startswith(f"      {word}: ")]
        assert lines[place] == f"      {word}: {safe(name)}"
        before = [line for line in lines[:place] if "conversion_action[" in line]
        assert "mv_cart" in before[-1]
        assert harmful(text) == []
        assert word not in plan_text(plan, WIDE, language=language, purposes=purposes)
