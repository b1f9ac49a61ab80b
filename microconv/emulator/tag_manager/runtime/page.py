"""A page, and the elements on it. With its HTML any selector is found; without, an element is what a selector says.

Selectors are matched by soupsieve, as browsers do it for the condition "matches CSS selector"
(support.google.com/tagmanager/answer/7679316, checked 2026-11-29).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import soupsieve
from bs4 import BeautifulSoup
from bs4.element import Tag

from microconv.emulator.tag_manager.runtime.addresses import in_browser
from microconv.emulator.tag_manager.runtime.truth import Truth, Unmodelled

_SIMPLE = re.compile(
    r"(?P<tag>[a-zA-Z][\w-]*)?(?P<rest>(?:#[\w-]+|\.[\w-]+|\[[\w-]+(?:=(?:'[^']*'|\"[^\"]*\"|[\w-]+))?\])*)"
)
_PART = re.compile(r"#(?P<id>[\w-]+)|\.(?P<name>[\w-]+)|\[(?P<key>[\w-]+)(?:=(?P<value>'[^']*'|\"[^\"]*\"|[\w-]+))?\]")


#: What soupsieve takes and browsers refuse, and what rests on the pointer, the keyboard and the person's history.
_NOT_OF_BROWSERS = re.compile(r":(?:-soup-)?contains\b|!=|:(?:hover|active|focus|visited|target)\b")


_LINKS = frozenset({"a", "area", "link"})
_SOURCES = frozenset({"img", "iframe", "input", "script", "embed", "source", "track", "video", "audio"})


class PageError(ValueError):
    """An element that was named is not on the page, or cannot be made of its selector."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page that a person is on.

    url: its whole address, `https://shop.example/form/step1`.
    referrer: the address before it.
    html: its source; empty where it is not known.
    cookies: by name.
    """

    url: str
    referrer: str = ""
    html: str = ""
    cookies: Mapping[str, str] = field(default_factory=dict)

    def element(self, selector: str, text: str = "", attributes: Mapping[str, str] | None = None) -> Element:
        """The first element that a selector finds; without HTML one that has just what the selector says.

        text: its text; where the HTML has the element, that of the HTML counts.
        attributes: more of its attributes, such as the `href` of a link.

        Raises PageError.
        """
        if self.html:
            soup = BeautifulSoup(self.html, "html.parser")
            try:
                node = soupsieve.select_one(selector, soup)
            except soupsieve.SelectorSyntaxError as error:
                raise PageError(f"{selector!r} is no CSS selector: {str(error).splitlines()[0]}") from error
            if node is None:
                raise PageError(f"no element of the page matches {selector!r}")
            return Element(node)
        return Element(_made(selector, text, attributes or {}))


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a page."""

    node: Tag

    def matches(self, selector: str) -> Truth:
        """True where a selector, or one of a list of selectors, is about this element."""
        if _NOT_OF_BROWSERS.search(selector):
            return Unmodelled(f"the CSS selector {selector!r}")
        try:
            return bool(soupsieve.match(selector, self.node))
        except (soupsieve.SelectorSyntaxError, NotImplementedError):
            return Unmodelled(f"the CSS selector {selector!r} cannot be read")

    def attribute(self, name: str) -> str:
        """An attribute as text, empty where it has none. Classes are joined by blanks."""
        value = self.node.get(name, "")
        return value if isinstance(value, str) else " ".join(value or ())

    def address(self, page: str) -> Any:
        """The address that an element has for Tag Manager, as the browser completes it; empty for none.

        It is that of a form, link, picture or frame, in the order of published copies of gtm.js (`gtm.elementUrl`).
        """
        own, name = self.attribute, self.node.name
        if own("formaction"):
            return in_browser(own("formaction"), page)
        if name == "form":
            return in_browser(own("action"), page)
        for key, names in (("href", _LINKS), ("src", _SOURCES)):
            if name in names and self.node.has_attr(key):
                return in_browser(own(key), page)
        return ""

    @property
    def text(self) -> str:
        """Its text without the blanks around it."""
        return " ".join(self.node.get_text().split())

    def closest(self, name: str) -> Element | None:
        """The element itself, or the nearest one around it, that is a `name`."""
        if self.node.name == name:
            return self
        parent = self.node.find_parent(name)
        return Element(parent) if parent is not None else None


def _made(selector: str, text: str, attributes: Mapping[str, str]) -> Tag:
    match = _SIMPLE.fullmatch(selector.strip())
    if match is None or not selector.strip():
        raise PageError(
            f"without the page's HTML an element is described by its name, #id, .class and [attribute=value], "
            f"not by {selector!r}"
        )
    soup = BeautifulSoup("<html><body></body></html>", "html.parser")
    node = soup.new_tag(match["tag"] or "div")
    classes = []
    for part in _PART.finditer(match["rest"]):
        if part["id"]:
            node["id"] = part["id"]
        elif part["name"]:
            classes.append(part["name"])
        else:
            node[part["key"]] = (part["value"] or "").strip("'\"")
    if classes:
        node["class"] = " ".join(classes)
    for name, value in attributes.items():
        node[name] = value
    node.string = text
    body = soup.body
    if body is None:  # the parser made what was written above
        raise PageError("the page has no body")
    body.append(node)
    return node
