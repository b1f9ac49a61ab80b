"""Plain data and comments as YAML text that reads the same for everybody: people, our loader, YAML 1.1 and 1.2.

The one writer of YAML: of configs, starting files and the config lines in findings. Texts from accounts are hostile
input. What could be read as something else, or is not plainly visible, is quoted and escaped; no comment can leave its
line.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from microconv.core.signs import escaped, hidden, visible
from microconv.core.value import number
from microconv.core.wrapping import wrapped

Data = Any
"""dict with text keys, list, str, bool, int, float."""

WIDTH = 110
"""The length of a line from which on a map is written over several, and a comment wrapped."""

_PLAIN = re.compile(r"[^\W\d_][\w \-./()@・、。～]*")
_PLAIN_IN_BLOCK = re.compile(r"[^\W\d_](?:[\w \-./()@・、。～]|,(?= ))*")
_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"})
"""Words that YAML 1.1 or 1.2, or a parser, takes for something else than text, in whatever case."""

_IN_QUOTES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


class Bare(str):
    """Text that is written as it is: the caller knows that it reads as text, as `123-456-7890` does."""

    __slots__ = ()


def scalar(value: str | bool | float, *, in_block: bool = False) -> str:
    """One value: text bare where nobody can misread it, otherwise in double quotes.

    With `in_block` it stands for good in block style, outside brackets, where a comma means nothing. Raises ValueError
    for a number that is not finite.
    """
    if isinstance(value, Bare):
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"{value} is no number that a config can hold")
        return number(value)
    return value if _is_plain(value, in_block) else quoted(value)


def quoted(text: str) -> str:
    """A text in double quotes; what is not plainly visible as an escape."""
    return (
        '"' + "".join(_IN_QUOTES.get(sign) or (sign if _plain_to_see(sign) else escaped(sign)) for sign in text) + '"'
    )


def _plain_to_see(sign: str) -> bool:
    """True where a reader sees which sign it is; of all blanks only the usual one and the one of Japanese text."""
    return (sign.isprintable() or sign == "\u3000") and not hidden(sign)


def comment(text: str, indent: int = 0) -> list[str]:
    """The lines of a comment; an empty text gives an empty comment line. What is not plainly visible is escaped."""
    shown = visible(text)
    pad = " " * indent
    return [f"{pad}# {part}" for part in wrapped(shown, WIDTH - indent, "  ")] or [f"{pad}#"]


def flow(data: Data) -> str:
    """Data on one line, as it may also stand within brackets."""
    if isinstance(data, Mapping):
        return "{" + ", ".join(f"{scalar(key)}: {flow(value)}" for key, value in data.items()) + "}"
    if isinstance(data, list | tuple):
        return "[" + ", ".join(flow(item) for item in data) + "]"
    return scalar(data)


def in_line(data: Data) -> str:
    """Data on the rest of a line of block style: after a key, or the dash of an item."""
    return flow(data) if isinstance(data, Mapping | list | tuple) else scalar(data, in_block=True)


def entry(key: str, value: Data, indent: int) -> Iterator[str]:
    """The lines of one key of a block map."""
    pad = " " * indent
    line = f"{pad}{scalar(key)}: {in_line(value)}"
    small = not isinstance(value, Mapping | list | tuple) or not value
    if small or (len(line) <= WIDTH and not _has_maps(value)):
        yield line
    elif isinstance(value, Mapping):
        yield f"{pad}{scalar(key)}:"
        yield from block(value, indent + 2)
    else:
        yield f"{pad}{scalar(key)}:"
        for one in value:
            yield from item(one, indent + 2)


def block(data: Mapping[str, Data], indent: int) -> Iterator[str]:
    """The lines of a block map."""
    for key, value in data.items():
        yield from entry(key, value, indent)


def item(data: Data, indent: int, *, open_: bool = False) -> Iterator[str]:
    """The lines of one item of a block list: a map over several lines where it is `open_` or too long for one."""
    pad = " " * indent
    line = f"{pad}- {in_line(data)}"
    if not isinstance(data, Mapping) or (not open_ and len(line) <= WIDTH and not _has_maps(data)):
        yield line
        return
    for number_, text in enumerate(block(data, indent + 2)):
        yield f"{pad}- {text[indent + 2 :]}" if number_ == 0 else text


def _has_maps(data: Data) -> bool:
    """True where data holds a list of maps, which reads badly on one line."""
    if isinstance(data, Mapping):
        return any(_has_maps(value) for value in data.values())
    return isinstance(data, Sequence) and not isinstance(data, str) and any(isinstance(one, Mapping) for one in data)


@lru_cache(maxsize=4096)
def _is_plain(text: str, in_block: bool) -> bool:
    form = _PLAIN_IN_BLOCK if in_block else _PLAIN
    if not form.fullmatch(text) or text != text.rstrip() or text.lower() in _WORDS:
        return False
    return text.isascii() or not any(hidden(sign) for sign in text)
