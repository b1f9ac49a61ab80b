"""Plans of many clients: few lines each, none too wide, the sums below them."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hostile import NAMES, harmful, hostile_plan
from strategies import action, client, conversion, key_event, plan_of

from microconv.core.conversion import Role
from microconv.core.diagnostics import Diagnostic, Severity
from microconv.core.errors import Refusal
from microconv.core.plan import Plan
from microconv.core.text import Language
from microconv.render.plan_lines import plan_lines, totals
from microconv.render.safe import width
from microconv.render.style import Style

CLIENTS = 40
LANGUAGES = pytest.mark.parametrize("language", list(Language))
COLUMNS = pytest.mark.parametrize("columns", [80, 110, 120])
REFUSED = Refusal("many", "it demotes too many", hint="look at it", where="aoi")


def generated(number: int) -> Plan:
    """The plan of one of many clients: every third changes nothing, every other of the rest changes a lot."""
    label = f"client-{number:02}"
    if number % 3 == 0:
        plan = plan_of(client(conversion("mv_cart")), action("mv_cart"))
    else:
        many = number if number % 2 else 2
        wanted = [conversion(f"mv_資料請求フォームの完了_{one}", role=Role.PRIMARY) for one in range(many)]
        old = [action(f"mv_old_step_{one}", one + 1, primary_for_goal=True) for one in range(many)]
        conflict = [action("mv_type", 900, type="ad_call")] if number % 5 == 0 else []
        declared = [conversion("mv_type")] if conflict else []
        plan = plan_of(client(*wanted, *declared), *old, *conflict, key_event("mv_theirs"), emulated=True)
    return replace(plan, client=label)


PLANS = [generated(number) for number in range(CLIENTS)]


def page(language: Language, columns: int) -> list[str]:
    style = Style(columns=columns)
    text = "".join(
        plan_lines(plan, (REFUSED,) if number % 4 == 1 and plan.changes else (), style, language)
        for number, plan in enumerate(PLANS)
    )
    return (text + totals(PLANS, 3, 1, style, language)).splitlines()


def test_a_narrow_line_tells_of_warnings_before_what_stays() -> None:
    plan = plan_of(client(conversion("mv_new")), *[action(f"other_{one}", one) for one in range(1, 9)])
    warned = replace(plan, warnings=(Diagnostic(Severity.WARNING, "odd", "it is odd"),), unchanged=12)
    for language, said in (
        (Language.EN, "1 to create, 1 warning, 12 un"),
        (Language.JA, "作成 1 件、警告 1 件、変更なし"),
    ):
        assert said in plan_lines(warned, style=Style(columns=120), language=language)


@LANGUAGES
def test_forty_clients_take_few_lines(language: Language) -> None:
    lines = page(language, 120)
    changed = sum(bool(plan.changes) for plan in PLANS)
    assert 20 < changed < CLIENTS
    assert len(lines) <= CLIENTS + 3 * changed + 1
    assert [line.split()[0] for line in lines if line.startswith("client-")] == [plan.client for plan in PLANS]


@LANGUAGES
@COLUMNS
def test_no_line_is_too_wide(language: Language, columns: int) -> None:
    assert max(map(width, page(language, columns))) <= columns


@LANGUAGES
@COLUMNS
def test_a_client_without_changes_takes_one_line(language: Language, columns: int) -> None:
    (line,) = plan_lines(PLANS[0], (), Style(columns=columns), language).splitlines()
    assert line.startswith("client-00  ")
    assert "1" in line


def test_what_a_client_is_told() -> None:
    plan = plan_of(
        client(conversion("mv_cart"), conversion("mv_type")),
        action("mv_old", 1, primary_for_goal=True),
        action("mv_type", 2, type="ad_call"),
    )
    head, *lines = plan_lines(plan, (REFUSED,)).splitlines()
    assert head.startswith("aoi-store  1 to create, 1 to demote, 1 in conflict  Google Ads 123-456-7890")
    assert lines == [
        "  » bidding stops using mv_old",
        "  ~ demote mv_old; create mv_cart",
        '  ! conflict: conversion "mv_type"; refused: [many]',
    ]


def test_names_that_do_not_fit_are_cut_with_a_mark() -> None:
    plan = next(plan for plan in PLANS if len(plan.changes) > 40)
    cut = [line for line in plan_lines(plan).splitlines() if line.endswith(" …")]
    assert len(cut) == 2
    assert cut[1].startswith("  ~ demote mv_old_step_0, ")


def test_the_sums_leave_out_what_there_is_none_of() -> None:
    style = Style()
    plan = plan_of(client(conversion("mv_cart")), action("mv_old", 1, primary_for_goal=True))
    assert totals([plan, PLANS[0]], 0, 0, style, Language.EN).startswith(
        "2 clients: 1 with changes, 1 to create, 1 to demote. "
    )
    assert ", 1 refused, 2 failed. " in totals([plan], 1, 2, style, Language.EN)
    assert totals([plan], 1, 2, style, Language.JA).startswith("クライアント 3 件: 変更あり 1 件、")
    assert totals([plan], 0, 0, style, Language.EN).startswith("1 client: 1 with changes, ")


def test_the_sums_tell_clients_that_were_not_begun_from_those_that_failed() -> None:
    both = totals([PLANS[0]], 0, 2, Style(), Language.EN, unreached=3)
    assert both.startswith("6 clients: 0 with changes, 2 failed, 3 not reached. ")
    assert "failed" not in totals([], 0, 0, Style(), Language.EN, unreached=3)
    assert "、未処理 3 件。" in totals([], 0, 0, Style(), Language.JA, unreached=3)


@pytest.mark.parametrize("name", NAMES)
def test_no_name_obeys_or_hides(name: str) -> None:
    plan = replace(plan_of(client(conversion("mv_cart")), action("mv_old", primary_for_goal=True)), client=name)
    shown = plan_lines(plan, (Refusal("many", name, where=name),))
    assert len(shown.split("\n")) == 5
    assert not harmful(shown)
    for language in Language:
        assert not harmful(plan_lines(hostile_plan(name), (), Style(), language))


# ---- twelve clients of which ten are in sync, as they are printed

TWELVE = Path(__file__).parent / "twelve_clients"
UPDATE = os.environ.get("UPDATE_GOLDEN") == "1" and not os.environ.get("CI")


@LANGUAGES
def test_twelve_clients_of_which_ten_are_in_sync(language: Language) -> None:
    quiet = plan_of(client(conversion("mv_cart")), action("mv_cart"), action("Purchase", 2), emulated=True)
    plans = [replace(quiet, client=f"client-{number:02}") for number in range(12)]
    plans[3] = replace(generated(2), client="client-03")
    plans[7] = replace(generated(5), client="client-07")
    style = Style(columns=120)
    text = "".join(plan_lines(plan, style=style, language=language) for plan in plans)
    text += totals(plans, 1, 0, style, language)
    file = TWELVE.with_suffix(f".{language.value}.txt")
    if UPDATE:
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")
    assert sum(line.startswith("client-") for line in text.splitlines()) == 12
