"""Tables on paper, which does not scroll: one that is too wide is printed in parts, with what names a row in each.

Widths are estimates in half-width signs: figures are never broken, words are.
"""

from __future__ import annotations

from collections.abc import Sequence

from microconv.core.text import Language
from microconv.render.report.numbers import shown
from microconv.render.report.outline import Form, Grid
from microconv.render.safe import width

COMFORTABLE, MOST = 96, 124
"""The widest table in the usual type, and in small type, on an A4 page between its margins.

A sign took at most 5.3 of its 666 pixels in Chromium (2026-11-29).
"""

_WORDS, _HEADING, _BETWEEN = 14, 12, 2


def numeric(form: Form) -> bool:
    """True for a column of numbers, which stand at its right side and are never broken."""
    return form not in (Form.TEXT, Form.DAY)


def widths(grid: Grid, language: Language) -> list[int]:
    """An estimate of the width of each column."""
    sizes = []
    for at, column in enumerate(grid.columns):
        cells = max((width(shown(row[at], language)) for row in grid.rows), default=0)
        heading = min(width(column.title.of(language)), _HEADING)
        sizes.append(max(heading, cells if numeric(column.form) else min(cells, _WORDS)) + _BETWEEN)
    return sizes


def slices(grid: Grid, language: Language) -> list[list[int]]:
    """The columns of each part of a table on paper: as few parts as will do, of about one width.

    Each part begins with the columns that name a row.
    """
    sizes, named = widths(grid, language), names(grid)
    parts = _parts(sizes, named, MOST)
    return next(several for limit in range(1, MOST + 1) if len(several := _parts(sizes, named, limit)) == len(parts))


def names(grid: Grid) -> int:
    """The number of columns at the beginning, of words alone, by which no two rows are the same; 1 at least."""
    words = 1
    while words < len(grid.columns) and not numeric(grid.columns[words].form):
        words += 1
    rows = [tuple(cell.text for cell in row) for row in grid.rows]
    return next((count for count in range(1, words) if len({row[:count] for row in rows}) == len(rows)), words)


def _parts(sizes: Sequence[int], named: int, limit: int) -> list[list[int]]:
    """The columns in parts of at most a width; a part has one column beside those that name a row, however wide."""
    if sum(sizes) <= limit or len(sizes) <= named:
        return [list(range(len(sizes)))]
    first = list(range(named))
    parts, used = [first], sum(sizes[:named])
    for at, size in enumerate(sizes[named:], start=named):
        if used + size > limit and len(parts[-1]) > named:
            parts.append(first)
            used = sum(sizes[:named])
        parts[-1] = [*parts[-1], at]
        used += size
    return parts


def dense(grid: Grid, language: Language) -> bool:
    """True for a table that is printed in small type."""
    return sum(widths(grid, language)) > COMFORTABLE
