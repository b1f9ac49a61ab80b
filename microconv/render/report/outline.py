"""The outline of a report: sections of tables, pictures and sentences, in both languages. Every form draws it.

A cell knows its number and how it is written, so that a page shows `12.3%`, a spreadsheet the number 0.123 with a
format, and CSV 0.123. Nothing in it is escaped or made safe yet: whoever draws does that.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from microconv.core.text import NO_TEXT, Text


class Form(enum.StrEnum):
    """The way in which a number is written."""

    TEXT = "text"
    COUNT = "count"  # 1,234; GA4's events, sessions and users are whole
    DECIMAL = "decimal"  # 12.3; conversions of Google Ads are fractions
    SHARE = "share"  # a fraction, as 12.3%
    CHANGE = "change"  # a fraction with its sign, as +12.3%
    DIFFERENCE = "difference"  # a number with its sign, as +123
    POINTS = "points"  # the difference of two fractions, as +1.2 pt
    MONEY = "money"  # in the cell's currency, main unit
    SECONDS = "seconds"
    LONGER = "longer"  # a difference of seconds, as +1m 23s
    DAY = "day"  # an ISO date


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    text: what stands there where there is no number: a name, or why nothing is known.
    number: the number; None for none. An absent number is never drawn as 0.
    form: the way in which it is written.
    currency: of money.
    marks: the marks of footnotes that belong to it (`*1`), in the order of the table's footnotes.
    low: the lower end of its interval, in the form of its number; None for none.
    high: the upper end.
    href: an https address behind its text; empty for none.
    tone: `good`, `bad` or empty; never the only sign of it.
    """

    text: Text = NO_TEXT
    number: float | None = None
    form: Form = Form.TEXT
    currency: str = ""
    marks: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    href: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and the form of its numbers. `key` names it in CSV, in English and for programs.

    `detail`: it is looked up, and not read; see `digest`.
    """

    key: str
    title: Text
    form: Form = Form.TEXT
    detail: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table.

    key: its name: of the sheet of a workbook, of the file of CSV.
    title: its heading.
    columns: its columns.
    rows: its cells, row by row, in the order of the columns.
    footnotes: (mark, sentence), each used by some cell.
    lead: how many rows are read, 0 for all: a page folds the others; paper, terminals and Markdown count them.
    detail: it is looked up, and not read: a page folds it; paper, terminals and Markdown leave it out.
    more: how many rows were left out of it.
    """

    key: str
    title: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    footnotes: tuple[tuple[str, Text], ...] = ()
    lead: int = 0
    detail: bool = False
    more: int = 0


@dataclass(frozen=True, slots=True)
class Series:
    """One line or set of bars of a picture. None: no data, drawn as a gap and never as zero."""

    name: Text
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign on a picture's axis, at the place of one of its labels: a change of the setup."""

    at: int
    text: Text


class ChartKind(enum.StrEnum):
    """The kind of a picture."""

    LINES = "lines"
    BARS = "bars"
    FUNNEL = "funnel"  # bars from zero, with the share that goes on between them


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture over labels, on one axis from zero.

    key: its name.
    kind: lines, bars or a funnel.
    title: its heading.
    labels: the places on its axis, such as days.
    series: at most four, each with a value for every label.
    description: the picture in a sentence, for whoever cannot see it.
    grid: the table beside it; None for none.
    form: the way in which its numbers are written.
    marks: signs on its axis.
    between: for a funnel the shares between its bars, one fewer than labels.
    """

    key: str
    kind: ChartKind
    title: Text
    labels: tuple[Text, ...]
    series: tuple[Series, ...]
    description: Text
    grid: Grid | None
    form: Form = Form.COUNT
    marks: tuple[Mark, ...] = ()
    between: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or several. `tone`: `warning`, `good`, `bad`, `minor`, `heading` (within a section) or empty."""

    text: Text
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """Sentences in a list."""

    items: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """The person's own notes: Markdown as it was written, hostile until it is drawn."""

    markdown: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Lines to be copied as they are, such as a part of a config. `title`: what they are for."""

    title: Text
    lines: str


Block = Grid | Chart | Paragraph | Bullets | Written | Listing


@dataclass(frozen=True, slots=True)
class Section:
    """A section. `key` is its name in `report.model.SECTIONS`."""

    key: str
    title: Text
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """A whole report.

    title: what it is of.
    subtitle: the month, what it is compared with, the edition, provisional or not, emulated, who answers for it.
    sections: its sections in their order.
    agency: the agency's name; empty for none.
    logo: its logo as a data address; empty for none.
    made: when its numbers were read, ISO 8601; empty where nobody knows.
    """

    title: Text
    subtitle: tuple[Text, ...]
    sections: tuple[Section, ...]
    agency: str = ""
    logo: str = ""
    made: str = ""
