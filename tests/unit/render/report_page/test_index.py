"""The page that lists many clients: worst first, failed ones with the reason."""

from __future__ import annotations

import itertools

import pytest
from hostile import NAMES, harmful

from microconv.core.text import NO_TEXT, Language, Text, untranslated
from microconv.render.report.page import IndexLine, to_index_html
from tests.unit.render.audits import PWNED
from tests.unit.render.page import read

MONTH = Text("October 2026", "2026年10月")
LINES = (
    IndexLine("Even", MONTH, "even/2026-10.html", 50, 0.0, None),
    IndexLine(
        "Up", MONTH, "up/2026-10.html", 412, 0.2, 1.1, Text("`Cart` → `Checkout`: 700", "`Cart` → `Checkout`：700")
    ),
    IndexLine("Down", MONTH, "down/2026-10.html", 3, -0.4, None, provisional=True),
    IndexLine("Short", MONTH, "short/2026-10.html", 30, 0.1, 0.5, emulated=True),
    IndexLine("Unknown", MONTH, "unknown/2026-10.html"),
    IndexLine("New", MONTH, "new/2026-10.html", 8),
    IndexLine("Refused", MONTH, failed=Text("Google Ads refused.", "Google 広告に拒否されました。")),
)


def rows(lines: tuple[IndexLine, ...], language: Language = Language.EN) -> list[list[str]]:
    body = read(to_index_html(lines, language)).one("tbody")
    return [[cell.text() for cell in row.children] for row in body.all("tr")]


def test_the_worst_comes_first() -> None:
    assert rows(LINES) == [
        ["Unknown October 2026", "no data", "no data", "–", "–"],
        ["Short October 2026 Emulated", "30", "+10.0%", "50.0%", "–"],
        ["Down October 2026 Provisional", "3", "-40.0%", "–", "–"],
        ["Even October 2026", "50", "±0.0%", "–", "–"],
        ["New October 2026", "8", "no data", "–", "–"],
        ["Up October 2026", "412", "+20.0%", "110.0%", "Cart → Checkout: 700"],
    ]


def test_failed_clients_stand_above_with_the_reason() -> None:
    page = read(to_index_html(LINES, Language.JA))
    assert page.one("section").one("li").text() == "Refused 2026年10月: Google 広告に拒否されました。"
    assert "Refused" not in page.one("table").text()
    alone = read(to_index_html([line for line in LINES if line.failed], Language.JA))
    assert list(alone.all("table")) == []
    assert "レポートはありません" not in alone.text()
    assert "レポートはありません" in read(to_index_html([], Language.JA)).text()


def test_the_order_in_which_they_come_does_not_matter() -> None:
    assert len({to_index_html(lines, Language.JA) for lines in itertools.permutations(LINES[:5])}) == 1


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("aoi/2026-10.html", "./aoi/2026-10.html"),
        ("javascript:alert(1)", "./javascript%3Aalert%281%29"),
        ("//evil.example/x", "./evil.example/x"),
        ("もみじ/2026-10.html", "./%E3%82%82%E3%81%BF%E3%81%98/2026-10.html"),
    ],
)
def test_a_line_leads_to_the_page_beside_it(path: str, address: str) -> None:
    page = read(to_index_html([IndexLine("A", path=path, finals=1)], Language.EN))
    assert page.one("a").attributes["href"] == address


@pytest.mark.parametrize("evil", [*PWNED, *NAMES])
def test_hostile_names_stay_names(evil: str) -> None:
    text = untranslated(evil)
    lines = (IndexLine(evil, text, evil, 1, leak=text), IndexLine(evil, text, failed=text or NO_TEXT))
    page = to_index_html(lines, Language.EN)
    assert harmful(page.replace("\n", "")) == []
    tree = read(page)
    assert {node.tag for node in tree.one("body").all()} <= {
        "svg", "defs", "pattern", "rect", "main", "header", "div", "section", "h1", "h2", "p", "ul", "li", "strong",
        "bdi", "span", "table", "thead", "tbody", "tr", "th", "td", "a", "small",
    }  # fmt: skip
    assert tree.one("a").attributes["href"].startswith("./")
