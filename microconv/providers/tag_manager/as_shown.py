"""The content of a workspace or version against what a plan showed: the reading before it, and its own changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from microconv.core.planning.steps import Step
from microconv.providers.tag_manager.container import KEYS, Json
from microconv.providers.tag_manager.convert import canonical
from microconv.providers.tag_manager.reader import Seen
from microconv.providers.tag_manager.unpublished import COLLECTIONS, changed, id_of, plain
from microconv.providers.tag_manager.writing import ADDED, DELETED, Entry, written

_FILLED = frozenset(
    {"path", "accountId", "containerId", "workspaceId", "fingerprint", "tagManagerUrl"}
    | {number for _, number in COLLECTIONS.values()}
    | {"uniqueTriggerId", "monitoringMetadata", "consentSettings", "tagFiringOption"}
)
"""The keys that the server adds to a new object (fixtures of google/site-kit-wp, checked 2026-11-28).

Another one that it adds keeps a run from publishing: the next plan shows it."""

Objects = Mapping[str, Mapping[str, Any]]


def not_shown(before: Seen, steps: Sequence[Step], now: Seen) -> tuple[str, ...]:
    """The names of what a workspace has otherwise than a plan showed: by the reading before it, and by its own steps.

    `steps` were carried out since `before` was read; `now` was read after them.
    """
    expected, present = _plain(before.content, KEYS), _plain(now.content, KEYS)
    names = {**_names_of(before), **_names_of(now)}
    made: dict[str, Json] = {}
    for entry in _entries(before.content, now.content, steps):
        number = _number(entry, now.content)
        if entry.status == DELETED:
            expected.pop(number, None)
        elif entry.status == ADDED:
            expected.pop(number, None)
            made[number] = entry.item
        else:
            expected[number] = plain(entry.item)
    objects = _objects(now.content, KEYS)
    odd = {number for number, item in made.items() if not _is_as_made(item, objects.get(number))}
    rest = {number: text for number, text in present.items() if number not in made}
    odd |= {number for number in expected.keys() | rest.keys() if expected.get(number) != rest.get(number)}
    was, here = dict(_changed_beside(before)), dict(_changed_beside(now))
    odd |= {number for number in was.keys() | here.keys() if was.get(number) != here.get(number)}
    return tuple(sorted({names.get(number) or number for number in odd}))


def not_in_version(version: Json, now: Seen) -> tuple[str, ...]:
    """The names of what a version has otherwise than the workspace had, from which it was made, when it was read."""
    rest = [key for key in COLLECTIONS if key not in KEYS]
    expected = _plain(now.content, KEYS) | _plain(now.live or {}, rest)
    for number, text in _changed_beside(now):
        expected.pop(number, None)
        if text:
            expected[number] = text
    present = _plain(version, COLLECTIONS)
    names = {**_names(now.live or {}), **_names_of(now), **_names(version)}
    odd = {number for number in expected.keys() | present.keys() if expected.get(number) != present.get(number)}
    return tuple(sorted({names.get(number) or number for number in odd}))


def _entries(before: Json, now: Json, steps: Sequence[Step]) -> Iterator[Entry]:
    """The objects as the steps have sent them; triggers that they made have the numbers that they were given."""
    there = _objects(before, KEYS)
    mixed = {
        key: [*before.get(key, ()), *(item for item in now.get(key, ()) if id_of(key, item) not in there)]
        for key in KEYS
    }
    for step in steps:
        yield from written(step.changes, mixed, dict(step.labels), new_ids=False).entries


def _number(entry: Entry, now: Json) -> str:
    """The id of an object: of a new one the one that it was given."""
    if entry.status != ADDED:
        return entry.change.id
    mark = "type" if entry.key == "builtInVariable" else "name"
    present = (item for item in now.get(entry.key, ()) if item.get(mark) == entry.item.get(mark))
    return next((id_of(entry.key, item) for item in present), f"{entry.key} {entry.item.get(mark)}")


def _is_as_made(item: Json, present: Mapping[str, Any] | None) -> bool:
    if present is None:
        return False
    sent = {key: value for key, value in item.items() if key not in _FILLED or key == "type"}
    same = all(canonical({key: present.get(key)}) == canonical({key: value}) for key, value in sent.items())
    return same and present.keys() <= sent.keys() | _FILLED | {"name"}


def _objects(content: Json, keys: Sequence[str] | Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {id_of(key, item): item for key in keys for item in content.get(key, ())}


def _plain(content: Json, keys: Sequence[str] | Mapping[str, Any]) -> dict[str, str]:
    return {number: plain(item) for number, item in _objects(content, keys).items()}


def _names(content: Json) -> dict[str, str]:
    return {number: str(item.get("name", "")) for number, item in _objects(content, COLLECTIONS).items()}


def _names_of(seen: Seen) -> dict[str, str]:
    """The names of all objects of a workspace that were read, or that its status tells of."""
    return {**{item.id: item.name for item in changed(seen.status or {})}, **_names(seen.content)}


def _changed_beside(seen: Seen) -> Iterator[tuple[str, str]]:
    """Ids of the kinds that are not read, from the status of a workspace, with the object or, if deleted, nothing."""
    for entity in (seen.status or {}).get("workspaceChange", ()):
        for key, item in entity.items():
            if key in COLLECTIONS and key not in KEYS and isinstance(item, Mapping):
                yield id_of(key, item), "" if entity.get("changeStatus") == "deleted" else plain(item)
