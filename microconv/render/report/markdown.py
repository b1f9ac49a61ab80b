"""A report as Markdown, for a ticket, a wiki or a mail: every section, without what is looked up (`digest`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from microconv.core.text import Language
from microconv.render.report.digest import digest, more_rows
from microconv.render.report.links import link
from microconv.render.report.numbers import shown
from microconv.render.report.outline import (
    Block,
    Bullets,
    Cell,
    Chart,
    Form,
    Grid,
    Listing,
    Outline,
    Paragraph,
    Written,
)
from microconv.render.safe import fenced, markdown, prose, safe

_NUMBERS = frozenset(Form) - {Form.TEXT, Form.DAY}
_TONES = {"good": "▲ ", "bad": "▼ ", "warning": "⚠ "}
"""Signs before a sentence, since Markdown has no colours."""


def to_markdown(outline: Outline, language: Language) -> str:
    """The report as a Markdown document, with a final newline. Names are escaped, notes are quoted as they are."""
    lines = [f"# {markdown(outline.title.of(language))}", ""]
    if outline.agency:
        lines += [markdown(outline.agency), ""]
    lines += [f"- {prose(line.of(language))}" for line in outline.subtitle]
    for section in digest(outline).sections:
        lines += ["", f"## {markdown(section.title.of(language))}"]
        for block in section.blocks:
            lines += ["", *_block(block, language)]
    return "\n".join(lines) + "\n"


def _block(block: Block, language: Language) -> Iterator[str]:
    match block:
        case Paragraph():
            text = prose(block.text.of(language))
            yield f"### {text}" if block.tone == "heading" else f"{_TONES.get(block.tone, '')}{text}"
        case Bullets():
            for item in block.items:
                yield f"- {_TONES.get(item.tone, '')}{prose(item.text.of(language))}"
        case Written():
            yield from _written(block.markdown)
        case Listing():
            yield prose(block.title.of(language))
            yield ""
            yield from fenced(block.lines)
        case Chart():
            yield from _chart(block, language)
        case Grid():
            yield from _grid(block, language)


def _chart(chart: Chart, language: Language) -> Iterator[str]:
    """The picture's sentence and its marks, and its table."""
    if chart.grid is None:
        yield f"### {markdown(chart.title.of(language))}"
    else:
        yield from _grid(chart.grid, language)
    yield ""
    yield prose(chart.description.of(language))


def _grid(grid: Grid, language: Language) -> Iterator[str]:
    yield f"### {markdown(grid.title.of(language))}"
    yield ""
    yield _row(markdown(column.title.of(language)) for column in grid.columns)
    yield _row("---:" if column.form in _NUMBERS else "---" for column in grid.columns)
    for row in grid.rows:
        yield _row(_cell(cell, language) for cell in row)
    if grid.more:
        yield ""
        yield more_rows(grid.more).of(language)
    if grid.footnotes:
        yield ""
        for mark, sentence in grid.footnotes:
            yield f"- {markdown(mark)} {prose(sentence.of(language))}"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell, language: Language) -> str:
    text = prose(shown(cell, language), cell=True)
    address = link(cell.href)
    return f"[{text}]({address})" if address else text


def _written(text: str) -> Iterator[str]:
    """The person's own Markdown as a quotation: its headings stay within it; HTML and pictures are escaped."""
    for line in text.strip().splitlines():
        shown_line = safe(line).replace("&", "&amp;").replace("<", "&lt;").replace("![", "!\\[")
        yield f"> {shown_line}".rstrip()
