"""The person's notes: a small part of Markdown becomes HTML, everything else stays text."""

from __future__ import annotations

import pytest
from hostile import MARKDOWN_NAMES, NAMES, harmful
from hypothesis import given, settings
from hypothesis import strategies as st

from microconv.render.report.page.notes import notes_html
from tests.heavy import examples
from tests.unit.render.audits import LONG, PWNED
from tests.unit.render.page import Node, read
from tests.unit.render.report_page.samples import NOTES

ALLOWED = {
    "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "strong", "em", "code", "a", "br", "div", "table", "thead", "tbody",
    "tr", "th", "td",
}  # fmt: skip


def notes(text: str) -> Node:
    return read(f"<main>{notes_html(text, 3)}</main>").one("main")


def test_what_people_write_is_there() -> None:
    page = notes(NOTES)
    assert page.one("h3").text() == "考察 / What we saw"
    assert page.one("strong").text() == "Cart"
    assert [node.text() for node in page.one("ol").all("li")] == ["ask for less", "show the steps"]
    assert page.one("a").attributes == {
        "href": "https://design.example/mock?a=1&b=2",
        "rel": "noopener noreferrer",
    }
    assert page.one("code").text() == "mv_cart"
    assert [[cell.text() for cell in row.children] for row in page.one("tbody").all("tr")] == [
        ["フォームの短縮", "高", "12"], ["価格ページの改善", "中", "3"],
    ]  # fmt: skip
    assert next(page.one("tbody").all("td", class_="figure")).text() == "12"
    assert "scroll" in page.one("div").classes


def test_a_line_break_is_a_line_break_and_headings_end_at_six() -> None:
    page = notes("一行目\n二行目\n\n###### deep\n\n下線\n===\n")
    assert [node.tag for node in page.all() if node.text() in {"deep", "下線"}] == ["h4", "h3"]
    page = notes("#### 考察\n" + "\n".join(f"{'#' * at} {at}" for at in range(1, 7)))
    assert [node.tag for node in page.all()] == ["h6", "h3", "h4", "h5", "h6", "h6", "h6"]
    assert len(list(notes("一行目\n二行目").one("p").all("br"))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](http://plain.example)", "[x](//evil.example)",
        "[x](data:text/html,x)", "[x](&#106;avascript:alert(1))", "[x](https://me:pw@evil.example)",
        "<javascript:alert(1)>", "<https://evil.example>", "[x][1]\n\n[1]: https://evil.example", "[x](/etc/passwd)",
        "https://evil.example",
    ],
)  # fmt: skip
def test_other_addresses_are_no_links(text: str) -> None:
    assert list(notes(text).all("a")) == []


@pytest.mark.parametrize(
    "text",
    ["![x](https://evil.example/p.png)", "<script>alert(1)</script>", "<b>x</b>", "<!-- x -->", "<img src=x>"],
)
def test_html_and_pictures_are_text(text: str) -> None:
    page = notes(text)
    assert {node.tag for node in page.all()} <= {"p", "a"}
    assert list(page.all("img")) == []
    if text.startswith("<"):
        assert page.text() == text


def test_a_title_of_a_link_and_an_entity_do_nothing() -> None:
    page = notes('[x](https://a.example "t\u202ex") &#x202e; &lt;')
    assert set(page.one("a").attributes) == {"href", "rel"}
    assert "&#x202e; &lt;" in page.text()


@pytest.mark.parametrize("evil", [*PWNED, *NAMES, *MARKDOWN_NAMES, LONG, "> " * 5_000, "- " * 5_000, "[" * 5_000])
def test_hostile_notes_are_harmless(evil: str) -> None:
    assert {node.tag for node in notes(evil).all()} <= ALLOWED
    assert harmful(str(notes_html(evil, 3))) == []


@settings(max_examples=examples(300))
@given(st.text(alphabet="ab<>&\"'`*_[]()!#|-:/\\\n \u202e&;=https", max_size=80))
def test_no_text_makes_anything_else(text: str) -> None:
    page = notes(text)
    for node in page.all():
        assert node.tag in ALLOWED
        assert set(node.attributes) <= {"href", "rel", "class", "tabindex", "start"}
        assert node.attributes.get("href", "https://").startswith("https://")
