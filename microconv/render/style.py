"""Colour, where the reader has it and wants it."""

from __future__ import annotations

from typing import NamedTuple

from click import style

COLUMNS = 120
"""The greatest width of a line, however wide the terminal is."""


class Style(NamedTuple):
    """Paints text, or leaves it alone when `colour` is off. Nothing may depend on the colour alone.

    `columns` is the greatest width of a line, in terminal columns.
    """

    colour: bool = False
    columns: int = COLUMNS

    def paint(self, text: str, colour: str = "", *, bold: bool = False, dim: bool = False) -> str:
        """`text` in a colour of ANSI's sixteen."""
        if not self.colour:
            return text
        return style(text, fg=colour or None, bold=bold or None, dim=dim or None)


PLAIN = Style()
