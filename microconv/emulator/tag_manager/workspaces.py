"""Workspaces: what was changed in one, how it is brought up to date, and how a version is made of it."""

from __future__ import annotations

from collections.abc import Iterator

from microconv.emulator.tag_manager.kinds import BY_KEY, KINDS
from microconv.emulator.tag_manager.model import Container, Content, Json, Version, Workspace
from microconv.emulator.tag_manager.shown import built_in_json, object_json

DEFAULT = "Default Workspace"


def changes(container: Container, workspace: Workspace) -> list[Json]:
    """The entities that differ from the version that the workspace was made from, with their changeStatus."""
    entities: list[Json] = []
    for key, number, status in _different(workspace.base_content, workspace.content):
        kind = BY_KEY[key]
        item = (workspace.base_content if status == "deleted" else workspace.content).of(kind)[number]
        entities.append({key: object_json(container, kind, number, item, workspace), "changeStatus": status})
    before, after = workspace.base_content.built_in, workspace.content.built_in
    for built_in in (*(one for one in after if one not in before), *(one for one in before if one not in after)):
        status = "added" if built_in in after else "deleted"
        shown = built_in_json(container, built_in, workspace)
        entities.append({"builtInVariable": shown, "changeStatus": status})
    return entities


def conflicts(container: Container, workspace: Workspace) -> list[Json]:
    """The merge conflicts that are not resolved."""
    listed: list[Json] = []
    for (key, number), theirs in workspace.conflicts.items():
        kind = BY_KEY[key]
        ours = workspace.content.of(kind).get(number)
        conflict: Json = {
            "entityInWorkspace": {"changeStatus": "deleted" if ours is None else "updated"},
            "entityInBaseVersion": {"changeStatus": "deleted" if theirs is None else "updated"},
        }
        if ours is not None:
            conflict["entityInWorkspace"][key] = object_json(container, kind, number, ours, workspace)
        if theirs is not None:
            conflict["entityInBaseVersion"][key] = object_json(container, kind, number, theirs)
        listed.append(conflict)
    return listed


def sync(container: Container, workspace: Workspace) -> None:
    """Bring a workspace up to date with the latest version. What both changed becomes a conflict; ours stays."""
    latest = container.latest_content
    ours = set(_different(workspace.base_content, workspace.content))
    our_keys = {(key, number) for key, number, _ in ours}
    for key, number, _ in list(_different(workspace.base_content, latest)):
        kind = BY_KEY[key]
        theirs, mine = latest.of(kind).get(number), workspace.content.of(kind).get(number)
        if (key, number) not in our_keys:
            if theirs is None:
                workspace.content.of(kind).pop(number, None)
            else:
                workspace.content.of(kind)[number] = dict(theirs)
        elif _plain(theirs) != _plain(mine):
            workspace.conflicts[key, number] = theirs
    before = workspace.base_content.built_in
    added = [one for one in latest.built_in if one not in before and one not in workspace.content.built_in]
    gone = {one for one in before if one not in latest.built_in}
    workspace.content.built_in = [one for one in workspace.content.built_in if one not in gone] + added
    workspace.base, workspace.base_content = container.latest, latest.copy()


def new_workspace(container: Container, name: str, stamp: str, description: str = "") -> Workspace:
    """A workspace that branches from the latest version."""
    container.next_workspace += 1
    number = str(container.next_workspace - 1)
    latest = container.latest_content
    workspace = Workspace(
        number, name, container.latest or "0", latest.copy(), latest.copy(), stamp, description=description
    )
    container.workspaces[number] = workspace
    return workspace


def make_version(container: Container, workspace: Workspace, stamp: str, name: str, notes: str) -> Version:
    """Make a version of a workspace, which is deleted by that."""
    number = str(container.next_version)
    container.next_version += 1
    version = Version(number, workspace.content.copy(), stamp, name, notes)
    container.versions[number] = version
    container.latest = number
    del container.workspaces[workspace.id]
    return version


def _different(before: Content, after: Content) -> Iterator[tuple[str, str, str]]:
    """The key and id of every object that differs, with the word for how."""
    for kind in KINDS:
        old, new = before.of(kind), after.of(kind)
        for number in new:
            if number not in old:
                yield kind.key, number, "added"
            elif _plain(old[number]) != _plain(new[number]):
                yield kind.key, number, "updated"
        for number in old:
            if number not in new:
                yield kind.key, number, "deleted"


def _plain(item: Json | None) -> Json | None:
    return None if item is None else {key: value for key, value in item.items() if key != "fingerprint"}
