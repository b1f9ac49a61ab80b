"""Paragraphs for a terminal: lines of at most so many columns, full-width letters counted as two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from microconv.render.safe import width

COLUMNS = 100
"""The width of a paragraph, in terminal columns."""

_PIECE = re.compile(r"\s+|[^\s`]*`[^`]*`[^\s`]*|\S+")
"""Blanks, something to be copied between backticks, or what stands between blanks."""

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
    for piece in _bound(_pieces(text)):
        size = width(_PAINT.sub("", piece))
        if used + size > columns and line.strip() and not piece.isspace():
            lines.append(line.rstrip())
            line, used = indent, width(indent)
        line += piece
        used += size
    return [*lines, line.rstrip()]


def block(texts: Iterable[str], columns: int) -> str:
    """Paragraphs one below the other, their further lines set in; with a final newline."""
    return "".join(f"{line}\n" for text in texts for line in wrapped(text, " " * 6, columns))


def _pieces(text: str) -> Iterator[str]:
    """Blanks, code, words, and single Japanese letters: a line may end behind each."""
    for piece in _PIECE.findall(text):
        if piece.isascii():
            yield piece
        else:
            yield from _letters(piece)


def _letters(text: str) -> Iterator[str]:
    """The Japanese letters of a text one by one, and what stands between them; code between backticks whole."""
    start = 0
    code = False
    for place, sign in enumerate(text):
        code ^= sign == "`"
        if not code and ("\u3000" <= sign <= "\u9fff" or "\uff00" <= sign <= "\uffef"):
            if start < place:
                yield text[start:place]
            yield sign
            start = place + 1
    if start < len(text):
        yield text[start:]


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
