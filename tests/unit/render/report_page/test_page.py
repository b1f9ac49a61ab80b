"""The page of a report, taken apart: what it holds, that nothing runs or is asked for, that links resolve."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hostile import MARKDOWN_NAMES, NAMES, harmful

from microconv.core.text import Language, Text
from microconv.render.html.frame import still_policy
from microconv.render.report.outline import Cell, Column, Form, Grid, Outline, Paragraph, Section, Written
from microconv.render.report.page import to_html
from microconv.render.report.page.paper import MOST, names, slices, widths
from microconv.render.report.page.words import WORDS
from microconv.render.report.sections import outline
from tests.unit.render.audits import LONG, PWNED
from tests.unit.render.page import Node, read
from tests.unit.render.report.reports import REPORT
from tests.unit.render.report_page import samples

EN, JA = Language.EN, Language.JA
EVIL = (*PWNED, *NAMES, *MARKDOWN_NAMES, LONG, "javascript:alert(1)", "data:text/html,<script>", "http://plain.example")
OUTLINES = {
    "one": [samples.report()],
    "real": [outline(REPORT)],
    "several": [samples.report(), outline(REPORT)],
    "hostile": [samples.hostile(evil) for evil in EVIL],
    "none": [],
}
PAGES = {(name, language): to_html(made, language) for name, made in OUTLINES.items() for language in Language}
TREES = {key: read(page) for key, page in PAGES.items()}
EVERY = pytest.mark.parametrize("key", PAGES, ids="-".join)

Key = tuple[str, Language]


def tables(page: Node) -> Iterator[Node]:
    """The tables that a screen shows."""
    return (table for table in page.all("table") if table.parent is not None and "paper" not in table.parent.classes)


# ---- safe


@EVERY
def test_it_runs_nothing_and_asks_for_nothing(key: Key) -> None:
    page = TREES[key]
    for tag in ("script", "iframe", "object", "embed", "link", "base", "form", "audio", "video", "use", "image"):
        assert list(page.all(tag)) == []
    for node in page.all():
        assert [name for name in node.attributes if name.startswith("on") or name in {"style", "srcset"}] == []
        if "src" in node.attributes:
            assert node.tag == "img"
            assert node.attributes["src"].startswith("data:image/")
    style = page.one("style").parts[0]
    assert isinstance(style, str)
    assert "url(" not in re.sub(r"url\(#[a-z0-9]+\)", "", style)
    assert "@import" not in style
    policy = page.one("meta", http_equiv="Content-Security-Policy").attributes["content"]
    assert policy == still_policy(style)
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "script-src 'none'" in policy


@EVERY
def test_links_are_anchors_or_https_that_tell_nobody_where_they_were(key: Key) -> None:
    page = TREES[key]
    ids = {node.attributes["id"] for node in page.all(id="*")}
    for link in page.all("a"):
        address = link.attributes["href"]
        if address.startswith("#"):
            assert address[1:] in ids
        else:
            assert address.startswith("https://")
            assert {"noopener", "noreferrer"} <= {*link.attributes["rel"].split(), "noopener"}
            assert "noreferrer" in link.attributes["rel"]


@EVERY
def test_ids_are_the_pages_only_ones_and_what_is_named_is_there(key: Key) -> None:
    page = TREES[key]
    ids = [node.attributes["id"] for node in page.all(id="*")]
    assert len(ids) == len(set(ids))
    named = [name for node in page.all(aria_labelledby="*") for name in node.attributes["aria-labelledby"].split()]
    assert set(named) <= set(ids)


@EVERY
def test_no_sign_on_it_steers_anything(key: Key) -> None:
    assert harmful(PAGES[key].replace("\n", "")) == []


@pytest.mark.parametrize("evil", PWNED)
def test_hostile_names_are_text(evil: str) -> None:
    page = read(to_html([samples.hostile(evil)], EN))
    assert evil in page.one("h1").text()
    assert sum(evil in node.text() for node in page.all("th")) >= 2
    assert list(page.all("img")) == [page.one("img", class_="logo")]


def test_a_logo_that_is_no_picture_is_refused() -> None:
    for logo in ("https://evil.example/logo.png", "data:text/html;base64,PHNjcmlwdD4=", "data:image/png;base64,x y"):
        with pytest.raises(ValueError, match="logo"):
            to_html([samples.report(logo=logo)], EN)


# ---- what it holds


@EVERY
def test_the_same_outlines_make_the_same_bytes(key: Key) -> None:
    name, language = key
    assert to_html(OUTLINES[name], language) == PAGES[key]


@EVERY
def test_every_picture_has_its_title_its_sentence_and_its_table(key: Key) -> None:
    for svg in TREES[key].all("svg"):
        if svg.attributes.get("aria-hidden") == "true":
            continue
        assert svg.attributes["role"] == "img"
        title, desc = next(svg.all("title")), svg.one("desc")
        assert title.text()
        assert desc.text()
        assert svg.attributes["aria-labelledby"] == f"{title.attributes['id']} {desc.attributes['id']}"
        figure = svg.parent
        assert figure is not None
        assert figure.tag == "figure"
        assert len(list(figure.all("details"))) >= 1 or title.text() in {"Conversions by channel", "チャネル別のCV"}


def test_one_language_and_no_word_of_the_other() -> None:
    assert TREES["one", JA].one("html").attributes["lang"] == "ja"
    body = TREES["one", JA].one("body").text()
    for name in ("contents", "as_table", "marked", "breaks", "prepared"):
        assert WORDS[name].ja.split("{}")[0] in body
        assert WORDS[name].en not in body
    assert "Purchases" not in body
    assert re.search(r"[\u3040-\u30ff]", TREES["one", EN].one("nav").text()) is None
    for text in WORDS.values():
        assert text.ja == "–" or re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", text.ja)


def test_the_conclusion_comes_first_and_the_contents_name_every_section() -> None:
    page = TREES["one", EN]
    titles = [section.title.en for section in samples.report().sections]
    assert [node.text() for node in page.one("nav").all("a")] == titles
    chapters = [node for node in page.all("section") if "chapter" in node.classes]
    assert [next(node.all("h2")).text() for node in chapters] == titles
    assert "conclusion" in chapters[0].classes
    assert chapters[0].attributes["id"] == next(page.one("nav").all("a")).attributes["href"][1:]
    head = page.one("header").text()
    for text in ("Monthly report, October 2026: Aoi Store", "31 days", "Edition 2", "みどり広告株式会社"):
        assert text in head
    assert page.one("img").attributes["src"] == samples.SVG_LOGO
    assert "warning" in next(chapters[0].all("p")).classes


def test_headings_go_down_step_by_step() -> None:
    for key, page in TREES.items():
        levels = [int(node.tag[1]) for node in page.all() if re.fullmatch("h[1-6]", node.tag)]
        assert levels[:1] == ([1] if levels else []), key
        assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels)), key


def test_numbers_stand_with_links_to_their_footnotes() -> None:
    page = TREES["one", EN]
    grid = samples.conversions()
    (table,) = (item for item in tables(page) if "Against last year" in item.text())
    cells = [cell for cell in table.all("td") if "no data" in cell.text()]
    assert len(cells) == 6
    for cell in cells:
        target = page.one(id=cell.one("a").attributes["href"][1:])
        assert target.text() == f"*1 {grid.footnotes[0][1].en}"
    assert [node.text() for node in table.all("span", class_="tone good")] == ["+3.5% (better)", "+18.0% (better)"]
    assert [node.text() for node in table.all("span", class_="tone bad")] == ["-9.2% (worse)"]


def test_a_footnote_that_is_not_there_is_an_error() -> None:
    grid = Grid("g", Text("g", "g"), (Column("a", Text("a", "a")),), ((Cell(Text("x", "x"), marks=("*9",)),),))
    with pytest.raises(KeyError):
        to_html([Outline(Text("t", "t"), (), (Section("s", Text("s", "s"), (grid,)),))], EN)


@pytest.mark.parametrize("name", ["one", "real"])
def test_every_cell_of_every_table_is_on_the_page_in_its_order(name: str) -> None:
    page = TREES[name, EN]
    (made,) = OUTLINES[name]
    grids = []
    for section in made.sections:
        for block in section.blocks:
            grid = block if isinstance(block, Grid) else getattr(block, "grid", None)
            grids += [grid] if grid is not None else []
    shown = [row for table in tables(page) for row in table.one("tbody").all("tr")]
    written = sum(len(list(block.all("tbody"))) for block in page.all("div", class_="card written"))
    rows = [row for grid in grids for row in grid.rows]
    assert len(shown) == len(rows) + (2 if written else 0)
    for node, row in zip(shown, rows, strict=False):
        if written and "施策" in node.text():
            break
        assert len(node.children) == len(row)


def test_long_tables_fold_what_comes_after_their_beginning() -> None:
    page = TREES["one", JA]
    (details,) = page.all("details", class_="more")
    assert details.one("summary").text() == "残り20行を表示"
    assert len(list(details.one("tbody").all("tr"))) == 20


def test_links_out_of_a_table_are_https_alone() -> None:
    def shown(address: str) -> Node:
        cell = Cell(Text("Open", "開く"), href=address)
        grid = Grid("g", Text("g", "g"), (Column("a", Text("a", "a")),), ((cell,),))
        return read(to_html([Outline(Text("t", "t"), (), (Section("s", Text("s", "s"), (grid,)),))], EN)).one("tbody")

    assert shown("https://heat.example/p?a=1&b=2").one("a").attributes == {
        "href": "https://heat.example/p?a=1&b=2",
        "rel": "noopener noreferrer",
    }
    for address in (
        "http://heat.example", "javascript:alert(1)", "https:///x", "//heat.example", "https://me:pw@heat.example",
        "https://heat.example/\u202e", "https://heat.example/ x", "data:text/html,x", "https://[x",
    ):  # fmt: skip
        assert list(shown(address).all("a")) == []
        assert shown(address).text() == "Open"


def test_a_section_with_nothing_but_empty_notes_is_still_there() -> None:
    made = Outline(Text("t", "t"), (), (Section("notes", Text("Notes", "考察"), (Written(" \n"),)),))
    page = read(to_html([made], JA))
    assert page.one("h2", id="r1-s1-title").text() == "考察"
    assert list(page.all("div", class_="card written")) == []


def test_sentences_are_whole_however_long_and_names_in_them_stand_apart() -> None:
    text = Text("`mv_cart` " + "x" * 2_000 + " end`", "`mv_cart`は" + "あ" * 2_000 + "終わり")
    made = Outline(Text("t", "t"), (), (Section("a", Text("a", "a"), (Paragraph(text, "minor"),)),))
    assert read(to_html([made], JA)).one("bdi", class_="called").text() == "mv_cart"
    assert read(to_html([made], JA)).one("p", class_="said minor").text().endswith("終わり")
    assert read(to_html([made], EN)).one("p", class_="said minor").text().endswith("end`")  # an odd one is itself


# ---- on paper


def test_a_table_too_wide_for_paper_is_printed_in_parts_with_its_first_column_in_each() -> None:
    grid = samples.campaigns()
    parts = slices(grid, JA)
    assert len(parts) == 2
    assert all(part[0] == 0 for part in parts)
    assert sorted(at for part in parts for at in part if at) == list(range(1, 13))
    sizes = widths(grid, JA)
    assert all(sum(sizes[at] for at in part) <= MOST for part in parts)
    printed = [table for div in TREES["one", JA].all("div", class_="paper") for table in div.all("table")]
    assert [len(list(table.one("thead").all("th"))) for table in printed[-2:]] == [len(part) for part in parts]
    assert slices(samples.pages(), JA) == [[0, 1, 2, 3]]


def test_each_part_has_the_columns_that_name_a_row() -> None:
    columns = (Column("a", Text("a", "a")), Column("b", Text("b", "b")), Column("c", Text("c", "c")))
    columns += tuple(Column(str(at), Text("n", "n"), Form.COUNT) for at in range(8))
    numbers = (Cell(number=1_234_567_890_123, form=Form.COUNT),) * 8
    rows = tuple((samples.name(a), samples.name(b), samples.name("c"), *numbers) for a in "xy" for b in "xy")
    made = Grid("g", Text("g", "g"), columns, rows)
    assert names(made) == 2
    assert slices(made, EN) == [[0, 1, 2, 3, 4, 5, 6], [0, 1, 7, 8, 9, 10]]
    assert names(replace(made, rows=rows[:1])) == 1
    assert names(replace(made, rows=rows * 2)) == 3  # no two columns tell them apart, so all that are words


def test_a_column_wider_than_paper_is_a_part_of_its_own() -> None:
    columns = (Column("a", Text("a", "a")), *(Column(str(at), Text("n", "n"), Form.COUNT) for at in range(2)))
    wide = Cell(Text("x" * 300, "x" * 300), form=Form.COUNT)
    assert slices(Grid("g", Text("g", "g"), columns, ((wide, wide, wide),)), EN) == [[0, 1], [0, 2]]
    assert slices(Grid("g", Text("g", "g"), (), ()), EN) == [[]]
