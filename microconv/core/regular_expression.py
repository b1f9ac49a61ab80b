"""Regular expressions of GA4's event rules: those of RE2, which Google's services use (github.com/google/re2)."""

from __future__ import annotations

import re
import warnings

_PLAIN = re.compile(r"\\[^1-9]|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
"""An escaped character, or a class of characters: signs that mean nothing else."""

_NOT_OF_RE2 = {
    r"\(\?(?:=|!|<=|<!)": "look-ahead and look-behind",
    r"\(\?P=|\\[1-9]": "references to a group",
    r"\(\?(?:>|\()|[*+?}]\+": "possessive quantifiers and conditions",
}
"""Constructs of Python's regular expressions that RE2 does not have."""

_CUT = 60
"""Characters of Python's own message that are shown; it can hold what the config holds."""


def fault(pattern: str) -> str:
    """The reason why `pattern` is not a regular expression that GA4 takes; empty if it is one."""
    plain = _PLAIN.sub("x", pattern)
    for sign, beyond in _NOT_OF_RE2.items():
        if re.search(sign, plain):
            return f"GA4 has no {beyond}: its regular expressions are those of RE2"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re.compile(pattern)
    except re.error as error:
        return repr(error.msg[:_CUT])[1:-1] + ("" if error.pos is None else f" at character {error.pos + 1}")
    except ValueError:
        return "its flags contradict each other"
    except OverflowError:
        return "a number in it is too large"
    except RecursionError:
        return "it is nested too deeply"
    return ""
