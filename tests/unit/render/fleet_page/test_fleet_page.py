"""The overview page of many clients: who comes first, what is said of each, and that no name can act in it."""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
from dataclasses import replace

import pytest
from hostile import MARKDOWN_NAMES, NAMES, harmful

from microconv.core.text import Language, Text
from microconv.render.fleet_page import fleet_html
from microconv.render.fleet_page.head import outline
from microconv.render.fleet_page.line import FleetLine, State
from tests.unit.render.audits import LONG, PWNED
from tests.unit.render.fleet_page.lines import HEAD, LINES, STOPS, hostile, many
from tests.unit.render.page import Node, read

TREE = read(fleet_html(LINES, HEAD))


def row(label: str, tree: Node = TREE) -> Node:
    (found,) = [one for one in tree.all("tr", data_row="*") if one.one("th").text("en").startswith(label)]
    return found


def cell(label: str, look: str) -> str:
    (found,) = [one for one in row(label).all("td") if look in one.classes]
    return found.text("en")


def test_the_worst_comes_first_and_what_is_in_order_stands_apart() -> None:
    labels = [one.one("th").text("en") for one in TREE.one("tbody").all("tr")]
    assert labels == ["failed", "late", "refused", "stops", "more", "gone", "waiting"]
    quiet = [one.text("en") for one in TREE.all("li", data_row="*")]
    assert quiet == ["✓ in-order", "✓ audited ✕2 errors"]


def test_every_state_has_a_word_beside_its_colour() -> None:
    for state in State:
        tree = read(fleet_html([FleetLine("a", state, remarks=(STOPS,))], HEAD))
        (pill,) = [one for one in tree.one("tbody").all("span") if "pill" in one.classes]
        assert (pill.classes, bool(pill.text("ja"))) == (["pill", state.value], True)


def test_the_head_has_the_sums_of_all_clients() -> None:
    sums = {one.attributes["data-state"]: one.text("en") for one in TREE.all("button", data_state="*")}
    assert sums == {
        "failed": "failed 1", "unreached": "not reached 1", "refused": "refused 1", "changes": "changes 2",
        "done": "done 4",
    }  # fmt: skip
    assert TREE.one("h1").text("en") == "Drift of 9 clients"
    assert TREE.one("h1").text("ja") == "設定との差分: クライアント 9 件"
    made = outline(LINES, HEAD)
    assert (made.totals.update, made.totals.stops, made.totals.calls) == (5, 2, 28)


def test_what_has_become_of_each_since_the_last_run() -> None:
    assert "3 → 5 more for 2 days" in cell("more", "against")
    assert "0 → 1 new" in cell("stops", "against")
    assert "4 → 0 gone" in cell("gone", "against")
    assert "others" in cell("refused", "against")
    assert "→" not in cell("failed", "against")
    assert cell("late", "against") == "for the first time"


def test_the_bars_are_those_of_the_last_runs_and_a_run_that_failed_is_hollow() -> None:
    (svg,) = row("failed").all("svg")
    bars = [(one.attributes["class"], int(one.attributes["height"])) for one in svg.all("rect")]
    assert bars == [("then", 14), ("then none", 3), ("now none", 3)]
    assert "2, –, –" in cell("failed", "against")


def test_bidding_refusals_reasons_and_accounts_are_there_without_a_script() -> None:
    assert "Bidding stops using mv_cart, mv_form" in cell("stops", "what")
    assert "[max-changes] 2 changes" in cell("refused", "what")
    assert "the login was refused" in cell("failed", "what")
    assert "Google Ads 123-456-7890 · GA4 345678901" in cell("more", "what")
    assert "1 client: the run was interrupted" in TREE.one("section", aria_labelledby="unreached").text("en")


def test_the_last_audit_is_told_and_a_client_leads_to_its_part_of_a_page() -> None:
    assert cell("waiting", "other").replace(" ", "") == "Audit✕2errors3daysago"
    (link,) = [one for one in TREE.all("a") if one.text() == "audited"]
    assert link.attributes["href"] == "./aoi/audit.html#c3"


def test_emulated_is_said_once_for_all_or_of_each() -> None:
    some = [LINES[2]._replace(emulated=True), LINES[3]]
    tree = read(fleet_html(some, HEAD))
    assert (row("more", tree).text("en").count("emulated"), tree.one("h1").text("en")) == (1, "Drift of 2 clients")
    whole = read(fleet_html(some[:1], HEAD))
    assert whole.one("h1").text("en") == "Drift of 1 client emulated"
    assert "emulated" not in row("more", whole).text("en")


def test_reports_have_cells_of_their_own_and_no_client_is_hidden_for_being_in_order() -> None:
    head = replace(HEAD, command="report", heads=(Text("Finals", "最終CV"),))
    tree = read(fleet_html([LINES[0]._replace(cells=(Text("412", "412"),)), LINES[5]], head))
    assert "412" in row("in-order", tree).text("en")
    widths = {len(one.children) for one in tree.one("table").all("tr")}
    assert len(widths) == 1


@pytest.mark.parametrize("count", [0, 1, 300])
@pytest.mark.parametrize("language", Language)
def test_none_one_and_hundreds_are_a_page_in_both_languages(count: int, language: Language) -> None:
    page = fleet_html(many(count), HEAD, language)
    tree = read(page)
    assert tree.one("html").attributes["data-show"] == language
    assert len([*tree.all(data_row="*")]) == count
    assert len(page) < 90_000 + count * 4_000
    english, japanese = ([*tree.one("main").all(data_lang=one)] for one in ("en", "ja"))
    assert len(english) == len(japanese)
    assert not [one.text() for one in english if re.search("[ぁ-んァ-ン一-龥]", one.text())]


def test_a_page_without_clients_says_so() -> None:
    assert "No client was worked on." in read(fleet_html([], HEAD)).one("main").text("en")


def test_of_one_state_the_order_stays_that_of_the_run() -> None:
    lines = [LINES[2]._replace(label=label) for label in "bca"]
    assert [line.label for line in outline(lines, HEAD).lines] == ["b", "c", "a"]
    orders = {tuple(line.label for line in outline(some, HEAD).loud) for some in itertools.permutations(LINES[:4])}
    assert orders == {("stops", "more", "gone")}


@pytest.mark.parametrize("evil", [*PWNED, *NAMES, *MARKDOWN_NAMES, LONG])
def test_hostile_names_stay_names(evil: str) -> None:
    page = fleet_html([hostile(evil)], replace(HEAD, heads=(Text(evil, evil),), refusals=(Text(evil, evil),)))
    assert harmful(page.replace("\n", "")) == []
    tree = read(page)
    assert len([*tree.all("script")]) == 1
    assert {name for node in tree.all() for name in node.attributes if name.startswith(("on", "style", "src"))} == set()
    (link,) = [one for one in tree.all("a") if one.classes != ["skip"]]
    assert re.match(r"\./[^:]*$", link.attributes["href"])


def test_the_policy_lets_nothing_run_but_the_pages_own_style_and_script() -> None:
    policy = TREE.one("meta", http_equiv="*").attributes["content"]
    page = fleet_html(LINES, HEAD)
    for tag, kind in (("style", "style-src"), ("script", "script-src")):
        text = page.split(f"<{tag}>")[1].split(f"</{tag}>")[0]
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind} 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
