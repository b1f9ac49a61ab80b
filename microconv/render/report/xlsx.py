"""A report as an Excel workbook: a summary, a sheet for each table with its picture, and the remarks.

Numbers are numbers, names are text and never formulas or links, and the same report gives the same bytes.
"""

from __future__ import annotations

import datetime
import io
import itertools
from collections.abc import Iterator, Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from microconv.core.text import Language, Text
from microconv.render.report.csv import sentences, with_intervals
from microconv.render.report.links import link
from microconv.render.report.numbers import cell_text as shown
from microconv.render.report.outline import Cell, Chart, Form, Grid, Outline, Paragraph
from microconv.render.report.results import WARNINGS
from microconv.render.report.xlsx_charts import add_chart
from microconv.render.report.xlsx_formats import HEAD, LINE, cell_format
from microconv.render.report.xlsx_sheets import cell_text, column_width, sheet_names
from microconv.render.safe import width

_SUMMARY = Text("Summary", "サマリー")
_REMARKS = Text("Notes and remarks", "考察・用語・注記")
_SHEETS = Text("Sheets", "シート一覧")
_ENDS = Text("{}, from", "{}（下限）"), Text("{}, to", "{}（上限）")
_FONTS = {Language.EN: "Calibri", Language.JA: "Yu Gothic"}
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_TONES = {"good": "▲ ", "bad": "▼ ", "warning": "⚠ "}
_TITLE_ROW, _HEAD_ROW = 0, 1
_UNKNOWN = "2000-01-01T00:00:00+00:00"
"""The date in a workbook of a report of which nobody knows when it was made."""


def to_xlsx(outline: Outline, language: Language) -> bytes:
    """The report as a workbook: first the summary, then the tables in their order, last all that is said of them."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as workbook:
        _Writer(workbook, outline, language).write()
    return file.getvalue()


def _made(outline: Outline) -> datetime.datetime:
    """The time of reading, in UTC and without a zone, as a workbook has it; a time without a zone is UTC's."""
    made = datetime.datetime.fromisoformat(outline.made or _UNKNOWN)
    return made.astimezone(datetime.UTC).replace(tzinfo=None) if made.tzinfo else made


