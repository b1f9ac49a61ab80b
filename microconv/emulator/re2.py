"""Regular expressions as Google's services take them: those of RE2.

Python's syntax has all of RE2 that queries, filters and rules use. What RE2 does not have is refused here too:
look-around, back references, conditionals, atomic groups, possessive quantifiers (github.com/google/re2, wiki/Syntax).
"""

from __future__ import annotations

import re
import warnings

#: An escaped character, or a class of characters: signs that mean nothing else.
_PLAIN = re.compile(r"\\[^1-9]|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_NOT_RE2 = re.compile(r"\(\?(?:=|!|<=|<!|>|\(|P=)|\\[1-9]|[*+?}]\+")


def compiled(text: str, flags: int = 0) -> re.Pattern[str] | None:
    """The expression compiled; None if it is not one of RE2."""
    if _NOT_RE2.search(_PLAIN.sub("x", text)):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return re.compile(text, flags)
    except (re.error, OverflowError, RecursionError, ValueError):
        return None
