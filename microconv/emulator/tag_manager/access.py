"""The objects that a path names, as far as the caller may see and change them."""

from __future__ import annotations

from microconv.emulator.tag_manager.call import API, Call
from microconv.emulator.tag_manager.errors import ApiError, not_found
from microconv.emulator.tag_manager.model import Account, Container, Version, Workspace

#: What a role lets one do, from the least; roles of a container's user permissions (discovery document).
_ORDER = ("read", "edit", "approve", "publish")


def may_see(call: Call, container: Container) -> bool:
    """True if the caller has access to a container."""
    principals, number = call.world.principals, int(container.id)
    given = principals.given(call.principal, API)
    return not principals.is_denied(API, number) and (given is None or number in given)


def find_account(call: Call) -> Account:
    """The account of the path: one with a container that the caller may see, or without any. Raises ApiError."""
    account = call.state.accounts.get(call.ids["account"])
    if account is None or not visible(call, account):
        raise not_found()
    return account


def visible(call: Call, account: Account) -> bool:
    """True if the caller has access to an account."""
    return not account.containers or any(may_see(call, one) for one in account.containers.values())


def find_container(call: Call, role: str = "read") -> Container:
    """The container of the path, in which the caller has a role. Raises ApiError."""
    account = call.state.accounts.get(call.ids["account"])
    container = account.containers.get(call.ids["container"]) if account is not None else None
    if container is None or not may_see(call, container):
        raise not_found()
    own = call.world.principals.role(call.principal, API, int(container.id))
    if _ORDER.index(own) < _ORDER.index(role):
        raise ApiError(403, "The caller does not have permission")
    return container


def find_workspace(call: Call, role: str = "read") -> tuple[Container, Workspace]:
    """The workspace of the path. Raises ApiError."""
    container = find_container(call, role)
    workspace = container.workspaces.get(call.ids["workspace"])
    if workspace is None:
        raise not_found()
    return container, workspace


def find_version(call: Call, role: str = "read") -> tuple[Container, Version]:
    """The version of the path, a deleted one included. Raises ApiError."""
    container = find_container(call, role)
    version = container.versions.get(call.ids["version"])
    if version is None:
        raise not_found()
    return container, version
