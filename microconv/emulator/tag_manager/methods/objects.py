"""Tags, triggers, variables and folders of a workspace, and what else is in one, which is only shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from microconv.emulator.tag_manager import editing
from microconv.emulator.tag_manager.access import find_workspace
from microconv.emulator.tag_manager.call import EDIT, READ, Call, Method
from microconv.emulator.tag_manager.errors import not_found
from microconv.emulator.tag_manager.kinds import BY_COLLECTION, FOLDER, KINDS, TAG, TRIGGER, VARIABLE, Kind
from microconv.emulator.tag_manager.model import Container, Json, Workspace
from microconv.emulator.tag_manager.paging import page
from microconv.emulator.tag_manager.shown import object_json


def list_objects(kind: Kind, call: Call) -> dict[str, Any]:
    """The objects of a kind."""
    container, workspace = find_workspace(call)
    items = [
        object_json(container, kind, number, item, workspace) for number, item in workspace.content.of(kind).items()
    ]
    return page(call, kind.listed or kind.key, items)


def get(kind: Kind, call: Call) -> dict[str, Any]:
    """One object."""
    container, workspace, item = _find(kind, call, "read")
    return object_json(container, kind, call.ids["object"], item, workspace)


def create(kind: Kind, call: Call) -> dict[str, Any]:
    """Make an object."""
    container, workspace = find_workspace(call, "edit")
    content = call.content(kind.schema)
    number = editing.create(container, workspace.content, kind, content, call.stamp(), call.world.policies)
    return object_json(container, kind, number, workspace.content.of(kind)[number], workspace)


def update(kind: Kind, call: Call) -> dict[str, Any]:
    """Put a whole object in the place of one: what the body leaves out is gone."""
    container, workspace, item = _find(kind, call, "edit")
    call.check_fingerprint(item["fingerprint"])
    number, content = call.ids["object"], call.content(kind.schema)
    editing.replace(container, workspace.content, kind, number, content, call.stamp(), call.world.policies)
    return object_json(container, kind, number, workspace.content.of(kind)[number], workspace)


def delete(kind: Kind, call: Call) -> None:
    """Delete an object."""
    _, workspace, _ = _find(kind, call, "edit")
    editing.remove(workspace.content, kind, call.ids["object"])


def revert(kind: Kind, call: Call) -> dict[str, Any]:
    """Put an object back as it is in the version that the workspace was last synced with."""
    container, workspace = find_workspace(call, "edit")
    number = call.ids["object"]
    stored = workspace.content.of(kind).get(number)
    if stored is None and number not in workspace.base_content.of(kind):
        raise not_found()
    if stored is not None:
        call.check_fingerprint(stored["fingerprint"])
    item = editing.revert(workspace.base_content, workspace.content, kind, number, call.world.policies)
    return {} if item is None else {kind.key: object_json(container, kind, number, item, workspace)}


def folder_entities(call: Call) -> dict[str, Any]:
    """The objects in a folder."""
    container, workspace, _ = _find(FOLDER, call, "read")
    answer: dict[str, Any] = {}
    for kind in (TAG, TRIGGER, VARIABLE):
        items = [
            object_json(container, kind, number, item, workspace)
            for number, item in workspace.content.of(kind).items()
            if item.get("parentFolderId") == call.ids["object"]
        ]
        if items:
            answer[kind.key] = items
    return answer


def move_to_folder(call: Call) -> None:
    """Move objects into a folder; the folder 0 is none."""
    _, workspace = find_workspace(call, "edit")
    folder = call.ids["object"]
    if folder != "0" and folder not in workspace.content.of(FOLDER):
        raise not_found()
    chosen = [(kind, number) for kind in (TAG, TRIGGER, VARIABLE) for number in call.query.get(kind.id, ())]
    if any(number not in workspace.content.of(kind) for kind, number in chosen):
        raise not_found()
    for kind, number in chosen:
        item = workspace.content.of(kind)[number]
        item.pop("parentFolderId", None)
        if folder != "0":
            item["parentFolderId"] = folder
        item["fingerprint"] = call.stamp()


def _find(kind: Kind, call: Call, role: str) -> tuple[Container, Workspace, Json]:
    container, workspace = find_workspace(call, role)
    item = workspace.content.of(kind).get(call.ids["object"])
    if item is None:
        raise not_found()
    return container, workspace, item


_WRITES: tuple[tuple[str, Callable[[Kind, Call], dict[str, Any] | None]], ...] = (
    ("create", create),
    ("update", update),
    ("delete", delete),
    ("revert", revert),
)


def _methods() -> Iterator[Method]:
    for kind in KINDS:
        place = f"accounts.containers.workspaces.{kind.collection}"
        yield Method(f"{place}.list", partial(list_objects, kind), (EDIT, READ), write=False)
        yield Method(f"{place}.get", partial(get, kind), (EDIT, READ), write=False)
        for name, serve in _WRITES if kind.writable else ():
            yield Method(f"{place}.{name}", partial(serve, kind), (EDIT,), write=True)
    place = f"accounts.containers.workspaces.{FOLDER.collection}"
    yield Method(f"{place}.entities", folder_entities, (EDIT, READ), write=False)
    yield Method(f"{place}.move_entities_to_folder", move_to_folder, (EDIT,), write=True)


METHODS = tuple(_methods())
COLLECTIONS = frozenset(BY_COLLECTION)
"""The parts of a path that name a kind of object."""
