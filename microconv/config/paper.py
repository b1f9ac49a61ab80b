"""A config's text under way: lines, with the place at which each part begins and the comments before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from microconv.core.yaml_text import comment, entry, item

Data = Any
Place = tuple[str, ...]
Comments = Mapping[Place, Sequence[str]]
"""Comments by place: `("conversions", "mv_cart")`, `("goals", "account")`, `("ga4",)`."""


@dataclass(frozen=True, slots=True)
class Written:
    """A config's text, with the line (from 1) at which each place begins."""

    text: str
    lines: Mapping[Place, int]

    def place(self, line: int) -> Place:
        """The place to which a line belongs: the last one that begins at it or before. Empty for the head."""
        last: Place = ()
        for place, start in sorted(self.lines.items(), key=lambda pair: pair[1]):
            if start <= line:
                last = place
        return last


class Paper:
    """Lines under way."""

    def __init__(self, comments: Comments) -> None:
        self._comments = comments
        self._lines: list[str] = []
        self._places: dict[Place, int] = {}

    def add(self, lines: Iterator[str] | Sequence[str]) -> None:
        """Add lines."""
        self._lines += lines

    def begin(self, place: Place, indent: int) -> None:
        """Begin a place: its comments come first."""
        for text in self._comments.get(place, ()):
            self.add(comment(text, indent))
        self._places[place] = len(self._lines) + 1

    def entry(self, key: str, value: Data) -> None:
        """Add a key of the top with its value."""
        self.begin((key,), 0)
        self.add(entry(key, value, 0))

    def item(self, place: Place, value: Data, indent: int, *, open_: bool = True) -> None:
        """Add an item of a list, at a place of its own."""
        self.begin(place, indent)
        self.add(item(value, indent, open_=open_))

    def written(self) -> Written:
        """Give the text with its places."""
        return Written("\n".join(self._lines) + "\n", dict(self._places))
