"""The net effect that a run had on each object."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

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
    by_object: dict[tuple[str, str], Effect] = {}
    for change in done:
        made = change.address.type, change.address.name
        if change.action is Action.REMOVE and made in by_object and by_object[made].made:
            del by_object[made]
            continue
        key = change.address.type, change.id or change.address.name
        effect = by_object.setdefault(key, Effect(change))
        effect.made = effect.made or change.action is Action.CREATE
        effect.removed = effect.removed or change.action is Action.REMOVE
        for item in change.attributes:
            effect.before.setdefault(item.name, item.before)
            effect.after[item.name] = item.after
    return list(by_object.values())
