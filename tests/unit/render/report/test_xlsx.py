"""A report as a workbook, read back: numbers are numbers, names are text, pictures are charts, bytes are the same."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from hostile import NAMES
from reports import REPORT, hostile_report

from microconv.core.text import Language, Text
from microconv.render.report.csv import grids
from microconv.render.report.links import link
from microconv.render.report.outline import Cell, Form
from microconv.render.report.sections import outline
from microconv.render.report.xlsx import to_xlsx
from microconv.render.report.xlsx_formats import cell_format, number_format
from microconv.render.report.xlsx_sheets import LONGEST, cell_text, sheet_names
from tests.heavy import sample

OUTLINE = outline(REPORT)
BYTES = {language: to_xlsx(OUTLINE, language) for language in Language}
LANGUAGES = pytest.mark.parametrize("language", Language, ids=str)
CHARTS = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def read(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name).decode("utf-8") for name in file.namelist()}


def table(data: bytes, number: int) -> list[dict[str, Any]]:
    """The rows of a table by their headings; `number` is that of its sheet."""
    sheet = read(data).worksheets[number]
    heads, *rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    return [dict(zip(heads, row, strict=True)) for row in rows]


def place(key: str) -> int:
    return 1 + [grid.key for grid in grids(OUTLINE)].index(key)


@LANGUAGES
def test_a_sheet_for_each_table_between_summary_and_remarks(language: Language) -> None:
    book = read(BYTES[language])
    names = book.sheetnames
    assert len(names) == len(list(grids(OUTLINE))) + 2
    assert names[0] == ("Summary" if language is Language.EN else "サマリー")
    assert names[-1] == ("Notes and remarks" if language is Language.EN else "考察・用語・注記")
    first = [row[0].value for row in book.worksheets[0].iter_rows()]
    assert first[0] == OUTLINE.title.of(language)
    assert any("購入" in str(value) for value in first[:20])
    last = [row[0].value for row in book.worksheets[-1].iter_rows()]
    assert any("到達率" in str(value) or "Reach rate" in str(value) for value in last)


@LANGUAGES
def test_every_number_is_a_number_and_nothing_is_a_formula(language: Language) -> None:
    book = read(BYTES[language])
    for grid, sheet in zip(grids(OUTLINE), book.worksheets[1:-1], strict=True):
        cells = [cell for row in sheet.iter_rows(min_row=3, max_row=2 + len(grid.rows)) for cell in row]
        values = [cell.value for cell in cells if cell.data_type == "n" and cell.value is not None]
        wanted = [cell.number for row in grid.rows for cell in row if cell.number is not None]
        ends = [end for row in grid.rows for cell in row for end in (cell.low, cell.high) if end is not None]
        for number in [*wanted, *ends]:
            assert any(value == pytest.approx(number, rel=1e-14) for value in values), (sheet.title, number)
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"n", "s", "d"}
    assert not [name for name, text in parts(BYTES[language]).items() if re.search(r"<f[ >]", text) and "sheet" in name]


def test_formats_show_signs_units_and_marks() -> None:
    sheet = read(BYTES[Language.JA]).worksheets[place("totals")]
    formats = [[cell.number_format for cell in row] for row in sheet.iter_rows(min_row=3, max_row=6)]
    assert formats[0][1] == "#,##0"
    assert formats[1][1] == '#,##0" *1"'
    assert formats[0][3] == '+#,##0.0%;-#,##0.0%;"±"0.0%'
    assert formats[3][1] == '"￥"#,##0'
    assert formats[2][1] == '[>=100]#,##0"秒";#,##0.0"秒"'
    assert number_format(Form.MONEY, "USD", Language.EN) == '#,##0.00" USD"'
    assert number_format(Form.MONEY, 'X"Y', Language.EN) == '#,##0.00" XY"'


def test_a_difference_that_is_not_whole_does_not_look_like_zero() -> None:
    difference = Cell(number=0.25, form=Form.DIFFERENCE)
    assert cell_format(difference, Language.EN)["num_format"] == '+#,##0.0##;-#,##0.0##;"±"#,##0.0##'
    assert cell_format(replace(difference, number=2.0), Language.EN)["num_format"] == '+#,##0;-#,##0;"±"#,##0'
    points = Cell(number=0.012, form=Form.POINTS)
    assert cell_format(points, Language.EN)["num_format"] == '+#,##0.0%" pt";-#,##0.0%" pt";"±"0.0%" pt"'


def test_the_summary_leads_to_each_sheet() -> None:
    book = read(BYTES[Language.JA])
    links = [row[1] for row in book.worksheets[0].iter_rows() if row[1].hyperlink]
    assert [link.hyperlink.location for link in links] == [f"'{name}'!A1" for name in book.sheetnames[1:-1]]
    assert links[0].value == "サイト・アカウント全体"


def test_what_is_not_there_is_said_in_words() -> None:
    row = table(BYTES[Language.JA], place("conversions"))[1]
    assert row["当月"] == 640
    assert row["前年同月"] == "データなし *2"
    days = table(BYTES[Language.JA], place("days_sessions"))
    assert days[8]["セッション数"] == "データなし *1"
    assert days[0]["日付"] == datetime.datetime(2026, 10, 1)  # noqa: DTZ001


def test_intervals_have_columns_of_their_own() -> None:
    row = table(BYTES[Language.EN], place("funnel_1"))[0]
    assert row["Goes on (90% interval), from"] == 0.098
    assert row["Goes on (90% interval), to"] == 0.146


@LANGUAGES
def test_pictures_are_native_charts_with_gaps_and_a_description(language: Language) -> None:
    found = parts(BYTES[language])
    charts = {name: text for name, text in found.items() if re.fullmatch(r"xl/charts/chart\d+\.xml", name)}
    assert len(charts) == 5
    kinds = [next(kind for kind in ("lineChart", "barChart") if kind in text) for text in charts.values()]
    assert kinds == ["lineChart", "lineChart", "barChart", "barChart", "barChart"]
    days = ElementTree.fromstring(charts["xl/charts/chart1.xml"])
    values = days.find(f".//{CHARTS}val//{CHARTS}numCache")
    assert values is not None
    points = {int(point.attrib["idx"]) for point in values.iter(f"{CHARTS}pt")}
    assert points == set(range(31)) - {8}
    blanks = days.find(f".//{CHARTS}dispBlanksAs")
    assert blanks is None or blanks.attrib["val"] == "gap"  # the default of the format
    assert "▼" in charts["xl/charts/chart1.xml"]
    told = [text for name, text in found.items() if name.startswith("xl/drawings/drawing")]
    assert sum('descr="' in text for text in told) == 5


def test_headings_stay_in_view() -> None:
    for sheet in read(BYTES[Language.EN]).worksheets[1:-1]:
        assert sheet.freeze_panes == "B3"
        assert sheet.page_setup.orientation == "landscape"


@LANGUAGES
def test_the_same_report_gives_the_same_bytes(language: Language) -> None:
    assert to_xlsx(OUTLINE, language) == BYTES[language]
    assert "2026-11-04T00:30:00Z" in parts(BYTES[language])["docProps/core.xml"]
    later = replace(OUTLINE, made="2026-11-05T09:30:00+09:00")
    assert to_xlsx(later, language) != BYTES[language]


def test_a_report_of_an_unknown_time_is_written_too() -> None:
    assert "2000-01-01T00:00:00Z" in parts(to_xlsx(replace(OUTLINE, made=""), Language.EN))["docProps/core.xml"]


HOSTILE = ["=1+1", "@SUM(1)", "{=1}", "https://evil.example", "mailto:a@b.example", "[a]:*?/\\'b'", "x" * 300, "007"]


@pytest.mark.parametrize("name", sample([*HOSTILE, "".join(NAMES)], 3), ids=lambda name: ascii(name)[:30])
def test_hostile_names_stay_text(name: str) -> None:
    data = to_xlsx(outline(hostile_report(name)), Language.JA)
    book = read(data)
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"n", "s", "d"}
    links = [cell.hyperlink for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert {link.target for link in links if link.target} <= set(_heatmaps(name))
    assert len(set(book.sheetnames)) == len(list(grids(OUTLINE))) + 2
    assert all(0 < len(title.encode("utf-16-le")) // 2 <= LONGEST for title in book.sheetnames)


def _heatmaps(name: str) -> Iterator[str]:
    yield from (link(page.heatmap) for page in hostile_report(name).pages if page.heatmap)


def test_a_cell_is_not_longer_than_excel_takes() -> None:
    assert cell_text("x" * 32_767) == "x" * 32_767
    assert len(cell_text("x" * 40_000)) <= 32_767
    assert len(cell_text("😀" * 20_000).encode("utf-16-le")) // 2 <= 32_767
    assert cell_text("a\x1bb\ud800") == r"a\x1bb\ud800"


def test_names_of_sheets_are_legal_and_told_apart() -> None:
    long = "ファネル：" + "あ" * 40
    titles = [long, f"{long}い", "a/b", "A\\B", "History", "'x'", "", "😀" * 20]
    names = sheet_names(titles)
    assert len({name.casefold() for name in names}) == len(titles)
    assert names[1].endswith(" 2")
    assert names[2:6] == ["a・b", "A・B 2", "History 2", "x"]
    assert names[6] == "-"
    for name in names:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= LONGEST
        assert not re.search(r"[\[\]:*?/\\]|^'|'$", name)


def test_a_report_without_tables_is_a_workbook() -> None:
    bare = replace(OUTLINE, sections=OUTLINE.sections[:1], title=Text("=a", "=あ"))
    book = read(to_xlsx(bare, Language.EN))
    assert book.sheetnames == ["Summary", "Notes and remarks"]
    assert book.worksheets[0]["A1"].data_type == "s"
