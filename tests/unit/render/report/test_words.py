"""Words: every code, number and table of a report has them, in English and in Japanese."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from reports import REPORT

import microconv.report
from microconv.core.monthly import GA4_TABLES, GOOGLE_ADS_TABLES
from microconv.core.text import Text
from microconv.render.report import words
from microconv.render.report.outline import Bullets, Chart, Grid, Paragraph
from microconv.render.report.reasons import NOT_THERE, NOTES, REASONS, WHY, why_sentence
from microconv.render.report.sections import outline
from microconv.render.report.terms import TERMS
from microconv.render.report.words import TITLES, TOTALS, month_name, of_breakdown, table_name
from microconv.report.comparison import Reason
from microconv.report.figures import Known, Note, Why
from microconv.report.model import SECTIONS
from microconv.report.totals import TOTALS as ALL_TOTALS
from tests.languages import JAPANESE, NAMES_AND_CODE, SENTENCE

SENTENCES = [*NOTES.values(), *WHY.values(), *REASONS.values(), *TERMS, *NOT_THERE.values()]


def test_every_code_has_words() -> None:
    assert set(NOTES) == set(Note)
    assert set(WHY) == set(Why)
    assert set(REASONS) == set(Reason)
    assert set(NOT_THERE) == set(Known) - {Known.YES}
    assert set(TITLES) == set(SECTIONS)
    assert set(TOTALS) == set(ALL_TOTALS)
    assert {*GA4_TABLES, *GOOGLE_ADS_TABLES, "funnel"} == set(words.TABLES)


def test_no_code_is_written_as_a_plain_string() -> None:
    """A code that is no member of its enumeration would be shown as the API's own words."""
    folder = Path(microconv.report.__file__).parent
    trees = {path.name: ast.parse(path.read_text("utf-8")) for path in folder.glob("*.py")}
    plain = [
        (name, keyword.value.value)
        for name, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "why" and isinstance(keyword.value, ast.Constant) and keyword.value.value
    ]
    assert plain == []


@pytest.mark.parametrize("text", SENTENCES, ids=lambda text: text.en[:40])
def test_sentences_are_in_both_languages(text: Text) -> None:
    hold(text)


def hold(text: Text) -> None:
    plain = NAMES_AND_CODE.sub("", text.ja)
    assert text.en != text.ja
    assert JAPANESE.search(plain)
    assert not SENTENCE.search(plain)


def test_sentences_are_told_apart() -> None:
    assert len({text.en for text in SENTENCES}) == len({text.ja for text in SENTENCES}) == len(SENTENCES)


def texts() -> Iterator[Text]:
    """Every sentence and heading of the report that we wrote."""
    for section in outline(REPORT).sections:
        yield section.title
        for block in section.blocks:
            match block:
                case Paragraph():
                    yield block.text
                case Bullets():
                    yield from (item.text for item in block.items)
                case Chart() | Grid():
                    grid = block.grid if isinstance(block, Chart) else block
                    assert grid is not None
                    yield from (sentence for _, sentence in grid.footnotes)


def test_the_report_has_no_english_sentence_in_japanese() -> None:
    shown = [text for text in texts() if "UNIMPLEMENTED" not in text.en]
    assert len(shown) > 80
    for text in shown:
        hold(text)


def test_an_apis_own_words_stay_as_they_are() -> None:
    assert why_sentence(Known.REFUSED, "PERMISSION_DENIED: {no}").ja == "取得不可。API の回答：PERMISSION_DENIED: {no}"
    assert why_sentence(Known.NOT_ASKED, "").en == "Not collected: it was not asked for."
    assert why_sentence(Known.NO_DATA, Why.FEW) == WHY[Why.FEW]


def test_names_of_months_breakdowns_and_tables() -> None:
    assert month_name("2026-01") == Text("January 2026", "2026年1月")
    assert of_breakdown("device", "mobile") == Text("mobile", "スマートフォン")
    assert of_breakdown("channel", "mobile") == Text("mobile", "mobile")
    assert of_breakdown("", "") == Text("All users", "全ユーザー")
    assert table_name("ga4 day_events") == Text("GA4: events by day", "GA4：日別イベント")
    assert table_name("ga4 funnel a > b device") == Text("GA4: funnel a > b device", "GA4：ファネル a > b device")
    assert table_name("another table") == Text("another table", "another table")
