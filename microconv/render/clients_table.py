"""One line a client for a run of several, the worst first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from microconv.core.client_numbers import ClientNumbers
from microconv.core.text import NO_TEXT, Language, Text, joined
from microconv.render.fleet_page.course_words import course_text
from microconv.render.fleet_page.line import STATES, FleetLine, State, Topic, worst_first
from microconv.render.safe import safe, width
from microconv.render.style import PLAIN, Style
from microconv.render.wrap import wrapped

COLUMNS = 100
"""The greatest width of the table."""

LEAST = 12
"""The columns that a label keeps, whatever stands beside it."""

_COLOURS = {
    State.FAILED: "red",
    State.UNREACHED: "yellow",
    State.REFUSED: "red",
    State.PARTLY: "yellow",
    State.INTERRUPTED: "yellow",
    State.FINDINGS: "yellow",
    State.CHANGES: "cyan",
    State.DONE: "green",
}
_SIGNS = (("create", "+"), ("update", "~"), ("demote", "↓"), ("remove", "-"))
_LEGEND = Text("+ create  ~ update  ↓ demote  - remove", "+ 作成  ~ 変更  ↓ サブに変更  - 削除")


class _Column(NamedTuple):
    head: Text
    cell: Callable[[FleetLine], Text]
    right: bool = False


def clients_table(lines: Iterable[FleetLine], style: Style = PLAIN, language: Language = Language.EN) -> str:
    """The table: a head, and a line for each client, below one whose config is broken its first error; a final newline.

    Columns that nobody has anything in are left out. Where it would be wider than 100 columns, labels are cut, and then
    the last columns are left out.
    """
    ordered = worst_first(lines)
    shown = [column for column in _COLUMNS if any(column.cell(line) for line in ordered)]
    rows = [[column.head for column in shown], *([column.cell(line) for column in shown] for line in ordered)]
    cells = [[safe(text.of(language)) for text in row] for row in rows]
    widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
    columns = min(style.columns, COLUMNS)
    while len(widths) > 1 and sum(widths) + 2 * len(widths) + LEAST > columns:
        widths.pop()
    labels = [_HEAD.of(language), *(safe(line.label) for line in ordered)]
    first = min(max(map(width, labels)), columns - sum(widths) - 2 * len(widths))
    text = ""
    for number, (label, row) in enumerate(zip(labels, cells, strict=True)):
        parts = [_padded(_cut(label, first), first)]
        for place, wide in enumerate(widths):
            cell = _padded(row[place], wide, right=shown[place].right)
            colour = _COLOURS[ordered[number - 1].state] if number and not place else ""
            parts.append(style.paint(cell, colour) if colour else cell)
        joined_parts = "  ".join(parts).rstrip()
        text += f"{joined_parts if number else style.paint(joined_parts, dim=True)}\n"
        for error in ordered[number - 1].said(Topic.CONFIG) if number else ():
            text += "".join(f"{line}\n" for line in wrapped(f"  {safe(error.of(language))}", "  ", columns))
    if any(line.numbers and line.numbers.changes for line in ordered):
        text += f"{style.paint(_LEGEND.of(language), dim=True)}\n"
    return text


def sums(lines: Iterable[FleetLine]) -> Text:
    """The number of clients that ended in each state, the worst first: `12 clients: 1 failed, 11 done`."""
    counted = Counter(line.state for line in lines)
    number = counted.total()
    pieces = joined(
        tuple(
            Text(f"{counted[one]} {STATES[one].en}", f"{STATES[one].ja} {counted[one]} 件")
            for one in State
            if counted[one]
        )
    )
    return Text(f"{number} client{'s' * (number != 1)}: {pieces.en}", f"クライアント {number} 件: {pieces.ja}")


def _state(line: FleetLine) -> Text:
    return STATES[line.state]


def _changes(line: FleetLine) -> Text:
    """`+2 ~3 ↓1`, of an audit `2 errors, 1 warning`; nothing where nothing was counted."""
    numbers = line.numbers
    if numbers is None:
        return NO_TEXT
    signs = [f"{sign}{getattr(numbers, name):,}" for name, sign in _SIGNS if getattr(numbers, name)]
    if signs:
        return Text(" ".join(signs), " ".join(signs))
    return joined(_findings(numbers), ", ", "、")


def _findings(numbers: ClientNumbers) -> Sequence[Text]:
    counted = (
        (numbers.errors, "error", "エラー"),
        (numbers.warnings, "warning", "警告"),
        (numbers.notes, "note", "参考"),
    )
    return [
        Text(f"{number:,} {word}{'s' * (number != 1)}", f"{japanese} {number:,}")
        for number, word, japanese in counted
        if number
    ]


def _bidding(line: FleetLine) -> Text:
    numbers = line.numbers or ClientNumbers()
    pieces = [
        Text(f"{word} {number:,}", f"{japanese} {number:,}")
        for number, word, japanese in ((numbers.stops, "stops", "停止"), (numbers.starts, "starts", "開始"))
        if number
    ]
    return joined(pieces, " ", " ")


def _in_the_way(line: FleetLine) -> Text:
    """The number of what stops a sync."""
    numbers = line.numbers or ClientNumbers()
    number = numbers.conflicts + numbers.refusals
    return Text(f"{number:,}", f"{number:,}") if number else NO_TEXT


def _calls(line: FleetLine) -> Text:
    number = line.numbers.calls if line.numbers else 0
    return Text(f"{number:,}", f"{number:,}") if number else NO_TEXT


def _seconds(line: FleetLine) -> Text:
    """The time of a client whose accounts were asked."""
    asked = line.seconds is not None and line.numbers is not None and line.numbers.calls
    return Text(f"{line.seconds:.1f} s", f"{line.seconds:.1f} 秒") if asked else NO_TEXT


_HEAD = Text("client", "クライアント")
_COLUMNS = (
    _Column(Text("state", "状態"), _state),
    _Column(Text("counts", "件数"), _changes),
    _Column(Text("bidding", "入札"), _bidding),
    _Column(Text("in the way", "障害"), _in_the_way, right=True),
    _Column(Text("last run", "前回比"), course_text),
    _Column(Text("calls", "呼出"), _calls, right=True),
    _Column(Text("time", "時間"), _seconds, right=True),
)


def _padded(text: str, columns: int, *, right: bool = False) -> str:
    blanks = " " * (columns - width(text))
    return blanks + text if right else text + blanks


def _cut(label: str, columns: int) -> str:
    """A label that fits; where it is too long its end is left out."""
    if width(label) <= columns:
        return label
    used, end = 1, 0
    for end, sign in enumerate(label):  # noqa: B007 - the place of the first sign that does not fit
        used += width(sign)
        if used > columns:
            break
    return f"{label[:end]}…"
