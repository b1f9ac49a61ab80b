"""A report for a terminal: the conclusion, the conversions, the funnels, the changes and the limits of the numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from microconv.core.text import Language, Text
from microconv.render.report.digest import digest, digest_grid, more_rows, narrow
from microconv.render.report.numbers import shown
from microconv.render.report.outline import (
    Block,
    Bullets,
    Cell,
    Chart,
    Column,
    Form,
    Grid,
    Listing,
    Outline,
    Paragraph,
    Section,
    Written,
)
from microconv.render.report.results import WARNINGS
from microconv.render.report.terms import LIMITS
from microconv.render.safe import padded, safe, width
from microconv.render.style import PLAIN, Style
from microconv.render.wrap import wrapped

_COMPACT: Mapping[str, tuple[str, ...]] = {
    "totals": ("number", "now", "before", "change", "year", "change_year"),
    "conversions": ("conversion", "role", "now", "before", "change", "year", "change_year", "target", "reached"),
    "funnel": ("step", "users", "reach", "onward", "abandonment", "completion"),
    "leaks": ("step", "next", "of", "lost", "abandonment"),
    "changes": ("day", "source", "who", "what", "object"),
    "change_sources": ("source", "known", "why"),
    "edition_changes": ("number", "old", "new"),
}
"""The tables of a compact report, by the beginning and end of their keys, and their columns."""

_SECTIONS = ("conclusion", "conversions", "funnel", "changes", "terms", "edition")
"""The sections of a compact report."""

_MORE = Text(
    "This is a part. The whole report: `microconv report PATH --format html` (or xlsx, pdf, markdown, csv, json).",
    "これは抜粋です。全体は `microconv report PATH --format html`（ほかに xlsx、pdf、markdown、csv、json）で出力。",
)
_COLOURS = {"warning": "yellow", "good": "green", "bad": "red"}
_TONES = {"good": "▲ ", "bad": "▼ ", "warning": "! "}
_GAP = "  "


def to_text(outline: Outline, language: Language, style: Style = PLAIN, *, whole: bool = False) -> str:
    """The report for a terminal, with a final newline: its most important part, or with `whole` all that is read."""
    if whole:
        outline = digest(outline)
    lines = [style.paint(safe(outline.title.of(language)), bold=True)]
    lines += wrapped(safe(" · ".join(line.of(language) for line in outline.subtitle)), "", style.columns)
    for section in outline.sections:
        blocks = section.blocks if whole else tuple(_compact(section))
        if blocks:
            lines += ["", style.paint(safe(section.title.of(language)), bold=True)]
            for block in blocks:
                lines += _block(block, language, style)
    if not whole:
        lines += ["", *wrapped(_MORE.of(language), "", style.columns)]
    return "\n".join(lines) + "\n"


def _compact(section: Section) -> Iterator[Block]:
    """The blocks of a section that a compact report has, with fewer columns."""
    if section.key not in _SECTIONS or section.key == "terms":
        yield from (block for block in section.blocks if block in WARNINGS)
    if section.key not in _SECTIONS:
        return
    limits = section.key != "terms"
    for block in section.blocks:
        grid = block.grid if isinstance(block, Chart) else block
        if isinstance(grid, Grid):
            columns = _columns(grid.key)
            if columns:
                yield narrow(digest_grid(grid), columns)
        elif limits and not isinstance(block, Chart):
            yield block
        elif isinstance(block, Paragraph) and block.text == LIMITS:
            limits = True


def _columns(key: str) -> tuple[str, ...]:
    """The columns of a table in a compact report; none where it is left out. Chains are numbered: `funnel_2_leaks`."""
    if key in _COMPACT:
        return _COMPACT[key]
    chain, _, rest = key.partition("_")
    if chain != "funnel":
        return ()
    number, _, part = rest.partition("_")
    if number.isdigit():
        return _COMPACT["funnel"] if not part else _COMPACT.get(part, ())
    return _COMPACT.get(rest, ())


def _block(block: Block, language: Language, style: Style) -> Iterator[str]:
    match block:
        case Paragraph(tone="heading"):
            yield ""
            lines = wrapped(safe(block.text.of(language)), "  ", style.columns)
            yield from (_painted(line, "heading", style) for line in lines)
        case Paragraph():
            yield from _sentence(block, "  ", language, style)
        case Bullets():
            for item in block.items:
                yield from _sentence(item, "  - ", language, style)
        case Written():
            yield from (f"  | {safe(line)}".rstrip() for line in block.markdown.strip().splitlines())
        case Listing():
            yield ""
            yield from wrapped(f"  {safe(block.title.of(language))}", "  ", style.columns)
            yield ""
            yield from map(safe, block.lines.rstrip("\n").split("\n"))
        case Chart():
            yield from _grid(block.grid, language, style) if block.grid else _title(block.title, language, style)
            yield from wrapped(f"  {safe(block.description.of(language))}", "  ", style.columns)
        case Grid():
            yield from _grid(block, language, style)


def _sentence(paragraph: Paragraph, lead: str, language: Language, style: Style) -> Iterator[str]:
    text = f"{lead}{_TONES.get(paragraph.tone, '')}{safe(paragraph.text.of(language))}"
    for line in wrapped(text, " " * len(lead), style.columns):
        yield _painted(line, paragraph.tone, style)


def _painted(line: str, tone: str, style: Style) -> str:
    return style.paint(line, _COLOURS.get(tone, ""), bold=tone == "heading", dim=tone == "minor")


def _grid(grid: Grid, language: Language, style: Style) -> Iterator[str]:
    """A table in columns where the terminal is wide enough, else row by row; then its footnotes."""
    yield from _title(grid.title, language, style)
    heads = [safe(column.title.of(language)) for column in grid.columns]
    rows = [[safe(shown(cell, language)) for cell in row] for row in grid.rows]
    widths = [max(map(width, texts)) for texts in zip(heads, *rows, strict=True)]
    if 2 + sum(widths) + len(_GAP) * (len(widths) - 1) <= style.columns:
        yield style.paint(_line(heads, widths, grid.columns), dim=True)
        for texts, row in zip(rows, grid.rows, strict=True):
            yield _line(texts, widths, grid.columns, row, style)
    else:
        for texts in rows:
            yield from _record(heads, texts, style)
    if grid.more:
        yield f"  {more_rows(grid.more).of(language)}"
    for mark, sentence in grid.footnotes:
        lead = f"  {mark} "
        yield from wrapped(f"{lead}{safe(sentence.of(language))}", " " * len(lead), style.columns)


def _title(title: Text, language: Language, style: Style) -> Iterator[str]:
    yield ""
    yield f"  {style.paint(safe(title.of(language)), bold=True)}"


def _line(
    texts: Sequence[str],
    widths: Sequence[int],
    columns: Sequence[Column],
    row: Sequence[Cell] = (),
    style: Style = PLAIN,
) -> str:
    """One row of a table; numbers stand at the right of their column."""
    cells = []
    for place, (text, columns_wide, column) in enumerate(zip(texts, widths, columns, strict=True)):
        right = column.form not in {Form.TEXT, Form.DAY}
        filled = " " * (columns_wide - width(text)) + text if right else padded(text, columns_wide)
        tone = row[place].tone if row else ""
        cells.append(filled if not tone else filled.replace(text, _painted(text, tone, style)))
    return f"  {_GAP.join(cells)}".rstrip()


def _record(heads: Sequence[str], texts: Sequence[str], style: Style) -> Iterator[str]:
    """One row of a table that is too wide: its first cell, then the others with their headings."""
    yield f"  {texts[0]}"
    others = "; ".join(f"{head}: {text}" for head, text in zip(heads[1:], texts[1:], strict=True) if text)
    yield from wrapped(f"      {others}", "      ", style.columns)
