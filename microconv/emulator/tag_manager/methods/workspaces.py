"""Workspaces: made, listed, synced, and turned into versions."""

from __future__ import annotations

from typing import Any

from microconv.emulator.tag_manager import compiler
from microconv.emulator.tag_manager.access import find_container, find_workspace
from microconv.emulator.tag_manager.call import DELETE, EDIT, READ, VERSIONS, Call, Method
from microconv.emulator.tag_manager.errors import OBSERVED, ApiError, invalid, not_found
from microconv.emulator.tag_manager.kinds import BY_KEY
from microconv.emulator.tag_manager.model import Container, Version, Workspace
from microconv.emulator.tag_manager.paging import page
from microconv.emulator.tag_manager.shown import version_json, workspace_json
from microconv.emulator.tag_manager.workspaces import (
    DEFAULT,
    changes,
    conflicts,
    make_version,
    new_workspace,
    sync,
)

FREE_WORKSPACES = 3
"""Workspaces of a container without Tag Manager 360, the default one included (help, quoted by several sources)."""


def list_workspaces(call: Call) -> dict[str, Any]:
    """The workspaces of a container."""
    container = find_container(call)
    return page(call, "workspace", [workspace_json(container, one) for one in container.workspaces.values()])


def get(call: Call) -> dict[str, Any]:
    """One workspace."""
    return workspace_json(*find_workspace(call))


def create(call: Call) -> dict[str, Any]:
    """Make a workspace from the latest version."""
    container = find_container(call, "edit")
    content = call.content("Workspace")
    _check_name(container, str(content.get("name", "")), "")
    if len(container.workspaces) >= FREE_WORKSPACES and not container.premium:
        status = call.world.policies.number("gtm_workspace_limit_status")
        raise ApiError(status, f"The container has {FREE_WORKSPACES} workspaces, and no more are allowed.")
    workspace = new_workspace(container, content["name"], call.stamp(), str(content.get("description", "")))
    return workspace_json(container, workspace)


def update(call: Call) -> dict[str, Any]:
    """Set the name and the notes of a workspace."""
    container, workspace = find_workspace(call, "edit")
    call.check_fingerprint(workspace.fingerprint)
    content = call.content("Workspace")
    _check_name(container, str(content.get("name", "")), workspace.id)
    workspace.name, workspace.description = content["name"], str(content.get("description", ""))
    workspace.fingerprint = call.stamp()
    return workspace_json(container, workspace)


def delete(call: Call) -> None:
    """Delete a workspace with all that was not made a version. The last one is made again."""
    container, workspace = find_workspace(call, "edit")
    del container.workspaces[workspace.id]
    _keep_default(call, container)


def status(call: Call) -> dict[str, Any]:
    """The changes and the merge conflicts of a workspace."""
    container, workspace = find_workspace(call)
    answer = {
        "workspaceChange": changes(container, workspace),
        "mergeConflict": conflicts(container, workspace),
    }
    return {key: value for key, value in answer.items() if value}


def sync_workspace(call: Call) -> dict[str, Any]:
    """Bring a workspace up to date with the latest version."""
    container, workspace = find_workspace(call, "edit")
    sync(container, workspace)
    listed = conflicts(container, workspace)
    answer: dict[str, Any] = {"syncStatus": {"mergeConflict": True} if listed else {}}
    return {**answer, "mergeConflict": listed} if listed else answer


def resolve_conflict(call: Call) -> None:
    """Settle one merge conflict by the object in the body."""
    _, workspace = find_workspace(call, "edit")
    content = call.content("Entity")
    for key, item in content.items():
        if key not in BY_KEY or not isinstance(item, dict):
            continue
        kind = BY_KEY[key]
        number = str(item.get(kind.id, ""))
        if (key, number) not in workspace.conflicts:
            raise not_found()
        stored = workspace.content.of(kind).get(number)
        call.check_fingerprint(str(stored["fingerprint"]) if stored is not None else "")
        own = {name: value for name, value in item.items() if name not in ("path", kind.id)}
        if content.get("changeStatus") == "deleted":
            workspace.content.of(kind).pop(number, None)
        else:
            workspace.content.of(kind)[number] = {**own, "fingerprint": call.stamp()}
        del workspace.conflicts[key, number]
        return
    raise invalid("The body has no entity.")


def quick_preview(call: Call) -> dict[str, Any]:
    """Compile a workspace without making a version of it."""
    container, workspace = find_workspace(call, "edit")
    sync(container, workspace)
    if workspace.conflicts:
        return {"syncStatus": {"mergeConflict": True}}
    if compiler.problems(workspace.content, call.world.policies):
        return {"compilerError": True, "syncStatus": {}}
    fake = Version("0", workspace.content, workspace.fingerprint, "QUICK_PREVIEW")
    return {"containerVersion": version_json(container, fake), "syncStatus": {}}


def create_version(call: Call) -> dict[str, Any]:
    """Make a version of a workspace, which is deleted by that; 200 also where none was made."""
    container, workspace = find_workspace(call, "edit")
    content = call.content("CreateContainerVersionRequestVersionOptions")
    sync(container, workspace)
    if workspace.conflicts:
        return {"syncStatus": {"mergeConflict": True}}
    if compiler.problems(workspace.content, call.world.policies):
        return {"compilerError": True, "syncStatus": {}}
    version = make_version(
        container, workspace, call.stamp(), str(content.get("name", "")), str(content.get("notes", ""))
    )
    made = _replaced(call, container, workspace)
    answer: dict[str, Any] = {"containerVersion": version_json(container, version), "syncStatus": {}}
    if made is not None:
        answer["newWorkspacePath"] = f"{container.path}/workspaces/{made.id}"
    return answer


def _replaced(call: Call, container: Container, workspace: Workspace) -> Workspace | None:
    """The workspace that is made in place of one that became a version; None where none is."""
    if workspace.name == DEFAULT:
        return _keep_default(call, container)
    if call.world.policies["gtm_new_workspace_path"] == "always":
        return new_workspace(container, workspace.name, call.stamp())
    return None


def _keep_default(call: Call, container: Container) -> Workspace | None:
    if any(one.name == DEFAULT for one in container.workspaces.values()):
        return None
    return new_workspace(container, DEFAULT, call.stamp())


def _check_name(container: Container, name: str, number: str) -> None:
    if not name.strip():
        raise invalid("workspace.name: The value must not be empty.")
    if any(one.name == name and one.id != number for one in container.workspaces.values()):
        raise invalid(OBSERVED["duplicate"])


_PLACE = "accounts.containers.workspaces"
METHODS = (
    Method(f"{_PLACE}.list", list_workspaces, (EDIT, READ), write=False),
    Method(f"{_PLACE}.get", get, (EDIT, READ), write=False),
    Method(f"{_PLACE}.create", create, (EDIT,), write=True),
    Method(f"{_PLACE}.update", update, (EDIT,), write=True),
    Method(f"{_PLACE}.delete", delete, (DELETE,), write=True),
    Method(f"{_PLACE}.getStatus", status, (EDIT, READ), write=False),
    Method(f"{_PLACE}.sync", sync_workspace, (EDIT,), write=True),
    Method(f"{_PLACE}.resolve_conflict", resolve_conflict, (EDIT,), write=True),
    Method(f"{_PLACE}.quick_preview", quick_preview, (VERSIONS,), write=False),
    Method(f"{_PLACE}.create_version", create_version, (VERSIONS,), write=True),
)
