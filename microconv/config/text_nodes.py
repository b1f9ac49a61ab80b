"""Where each value stands in the text of a config, for those who change the text and nothing else of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml import events

BREAK = re.compile("\r\n|\n|\r")


@dataclass(slots=True)
class Node:
    """A value in the text.

    kind: `scalar`, `map` or `list`.
    start: the offset at which it begins.
    end: the offset after its last sign.
    column: the column at which it begins.
    flow: true if it is written in brackets.
    entries: the values of a map by key.
    items: the values of a list.
    text: a scalar without its quotes; empty for an alias.
    style: a scalar's quotation mark, or the sign of a block scalar; empty for a plain one.
    shared: the anchor or alias with which it stands elsewhere too, as `&x` or `*x`; empty for none.
    """

    kind: str
    start: int
    end: int
    column: int
    flow: bool = False
    entries: dict[str, Node] = field(default_factory=dict)
    items: list[Node] = field(default_factory=list)
    text: str = ""
    style: str = ""
    shared: str = ""


def newline_of(text: str) -> str:
    """The line break of a text: its first one."""
    match = BREAK.search(text)
    return match.group() if match is not None else "\n"


def line_end(text: str, at: int) -> int:
    """The offset after the line break that ends the line of an offset."""
    match = BREAK.search(text, at)
    return match.end() if match is not None else len(text)


def line_start(text: str, at: int) -> int:
    """The offset at which the line of an offset begins."""
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def indent_at(text: str, at: int) -> int:
    """The number of blanks at the beginning of an offset's line."""
    line = text[line_start(text, at) : at]
    return len(line) - len(line.lstrip(" "))


def root_of(text: str) -> Node:
    """The root of a text that is known to be a good config: one document."""
    stream: Iterator[Any] = yaml.parse(text, Loader=yaml.SafeLoader)
    next(stream)
    next(stream)
    return _node(next(stream), stream, text)


def _node(event: Any, stream: Iterator[Any], text: str) -> Node:
    start, end = event.start_mark.index, event.end_mark.index
    made = Node("scalar", start, end, event.start_mark.column)
    if event.anchor is not None:
        made.shared = f"{'*' if isinstance(event, events.AliasEvent) else '&'}{event.anchor}"
    if isinstance(event, events.ScalarEvent):
        made.text, made.style = event.value, event.style or ""
        if event.style in {"|", ">"}:  # its end mark is where the next thing begins
            made.end = start + len(text[start:end].rstrip())
        return made
    if isinstance(event, events.AliasEvent):
        return made
    made.flow = bool(event.flow_style)
    one: Any
    if isinstance(event, events.MappingStartEvent):
        made.kind = "map"
        while not isinstance(one := next(stream), events.MappingEndEvent):
            below = _node(next(stream), stream, text)
            made.entries[one.value if isinstance(one, events.ScalarEvent) else ""] = below
            made.end = max(one.end_mark.index, below.end)
    else:
        made.kind = "list"
        while not isinstance(one := next(stream), events.SequenceEndEvent):
            made.items.append(_node(one, stream, text))
            made.end = made.items[-1].end
    if made.flow:
        made.end = one.end_mark.index
    return made
