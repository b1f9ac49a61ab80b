"""Names from accounts are hostile input: how they are shown without harm.

A terminal obeys control characters and direction marks, Markdown obeys its own signs. What is not harmless is shown as
an escape, so that two different names never look the same.
"""

from __future__ import annotations

import unicodedata

from microconv.core.signs import visible

_MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]|<>~&"})


def safe(text: str) -> str:
    """Text for a terminal or a log: control, format and direction characters as escapes; letters as they are."""
    return visible(text)


def markdown(text: str) -> str:
    """Text for a Markdown document, with its own signs escaped."""
    return safe(text).translate(_MARKDOWN)


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
