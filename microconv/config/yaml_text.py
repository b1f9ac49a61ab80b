"""Plain data and comments as YAML text that reads the same for everybody: people, our loader, YAML 1.1 and 1.2.

Texts from accounts are hostile input. What could be read as something else, or is not plainly visible, is quoted and
escaped; no comment can leave its line.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from microconv.config.yaml_tree import plain_scalar
from microconv.core.signs import hidden, quoted, visible
from microconv.core.value import number

Data = Any
"""dict with text keys, list, str, bool, int, float."""

WIDTH = 110
"""How long a line may become before a map is written over several, and a comment wrapped."""

_PLAIN = re.compile(r"[^\W\d_][\w \-./()・、。～]*")
_BOOLEAN = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"})


class Bare(str):
    """Text that is written as it is: the caller knows that it reads as text, as `123-456-7890` does."""

    __slots__ = ()


def scalar(value: str | bool | float) -> str:
    """One value: text bare where nobody can misread it, otherwise in double quotes."""
    if isinstance(value, Bare):
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value) if isinstance(value, int) else number(value)
    return value if _is_plain(value) else quoted(value)


def comment(text: str, indent: int = 0) -> list[str]:
    """The lines of a comment; an empty text gives an empty comment line. What is not plainly visible is escaped."""
    shown = visible(text)
    pad = " " * indent
    parts = textwrap.wrap(shown, WIDTH - indent, break_long_words=False, break_on_hyphens=False, subsequent_indent="  ")
    return [f"{pad}# {part}" for part in parts] or [f"{pad}#"]


def flow(data: Data) -> str:
    """Data on one line."""
    if isinstance(data, Mapping):
        return "{" + ", ".join(f"{scalar(key)}: {flow(value)}" for key, value in data.items()) + "}"
    if isinstance(data, list | tuple):
        return "[" + ", ".join(flow(item) for item in data) + "]"
    return scalar(data)


def entry(key: str, value: Data, indent: int) -> Iterator[str]:
    """The lines of one key of a block map."""
    pad = " " * indent
    line = f"{pad}{scalar(key)}: {flow(value)}"
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
    line = f"{pad}- {flow(data)}"
    if not isinstance(data, Mapping) or (not open_ and len(line) <= WIDTH and not _has_maps(data)):
        yield line
        return
    for number_, text in enumerate(block(data, indent + 2)):
        yield f"{pad}- {text[indent + 2 :]}" if number_ == 0 else text


def _has_maps(data: Data) -> bool:
    """Whether data holds a list of maps, which reads badly on one line."""
    if isinstance(data, Mapping):
        return any(_has_maps(value) for value in data.values())
    return isinstance(data, Sequence) and not isinstance(data, str) and any(isinstance(one, Mapping) for one in data)


@lru_cache(maxsize=4096)
def _is_plain(text: str) -> bool:
    if not _PLAIN.fullmatch(text) or text != text.rstrip() or text.lower() in _BOOLEAN:
        return False
    return plain_scalar(text) == text and (text.isascii() or not any(hidden(sign) for sign in text))
