"""The page of one or many reports: outlines with the ids of the page, put into Jinja's templates."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jinja2 import Environment
from markupsafe import Markup, escape

from microconv.core.text import Language
from microconv.render.html.frame import brief, still_policy
from microconv.render.report.digest import digest_grid, left_out, more_rows
from microconv.render.report.numbers import cell_text
from microconv.render.report.outline import Block, Cell, Chart, ChartKind, Form, Grid, Outline, Section, Written
from microconv.render.report.page import charts, frame, paper, words
from microconv.render.report.page.links import safe_address
from microconv.render.report.page.notes import notes_html
from microconv.render.safe import safe, width

_LOGO = re.compile(r"data:image/(?:png|jpeg|svg\+xml);base64,[A-Za-z0-9+/]+={0,2}")
_LONG_TEXT = 24


@dataclass(frozen=True, slots=True)
class Part:
    """A block of a section with its id on the page. `kind` is the name of its class, in small letters."""

    key: str
    kind: str
    block: Block


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section with its id on the page."""

    key: str
    section: Section
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A report with its id on the page."""

    key: str
    outline: Outline
    chapters: tuple[Chapter, ...]


def page(outlines: Sequence[Outline], language: Language) -> str:
    """The whole page; see `microconv.render.report.page.to_html`."""
    style = frame.style()
    letters = [_letter(outline, f"r{number}") for number, outline in enumerate(outlines, start=1)]
    return (
        _environment(language)
        .get_template("page.html.j2")
        .render(letters=letters, single=len(letters) == 1, style=Markup(style), policy=still_policy(style))
    )


@functools.cache
def _environment(language: Language) -> Environment:
    drawing = _Drawing(language)
    return frame.made(
        language,
        ("page.html.j2", "report.html.j2", "blocks.html.j2"),
        logo=_logo,
        cell=drawing.cell,
        row_key=drawing.row_key,
        picture=drawing.picture,
        legend=drawing.legend,
        marked=charts.marked,
        gaps=drawing.gaps,
        numbers=_numbers,
        notes=notes_html,
        listed=_listed,
        figures=paper.numeric,
        paper=drawing.paper,
        digest=digest_grid,
        left_out=left_out,
        more_of=more_rows,
        dense=drawing.dense,
        more_rows=drawing.more_rows,
    )


def _letter(outline: Outline, key: str) -> Letter:
    return Letter(key, outline, tuple(_chapters(outline, key)))


def _chapters(outline: Outline, key: str) -> Iterator[Chapter]:
    for at, section in enumerate(outline.sections, start=1):
        name = f"{key}-s{at}"
        parts = tuple(
            Part(f"{name}-b{number}", type(block).__name__.lower(), block)
            for number, block in enumerate(section.blocks, start=1)
            if not (isinstance(block, Written) and not block.markdown.strip())
        )
        yield Chapter(name, section, parts)


def _numbers(grid: Grid) -> dict[str, int]:
    """The footnotes of a table by their marks, as numbers."""
    return {mark: number for number, (mark, _) in enumerate(grid.footnotes, start=1)}


def _listed(lines: str) -> Markup:
    """Lines to be copied: whole, each made safe by itself."""
    return Markup("\n").join(escape(safe(line)) for line in lines.rstrip("\n").split("\n"))


def _logo(outline: Outline) -> Markup:
    """The agency's logo as a picture in the page; nothing where there is none."""
    if not outline.logo:
        return Markup("")
    if _LOGO.fullmatch(outline.logo) is None:
        raise ValueError("the logo of a report is a data address of a PNG, JPEG or SVG in base64")
    return Markup('<img class="logo" alt="{}" src="{}">').format(safe(brief(outline.agency)), outline.logo)


class _Drawing:
    """Cells and pictures in one language."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def cell(self, cell: Cell, key: str, marks: dict[str, int]) -> Markup:
        """The content of a cell, with links to its footnotes; `key` is the table's id, `marks` their numbers."""
        text = safe(brief(cell_text(cell, self._language)))
        shown = escape(text) if cell.number is not None else Markup("<bdi>{}</bdi>").format(text)
        if cell.number is None and cell.form is not Form.TEXT:
            shown = Markup('<span class="absent">{}</span>').format(text)
        if cell.href and safe_address(cell.href):
            shown = Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(cell.href, shown)
        if cell.tone in ("good", "bad"):
            tone_name = words.WORDS["better" if cell.tone == "good" else "worse"].of(self._language)
            shown = Markup('<span class="tone {}">{}<span class="unseen"> ({})</span></span>').format(
                cell.tone, shown, tone_name
            )
        links = (
            Markup('<a class="mark" href="#{}-n{}">{}</a>').format(key, marks[mark], safe(mark)) for mark in cell.marks
        )
        return shown + Markup("").join(links)

    def row_key(self, cell: Cell) -> str:
        """The style's words for a cell."""
        if cell.number is None and width(cell_text(cell, self._language)) > _LONG_TEXT:
            return " long"
        return ""

    def picture(self, chart: Chart, key: str) -> Markup:
        """A picture."""
        return Markup(charts.picture(chart, self._language, key))

    def legend(self, chart: Chart) -> list[tuple[Markup, str]]:
        """The sign of each series of a picture with its name; none for a single one."""
        if len(chart.series) == 1:
            return []
        return [
            (Markup(charts.sign(chart.kind is ChartKind.LINES, number)), series.name.of(self._language))
            for number, series in enumerate(chart.series)
        ]

    def gaps(self, chart: Chart) -> str:
        """The sentence about what is missing in a picture; empty where nothing is."""
        name = charts.gap(chart)
        return words.WORDS[name].of(self._language) if name else ""

    def paper(self, grid: Grid) -> list[list[int]]:
        """The columns of each part of a table on paper."""
        return paper.slices(grid, self._language)

    def dense(self, grid: Grid) -> bool:
        """True for a table in small type."""
        return paper.dense(grid, self._language)

    def more_rows(self, count: int) -> str:
        """The words for rows that are folded."""
        if count == 1:
            return words.WORDS["one_more_row"].of(self._language)
        return words.WORDS["more_rows"].of(self._language).format(f"{count:,}")
