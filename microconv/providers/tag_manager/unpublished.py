"""The objects of a workspace that are not live as it has them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from microconv.core.container_facts import Unpublished
from microconv.core.json_text import json_line
from microconv.providers.tag_manager.container import KEYS, Json
from microconv.providers.tag_manager.convert import canonical
from microconv.providers.tag_manager.seen_in_tags import day_of

COLLECTIONS: Mapping[str, tuple[str, str]] = {
    "tag": ("tags", "tagId"),
    "trigger": ("triggers", "triggerId"),
    "variable": ("variables", "variableId"),
    "builtInVariable": ("built_in_variables", "type"),
    "folder": ("folders", "folderId"),
    "customTemplate": ("templates", "templateId"),
    "client": ("clients", "clientId"),
    "zone": ("zones", "zoneId"),
    "transformation": ("transformations", "transformationId"),
    "gtagConfig": ("gtag_config", "gtagConfigId"),
}
"""The collection and the key of the id of every kind of object, by its key in versions and entities."""

_OF_ITS_PLACE = frozenset({"path", "accountId", "containerId", "workspaceId", "fingerprint", "tagManagerUrl"})
"""The keys in which an object of a workspace always differs from that of a version."""


def unpublished(content: Json, live: Json | None, status: Json | None) -> tuple[tuple[Unpublished, ...], str]:
    """The objects that differ between what a workspace or version has and what is live, and a digest of all of it.

    `status` is that of the workspace: of the kinds that were not read, it alone tells what was changed.
    """
    differing = dict(_different(content, live or {}))
    for entity in (status or {}).get("workspaceChange", ()):
        for key, item in entity.items():
            if key in COLLECTIONS and key not in content and isinstance(item, Mapping):
                named = Unpublished(str(entity.get("changeStatus", "")), id_of(key, item), str(item.get("name", "")))
                differing[named] = item
    pinned = [
        (live or {}).get("containerVersionId", ""),
        *sorted([*one, plain(item)] for one, item in differing.items()),
    ]
    digest = hashlib.sha256(json_line(pinned).encode()).hexdigest()
    return tuple(sorted(differing)), digest


def waiting_since(differing: Iterable[Unpublished], content: Json) -> str:
    """The day (UTC) of the oldest change among what differs and is still there; empty where none tells.

    A fingerprint is the time of an object's last change, in milliseconds: nothing else in the API tells (fact sheet of
    public tools, checked 2026-11-29).
    """
    stamps = {id_of(key, item): str(item.get("fingerprint", "")) for key in KEYS for item in content.get(key, ())}
    days = (day_of(stamps.get(one.id, "")) for one in differing)
    return min((day for day in days if day is not None), default="")


def id_of(key: str, item: Mapping[str, Any]) -> str:
    """The id by which plans know an object: `tags/12`."""
    collection, number = COLLECTIONS[key]
    return f"{collection}/{item.get(number, '')}"


def changed(status: Json) -> Iterator[Unpublished]:
    """The objects that were changed in a workspace since its version."""
    for entity in status.get("workspaceChange", ()):
        for key, item in entity.items():
            if key in COLLECTIONS and isinstance(item, Mapping):
                yield Unpublished(str(entity.get("changeStatus", "")), id_of(key, item), str(item.get("name", "")))


def entity_ids(status: Json, part: str) -> Iterator[tuple[str, str]]:
    """The ids and names of the objects in a status: of its changes, or of one side of its merge conflicts."""
    for entry in status.get(part, ()):
        sides = (
            [entry]
            if part == "workspaceChange"
            else [entry.get(one, {}) for one in ("entityInWorkspace", "entityInBaseVersion")]
        )
        named = [
            (id_of(key, item), str(item.get("name", "")))
            for side in sides
            for key, item in side.items()
            if key in COLLECTIONS
        ]
        yield from named[:1]


def _different(content: Json, live: Json) -> Iterator[tuple[Unpublished, Any]]:
    for key in content:
        if key not in COLLECTIONS:
            continue
        here = {id_of(key, item): item for item in content.get(key, ())}
        there = {id_of(key, item): item for item in live.get(key, ())}
        for number in sorted(here.keys() | there.keys()):
            if number not in there:
                how = "added"
            elif number not in here:
                how = "deleted"
            elif plain(here[number]) != plain(there[number]):
                how = "updated"
            else:
                continue
            item = here.get(number) or there[number]
            yield Unpublished(how, number, str(item.get("name", ""))), item


def plain(item: Mapping[str, Any]) -> str:
    """The text of an object without what differs by its place, in one form."""
    return canonical({key: value for key, value in item.items() if key not in _OF_ITS_PLACE})
