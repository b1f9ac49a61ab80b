"""Helpers that every part of the ``ga4`` section of a seed is read and written with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microconv.emulator.ga4.seeding_section import write_time

if TYPE_CHECKING:
    from microconv.emulator.ga4.seeding_section import Section
    from microconv.emulator.ga4.state import Ga4State


def add(children: dict[int, Any], child: Any, section: Section, where: str = "property") -> None:
    """Put a child under its id.

    Raises SeedError if the id is there already.
    """
    if child.id in children:
        raise section.fail("id", f"{child.id} is there twice in one {where}")
    children[child.id] = child


def read_id(section: Section, state: Ga4State) -> int:
    """The id given, or a generated one. Generated ids stay clear of the given ones."""
    if "id" not in section:
        return state.new_id()
    given = section.id("id")
    state.next_id = max(state.next_id, given + 1)
    return given


def plain(value: Any, without: tuple[str, ...] = ()) -> dict[str, Any]:
    """An object's fields that are not dicts, absent ones left out, times as text, tuples of objects as lists."""
    content: dict[str, Any] = {}
    for name in value.__dataclass_fields__:
        one = getattr(value, name)
        if name in without or one is None or isinstance(one, dict):
            continue
        if hasattr(one, "isoformat"):
            one = write_time(one)
        elif isinstance(one, tuple):
            one = [plain(item) for item in one]
        content[name] = plain(one) if hasattr(one, "__dataclass_fields__") else one
    return content
