"""Built-in variables: enabled and disabled by their types. Enabling one that is enabled changes nothing."""

from __future__ import annotations

from typing import Any

from microconv.emulator.tag_manager.access import find_workspace
from microconv.emulator.tag_manager.built_in import NAMES
from microconv.emulator.tag_manager.call import EDIT, READ, Call, Method
from microconv.emulator.tag_manager.errors import OBSERVED, invalid, not_found
from microconv.emulator.tag_manager.kinds import VARIABLE
from microconv.emulator.tag_manager.paging import page
from microconv.emulator.tag_manager.schema import check_word
from microconv.emulator.tag_manager.shown import built_in_json


def list_enabled(call: Call) -> dict[str, Any]:
    """The built-in variables that are enabled."""
    container, workspace = find_workspace(call)
    return page(
        call, "builtInVariable", [built_in_json(container, kind, workspace) for kind in workspace.content.built_in]
    )


def create(call: Call) -> dict[str, Any]:
    """Enable built-in variables."""
    container, workspace = find_workspace(call, "edit")
    kinds = _kinds(call)
    own = {str(item.get("name")) for item in workspace.content.of(VARIABLE).values()}
    if own & {NAMES.get(kind, kind) for kind in kinds if kind not in workspace.content.built_in}:
        raise invalid(OBSERVED["duplicate"])
    workspace.content.built_in += (kind for kind in kinds if kind not in workspace.content.built_in)
    return {"builtInVariable": [built_in_json(container, kind, workspace) for kind in kinds]}


def delete(call: Call) -> None:
    """Disable built-in variables."""
    _, workspace = find_workspace(call, "edit")
    kinds = _kinds(call)
    if any(kind not in workspace.content.built_in for kind in kinds):
        raise not_found()
    workspace.content.built_in = [kind for kind in workspace.content.built_in if kind not in kinds]


def revert(call: Call) -> dict[str, Any]:
    """Put built-in variables back as the version has them that the workspace was last synced with."""
    _, workspace = find_workspace(call, "edit")
    kinds = _kinds(call)
    base = workspace.base_content.built_in
    kept = [kind for kind in workspace.content.built_in if kind not in kinds or kind in base]
    workspace.content.built_in = kept + [kind for kind in kinds if kind in base and kind not in kept]
    return {"enabled": True} if all(kind in base for kind in kinds) else {}


def _kinds(call: Call) -> list[str]:
    kinds = list(dict.fromkeys(call.query.get("type", ())))
    if not kinds:
        raise invalid("type: at least one is needed.")
    for kind in kinds:
        check_word("BuiltInVariable", "type", kind, "type")
    return kinds


_PLACE = "accounts.containers.workspaces.built_in_variables"
METHODS = (
    Method(f"{_PLACE}.list", list_enabled, (EDIT, READ), write=False),
    Method(f"{_PLACE}.create", create, (EDIT,), write=True),
    Method(f"{_PLACE}.delete", delete, (EDIT,), write=True),
    Method(f"{_PLACE}.revert", revert, (EDIT,), write=True),
)
