r"""Regular expressions of the browser, run by Python where both read them alike.

Conditions are run by the browser's RegExp (tc39.es/ecma262, "RegExp Objects" and annex B, checked 2026-11-29). What the
two languages read differently is not modelled, so that no answer rests on it: named groups, inline flags, look-behind,
back references, escapes that mean something in one of them only, empty classes, and texts of several lines or with
letters beyond the first plane. A hyphen beside a class of letters (`[\w-.]`), which Python refuses, is translated.

Whether a text has a match is the same for every engine, so that RE2 looks for it, whose time is bounded. For what RE2
does not have (look-ahead) it is `regex`; a search that takes it longer than `SECONDS` is not modelled: a browser, too,
would stand still.
"""

from __future__ import annotations

import re
import warnings

import regex

from microconv.emulator import re2
from microconv.emulator.tag_manager.runtime.truth import Truth, Unmodelled

#: The longest time that an expression may take, in seconds.
SECONDS = 2.0
_DIFFERS = re.compile(
    r"\(\?(?![:=!])|\\(?![dDwWsStnrfv]|0(?![0-9]))|\[\^?\]|\{,|\[\[|\[[^\]]*(?:&&|--|\|\||~~)|[*+?}]\+"
)
_ESCAPED = re.compile(r"\\[^a-zA-Z0-9]")
_CLASS = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]", re.DOTALL)
_BEFORE_HYPHEN = re.compile(r"(\\[dDwWsS])-(?!\])")
_BEHIND_HYPHEN = re.compile(r"(?<!\\)-(\\[dDwWsS])")
#: A brace that counts nothing, which means something else to `regex`.
_NOT_COUNTED = re.compile(r"\{(?![0-9])")
_BREAKS = re.compile(r"[\n\r\u2028\u2029\U00010000-\U0010ffff]")


def search(pattern: str, text: str, ignore_case: bool = False) -> Truth:
    """True where a pattern is found in a text."""
    if _DIFFERS.search(_ESCAPED.sub("x", pattern)) or _BREAKS.search(text):
        return Unmodelled(f"the regular expression {pattern!r}")
    if ignore_case and not (pattern.isascii() and text.isascii()):
        return Unmodelled("regular expressions that ignore the case of other letters than a to z")
    if ("\\s" in pattern or "\\S" in pattern) and not text.isascii():
        return Unmodelled("blanks beyond ASCII in regular expressions")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            translated = _CLASS.sub(_of_python, pattern)
            re.compile(translated, re.ASCII)
    except (re.error, OverflowError, RecursionError):
        return False  # "Invalid regular expression" in the browser too: the condition does not hold
    linear = None if "\v" in text else re2.compiled(translated, caseless=ignore_case)  # to RE2 \v is no blank
    return _searched(translated, text, ignore_case) if linear is None else linear.search(text)


def _searched(pattern: str, text: str, ignore_case: bool) -> Truth:
    """The same by an engine that tries one way after the other."""
    if _NOT_COUNTED.search(_CLASS.sub("x", pattern)):
        return Unmodelled(f"the regular expression {pattern!r}")
    try:
        match = regex.search(pattern, text, regex.ASCII | (regex.IGNORECASE if ignore_case else 0), timeout=SECONDS)
    except regex.error:
        return Unmodelled(f"the regular expression {pattern!r}")
    except TimeoutError:
        return Unmodelled(f"the regular expression {pattern!r}, which takes more than {SECONDS:g} seconds,")
    return match is not None


def _of_python(match: re.Match[str]) -> str:
    """A class of letters with its hyphens as Python takes them; anything else as it is."""
    if not match[0].startswith("["):
        return match[0]
    return _BEHIND_HYPHEN.sub(r"\\-\1", _BEFORE_HYPHEN.sub(r"\1\\-", match[0]))
