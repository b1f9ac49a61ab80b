"""One config on top of another: maps merge key by key, conversions by name, everything else is replaced."""

from __future__ import annotations

from typing import Any

from microconv.config.places import SourcePlace

Data = Any


def merged(
    base: dict[str, Data], base_place: SourcePlace, over: dict[str, Data], place: SourcePlace
) -> tuple[dict[str, Data], SourcePlace]:
    """`over` on top of `base`, with places that still name the file of each part. Neither input is changed."""
    data, where = _maps(base, base_place, over, place)
    left, right = base.get("conversions"), over.get("conversions")
    left_place, right_place = base_place.child("conversions"), place.child("conversions")
    if isinstance(left, list) and isinstance(right, list) and left_place is not None and right_place is not None:
        items, spots = _by_name(left, left_place, right, right_place)
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
    base: dict[str, Data], base_place: SourcePlace, over: dict[str, Data], place: SourcePlace
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
            data[key], children[key] = _maps(data[key], below, value, spot)
        else:
            data[key], children[key] = value, spot
    return data, where


def _by_name(
    base: list[Data], base_place: SourcePlace, over: list[Data], place: SourcePlace
) -> tuple[list[Data], SourcePlace]:
    items, spots = list(base), list(_items(base_place))
    index = {item["name"]: at for at, item in reversed(list(enumerate(base))) if _named(item)}
    for item, spot in zip(over, _items(place), strict=True):
        at = index.pop(item["name"], None) if _named(item) else None
        if at is None:
            items.append(item)
            spots.append(spot)
        else:
            items[at], spots[at] = _maps(items[at], spots[at], item, spot)
    where = place.moved(place.mark)
    where.children = spots
    return items, where


def _named(item: Data) -> bool:
    return isinstance(item, dict) and isinstance(item.get("name"), str)


def _children(place: SourcePlace) -> dict[str, SourcePlace]:
    return place.children if isinstance(place.children, dict) else {}


def _items(place: SourcePlace) -> list[SourcePlace]:
    return place.children if isinstance(place.children, list) else []
