"""Regular expressions of the browser, run by Python where both read them alike.

Conditions are run by the browser's RegExp. What the two languages read differently is not modelled, so that no answer
rests on it: named groups, inline flags, look-behind, Unicode classes, back references, and texts of several lines.
"""

from __future__ import annotations

import re
import warnings

from microconv.emulator.tag_manager.runtime.truth import Truth, Unmodelled

_DIFFERS = re.compile(r"\(\?(?![:=!])|\\[pPkAZzbB1-9cu]|\[\[|\[[^\]]*(?:&&|--|\|\||~~)|[*+?}]\+")
_ESCAPED = re.compile(r"\\[\\.^$|()\[\]{}*+?/-]")


def search(pattern: str, text: str, ignore_case: bool = False) -> Truth:
    """True where a pattern is found in a text."""
    if _DIFFERS.search(_ESCAPED.sub("x", pattern)) or "\n" in text:
        return Unmodelled(f"the regular expression {pattern!r}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compiled = re.compile(pattern, re.ASCII | (re.IGNORECASE if ignore_case else 0))
    except (re.error, OverflowError, RecursionError):
        return False  # "Invalid regular expression" in the browser too: the condition does not hold
    if ignore_case and not (pattern.isascii() and text.isascii()):
        return Unmodelled("regular expressions that ignore the case of other letters than a to z")
    return compiled.search(text) is not None
