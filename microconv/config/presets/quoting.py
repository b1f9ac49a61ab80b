"""Text of people as a YAML scalar."""

from __future__ import annotations

import re

from microconv.core.signs import quoted as in_quotes

_PLAIN = re.compile(r"[^\W\d_][\w.@-]*(,? [\w.@-]+)*")
_SPECIAL = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
"""Words that YAML 1.1 or 1.2 takes for something other than text, in whatever case."""


def quoted(text: str) -> str:
    """One line that every YAML parser reads as this text, in block style: as it is where that is safe, or in quotes."""
    return text if _PLAIN.fullmatch(text) and text.lower() not in _SPECIAL else in_quotes(text)
