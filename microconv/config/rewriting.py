"""Additions to a config file that somebody wrote: every byte that was there stays, in its order, but an empty `[]`.

Nothing is parsed and written anew: the YAML parser tells where lists and maps end, and lines are put there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from microconv.config.text_nodes import BREAK, Node, indent_at, line_end, line_start, newline_of, root_of
from microconv.core.text import Text
from microconv.core.yaml_text import comment, flow, item, scalar

Data = Any
_COMMENT = re.compile(r"(^|\s)#[^\r\n]*")


class NoPlaceError(ValueError):
    """Nothing can be added there, and why."""

    def __init__(self, why: Text) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Addition:
    """Items for the list at `path` (`("goals", "account")`), each with the lines of its comment."""

    path: tuple[str, ...]
    items: Sequence[tuple[Data, Sequence[str]]]


def add(text: str, additions: Sequence[Addition]) -> str:
    """The text with all additions, without a byte order mark. Raises NoPlaceError where one has no place."""
    for addition in additions:
        if addition.items:
            text = _add(text, addition)
    return text


def _add(text: str, addition: Addition) -> str:
    node, rest = root_of(text), list(addition.path)
    parent: Node | None = None
    while rest and node.kind == "map" and rest[0] in node.entries:
        node, parent = node.entries[rest.pop(0)], node
    if not rest and node.kind == "list":
        if parent is not None and not parent.flow and re.fullmatch(r"\[ *\]", text[node.start : node.end]):
            return _instead(text, node, parent, addition)
        return _in_flow(text, node, addition) if node.flow else _in_block(text, node, addition)
    if not rest or node.kind != "map":
        where, kind = ".".join(addition.path), "map" if rest else "list"
        raise NoPlaceError(
            Text(f"{where} is not written as a {kind} there", f"{where} が、ファイルの中で {kind} の形になっていません")
        )
    if node.flow:
        value: Data = [data for data, _ in addition.items]
        for key in reversed(rest[1:]):
            value = {key: value}
        return _before_bracket(text, node, [f"{scalar(rest[0])}: {flow(value)}"], bool(node.entries))
    lines = [f"{' ' * (node.column + 2 * depth)}{key}:" for depth, key in enumerate(rest)]
    lines += _lines(addition, node.column + 2 * len(rest), open_=_open(addition))
    return _after(text, node, ([""] if node.column == 0 else []) + lines, node.column)


def _in_block(text: str, node: Node, addition: Addition) -> str:
    spaced = len(node.items) > 1 and _blank_between(text, node)
    lines = _lines(addition, node.column, open_=_open(addition), spaced=spaced)
    return _after(text, node, ([""] if spaced else []) + lines, node.column + 1)


def _instead(text: str, node: Node, parent: Node, addition: Addition) -> str:
    """A block list in place of `[]`: the brackets are all that goes."""
    start = len(text[: node.start].rstrip(" "))
    text = text[:start] + text[node.end :]
    emptied = Node("list", start, start, parent.column + 2)
    return _after(text, emptied, _lines(addition, parent.column + 2, open_=_open(addition)), 0)


def _in_flow(text: str, node: Node, addition: Addition) -> str:
    return _before_bracket(text, node, [flow(data) for data, _ in addition.items], bool(node.items))


def _before_bracket(text: str, node: Node, parts: Sequence[str], follows: bool) -> str:
    """Put parts before the closing bracket, on lines of their own, with the commas that they need."""
    at = node.end - 1
    last = max((one.end for one in (*node.items, *node.entries.values())), default=node.start + 1)
    comma = follows and "," not in _COMMENT.sub("", text[last:at])
    newline, line = newline_of(text), line_start(text, at)
    pad = " " * (indent_at(text, node.start) + 2)
    written = [f"{pad}{', ' if comma or number else ''}{part}" for number, part in enumerate(parts)]
    if not text[line:at].strip() and line > node.start:
        return text[:line] + "".join(one + newline for one in written) + text[line:]
    return text[:at] + newline + "".join(one + newline for one in written) + pad[2:] + " " + text[at:]


def _lines(addition: Addition, indent: int, *, open_: bool, spaced: bool = True) -> list[str]:
    lines: list[str] = []
    for number, (data, comments) in enumerate(addition.items):
        if number and open_ and spaced:
            lines.append("")
        for line in comments:
            lines += comment(line, indent)
        lines += item(data, indent, open_=open_)
    return lines


def _open(addition: Addition) -> bool:
    """True if the items are long enough to stand over several lines: all but goals of the account."""
    return addition.path[-1:] != ("account",)


def _after(text: str, node: Node, lines: Sequence[str], deeper: int) -> str:
    """Put lines after the last line of a node, and after comments below it that are indented at least as deep."""
    newline, at = newline_of(text), line_end(text, node.end)
    while (match := re.compile(r"([ ]*)#[^\r\n]*(\r\n|\n|\r|$)").match(text, at)) and len(match[1]) >= deeper > 0:
        at = match.end()
    if at == len(text) and text and not text.endswith(("\n", "\r")):
        return text + "".join(newline + line for line in lines)
    return text[:at] + "".join(line + newline for line in lines) + text[at:]


def _blank_between(text: str, node: Node) -> bool:
    first, second = node.items[0], node.items[1]
    return len(BREAK.findall(re.sub("#[^\r\n]*", "", text[first.end : second.start]))) > 1 and bool(
        re.search(r"(\r\n|\n|\r)[ \t]*(\r\n|\n|\r)", text[first.end : second.start])
    )


def has(text: str, path: Sequence[str]) -> bool:
    """True if a file itself has something at a path."""
    node = root_of(text)
    for key in path:
        if key not in node.entries:
            return False
        node = node.entries[key]
    return True
