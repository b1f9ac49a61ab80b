"""A page taken apart with the standard library, strictly: what is not closed in order is an error."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

BLOCKS = frozenset({"li", "p", "small", "td", "th", "tr", "summary", "ul", "ol", "h1", "h2", "h3", "h4", "text"})
VOID = frozenset({"meta", "input", "br", "hr", "img", "link"})


@dataclass
class Node:
    """An element. `parts` are texts and elements in their order."""

    tag: str
    attributes: dict[str, str]
    parent: Node | None = None
    parts: list[Node | str] = field(default_factory=list)

    @property
    def children(self) -> list[Node]:
        return [part for part in self.parts if isinstance(part, Node)]

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    def all(self, tag: str = "", **attributes: str) -> Iterator[Node]:
        """Every element below it with a tag and attributes (`data_lang="en"`; "*" for any value)."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        for child in self.children:
            fits = all(
                name in child.attributes and value in {"*", child.attributes[name]} for name, value in wanted.items()
            )
            if fits and (not tag or child.tag == tag):
                yield child
            yield from child.all(tag, **attributes)

    def one(self, tag: str = "", **attributes: str) -> Node:
        (found,) = self.all(tag, **attributes)
        return found

    def text(self, language: str = "") -> str:
        """The text in it, with one blank between words; of one language if it is told."""
        return " ".join(self._text(language).split())

    def _text(self, language: str) -> str:
        if language and self.attributes.get("data-lang", language) != language:
            return ""
        told = "".join(part if isinstance(part, str) else part._text(language) for part in self.parts)
        return f" {told} " if self.tag in BLOCKS else told


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.open = Node("", {})
        self.problems: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.problems.append(f"<{tag}> has an attribute twice: {names}")
        node = Node(tag, {name: value or "" for name, value in attrs}, self.open)
        self.open.parts.append(node)
        if tag not in VOID:
            self.open = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"rect", "path", "line", "circle"}:
            self.problems.append(f"<{tag}/> is no element of SVG")
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open.tag != tag or self.open.parent is None:
            self.problems.append(f"</{tag}> at {self.getpos()} closes <{self.open.tag}>")
            return
        self.open = self.open.parent

    def handle_data(self, data: str) -> None:
        self.open.parts.append(data)

    def handle_comment(self, data: str) -> None:
        self.problems.append(f"a comment: {data}")


def read(page: str) -> Node:
    """The page as a tree; AssertionError where it is not well formed."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    assert reader.problems == []
    assert reader.open is reader.root, f"<{reader.open.tag}> is open"
    return reader.root
