"""The net effect that a run had on each object."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from microconv.core.kinds import DOUBLED
from microconv.core.plan import Action, Change
from microconv.core.value import Scalar


@dataclass(slots=True)
class Effect:
    """All that a run did to one object: whether it was made or removed, and each attribute before and after."""

    change: Change
    made: bool = False
    removed: bool = False
    before: dict[str, Scalar] = field(default_factory=dict)
    after: dict[str, Scalar] = field(default_factory=dict)


def effects(done: Iterable[Change]) -> list[Effect]:
    """The net effect on each object, in the order in which a run first touched it.

    What a run made and removed again itself, as another run had made the same, is no effect.
    """
    by_object: dict[tuple[object, ...], Effect] = {}
    for change in done:
        made = _key_of_new(change)
        if change.action is Action.REMOVE and made in by_object and by_object[made].made:
            del by_object[made]
            continue
        key = (change.address.type, change.id) if change.id else made
        effect = by_object.setdefault(key, Effect(change))
        effect.made = effect.made or change.action is Action.CREATE
        effect.removed = effect.removed or change.action is Action.REMOVE
        for item in change.attributes:
            effect.before.setdefault(item.name, item.before)
            effect.after[item.name] = item.after
    return list(by_object.values())


def _key_of_new(change: Change) -> tuple[object, ...]:
    """The object that a change makes, or takes away again; where one name can have several, by its content too."""
    key = change.address.type, change.address.name
    if change.address.type not in DOUBLED:
        return key
    removed = change.action is Action.REMOVE
    content = {item.name: item.before if removed else item.after for item in change.attributes}
    return *key, tuple(sorted((name, value) for name, value in content.items() if value is not None))
