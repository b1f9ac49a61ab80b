"""Regular expressions as Google's services take them: those of RE2, run by RE2 itself (github.com/google/re2).

What RE2 does not take is no expression here either: look-around, back references, repetitions over 1,000. No expression
can hold the emulator up: the time of RE2 grows with the length of the text alone (page "Why RE2?" of its wiki).
"""

from __future__ import annotations

from typing import Any

import re2


class Pattern:
    """An expression that was compiled."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def fullmatch(self, text: str) -> bool:
        """True if the whole text fits."""
        return self._inner.fullmatch(_readable(text)) is not None

    def search(self, text: str) -> bool:
        """True if a part of the text fits."""
        return self._inner.search(_readable(text)) is not None


def compiled(text: str, *, caseless: bool = False) -> Pattern | None:
    """The expression compiled; None if it is not one of RE2."""
    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = not caseless
    try:
        return Pattern(re2.compile(text, options))
    except (re2.error, UnicodeEncodeError):
        return None


def escaped(text: str) -> str:
    """The expression for just this text."""
    return str(re2.escape(text))


def _readable(text: str) -> str:
    """The text without halves of surrogate pairs, which UTF-8 does not have."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
