"""bulk_update: many changes of a workspace in one request, in their order."""

from __future__ import annotations

import re
from typing import Any

from microconv.emulator.tag_manager import editing
from microconv.emulator.tag_manager.access import find_workspace
from microconv.emulator.tag_manager.built_in import NAMES
from microconv.emulator.tag_manager.call import EDIT, Call, Method
from microconv.emulator.tag_manager.errors import OBSERVED, ApiError, invalid, not_found
from microconv.emulator.tag_manager.kinds import BY_KEY, FOLDER, VARIABLE, Kind
from microconv.emulator.tag_manager.model import Container, Content, Json
from microconv.emulator.tag_manager.schema import check_word
from microconv.emulator.tag_manager.shown import built_in_json, object_json

_NEW = re.compile(r"new_[0-9]+")
_STATUSES = ("added", "updated", "deleted")


def bulk_update(call: Call) -> dict[str, Any]:
    """Carry out changes; the answer has what was made or replaced."""
    container, workspace = find_workspace(call, "edit")
    proposed = call.content("ProposedChange").get("changes", [])
    partly = call.world.policies["gtm_bulk_update"] == "valid ones"
    content, first = workspace.content.copy(), container.next_object
    bulk = _Bulk(call, container, content)
    for index, entity in enumerate(proposed):
        try:
            bulk.change(entity, f"changes[{index}]")
        except ApiError:
            if not partly:
                container.next_object = first
                raise
    workspace.content = content
    changed = [
        {kind.key: object_json(container, kind, number, content.of(kind)[number], workspace), "changeStatus": status}
        for kind, number, status in bulk.changed
        if number in content.of(kind)
    ]
    changed += (
        {"builtInVariable": built_in_json(container, one, workspace), "changeStatus": "added"} for one in bulk.enabled
    )
    return {"changes": changed} if changed else {}


class _Bulk:
    def __init__(self, call: Call, container: Container, content: Content) -> None:
        self._call = call
        self._container = container
        self._content = content
        self._new: dict[str, str] = {}
        self.changed: list[tuple[Kind, str, str]] = []
        self.enabled: list[str] = []

    def change(self, entity: Json, path: str) -> None:
        """Carry out one change. Raises ApiError before it has changed anything."""
        status = str(entity.get("changeStatus", ""))
        if status not in _STATUSES:
            raise invalid(f"{path}.changeStatus: {status!r} is not one of {', '.join(_STATUSES)}.")
        keys = [key for key in entity if key != "changeStatus"]
        if len(keys) != 1:
            raise invalid(f"{path}: exactly one entity is needed.")
        item = entity[keys[0]]
        if keys[0] == "builtInVariable":
            self._built_in(item, status, path)
            return
        kind = BY_KEY.get(keys[0])
        if kind is None or not kind.writable:
            raise ApiError(501, f"The microconv emulator does not change a {keys[0]}.")
        if status == "added":
            self._add(kind, item, path)
        else:
            self._existing(kind, item, status)

    def _add(self, kind: Kind, item: Json, path: str) -> None:
        given = str(item.get(kind.id, ""))
        if not _NEW.fullmatch(given):
            raise invalid(f"{path}.{kind.key}.{kind.id}: a new entity has an id such as new_1, not {given!r}.")
        if given in self._new:
            raise invalid(f"{path}.{kind.key}.{kind.id}: {given} is used twice.")
        resolved, stamp, policies = self._resolved(kind, item), self._call.stamp(), self._call.world.policies
        number = editing.create(self._container, self._content, kind, resolved, stamp, policies)
        self._new[given] = number
        self.changed.append((kind, number, "added"))

    def _existing(self, kind: Kind, item: Json, status: str) -> None:
        number = self._new.get(str(item.get(kind.id, "")), str(item.get(kind.id, "")))
        stored = self._content.of(kind).get(number)
        if stored is None:
            raise not_found()
        given = item.get("fingerprint")
        if given and given != stored["fingerprint"]:
            code = self._call.world.policies.number("gtm_stale_fingerprint_status")
            raise ApiError(code, f"The fingerprint {given} does not match the one in storage.")
        if status == "deleted":
            editing.remove(self._content, kind, number)
            return
        resolved, stamp, policies = self._resolved(kind, item), self._call.stamp(), self._call.world.policies
        editing.replace(self._container, self._content, kind, number, resolved, stamp, policies)
        self.changed.append((kind, number, "updated"))

    def _built_in(self, item: Json, status: str, path: str) -> None:
        kind = str(item.get("type", ""))
        check_word("BuiltInVariable", "type", kind, f"{path}.builtInVariable.type")
        enabled = self._content.built_in
        if status == "deleted":
            if kind not in enabled:
                raise not_found()
            enabled.remove(kind)
        elif kind not in enabled:
            if NAMES.get(kind, kind) in {str(one.get("name")) for one in self._content.of(VARIABLE).values()}:
                raise invalid(OBSERVED["duplicate"])
            enabled.append(kind)
            self.enabled.append(kind)

    def _resolved(self, kind: Kind, item: Json) -> Json:
        """The object with the ids of what the same request made, where they may stand."""
        resolved = dict(item)
        if item.get("parentFolderId") in self._new and kind is not FOLDER:
            resolved["parentFolderId"] = self._new[item["parentFolderId"]]
        if self._call.world.policies["gtm_new_ids_in_references"]:
            for key in ("firingTriggerId", "blockingTriggerId"):
                if key in item:
                    resolved[key] = [self._new.get(one, one) for one in item[key]]
        return resolved


METHODS = (Method("accounts.containers.workspaces.bulk_update", bulk_update, (EDIT,), write=True),)
