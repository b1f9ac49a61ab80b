"""A report for whoever reads it from beginning to end, on paper, in a terminal, in a mail: without what is looked up.

Left out are tables and columns that are needed on demand, and the rows behind the first ones of a long table; the page,
workbooks and CSV have them all, and a sentence at the section's end says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from microconv.core.text import Text, joined
from microconv.render.report.outline import Block, Chart, Grid, Outline, Paragraph, Section

_MOST = 3
"""The most tables that a sentence names."""


def digest(outline: Outline) -> Outline:
    """The outline without what is looked up only."""
    return replace(outline, sections=tuple(map(_section, outline.sections)))


def digest_grid(grid: Grid) -> Grid:
    """A table without columns on demand, and with its first rows alone. `more` tells how many are left out."""
    kept = [column.key for column in grid.columns if not column.detail]
    shown = grid if len(kept) == len(grid.columns) else narrow(grid, kept)
    if not 0 < grid.lead < len(grid.rows):
        return shown
    first = replace(shown, rows=shown.rows[: grid.lead], more=len(grid.rows) - grid.lead)
    return narrow(first, [column.key for column in first.columns])


def narrow(grid: Grid, keys: Sequence[str]) -> Grid:
    """A table with some of its columns, and the footnotes that are still needed."""
    places = [place for place, column in enumerate(grid.columns) if column.key in keys]
    rows = tuple(tuple(row[place] for place in places) for row in grid.rows)
    used = {mark for row in rows for cell in row for mark in cell.marks}
    notes = tuple(note for note in grid.footnotes if note[0] in used)
    return replace(grid, columns=tuple(grid.columns[place] for place in places), rows=rows, footnotes=notes)


def more_rows(count: int) -> Text:
    """The line below a table with its first rows alone."""
    return Text(f"and {count:,} more", f"ほか{count:,}件")


def left_out(section: Section) -> Paragraph | None:
    """The sentence about the tables and columns of a section that are looked up elsewhere; None where it has none."""
    names = list(dict.fromkeys(_names(section.blocks)))
    if not names:
        return None
    several = joined(Text(f"`{name.en}`", f"「{name.ja}」") for name in names[:_MOST])
    others = len(names) - _MOST
    if others > 0:
        several = Text(
            f"{several.en} and {others} more {'table' if others == 1 else 'tables'}", f"{several.ja}、ほか{others}表"
        )
    return Paragraph(
        Text(
            f"More of this section is in the report's Excel, CSV and HTML forms: {several.en}.",
            f"次の表は Excel・CSV・HTML 版にあります：{several.ja}。",
        ),
        "minor",
    )


def _section(section: Section) -> Section:
    sentence = left_out(section)
    blocks = tuple(_blocks(section.blocks))
    return replace(section, blocks=blocks if sentence is None else (*blocks, sentence))


def _blocks(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Chart):
            grid = block.grid
            yield replace(block, grid=None if grid is None or grid.detail else digest_grid(grid))
        elif not isinstance(block, Grid):
            yield block
        elif not block.detail:
            yield digest_grid(block)


def _names(blocks: Sequence[Block]) -> Iterator[Text]:
    for block in blocks:
        grid = block.grid if isinstance(block, Chart) else block
        if isinstance(grid, Grid) and (grid.detail or any(column.detail for column in grid.columns)):
            yield grid.title if grid.detail else _columns(grid.title)


def _columns(title: Text) -> Text:
    return Text(f"{title.en} (more columns)", f"{title.ja}（全項目）")
