"""Signs that nobody can see, and what is written in their place: one table for terminals, pages and config files."""

from __future__ import annotations

import re
import unicodedata

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_INVISIBLE = frozenset(
    chr(code)
    for first, last in (
        (0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x2800, 0x2800), (0x3164, 0x3164),
        (0xFE00, 0xFE0F), (0xFFA0, 0xFFA0), (0xE0100, 0xE01EF),
    )
    for code in range(first, last + 1)
)  # fmt: skip
"""Letters and marks that leave nothing on the screen: Unicode's Default_Ignorable_Code_Point, and the blank braille."""

_NEVER = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
CONTROL = re.compile(f"[\t\n\r\u2028\u2029{_NEVER}]")
"""Signs that no value of a config may hold, however they are written: line breaks, control characters, no characters.
"""

CONTROL_IN_FILE = re.compile(f"[{_NEVER}]")
"""Those of them that a file may not even hold between its values."""


def one_line(text: str) -> bool:
    """True for a text that a config can hold as a name: one line that neither begins nor ends with a blank."""
    return bool(text) and text == text.strip() and not CONTROL.search(text)


def hidden(sign: str) -> bool:
    """True for a sign that is not plainly visible: control, format and direction characters, and invisible ones."""
    return sign in _INVISIBLE or unicodedata.category(sign) in _UNSEEN


def escaped(sign: str) -> str:
    """A sign by its number, as Python and YAML write it."""
    code = ord(sign)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def visible(text: str) -> str:
    """A text whose hidden signs are escapes."""
    if text.isprintable() and _INVISIBLE.isdisjoint(text):
        return text
    return "".join(escaped(sign) if hidden(sign) else sign for sign in text)
