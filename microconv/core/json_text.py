"""JSON as microconv writes it: letters as they are, every hidden sign as an escape: a terminal obeys nothing of it."""

from __future__ import annotations

import json
from typing import Any

from microconv.core.signs import hidden


def json_text(data: Any) -> str:
    """A document for people and programs, indented, with a final newline."""
    return _escaped(json.dumps(data, ensure_ascii=False, indent=2)) + "\n"


def json_line(data: Any) -> str:
    """A document on one line, without its end."""
    return _escaped(json.dumps(data, ensure_ascii=False, separators=(",", ":")))


def in_ascii(text: str) -> str:
    """A JSON document in ASCII alone, for what takes no other signs; it reads back equal."""
    return text if text.isascii() else "".join(sign if sign.isascii() else _escape(sign) for sign in text)


def _escaped(text: str) -> str:
    """JSON whose control, format, direction and invisible signs are escapes: outside of strings there are none."""
    if text.isascii() and "\x7f" not in text:
        return text
    return "".join(_escape(sign) if sign != "\n" and hidden(sign) else sign for sign in text)


def _escape(sign: str) -> str:
    return "\\u007f" if sign == "\x7f" else json.dumps(sign)[1:-1]
