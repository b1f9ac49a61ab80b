"""The tables of a report as CSV, a file each, for spreadsheets and programs.

UTF-8 with a byte order mark, without which Excel reads Japanese as another encoding, and lines that end with CR LF
(RFC 4180). The first line has the columns' keys, in English; numbers are plain (`0.123`, `72095`).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from microconv.core.text import Language
from microconv.render.report.outline import Bullets, Cell, Chart, Grid, Listing, Outline, Paragraph, Section, Written
from microconv.render.safe import safe

BYTE_ORDER_MARK = "\ufeff"

_FORMULAS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
"""Signs at the beginning of a cell from which spreadsheets take it for a formula.

Source: OWASP, CSV Injection (owasp.org/www-community/attacks/CSV_Injection).
"""


def to_csv(outline: Outline, language: Language) -> Mapping[str, str]:
    """File name → text: one for each table by its key, and `sentences.csv` with all that is said beside them."""
    files = {"sentences.csv": _text(("section", "tone", "text"), _sentences(outline, language))}
    for grid in grids(outline):
        files[f"{grid.key}.csv"] = _grid(grid, language)
    return files


def grids(outline: Outline) -> Iterator[Grid]:
    """All tables of a report, in their order, with those beside pictures."""
    for section in outline.sections:
        for block in section.blocks:
            grid = block.grid if isinstance(block, Chart) else block
            if isinstance(grid, Grid):
                yield grid


def with_intervals(grid: Grid) -> tuple[bool, ...]:
    """For each column, true where any of its cells has an interval: its ends get columns of their own."""
    return tuple(any(row[place].low is not None for row in grid.rows) for place in range(len(grid.columns)))


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe stands before it where it could be one."""
    return f"'{text}" if text.lstrip(" \u3000").startswith(_FORMULAS) else text


def sentences(section: Section, language: Language) -> Iterator[tuple[str, str]]:
    """The tone and the text of everything in a section that is no table, not yet safe."""
    for block in section.blocks:
        match block:
            case Paragraph():
                yield block.tone, block.text.of(language)
            case Bullets():
                yield from ((item.tone, item.text.of(language)) for item in block.items)
            case Written():
                yield from (("", line) for line in block.markdown.splitlines() if line.strip())
            case Chart():
                yield "minor", f"{block.title.of(language)}: {block.description.of(language)}"
            case Grid() | Listing():
                pass


def _sentences(outline: Outline, language: Language) -> Iterator[list[str | float]]:
    for section in outline.sections:
        for tone, text in sentences(section, language):
            yield [section.key, tone, _name(text)]


def _grid(grid: Grid, language: Language) -> str:
    """A table: each number plain, its ends, the currency of the row, and the footnotes with the column they are of."""
    intervals = with_intervals(grid)
    money = any(cell.currency for row in grid.rows for cell in row)
    notes = dict(grid.footnotes)
    heads: list[str] = []
    for column, interval in zip(grid.columns, intervals, strict=True):
        heads += [column.key, f"{column.key}_low", f"{column.key}_high"] if interval else [column.key]
    heads += ["currency"] * money + ["remarks"] * bool(notes)
    rows: list[list[str | float]] = []
    for row in grid.rows:
        line: list[str | float] = []
        for cell, interval in zip(row, intervals, strict=True):
            line += [_value(cell, language), *([_end(cell.low), _end(cell.high)] if interval else [])]
        if money:
            line.append(_name(next((cell.currency for cell in row if cell.currency), "")))
        if notes:
            remarks = (
                f"{column.key}: {notes[mark].of(language)}"
                for column, cell in zip(grid.columns, row, strict=True)
                for mark in cell.marks
            )
            line.append(_name(" / ".join(remarks)))
        rows.append(line)
    return _text(heads, rows)


def _value(cell: Cell, language: Language) -> str | float:
    """A number as it is; a name or the reason for its absence in words."""
    return _name(cell.text.of(language)) if cell.number is None else _plain(cell.number)


def _end(number: float | None) -> str | float:
    return "" if number is None else _plain(number)


def _plain(number: float) -> float:
    """A number without what binary fractions add at its end (0.1 + 0.2)."""
    return int(number) if float(number).is_integer() else float(f"{number:.12g}")


def _name(text: str) -> str:
    return harmless(safe(text))


def _text(heads: Sequence[str], rows: Iterator[list[str | float]] | list[list[str | float]]) -> str:
    file = io.StringIO()
    writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([_name(head) for head in heads])
    writer.writerows(rows)
    return BYTE_ORDER_MARK + file.getvalue()
