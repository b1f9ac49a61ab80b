"""Objects as the API shows them: with their path, and the ids of what they are in. Empty lists are left out."""

from __future__ import annotations

import copy

from microconv.emulator.tag_manager.built_in import NAMES
from microconv.emulator.tag_manager.kinds import KINDS, Kind
from microconv.emulator.tag_manager.model import Account, Container, Content, Json, Version, Workspace

_ADDRESS = "https://tagmanager.google.com/#"


def account_json(account: Account) -> Json:
    """An Account."""
    path = f"accounts/{account.id}"
    return {
        "path": path,
        "accountId": account.id,
        "name": account.name,
        "fingerprint": account.fingerprint,
        "features": {"supportUserPermissions": True, "supportMultipleContainers": True},
        "tagManagerUrl": f"{_ADDRESS}/admin/?accountId={account.id}",
    }


def container_json(container: Container) -> Json:
    """A Container."""
    return {
        "path": container.path,
        "accountId": container.account_id,
        "containerId": container.id,
        "name": container.name,
        "publicId": container.public_id,
        "tagIds": [container.public_id],
        "usageContext": list(container.usage),
        "fingerprint": container.fingerprint,
        "tagManagerUrl": f"{_ADDRESS}/container/{container.path}/workspaces",
    }


def workspace_json(container: Container, workspace: Workspace) -> Json:
    """A Workspace."""
    path = f"{container.path}/workspaces/{workspace.id}"
    described = {"description": workspace.description} if workspace.description else {}
    return {
        "path": path,
        "accountId": container.account_id,
        "containerId": container.id,
        "workspaceId": workspace.id,
        "name": workspace.name,
        **described,
        "fingerprint": workspace.fingerprint,
        "tagManagerUrl": f"{_ADDRESS}/container/{path}",
    }


def object_json(container: Container, kind: Kind, number: str, item: Json, workspace: Workspace | None = None) -> Json:
    """An object of a workspace, or of a version where no workspace is given."""
    place = f"{container.path}/workspaces/{workspace.id}" if workspace is not None else container.path
    head: Json = {"path": f"{place}/{kind.collection}/{number}", "accountId": container.account_id}
    head["containerId"] = container.id
    if workspace is not None:
        head["workspaceId"] = workspace.id
    address = {} if workspace is None else {"tagManagerUrl": f"{_ADDRESS}/container/{head['path']}"}
    content = {key: value for key, value in copy.deepcopy(item).items() if value != []}
    return {**head, kind.id: number, **content, **address}


def built_in_json(container: Container, kind: str, workspace: Workspace | None = None) -> Json:
    """A BuiltInVariable."""
    place = f"{container.path}/workspaces/{workspace.id}" if workspace is not None else container.path
    head: Json = {"path": f"{place}/built_in_variables", "accountId": container.account_id}
    head["containerId"] = container.id
    if workspace is not None:
        head["workspaceId"] = workspace.id
    return {**head, "type": kind, "name": NAMES.get(kind, kind)}


def content_json(container: Container, content: Content, workspace: Workspace | None = None) -> Json:
    """The lists of a version, or of a workspace; an empty one is left out."""
    lists: Json = {}
    for kind in KINDS:
        items = [object_json(container, kind, number, item, workspace) for number, item in content.of(kind).items()]
        if items:
            lists[kind.key] = items
    if content.built_in:
        lists["builtInVariable"] = [built_in_json(container, kind, workspace) for kind in content.built_in]
    return lists


def version_json(container: Container, version: Version) -> Json:
    """A ContainerVersion."""
    path = f"{container.path}/versions/{version.id}"
    more: Json = {}
    if version.name:
        more["name"] = version.name
    if version.description:
        more["description"] = version.description
    if version.deleted:
        more["deleted"] = True
    return {
        "path": path,
        "accountId": container.account_id,
        "containerId": container.id,
        "containerVersionId": version.id,
        **more,
        "container": container_json(container),
        **content_json(container, version.content),
        "fingerprint": version.fingerprint,
        "tagManagerUrl": f"{_ADDRESS}/versions/{path}",
    }


def header_json(container: Container, version: Version) -> Json:
    """A ContainerVersionHeader: numbers are texts, and zero stands there too."""
    content = version.content
    counts = {
        "numTags": "tag",
        "numTriggers": "trigger",
        "numVariables": "variable",
        "numZones": "zone",
        "numCustomTemplates": "customTemplate",
        "numClients": "client",
        "numTransformations": "transformation",
        "numGtagConfigs": "gtagConfig",
    }
    more: Json = {"name": version.name} if version.name else {}
    if version.deleted:
        more["deleted"] = True
    return {
        "path": f"{container.path}/version_headers/{version.id}",
        "accountId": container.account_id,
        "containerId": container.id,
        "containerVersionId": version.id,
        **more,
        **{name: str(len(content.objects[key])) for name, key in counts.items()},
    }
