"""Text over several lines of a width: at blanks, and between the signs of Japanese, which has none."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterator

_NEVER_FIRST = frozenset("、。，．・：；？！」』）】］｝〉》ー々…ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ％")
_NEVER_LAST = frozenset("「『（【［｛〈《")
_WIDE = re.compile(r"[\u1100-\ufffd\U0001f000-\U0003fffd]")
_KATAKANA = re.compile(r"[ァ-ヺー]")


def wrapped(text: str, columns: int, indent: str) -> list[str]:
    """The lines of a text, all but the first with `indent`. A word that is longer than a line stays whole.

    In columns of a terminal, where most signs of Japanese take two.
    """
    if not _WIDE.search(text):
        return textwrap.wrap(text, columns, break_long_words=False, break_on_hyphens=False, subsequent_indent=indent)
    lines, line, taken = [], "", 0
    for part in _parts(text):
        size = columns_of(part.rstrip())
        if line.strip() and taken + size > columns:
            lines.append(line.rstrip())
            line, taken = indent, len(indent)
            part = part.lstrip()
        line, taken = line + part, taken + columns_of(part)
    return [*lines, line.rstrip()] if line.strip() else lines


def columns_of(text: str) -> int:
    """The columns that a text takes in a terminal."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(sign: str) -> int:
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def _parts(text: str) -> Iterator[str]:
    """The parts within which no line ends: a word with the blanks behind it, or wide signs that must stand together.

    A word of katakana stays whole, as it is a foreign one.
    """
    part = ""
    for sign in text:
        together = not part or part[-1] in _NEVER_LAST or sign in _NEVER_FIRST
        word = bool(part) and not part[-1].isspace() and _of_one_word(part[-1], sign)
        if not together and not word and not sign.isspace():
            yield part
            part = ""
        part += sign
    if part:
        yield part


def _of_one_word(before: str, sign: str) -> bool:
    if _WIDE.match(before) or _WIDE.match(sign):
        return bool(_KATAKANA.match(before) and _KATAKANA.match(sign))
    return True
