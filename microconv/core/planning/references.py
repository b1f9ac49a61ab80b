"""The names that the changes of a rollback refer to: those that are in force when they go out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from microconv.core.goal_state import LISTS, USES
from microconv.core.kinds import ACTION, CAMPAIGN_CONFIG, CUSTOM_GOAL
from microconv.core.plan import Action, AttributeChange, Change
from microconv.core.planning.live_index import LiveIndex
from microconv.core.resource import Standing
from microconv.core.text import Text
from microconv.core.value import Scalar

_REFERS = {CUSTOM_GOAL: (LISTS, ACTION), CAMPAIGN_CONFIG: (USES, CUSTOM_GOAL)}
"""The attribute of a type that refers to objects of another type, by name."""

Note = Callable[[Change, Text, Text], None]
"""Takes down what a change cannot do, and what happens instead."""

_NOT_PUT_BACK = Text("that is not there any more, so it is not put back", "すでに存在しないため、元に戻しません")


def referring(changes: Sequence[Change], names: Mapping[str, str], live_index: LiveIndex, note: Note) -> list[Change]:
    """The changes, with references by the names that are in force then. What refers to nothing is left out.

    `names` are the new names by id. Custom goals come first, as campaigns refer to them.
    """
    new_names = {live_index.by_id[identifier].address.name: name for identifier, name in names.items()}
    there = [item for item in live_index.by_id.values() if item.standing is not Standing.REMOVED]
    known = {(item.address.type, new_names.get(item.address.name, item.address.name)) for item in there}
    known |= {(item.address.type, item.id) for item in there}
    known |= {(item.address.type, item.address.name) for item in changes if item.action is Action.CREATE}
    kept: list[Change] = []
    for change in sorted(changes, key=lambda item: item.address.type != CUSTOM_GOAL):
        current = _with_names(change, new_names)
        missing = _missing(current, known)
        if not missing or change.action is Action.REMOVE:
            kept.append(current)
            continue
        them = ", ".join(missing)
        note(change, Text(f"referred to {them}", f"{them} を参照していました"), _NOT_PUT_BACK)
        rest = _without(current, missing)
        if rest is not None:
            kept.append(rest)
        elif change.action is Action.CREATE:
            known.discard((change.address.type, change.address.name))
    return kept


def _without(change: Change, missing: Sequence[str]) -> Change | None:
    """A changed custom goal that does not list what is missing; None where nothing would be left to do, or to list."""
    if change.address.type != CUSTOM_GOAL or change.action is Action.CREATE:
        return None
    attributes = []
    for item in change.attributes:
        after = tuple(one for one in item.after if one not in missing) if isinstance(item.after, tuple) else item.after
        if after != () and after != item.before:
            attributes.append(replace(item, after=after))
    return replace(change, attributes=tuple(attributes)) if attributes else None


def _with_names(change: Change, new_names: Mapping[str, str]) -> Change:
    """A change whose references have new names."""
    if change.address.type not in _REFERS:
        return change
    name, _ = _REFERS[change.address.type]
    attributes = tuple(
        AttributeChange(item.name, _renamed(item.before, new_names), _renamed(item.after, new_names))
        if item.name == name
        else item
        for item in change.attributes
    )
    return replace(change, attributes=attributes)


def _missing(change: Change, known: set[tuple[str, str]]) -> list[str]:
    """The references of a change to what is not there."""
    if change.address.type not in _REFERS:
        return []
    name, kind = _REFERS[change.address.type]
    after = next((item.after for item in change.attributes if item.name == name), None)
    return [item for item in _references(after) if (kind, item) not in known]


def _references(value: Scalar) -> tuple[str, ...]:
    """The references in a value."""
    return value if isinstance(value, tuple) else (str(value),) if value else ()


def _renamed(value: Scalar, new_names: Mapping[str, str]) -> Scalar:
    """A value whose references have new names."""
    if isinstance(value, tuple):
        return tuple(sorted(new_names.get(item, item) for item in value))
    return new_names.get(value, value) if isinstance(value, str) else value
