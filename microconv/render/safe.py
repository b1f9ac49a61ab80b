"""Names from accounts are hostile input: how they are shown without harm.

A terminal obeys control characters and direction marks, Markdown obeys its own signs. What is not harmless is shown as
an escape, so that two different names never look the same.
"""

from __future__ import annotations

import unicodedata

_SHOWN_AS_ESCAPES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_INVISIBLE = frozenset(
    chr(code)
    for first, last in (
        (0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x2800, 0x2800), (0x3164, 0x3164),
        (0xFE00, 0xFE0F), (0xFFA0, 0xFFA0), (0xE0100, 0xE01EF),
    )
    for code in range(first, last + 1)
)  # fmt: skip
"""Letters and marks that leave nothing on the screen: Unicode's Default_Ignorable_Code_Point, and the blank braille."""
_MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]|<>~&"})


def safe(text: str) -> str:
    """Text for a terminal or a log: control, format and direction characters as escapes; letters as they are."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escape(sign) if _harmful(sign) else sign for sign in text)


def markdown(text: str) -> str:
    """Text for a Markdown document, with its own signs escaped."""
    return safe(text).translate(_MARKDOWN)


def width(text: str) -> int:
    """How many columns a terminal takes for a text: two for full-width letters, none for combining marks."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text
    )


def padded(text: str, columns: int) -> str:
    """Text filled with spaces to a width in terminal columns."""
    return text + " " * max(0, columns - width(text))


def _harmful(sign: str) -> bool:
    return sign in _INVISIBLE or unicodedata.category(sign) in _SHOWN_AS_ESCAPES


def _escape(sign: str) -> str:
    code = ord(sign)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