class _Writer:
    """Writes a workbook, sheet by sheet."""

    def __init__(self, workbook: xlsxwriter.Workbook, outline: Outline, language: Language) -> None:
        self._workbook, self._outline, self._language = workbook, outline, language
        self._formats: dict[str, Format] = {}
        self._tables: list[tuple[Text, Grid, Chart | None]] = []
        for section in outline.sections:
            for block in section.blocks:
                chart = block if isinstance(block, Chart) else None
                grid = chart.grid if chart else block
                if isinstance(grid, Grid):
                    self._tables.append((section.title, grid, chart))
        titles = [_SUMMARY, *(grid.title for _, grid, _ in self._tables), _REMARKS]
        self._names = sheet_names(title.of(language) for title in titles)

    def write(self) -> None:
        """Write all sheets."""
        made = _made(self._outline)
        title = cell_text(self._outline.title.of(self._language))
        author = cell_text(self._outline.agency)
        self._workbook.set_properties({"title": title, "author": author, "created": made})
        sheets = [self._workbook.add_worksheet(name) for name in self._names]
        self._summary(sheets[0])
        for sheet, name, (_, grid, chart) in zip(sheets[1:-1], self._names[1:-1], self._tables, strict=True):
            self._table(sheet, grid)
            if chart is not None:
                add_chart(self._workbook, sheet, name, chart, self._language, _wide(grid), _below(grid))
        self._remarks(sheets[-1])

    def _format(self, **properties: Any) -> Format:
        """A format; the same one for the same properties, or workbooks have thousands of them."""
        whole = {"font_name": _FONTS[self._language], "font_size": 10, **properties}
        key = repr(sorted(whole.items()))
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format(whole)
        return self._formats[key]

    def _text(self, sheet: Worksheet, row: int, place: int, text: str, **properties: Any) -> None:
        sheet.write_string(row, place, cell_text(text), self._format(**properties))

    def _summary(self, sheet: Worksheet) -> None:
        """The title, the conclusion, and a list of the sheets with links to them."""
        language = self._language
        _page(sheet)
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 90)
        self._text(sheet, 0, 0, self._outline.title.of(language), bold=True, font_size=16)
        rows = itertools.count(1)
        for text in filter(None, (self._outline.agency, *(line.of(language) for line in self._outline.subtitle))):
            self._text(sheet, next(rows), 0, text)
        next(rows)
        for section in self._outline.sections[:1]:
            for block in section.blocks if section.key != "conclusion" else ():
                if isinstance(block, Paragraph) and block in WARNINGS:
                    self._sentence(sheet, next(rows), block.tone, block.text.of(language))
        for section in self._outline.sections:
            if section.key == "conclusion":
                self._text(sheet, next(rows), 0, section.title.of(language), bold=True, font_size=12)
                for tone, text in sentences(section, language):
                    self._sentence(sheet, next(rows), tone, text)
                next(rows)
        self._text(sheet, next(rows), 0, _SHEETS.of(language), bold=True, font_size=12)
        link = self._format(font_color="#0B57D0", underline=1)
        for name, (section_title, grid, _) in zip(self._names[1:-1], self._tables, strict=True):
            row = next(rows)
            quoted = name.replace("'", "''")
            self._text(sheet, row, 0, section_title.of(language))
            sheet.write_url(row, 1, f"internal:'{quoted}'!A1", link, string=cell_text(grid.title.of(language)))

    def _sentence(self, sheet: Worksheet, row: int, tone: str, text: str) -> None:
        """A sentence over both columns of a sheet of text."""
        style = self._format(text_wrap=True, valign="top", bold=tone in {"warning", "heading"})
        shown_text = cell_text(f"{_TONES.get(tone, '')}{text}")
        sheet.merge_range(row, 0, row, 1, "", style)
        sheet.write_string(row, 0, shown_text, style)
        sheet.set_row(row, 15.0 * max(1, -(-width(shown_text) // 115)))

    def _table(self, sheet: Worksheet, grid: Grid) -> None:
        """A table: its title, its heads, its rows, its footnotes."""
        _page(sheet)
        sheet.set_landscape()
        self._text(sheet, _TITLE_ROW, 0, grid.title.of(self._language), bold=True, font_size=13)
        columns = list(_columns(grid, self._language))
        head = {"bold": True, "font_color": "#FFFFFF", "bg_color": HEAD, "border": 1, "border_color": LINE}
        for place, title in enumerate(columns):
            self._text(sheet, _HEAD_ROW, place, title, text_wrap=True, valign="vcenter", **head)
        lines = [list(_cells(row, grid)) for row in grid.rows]
        for number, cells in enumerate(lines, _HEAD_ROW + 1):
            for place, cell in enumerate(cells):
                self._cell(sheet, number, place, cell)
        for place, title in enumerate(columns):
            texts = [shown(line[place], self._language) + "*00" * len(line[place].marks) for line in lines]
            sheet.set_column(place, place, column_width([*texts, *_head_lines(title)]))
        sheet.set_row(_HEAD_ROW, 42)
        sheet.freeze_panes(_HEAD_ROW + 1, 1)
        sheet.repeat_rows(_HEAD_ROW)
        for number, (mark, sentence) in enumerate(grid.footnotes, _below(grid)):
            self._text(sheet, number, 0, f"{mark} {sentence.of(self._language)}", italic=True)

    def _cell(self, sheet: Worksheet, row: int, place: int, cell: Cell) -> None:
        style = self._format(**cell_format(cell, self._language))
        text = cell.text.of(self._language)
        if cell.number is not None:
            sheet.write_number(row, place, cell.number, style)
        elif cell.form is Form.DAY and (day := _day(text)):
            sheet.write_datetime(row, place, day, style)
        else:
            marked = cell_text(" ".join((text, "".join(cell.marks))).strip())
            address = link(cell.href)
            if address:
                sheet.write_url(row, place, address, style, string=marked)
            else:
                sheet.write_string(row, place, marked, style)

    def _remarks(self, sheet: Worksheet) -> None:
        """All that is said beside the tables, section by section: notes, terms, limits of the numbers."""
        _page(sheet)
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 90)
        rows = itertools.count()
        for section in self._outline.sections:
            said = [] if section.key == "conclusion" else list(sentences(section, self._language))
            if said:
                self._text(sheet, next(rows), 0, section.title.of(self._language), bold=True, font_size=12)
                for tone, text in said:
                    self._sentence(sheet, next(rows), tone, text)
                next(rows)


def _page(sheet: Worksheet) -> None:
    """A4, as wide as the page."""
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)


def _columns(grid: Grid, language: Language) -> Iterator[str]:
    """The heads of a sheet, with those of the ends of intervals."""
    for column, interval in zip(grid.columns, with_intervals(grid), strict=True):
        title = column.title.of(language)
        yield title
        if interval:
            for end in _ENDS:
                yield end.of(language).replace("{}", title)


def _cells(row: Sequence[Cell], grid: Grid) -> Iterator[Cell]:
    """The cells of a row, the ends of intervals in cells of their own."""
    for cell, interval in zip(row, with_intervals(grid), strict=True):
        yield Cell(cell.text, cell.number, cell.form, cell.currency, cell.marks, href=cell.href, tone=cell.tone)
        if interval:
            yield Cell(number=cell.low, form=cell.form)
            yield Cell(number=cell.high, form=cell.form)


def _head_lines(title: str) -> list[str]:
    """The parts of a heading that have to fit in one line: its Latin words, and a third of it all."""
    third = -(-len(title) // 3)
    return [*(word for word in title.split() if word.isascii()), title[: third + 1]]


def _wide(grid: Grid) -> int:
    return len(grid.columns) + 2 * sum(with_intervals(grid))


def _below(grid: Grid) -> int:
    """The row below a table, with one left free."""
    return _HEAD_ROW + len(grid.rows) + 2


def _day(text: str) -> datetime.datetime | None:
    try:
        return datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
