"""Pieces of the JSON Schema of a seed. Each node says what it means: the schema is also what the page is written from.

What the reader takes for absent (a key without a value, where a mapping or a list is meant) the schema takes, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Node = dict[str, Any]
#: The title of the nodes that are ids.
ID = "id"
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME = "[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?"
_ZONE = "(Z|[+-][0-9]{2}:[0-9]{2})"


def node(kind: str, about: str = "", **more: Any) -> Node:
    """A node of one type. about: its meaning."""
    return {"type": kind, **more, **({"description": about} if about else {})}


def text(about: str = "", **more: Any) -> Node:
    """Any text."""
    return node("string", about, **more)


def flag(about: str = "") -> Node:
    """True or false."""
    return node("boolean", about)


def whole(about: str = "", least: int = 0) -> Node:
    """A whole number."""
    return node("integer", about, minimum=least)


def amount(about: str = "") -> Node:
    """A number of 0 or more."""
    return node("number", about, minimum=0)


def number(about: str = "") -> Node:
    """Any number."""
    return node("number", about)


def words(known: Sequence[str | int | float | bool], about: str = "") -> Node:
    """One of some words, or of other values."""
    return {"enum": list(known), **({"description": about} if about else {})}


def account(about: str = "") -> Node:
    """An id: a number, or text of digits, with hyphens where people write them."""
    ways = either(about, node("integer", minimum=1), text(pattern="^[0-9-]*[0-9][0-9-]*$"))
    return {"title": ID, **ways}


def day(about: str = "") -> Node:
    """A day."""
    return text(about, format="date", pattern=f"^{_DAY}$")


def moment(about: str = "") -> Node:
    """A point in time, with its zone."""
    return text(about, format="date-time", pattern=f"^{_DAY}[T ]{_TIME}{_ZONE}$")


def currency(about: str = "") -> Node:
    """The code of a currency."""
    return text(about, pattern="^[A-Z]{3}$")


def maybe(one: Node) -> Node:
    """The same, or nothing: null stands for a key that is left out."""
    if "anyOf" in one:
        return {**one, "anyOf": [*one["anyOf"], {"type": "null"}]}
    if "enum" in one:
        return {**one, "enum": [*one["enum"], None]}
    return {**one, "type": [one["type"], "null"]}


def given(one: Node) -> Node:
    """The same without null."""
    if "enum" in one:
        return {**one, "enum": [word for word in one["enum"] if word is not None]}
    kinds = one.get("type")
    return {**one, "type": kinds[0]} if isinstance(kinds, list) else one


def either(about: str, *ways: Node) -> Node:
    """One of several forms."""
    return {"anyOf": list(ways), **({"description": about} if about else {})}


def record(about: str, keys: Mapping[str, Node], required: Sequence[str] = (), **more: Any) -> Node:
    """A mapping with known keys; None leaves it out, where it may be left out."""
    known = {key: given(one) if key in required else one for key, one in keys.items()}
    content: Node = {"type": ["object", "null"], "properties": known, "additionalProperties": False, **more}
    if required:
        content["required"] = list(required)
    return {**content, "description": about}


def by_name(about: str, value: Node, **more: Any) -> Node:
    """A mapping from names, which are free, to values of one form."""
    return {"type": ["object", "null"], "additionalProperties": value, **more, "description": about}


def listed(about: str, item: Node) -> Node:
    """A list; none of its items is nothing."""
    return {"type": ["array", "null"], "items": given(item), "description": about}


def some(about: str, item: Node) -> Node:
    """A list with an item at least."""
    return {"type": "array", "items": given(item), "minItems": 1, "description": about}


def forms(one: Node) -> Iterator[Node]:
    """The forms that a node may take, itself if there is but one."""
    for way in one.get("anyOf", (one,)):
        if way is one:
            yield one
        else:
            yield from forms(way)


def at(schema: Node, path: str) -> Node:
    """The node at a path of a seed as SeedError writes it, such as ``google_ads.customers[0].clients``.

    Raises KeyError if the schema has nothing there.
    """
    there = schema
    for part in path.split(".") if path else ():
        name, _, index = part.partition("[")
        there = _below(there, name)
        for _ in range(index.count("]")):
            there = next(one["items"] for one in forms(there) if "items" in one)
    return there


def _below(parent: Node, name: str) -> Node:
    for one in forms(parent):
        if name in one.get("properties", {}):
            below: Node = one["properties"][name]
            return below
        if isinstance(one.get("additionalProperties"), dict):
            other: Node = one["additionalProperties"]
            return other
    raise KeyError(name)
