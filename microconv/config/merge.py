"""One config on top of another: maps merge key by key, conversions by name, everything else is replaced.

What is a map in one and none in the other cannot be merged: it is replaced too, and that is noted.
"""

from __future__ import annotations

from typing import Any

from microconv.config.forms import INVALID
from microconv.config.places import SourcePlace
from microconv.config.problems import Problems
from microconv.config.value import NO_VALUE
from microconv.core.text import NO_TEXT, Text

Data = Any


def merged(
    base: dict[str, Data], base_place: SourcePlace, over: dict[str, Data], place: SourcePlace, problems: Problems
) -> tuple[dict[str, Data], SourcePlace]:
    """`over` on top of `base`, with places that still name the file of each part. Neither input is changed."""
    data, where = _maps(base, base_place, over, place, problems)
    left, right = base.get("conversions"), over.get("conversions")
    left_place, right_place = base_place.child("conversions"), place.child("conversions")
    if isinstance(left, list) and isinstance(right, list) and left_place is not None and right_place is not None:
        items, spots = _by_name(left, left_place, right, right_place, problems)
        data["conversions"] = items
        _children(where)["conversions"] = spots
    return data, where


def overlay(base: Data, over: Data) -> Data:
    """`over` on top of `base`, without places."""
    if not (isinstance(base, dict) and isinstance(over, dict)):
        return over
    result = dict(base)
    for key, value in over.items():
        result[key] = overlay(result[key], value) if key in result else value
    return result


def _maps(
    base: dict[str, Data],
    base_place: SourcePlace,
    over: dict[str, Data],
    place: SourcePlace,
    problems: Problems,
    path: str = "",
) -> tuple[dict[str, Data], SourcePlace]:
    data = dict(base)
    where = place.moved(place.mark)
    where.key_mark = place.key_mark
    children = dict(_children(base_place))
    where.children = children
    for key, value in over.items():
        spot = _children(place).get(key, place)
        below = children.get(key)
        if below is not None and isinstance(value, dict) and isinstance(data.get(key), dict):
            data[key], children[key] = _maps(data[key], below, value, spot, problems, f"{path}{key}.")
        else:
            if below is not None:
                _note(problems, path + key, data.get(key), below, value, spot)
            data[key], children[key] = value, spot
    return data, where


def _note(problems: Problems, dotted: str, old: Data, old_place: SourcePlace, new: Data, place: SourcePlace) -> None:
    """Note that a value takes the place of a map, or the other way round; what turns something off is meant so."""
    if isinstance(old, dict) is isinstance(new, dict) or any(
        item in (None, False, NO_VALUE, INVALID) for item in (old, new)
    ):
        return
    if isinstance(old, dict):
        was, now = Text("the keys", "キー"), Text("one value", "単独の値")
        hint = Text(
            "write it in the same form as the base to change only a part",
            "一部だけを変える場合は、ベースと同じ形で書いてください",
        )
    else:
        was, now, hint = Text("the value", "値"), Text("keys", "キー"), NO_TEXT
    base = old_place.key_span
    problems.note(
        "replaced",
        place.key_span,
        Text(
            f"{dotted} is {now.en} here, which replaces {was.en} of {base}",
            f"{dotted} は{now.ja}になっており、{base} の{was.ja}を置き換えます",
        ),
        Text(f"nothing of {was.en} there is kept", f"ベース側の{was.ja}は引き継がれません"),
        hint,
    )


def _by_name(
    base: list[Data], base_place: SourcePlace, over: list[Data], place: SourcePlace, problems: Problems
) -> tuple[list[Data], SourcePlace]:
    items, spots = list(base), list(_items(base_place))
    index = {item["name"]: at for at, item in reversed(list(enumerate(base))) if _named(item)}
    for item, spot in zip(over, _items(place), strict=True):
        at = index.pop(item["name"], None) if _named(item) else None
        if at is None:
            items.append(item)
            spots.append(spot)
        else:
            items[at], spots[at] = _maps(items[at], spots[at], item, spot, problems, f"{item['name']}.")
    where = place.moved(place.mark)
    where.children = spots
    return items, where


def _named(item: Data) -> bool:
    return isinstance(item, dict) and isinstance(item.get("name"), str)


def _children(place: SourcePlace) -> dict[str, SourcePlace]:
    return place.children if isinstance(place.children, dict) else {}


def _items(place: SourcePlace) -> list[SourcePlace]:
    return place.children if isinstance(place.children, list) else []
