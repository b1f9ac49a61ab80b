"""Names of a workbook's sheets, and the widths of its columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from microconv.render.safe import safe, width

LONGEST = 31
"""The most characters of a sheet's name (Excel's specifications and limits)."""

LONGEST_CELL = 32_767
"""The most characters of a cell (the same source)."""

_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_RESERVED = frozenset({"history"})
_NARROWEST, _WIDEST = 9, 46


def sheet_names(titles: Iterable[str]) -> list[str]:
    """A legal name for each title, no two alike: Excel sees no difference between capitals and small letters."""
    names: list[str] = []
    used = set(_RESERVED)
    for title in titles:
        plain = _FORBIDDEN.sub("・", safe(title)).strip("' ") or "-"
        name, number = _cut(plain), 1
        while name.casefold() in used:
            number += 1
            name = _cut(plain, f" {number}")
        used.add(name.casefold())
        names.append(name)
    return names


def _cut(name: str, end: str = "") -> str:
    """A name that is short enough in UTF-16, in which Excel counts, with `end` behind it."""
    while _length(name) + len(end) > LONGEST:
        name = name[:-1]
    return name.strip("' ") + end


def _length(name: str) -> int:
    return len(name.encode("utf-16-le")) // 2


def cell_text(text: str) -> str:
    """A text as it may stand in a cell: what nobody sees as escapes, and not longer than Excel takes."""
    shown = safe(text)
    return shown if _length(shown) <= LONGEST_CELL else f"{shown[: LONGEST_CELL // 2 - 1]}…"


def column_width(texts: Sequence[str]) -> float:
    """The width of a column in characters that its texts need, within limits; longer ones are wrapped."""
    return float(min(_WIDEST, max(_NARROWEST, *(width(text) + 2 for text in texts))))
