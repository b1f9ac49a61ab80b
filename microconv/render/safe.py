"""Names from accounts are hostile input: how they are shown without harm.

A terminal obeys control characters and direction marks, Markdown obeys its own signs. What is not harmless is shown as
an escape, so that two different names never look the same.
"""

from __future__ import annotations

import re
import unicodedata

from microconv.core.signs import visible

_TICKS = re.compile("`+")
_CODE = re.compile("`([^`]+)`")
_MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]|<>~&"})


def safe(text: str) -> str:
    """Text for a terminal or a log: control, format and direction characters as escapes; letters as they are."""
    return visible(text)


def markdown(text: str) -> str:
    """Text for a Markdown document, with its own signs escaped."""
    return safe(text).translate(_MARKDOWN)


def code_span(text: str) -> str:
    """Text as code in Markdown: nothing in it is escaped, because there nothing is obeyed; its fence is long enough."""
    shown = safe(text)
    fence = "`" * (max((len(run) for run in _TICKS.findall(shown)), default=0) + 1)
    pad = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def fenced(text: str) -> list[str]:
    """Lines as a block of code in Markdown, in which nothing is obeyed; its fence is longer than any in it."""
    lines = [safe(line) for line in text.rstrip("\n").split("\n")]
    fence = "`" * max(3, *(len(run) + 1 for line in lines for run in ("", *_TICKS.findall(line))))
    return [fence, *lines, fence]


def prose(text: str, *, cell: bool = False) -> str:
    """A sentence for Markdown in which `code` between backticks stays code; all other signs are escaped.

    `cell`: it stands in a table, where a bar ends the cell even in code.
    """
    pieces = _CODE.split(text)
    for number in range(1, len(pieces), 2):
        span = code_span(pieces[number])
        pieces[number] = span.replace("|", "\\|") if cell else span
    pieces[::2] = [markdown(piece) for piece in pieces[::2]]
    return "".join(pieces)


def width(text: str) -> int:
    """The columns that a terminal takes for a text: two for full-width letters, none for combining marks."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text
    )


def padded(text: str, columns: int) -> str:
    """Text filled with spaces to a width in terminal columns."""
    return text + " " * max(0, columns - width(text))
