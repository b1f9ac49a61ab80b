"""Paragraphs for a terminal: lines of at most so many columns, full-width letters counted as two."""

from __future__ import annotations

import re
from collections.abc import Iterable

from microconv.render.safe import width

COLUMNS = 100
"""The width of a paragraph, in terminal columns."""

_PIECE = re.compile(r"\s+|`[^`]*`\S*|[^\s\u3000-\u9fff\uff00-\uffef]+|[\u3000-\u9fff\uff00-\uffef]")
"""Blanks, something to be copied between backticks, a word, or one Japanese letter, after which a line may end."""

_PAINT = re.compile(r"\x1b\[[0-9;]*m")
"""The colours of `style.Style`, which take no column."""

_NEVER_FIRST = frozenset("、。，．」』）】〕・ーぁぃぅぇぉっゃゅょァィゥェォッャュョ!?！？：；)]}.,:;")
"""Signs that Japanese and English typesetting do not put at the beginning of a line."""


_NEVER_LAST = frozenset("「『（【〔")
"""Signs that open something: no line ends with them."""


def wrapped(text: str, indent: str, columns: int = COLUMNS) -> list[str]:
    """The lines of a paragraph; all but the first begin with `indent`. A longer word stands on a line of its own."""
    lines: list[str] = []
    line, used = "", 0
    for piece in _bound(_PIECE.findall(text)):
        size = width(_PAINT.sub("", piece))
        if used + size > columns and line.strip() and not piece.isspace():
            lines.append(line.rstrip())
            line, used = indent, width(indent)
        line += piece
        used += size
    return [*lines, line.rstrip()]


def _bound(pieces: Iterable[str]) -> list[str]:
    """The pieces, each with the signs behind it that no line may begin with, or before it that none may end with."""
    bound: list[str] = []
    for piece in pieces:
        opened = bool(bound) and bound[-1][-1] in _NEVER_LAST
        if bound and (opened or (not bound[-1].isspace() and piece[0] in _NEVER_FIRST)):
            bound[-1] += piece
        else:
            bound.append(piece)
    return bound
