"""Where each part of a config file stands."""

from __future__ import annotations

from typing import Any

from microconv.core.diagnostics import Span


class SourcePlace:
    """The place of one node of a file, and of the key that it belongs to.

    `mark` and `key_mark` are the parser's own: lines and columns from 0, read when they are asked for. `text` is a
    scalar as it is written, without quotes. `children` follows the data: by key for a map, by position for a list,
    None for a scalar.
    """

    __slots__ = ("children", "file", "key_mark", "mark", "text")

    def __init__(self, file: str, mark: Any, text: str = "") -> None:
        self.file = file
        self.mark = self.key_mark = mark
        self.text = text
        self.children: dict[str, SourcePlace] | list[SourcePlace] | None = None

    @property
    def span(self) -> Span:
        """Where the node begins."""
        return Span(self.file, self.mark.line + 1, self.mark.column + 1)

    @property
    def key_span(self) -> Span:
        """Where the key begins that this node belongs to; where the node begins if it has none."""
        return Span(self.file, self.key_mark.line + 1, self.key_mark.column + 1)

    def moved(self, mark: Any) -> SourcePlace:
        """The same content, used at another place of the file."""
        copy = SourcePlace(self.file, mark, self.text)
        copy.children = self.children
        return copy

    def child(self, part: str | int) -> SourcePlace | None:
        """The place of an entry or item; None if there is none."""
        if isinstance(self.children, dict):
            return self.children.get(str(part))
        if isinstance(self.children, list) and isinstance(part, int) and part < len(self.children):
            return self.children[part]
        return None

    def find(self, dotted: str) -> SourcePlace | None:
        """The place of the entry under a dotted key; None if there is none."""
        place: SourcePlace | None = self
        for part in dotted.split("."):
            place = place.child(part) if place is not None else None
        return place

    def nearest(self, dotted: str) -> SourcePlace | None:
        """The place of the longest beginning of a dotted key that exists; None if not even its first part does."""
        parts = dotted.split(".")
        for length in range(len(parts), 0, -1):
            place = self.find(".".join(parts[:length]))
            if place is not None:
                return place
        return None
