"""Versions of a container: read, published, deleted."""

from __future__ import annotations

from typing import Any

from microconv.emulator.tag_manager import compiler
from microconv.emulator.tag_manager.access import find_container, find_version
from microconv.emulator.tag_manager.call import EDIT, PUBLISH, READ, VERSIONS, Call, Method
from microconv.emulator.tag_manager.errors import OBSERVED, ApiError, invalid, not_found
from microconv.emulator.tag_manager.paging import page
from microconv.emulator.tag_manager.shown import header_json, version_json


def live(call: Call) -> dict[str, Any]:
    """The published version."""
    container = find_container(call)
    if not container.live:
        raise ApiError(404, OBSERVED["never_published"])
    return version_json(container, container.versions[container.live])


def get(call: Call) -> dict[str, Any]:
    """One version."""
    return version_json(*find_version(call))


def latest_header(call: Call) -> dict[str, Any]:
    """The header of the latest version."""
    container = find_container(call)
    if not container.latest:
        raise not_found()
    return header_json(container, container.versions[container.latest])


def list_headers(call: Call) -> dict[str, Any]:
    """The headers of all versions."""
    container = find_container(call)
    deleted = call.parameter("includeDeleted") == "true"
    headers = [header_json(container, one) for one in container.versions.values() if deleted or not one.deleted]
    return page(call, "containerVersionHeader", headers)


def publish(call: Call) -> dict[str, Any]:
    """Publish a version."""
    container, version = find_version(call, "publish")
    call.check_fingerprint(version.fingerprint)
    if version.deleted:
        raise invalid("A deleted version cannot be published.")
    if compiler.problems(version.content, call.world.policies):
        return {"compilerError": True}
    container.live = version.id
    return {"containerVersion": version_json(container, version)}


def set_latest(call: Call) -> dict[str, Any]:
    """Make a version the latest one, from which new workspaces branch."""
    container, version = find_version(call, "edit")
    if version.deleted:
        raise invalid("A deleted version cannot be the latest.")
    container.latest = version.id
    return version_json(container, version)


def update(call: Call) -> dict[str, Any]:
    """Set the name and the notes of a version."""
    container, version = find_version(call, "edit")
    call.check_fingerprint(version.fingerprint)
    content = call.content("ContainerVersion")
    version.name, version.description = str(content.get("name", "")), str(content.get("description", ""))
    version.fingerprint = call.stamp()
    return version_json(container, version)


def delete(call: Call) -> None:
    """Delete a version that is neither published nor the latest."""
    container, version = find_version(call, "edit")
    if version.id in (container.live, container.latest):
        raise invalid("The published version and the latest version cannot be deleted.")
    version.deleted = True


def undelete(call: Call) -> dict[str, Any]:
    """Take a deleted version back."""
    container, version = find_version(call, "edit")
    version.deleted = False
    return version_json(container, version)


METHODS = (
    Method("accounts.containers.versions.live", live, (EDIT, READ), write=False),
    Method("accounts.containers.versions.get", get, (EDIT, VERSIONS, READ), write=False),
    Method("accounts.containers.versions.publish", publish, (PUBLISH,), write=True),
    Method("accounts.containers.versions.set_latest", set_latest, (EDIT,), write=True),
    Method("accounts.containers.versions.update", update, (VERSIONS,), write=True),
    Method("accounts.containers.versions.delete", delete, (VERSIONS,), write=True),
    Method("accounts.containers.versions.undelete", undelete, (VERSIONS,), write=True),
    Method("accounts.containers.version_headers.latest", latest_header, (EDIT, READ), write=False),
    Method("accounts.containers.version_headers.list", list_headers, (EDIT, VERSIONS, READ), write=False),
)
