"""The changes of a step as what is sent for each: an object of a workspace, whole, made of what was read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from microconv.core.kinds import ADS_TAG, BUILT_IN_VARIABLE, TAGS, TRIGGER, VARIABLE
from microconv.core.plan import Action, Change
from microconv.core.send_to import action_of
from microconv.core.value import Scalar
from microconv.providers.tag_manager.container import Json
from microconv.providers.tag_manager.convert import made, merged, trigger_numbers
from microconv.providers.tag_manager.tag_attributes import trigger_line
from microconv.providers.tag_manager.unpublished import COLLECTIONS, id_of

_KEYS: Mapping[str, str] = {
    BUILT_IN_VARIABLE: "builtInVariable",
    VARIABLE: "variable",
    TRIGGER: "trigger",
    **dict.fromkeys(TAGS, "tag"),
}
_ORDER = ("builtInVariable", "variable", "trigger", "tag")
"""The order of making: the needed before those that need it; deleting goes the other way."""

ADDED, UPDATED, DELETED = "added", "updated", "deleted"
_STATUS = {Action.CREATE: ADDED, Action.REMOVE: DELETED}


class Entry(NamedTuple):
    """One change as it is sent.

    change: the change.
    key: the kind of object, as entities name it.
    status: added, updated or deleted.
    item: the whole object.
    """

    change: Change
    key: str
    status: str
    item: Json

    @property
    def entity(self) -> Json:
        """The form that bulk_update takes."""
        return {self.key: self.item, "changeStatus": self.status}

    @property
    def collection(self) -> str:
        """The part of a path that names the kind of object."""
        return COLLECTIONS[self.key][0]


class Written(NamedTuple):
    """Entries to be sent for a step, in order; and the changes without one, each with the reason as a code."""

    entries: tuple[Entry, ...]
    unsent: tuple[tuple[Change, str], ...]


GONE, NO_TRIGGER, NO_LABEL = "GONE", "NO_TRIGGER", "NO_LABEL"


def written(changes: Iterable[Change], content: Json, labels: Mapping[str, str], *, new_ids: bool) -> Written:
    """Put changes into what a workspace has.

    labels: `AW-…/…` by what stands for it in changes, for actions that this run made.
    new_ids: new objects get the ids new_1, new_2, …, by which those behind them refer to them.
    """
    ordered = sorted(changes, key=_place)
    numbers = dict(trigger_numbers(content))
    there = {id_of(key, item): item for key in _ORDER for item in content.get(key, ())}
    entries: list[Entry] = []
    unsent: list[tuple[Change, str]] = []
    for change in ordered:
        key, status = _KEYS[change.address.type], _STATUS.get(change.action, UPDATED)
        before = there.get(change.id)
        if status != ADDED and before is None:
            unsent.append((change, GONE))
            continue
        state, missing = _state(change, labels)
        if missing:
            unsent.append((change, NO_LABEL))
            continue
        try:
            item = dict(before or {}) if status == DELETED else _item(change, before, state, numbers)
        except KeyError:
            unsent.append((change, NO_TRIGGER))
            continue
        if status == ADDED and new_ids and key != "builtInVariable":
            item[COLLECTIONS[key][1]] = f"new_{len(entries) + 1}"
        if key == "trigger" and status != DELETED:
            number = str(item.get("triggerId", ""))
            if number:
                numbers[trigger_line(str(item.get("name", "")))] = number
        entries.append(Entry(change, key, status, item))
    return Written(tuple(entries), tuple(unsent))


def _item(
    change: Change, before: Json | None, state: Mapping[str, Scalar], numbers: Mapping[str, str]
) -> dict[str, Any]:
    kind = change.address.type
    return dict(made(kind, state, numbers) if before is None else merged(kind, dict(before), state, numbers))


def _state(change: Change, labels: Mapping[str, str]) -> tuple[dict[str, Scalar], bool]:
    """The attributes to be set, and whether a label is not known."""
    state = {item.name: item.after for item in change.attributes}
    wanted = state.get("send_to")
    if change.address.type != ADS_TAG or not action_of(wanted):
        return state, False
    label = labels.get(str(wanted), "")
    return {**state, "send_to": label}, not label


def _place(change: Change) -> tuple[int, int, str, str]:
    order = _ORDER.index(_KEYS[change.address.type])
    removed = change.action is Action.REMOVE
    return (int(removed), -order if removed else order, change.address.name, change.id)


def answered(entry: Entry, changed: Sequence[Json]) -> bool:
    """True where the answer to a bulk_update has what was sent: it leaves out what was deleted."""
    _, number = COLLECTIONS[entry.key]
    for entity in changed:
        item = entity.get(entry.key)
        if not isinstance(item, Mapping) or entry.status == DELETED:
            continue
        if entry.key == "builtInVariable":
            same = item.get("type") == entry.item.get("type")
        elif entry.status == ADDED:
            same = item.get("name") == entry.item.get("name")
        else:
            same = item.get(number) == entry.item.get(number)
        if same:
            return True
    return False
