"""One line a client for a run of several, the worst first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from microconv.core.text import Language, Text
from microconv.render.safe import safe, width
from microconv.render.style import PLAIN, Style


class ClientLine(NamedTuple):
    """One client of the table.

    label: its label.
    state: what became of it.
    weight: lines of more weight come first.
    colour: that of the state.
    note: a remark behind it.
    """

    label: str
    state: Text
    weight: float
    colour: str
    note: Text


def clients_table(lines: Iterable[ClientLine], style: Style = PLAIN, language: Language = Language.EN) -> str:
    """The table: labels, states and notes below each other; clients of one weight keep their order. A final newline."""
    rows = [
        (safe(line.label), line.state.of(language), line.colour, safe(line.note.of(language)))
        for line in sorted(lines, key=lambda line: -line.weight)
    ]
    first = max((width(label) for label, *_ in rows), default=0)
    second = max((width(state) for _, state, *_ in rows), default=0)
    text = ""
    for label, state, colour, note in rows:
        padded = style.paint(state, colour) + " " * (second - width(state) if note else 0)
        text += f"{label}{' ' * (first - width(label))}  {padded}{'  ' + note if note else ''}\n"
    return text
