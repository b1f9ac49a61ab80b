"""JSON as microconv writes it: letters as they are, every hidden sign as an escape: a terminal obeys nothing of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from textwrap import indent
from typing import Any

from microconv.core.signs import hidden


def json_text(data: Any) -> str:
    """A document for people and programs, indented, with a final newline."""
    return json_escaped(json.dumps(data, ensure_ascii=False, indent=2)) + "\n"


def json_pieces(name: str, items: Iterable[Any], others: Mapping[str, Any]) -> Iterator[str]:
    """The text of a document with a list of items and other keys behind it, piece by piece: one item at a time."""
    before = f'{{\n  "{name}": ['
    for item in items:
        piece = indent(json_escaped(json.dumps(item, ensure_ascii=False, indent=2)), "    ")
        yield f"{before}\n{piece}"
        before = ","
    end = "]" if before != "," else "\n  ]"
    if before != ",":
        yield before
    rest = json_text(others)[1:] if others else "\n}\n"
    yield f"{end}{',' if others else ''}{rest}"


def json_line(data: Any) -> str:
    """A document on one line, without its end."""
    return json_escaped(json.dumps(data, ensure_ascii=False, separators=(",", ":")))


def in_ascii(text: str) -> str:
    """A JSON document in ASCII alone, for what takes no other signs; it reads back equal."""
    return text if text.isascii() else "".join(sign if sign.isascii() else _escape(sign) for sign in text)


def json_escaped(text: str) -> str:
    """A JSON document whose control, format, direction and invisible signs are escapes: none is outside of strings."""
    if text.isascii() and "\x7f" not in text:
        return text
    escapes = {ord(sign): _escape(sign) for sign in set(text) if sign != "\n" and hidden(sign)}
    return text.translate(escapes) if escapes else text


def _escape(sign: str) -> str:
    return "\\u007f" if sign == "\x7f" else json.dumps(sign)[1:-1]
