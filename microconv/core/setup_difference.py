"""The difference between two readings of the same accounts: what was made, changed and removed in between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from microconv.core.plan import Action, AttributeChange, Change
from microconv.core.resource import Live, Reading, Standing
from microconv.core.schema import ResourceType, Settable
from microconv.core.value import State, same


def setup_difference(
    types: Iterable[ResourceType], before: Sequence[Reading], after: Sequence[Reading]
) -> tuple[Change, ...]:
    """Every object that differs, in the order of plans. Attributes that only the server sets are not looked at.

    Of types and accounts that only one of both has nothing is said.
    """
    earlier = {(reading.provider, reading.account): reading for reading in before}
    kinds = {kind.name: kind for kind in types}
    changes: list[Change] = []
    for reading in after:
        old = earlier.get((reading.provider, reading.account))
        if old is not None:
            for name, kind in kinds.items():
                if kind.provider == reading.provider and old.has(name) and reading.has(name):
                    changes += _of_type(kind, _there(old, name), _there(reading, name))
    return tuple(sorted(changes, key=lambda change: change.sort_key))


def _there(reading: Reading, kind: str) -> dict[str, Live]:
    """The objects of a type that are there, by id."""
    return {
        item.id: item
        for item in reading.resources
        if item.address.type == kind and item.standing is not Standing.REMOVED
    }


def _of_type(kind: ResourceType, before: dict[str, Live], after: dict[str, Live]) -> Iterator[Change]:
    for id_, live in after.items():
        if id_ in before:
            attributes = tuple(_differing(kind, before[id_].state, live.state))
            if attributes:
                yield Change(Action.UPDATE, live.address, (), attributes, id_)
        else:
            yield Change(Action.CREATE, live.address, (), tuple(_content(kind, live.state)), id_)
    for id_, live in before.items():
        if id_ not in after:
            yield Change(Action.REMOVE, live.address, (), (), id_)


def _differing(kind: ResourceType, before: State, after: State) -> Iterator[AttributeChange]:
    for item in kind.attributes:
        if item.settable is not Settable.NEVER and item.name in before and item.name in after:
            old, new = before[item.name], after[item.name]
            if not item.alike(old, new):
                yield AttributeChange(item.name, old, new)


def _content(kind: ResourceType, state: State) -> Iterator[AttributeChange]:
    for item in kind.attributes:
        value = state.get(item.name)
        if item.settable is not Settable.NEVER and value is not None and value != ():
            yield AttributeChange(item.name, None, value)


def without_done(changes: Iterable[Change], done: Iterable[Change]) -> tuple[Change, ...]:
    """The changes without what `done` left as it is now: whole objects, and single attributes of others."""
    by_object: dict[tuple[str, str], list[Change]] = {}
    for item in done:
        for key in _keys(item):
            by_object.setdefault(key, []).append(item)
    left = []
    for change in changes:
        theirs = [item for key in _keys(change) for item in by_object.get(key, ())]
        rest = _rest(change, theirs)
        if rest is not None:
            left.append(rest)
    return tuple(left)


def _keys(change: Change) -> Iterator[tuple[str, str]]:
    if change.id:
        yield change.address.type, change.id
    yield change.address.type, f"name {change.address.name}"


def _rest(change: Change, done: Sequence[Change]) -> Change | None:
    if change.action in {Action.CREATE, Action.REMOVE}:
        return None if any(item.action is change.action for item in done) else change
    after = {item.name: item.after for one in done for item in one.attributes}
    attributes = tuple(
        item for item in change.attributes if item.name not in after or not same(after[item.name], item.after)
    )
    return Change(change.action, change.address, (), attributes, change.id) if attributes else None
