"""The keys of a property's ``traffic`` that set the truth: chains, and the items of its shop.

    chains:
      - after: mv_form                    # one of `events`; each session that has it is a start
        steps:
          - {event: mv_call, probability: 0.5, devices: {mobile: 0.2}}        # on the same day; mobile loses more
          - {event: purchase, probability: 0.3, within_days: 7, value: 9800, page: /thanks, broken_from: 2026-09-12}
    items:
      - {id: SKU-1, name: Tea cup, category: Kitchen, price: 1200, share: 0.4}

A step is done with its probability by those who did the one before, in the same session or on one of the
`within_days` days after it (in a session of its own). The keys of `seeding_course` that say on which days hold too; a
broken tag does not keep anybody from going on.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from microconv.emulator.errors import SeedError, kind_of, near
from microconv.emulator.seeding_course import course_of, known_keys, read_amount, read_course, read_mapping
from microconv.emulator.series import Chain, ChainStep, Item
from microconv.emulator.series.chains import MOST_DAYS, MOST_STEPS

_CHAIN = ("after", "steps")
_DAYS = ("since", "until", "week", "months", "trend", "broken_from")
_STEP = ("event", "probability", "within_days", "devices", "value", "page", *_DAYS)
_ITEM = ("id", "name", "category", "price", "share")


def read_chains(
    value: Any, path: str, events: Collection[str], pages: Collection[str], devices: Collection[str]
) -> list[dict[str, Any]]:
    """The ``chains``, checked. events: those of the property; pages: its paths; devices: its categories of devices.

    Raises SeedError with the place of a value that cannot be.
    """
    read = []
    for index, one in enumerate(_listed(value, path)):
        where = f"{path}[{index}]"
        content = read_mapping(one, where)
        known_keys(content, where, _CHAIN)
        after = _text(content, "after", where)
        if after not in events:
            raise SeedError(f"{where}.after", f"{after!r} is not one of the property's events{near(after, events)}")
        steps = [
            _step(step, f"{where}.steps[{number}]", pages, devices)
            for number, step in enumerate(_listed(content.get("steps"), f"{where}.steps"))
        ]
        if not 0 < len(steps) <= MOST_STEPS:
            raise SeedError(f"{where}.steps", f"a chain has from 1 to {MOST_STEPS} steps")
        if sum(step.get("within_days", 0) for step in steps) > MOST_DAYS:
            raise SeedError(f"{where}.steps", f"all steps together come within {MOST_DAYS} days")
        read.append({"after": after, "steps": steps})
    return read


def chains_of(read: list[dict[str, Any]]) -> tuple[Chain, ...]:
    """The chains that `read_chains` has read."""
    return tuple(Chain(one["after"], tuple(_step_of(step) for step in one["steps"])) for one in read)


def read_items(value: Any, path: str) -> list[dict[str, Any]]:
    """The ``items``, checked. An empty list: events carry no items.

    Raises SeedError with the place of a value that cannot be.
    """
    read = []
    for index, one in enumerate(_listed(value, path)):
        where = f"{path}[{index}]"
        content = read_mapping(one, where)
        known_keys(content, where, _ITEM)
        name = _text(content, "name", where)
        item: dict[str, Any] = {"id": _text(content, "id", where, name), "name": name}
        item |= {"category": _text(content, "category", where, "(not set)")}
        item |= {key: read_amount(content.get(key, usual), f"{where}.{key}") for key, usual in _AMOUNTS.items()}
        read.append(item)
    if read and not any(one["share"] for one in read):
        raise SeedError(path, "the shares must not all be 0")
    return read


def items_of(read: list[dict[str, Any]]) -> tuple[Item, ...]:
    """The items that `read_items` has read."""
    return tuple(Item(**one) for one in read)


_AMOUNTS = {"price": 0.0, "share": 1.0}


def _step(value: Any, path: str, pages: Collection[str], known: Collection[str]) -> dict[str, Any]:
    content = read_mapping(value, path)
    known_keys(content, path, _STEP)
    read: dict[str, Any] = {"event": _text(content, "event", path)}
    if content.get("probability") is None:
        raise SeedError(f"{path}.probability", "is missing")
    read["probability"] = _probability(content["probability"], f"{path}.probability")
    if "within_days" in content:
        days = content["within_days"]
        if isinstance(days, bool) or not isinstance(days, int) or not 0 <= days <= MOST_DAYS:
            raise SeedError(f"{path}.within_days", f"a whole number from 0 to {MOST_DAYS} is needed")
        read["within_days"] = days
    if content.get("devices") is not None:
        devices = read_mapping(content["devices"], f"{path}.devices")
        read["devices"] = {str(name): _probability(one, f"{path}.devices.{name}") for name, one in devices.items()}
        for name in read["devices"]:
            if name not in known:
                raise SeedError(f"{path}.devices.{name}", f"is not one of the property's devices, {', '.join(known)}")
    if "value" in content:
        read["value"] = read_amount(content["value"], f"{path}.value")
    if "page" in content:
        page = _text(content, "page", path)
        if page not in pages:
            raise SeedError(f"{path}.page", f"{page!r} is not one of the property's pages")
        read["page"] = page
    return read | read_course({key: content[key] for key in _DAYS if key in content}, path)


def _step_of(read: Mapping[str, Any]) -> ChainStep:
    return ChainStep(
        event=read["event"],
        probability=read["probability"],
        within_days=read.get("within_days", 0),
        devices=tuple(sorted(read.get("devices", {}).items())),
        value=read.get("value"),
        page=read.get("page", ""),
        course=course_of(read),
    )


def _probability(value: Any, path: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise SeedError(path, f"a probability from 0 to 1 is needed, not {value!r}")
    return value


def _listed(value: Any, path: str) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise SeedError(path, f"a list is needed, not {kind_of(value)}")
    return value


def _text(content: Mapping[Any, Any], key: str, path: str, default: str = "") -> str:
    value = content.get(key, default)
    if not isinstance(value, str) or not value:
        raise SeedError(f"{path}.{key}", "a text is needed")
    return value
