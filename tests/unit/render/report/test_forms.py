"""A report as text for a terminal and as Markdown: as it is drawn, and with names that would break it.

After a change that is meant, `UPDATE_GOLDEN=1 pytest tests/unit/render/report` writes `report.*` again; read the
difference.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hostile import MARKDOWN_NAMES, NAMES, harmful
from markdown_it import MarkdownIt
from reports import REPORT, hostile_report

from microconv.core.text import Language, Text
from microconv.render.report.markdown import to_markdown
from microconv.render.report.outline import Listing, Outline, Section
from microconv.render.report.sections import outline
from microconv.render.report.text import to_text
from microconv.render.safe import width
from microconv.render.style import Style
from tests.heavy import sample

OUTLINE = outline(REPORT)
HERE = Path(__file__).parent
UPDATE = os.environ.get("UPDATE_GOLDEN") == "1" and not os.environ.get("CI")
LANGUAGES = pytest.mark.parametrize("language", Language, ids=str)
PARSER = MarkdownIt("commonmark").enable("table")


def golden(name: str, text: str) -> None:
    file = HERE / name
    if UPDATE:
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


@LANGUAGES
def test_the_whole_report_as_markdown(language: Language) -> None:
    golden(f"report.{language.value}.md", to_markdown(OUTLINE, language))


@LANGUAGES
def test_the_report_for_a_terminal(language: Language) -> None:
    golden(f"report.{language.value}.txt", to_text(OUTLINE, language))


def test_the_terminal_has_the_most_important_part_and_says_how_to_see_all() -> None:
    text = to_text(OUTLINE, Language.EN)
    for heading in ("Conclusion", "Results", "Funnel", "Changes of the setup", "Limits", "the whole report"):
        assert (f"\n{heading}\n" in text) == (heading not in {"Limits", "the whole report"})
    assert "Landing pages" not in text
    assert text.splitlines()[-1].startswith("This is a part. The whole report: `microconv report PATH --format html`")
    whole = to_text(OUTLINE, Language.EN, whole=True)
    for section in OUTLINE.sections:
        assert f"\n{section.title.en}\n" in whole
    assert "This is a part" not in whole


@pytest.mark.parametrize("columns", [60, 80, 120])
@LANGUAGES
def test_no_line_is_wider_than_the_terminal(columns: int, language: Language) -> None:
    lines = to_text(OUTLINE, language, Style(columns=columns), whole=True).splitlines()
    titles = {f"  {block.title.of(language)}" for section in OUTLINE.sections for block in _grids(section.blocks)}
    assert [line for line in lines if width(line) > columns and line not in titles] == []


def _grids(blocks: tuple[object, ...]) -> list[object]:
    return [getattr(block, "grid", block) for block in blocks if hasattr(getattr(block, "grid", block), "columns")]


@LANGUAGES
def test_a_narrow_terminal_loses_no_number(language: Language) -> None:
    wide, narrow = (to_text(OUTLINE, language, Style(columns=columns)) for columns in (200, 60))
    numbers = re.compile(r"[+-]?[￥¥]?[0-9][0-9,.%]*")
    assert set(numbers.findall(wide)) == set(numbers.findall(narrow))


def test_colour_only_adds_to_signs() -> None:
    painted = to_text(OUTLINE, Language.JA, Style(colour=True))
    assert "\x1b[32m" in painted
    assert "\x1b[31m" in painted
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == to_text(OUTLINE, Language.JA)
    assert "▲ 購入は120件" in painted


@pytest.mark.parametrize("name", sample(NAMES, 3))
def test_no_name_obeys_or_hides_in_a_terminal(name: str) -> None:
    whole = outline(hostile_report(name))
    plain = to_text(OUTLINE, Language.EN, Style(columns=100_000), whole=True)
    drawn = to_text(whole, Language.EN, Style(columns=100_000), whole=True)
    assert not harmful(drawn)
    assert drawn.count("\n") == plain.count("\n") + name.count("\n") + _lines(name)


def _lines(name: str) -> int:
    """The further lines that a name makes of the person's own notes, which are Markdown of several lines."""
    return len(f"{name}x".splitlines()) - 1 - name.count("\n")


@pytest.mark.parametrize("name", sample([*NAMES, *MARKDOWN_NAMES], 3))
def test_no_name_breaks_out_of_markdown(name: str) -> None:
    drawn = to_markdown(outline(hostile_report(name)), Language.EN)
    assert not harmful(drawn)
    plain, broken = (_shape(to_markdown(outline(one), Language.EN)) for one in (REPORT, hostile_report(name)))
    assert broken == plain
    tokens = PARSER.parse(without_notes(drawn))
    links = [child for token in tokens for child in token.children or () if child.type == "link_open"]
    assert all(str(link.attrs["href"]).startswith("https://heat.example/1") for link in links)


def without_notes(text: str) -> str:
    """A document without the person's own notes, which are quoted and may have links."""
    return re.sub(r"(?m)^>.*\n?", "", text)


TEXT = {"text", "text_special", "softbreak"}


def _shape(text: str) -> list[str]:
    """The kinds of blocks of a Markdown document without what the person wrote, and what is in lines but text."""
    tokens = PARSER.parse(without_notes(text))
    inline = [child.type for token in tokens for child in token.children or ()]
    return [
        *(token.type for token in tokens),
        *(kind for kind in inline if kind not in TEXT and not kind.startswith(("code", "link"))),
    ]


def test_notes_keep_their_markdown_and_no_html() -> None:
    text = to_markdown(OUTLINE, Language.JA)
    assert "> ## 考察\n>\n> - スマートフォンの離脱が大きい &lt;script>" in text
    drawn = to_markdown(outline(hostile_report("![x](https://evil.example/p.png) <img src=x>")), Language.JA)
    kinds = {child.type for token in PARSER.parse(drawn) for child in (token, *(token.children or ()))}
    assert "paragraph_open" in kinds
    assert not kinds & {"image", "html_block", "html_inline"}


def test_only_https_addresses_become_links() -> None:
    assert "[開く](https://heat.example/1)" in to_markdown(OUTLINE, Language.JA)
    assert "](javascript" not in to_markdown(outline(hostile_report("javascript:alert(1)//")), Language.JA)


PASTE = Listing(Text("To paste:", "貼り付け用:"), "- name: mv_cart\n  purpose: |\n    ```\n    <b>|</b>\x1b[31m\n")


@pytest.mark.parametrize("form", [to_text, to_markdown])
def test_lines_to_be_copied_stay_as_they_are(form: Callable[[Outline, Language], str]) -> None:
    whole = replace(OUTLINE, sections=(Section("conclusion", Text("End", "結論"), (PASTE,)),))
    drawn = form(whole, Language.EN)
    assert "\n- name: mv_cart\n  purpose: |\n    ```\n    <b>|</b>\\x1b[31m\n" in drawn
    if form is to_markdown:
        fences = [token.content for token in PARSER.parse(drawn) if token.type == "fence"]
        assert fences == [PASTE.lines.replace("\x1b", "\\x1b")]
