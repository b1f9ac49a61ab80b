"""How messages quote what a file says."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

CUT = 60
"""Longest quotation, in characters."""


def quote(text: str) -> str:
    """Text as a message shows it: in quotes, without control characters, cut to sixty characters."""
    return repr(text if len(text) <= CUT else text[: CUT - 1] + "…")


def cut(text: str) -> str:
    """Text without quotes: control characters escaped, cut to sixty characters."""
    return quote(text)[1:-1]


def did_you_mean(text: str, allowed: Iterable[str]) -> str:
    """A hint naming the closest allowed word; empty when none is close."""
    by_form = {word.lower(): word for word in reversed(list(allowed))}
    wanted = text[:CUT].lower().replace("-", "_").replace(" ", "_")
    close = difflib.get_close_matches(wanted, by_form, n=1, cutoff=0.7)
    return f"did you mean {by_form[close[0]]!r}?" if close else ""
