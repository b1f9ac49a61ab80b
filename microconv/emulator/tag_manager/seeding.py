"""The ``tag_manager`` section of a seed, read and written.

    tag_manager:
      accounts:
        - id: 6000000001
          name: Aoi
          containers:
            - id: 60001                    # a number, unique over all accounts
              public_id: GTM-AOI0001
              name: aoi.example
              usage: [web]                 # web, server, android, ios, amp
              premium: false               # Tag Manager 360: as many workspaces as one likes
              destinations: [G-AOISTORE01]
              versions:                    # in their order; objects in the JSON of the API, with their ids
                - {id: 1, name: First, tag: [...], trigger: [...], variable: [...], folder: [...],
                   builtInVariable: [{type: pagePath}]}
              live: 1                      # the published version; without: none
              latest: 2                    # default: the last one
              workspaces:                  # default: one, "Default Workspace", as the latest version
                - {id: 3, name: Default Workspace, base: 2, tag: [...]}     # without objects: those of its base

Words may be those of an export (``CUSTOM_EVENT``) or of the API (``customEvent``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from microconv.emulator.errors import SeedError
from microconv.emulator.seeding_values import known, mapping, sequence
from microconv.emulator.tag_manager.dialect import of_api
from microconv.emulator.tag_manager.kinds import BY_KEY, KINDS, TRIGGER, Kind
from microconv.emulator.tag_manager.model import Account, Container, Content, Json, Version, Workspace
from microconv.emulator.tag_manager.schema import problems, words
from microconv.emulator.tag_manager.state import TagManagerState
from microconv.emulator.tag_manager.workspaces import DEFAULT, new_workspace

_ACCOUNT = ("id", "name", "fingerprint", "containers")
_CONTAINER = (
    *("id", "public_id", "name", "fingerprint", "usage", "premium", "destinations"),
    *("versions", "live", "latest", "workspaces"),
)
_PARTS = (*(kind.key for kind in KINDS), "builtInVariable")
_PUBLIC = re.compile(r"GTM-[A-Z0-9]{4,12}")


def load_state(section: Any, now_ms: int) -> TagManagerState:
    """The state that a section describes; nothing for none.

    Raises SeedError with the path of the item that is wrong.
    """
    state = TagManagerState()
    content = _mapping(section, "tag_manager", ("accounts",))
    seen: set[str] = set()
    for item, path in _items(content.get("accounts"), "tag_manager.accounts"):
        given = _mapping(item, path, _ACCOUNT)
        account = Account(_id(given, path), _text(given, "name", path), _fingerprint(given, path, state, now_ms))
        if account.id in state.accounts:
            raise SeedError(f"{path}.id", f"{account.id} stands there twice")
        for one, place in _items(given.get("containers"), f"{path}.containers"):
            container = _container(_mapping(one, place, _CONTAINER), place, account.id, state, now_ms)
            for key in (container.id, container.public_id):
                if key in seen:
                    raise SeedError(place, f"{key} stands there twice")
                seen.add(key)
            account.containers[container.id] = container
        state.accounts[account.id] = account
    return state


def _container(given: Mapping[str, Any], path: str, account: str, state: TagManagerState, now_ms: int) -> Container:
    public = _text(given, "public_id", path)
    if not _PUBLIC.fullmatch(public):
        raise SeedError(f"{path}.public_id", f"{public!r} is not a public id such as GTM-ABC1234")
    usage = given.get("usage", ["web"])
    if not isinstance(usage, list) or not usage or not all(isinstance(one, str) for one in usage):
        raise SeedError(f"{path}.usage", "a list such as [web] is needed")
    name, fingerprint = _text(given, "name", path), _fingerprint(given, path, state, now_ms)
    container = Container(account, _id(given, path), public, name, fingerprint, tuple(usage))
    container.premium = _flag(given, "premium", path)
    destinations = sequence(given.get("destinations"), f"{path}.destinations")
    if not all(isinstance(one, str) and one for one in destinations):
        raise SeedError(f"{path}.destinations", "a list of ids such as G-ABC123 is needed")
    container.destinations = tuple(destinations)
    for item, place in _items(given.get("versions"), f"{path}.versions"):
        one = _mapping(item, place, ("id", "name", "description", "fingerprint", "deleted", *_PARTS))
        version = Version(
            _id(one, place),
            _content(one, place, state, now_ms),
            _fingerprint(one, place, state, now_ms),
            _string(one, "name", place),
            _string(one, "description", place),
            deleted=_flag(one, "deleted", place),
        )
        container.versions[version.id] = version
        container.next_version = max(container.next_version, int(version.id) + 1)
    container.latest = _version_id(given, "latest", path) or next(reversed(container.versions), "")
    container.live = _version_id(given, "live", path)
    for key in ("latest", "live"):
        number = getattr(container, key)
        if number and number not in container.versions:
            raise SeedError(f"{path}.{key}", f"there is no version {number}")
    container.next_object = 1 + max(
        (int(number) for version in container.versions.values() for _, number, _ in version.content.all()), default=0
    )
    _workspaces(container, given.get("workspaces"), f"{path}.workspaces", state, now_ms)
    return container


def _workspaces(container: Container, given: Any, path: str, state: TagManagerState, now_ms: int) -> None:
    for item, place in _items(given, path):
        one = _mapping(item, place, ("id", "name", "description", "fingerprint", "base", "conflicts", *_PARTS))
        base = _version_id(one, "base", place) or container.latest
        if base and base not in container.versions:
            raise SeedError(f"{place}.base", f"there is no version {base}")
        base_content = container.versions[base].content if base else Content()
        own = any(part in one for part in _PARTS)
        content = _content(one, place, state, now_ms) if own else base_content.copy()
        fingerprint = _fingerprint(one, place, state, now_ms)
        workspace = Workspace(
            _id(one, place), _text(one, "name", place), base or "0", base_content.copy(), content, fingerprint
        )
        workspace.description = _string(one, "description", place)
        for conflict, where in _items(one.get("conflicts"), f"{place}.conflicts"):
            stuck = _mapping(conflict, where, ("kind", "id", "theirs"))
            if not isinstance(stuck.get("kind"), str) or stuck["kind"] not in BY_KEY:
                raise SeedError(f"{where}.kind", f"{stuck.get('kind')!r} is not one of {', '.join(BY_KEY)}")
            theirs = stuck.get("theirs")
            kind = BY_KEY[stuck["kind"]]
            item = None if theirs is None else _item(kind, theirs, f"{where}.theirs")
            if item is not None:
                item["fingerprint"] = _fingerprint(item, f"{where}.theirs", state, now_ms)
            workspace.conflicts[kind.key, _id(stuck, where)] = item
        container.workspaces[workspace.id] = workspace
        container.next_workspace = max(container.next_workspace, int(workspace.id) + 1)
        highest = max((int(number) for _, number, _ in content.all()), default=0)
        container.next_object = max(container.next_object, highest + 1)
    if not container.workspaces:
        new_workspace(container, DEFAULT, state.stamp(now_ms))


def _content(given: Mapping[str, Any], path: str, state: TagManagerState, now_ms: int) -> Content:
    content = Content()
    for kind in KINDS:
        for item, place in _items(given.get(kind.key), f"{path}.{kind.key}"):
            own = _item(kind, item, place)
            number = _id({"id": item.get(kind.id)}, f"{place}.{kind.id}")
            if number in content.of(kind):
                raise SeedError(f"{place}.{kind.id}", f"{number} stands there twice")
            content.of(kind)[number] = {**own, "fingerprint": _fingerprint(item, place, state, now_ms)}
    for item, place in _items(given.get("builtInVariable"), f"{path}.builtInVariable"):
        kind_name = of_api(str(item.get("type") if isinstance(item, Mapping) else item), "built-in type")
        if kind_name not in words("BuiltInVariable", "type"):
            raise SeedError(place, f"{kind_name!r} is not the type of a built-in variable")
        content.built_in.append(kind_name)
    return content


def dump_state(state: TagManagerState) -> dict[str, Any]:
    """The section that `load_state` reads into an equal state."""
    return {"accounts": [_dump_account(account) for account in state.accounts.values()]}


def _dump_account(account: Account) -> Json:
    containers = [_dump_container(container) for container in account.containers.values()]
    return {"id": account.id, "name": account.name, "fingerprint": account.fingerprint, "containers": containers}


def _dump_container(container: Container) -> Json:
    versions = [
        {
            "id": version.id,
            "name": version.name,
            "description": version.description,
            "fingerprint": version.fingerprint,
            "deleted": version.deleted,
            **_dump_content(version.content),
        }
        for version in container.versions.values()
    ]
    workspaces = [
        {
            "id": one.id,
            "name": one.name,
            "description": one.description,
            "fingerprint": one.fingerprint,
            "base": "" if one.base == "0" else one.base,
            "tag": [],
            **_dump_content(one.content),
            "conflicts": [
                {"kind": key, "id": number, **({} if theirs is None else {"theirs": theirs})}
                for (key, number), theirs in one.conflicts.items()
            ],
        }
        for one in container.workspaces.values()
    ]
    return {
        "id": container.id,
        "public_id": container.public_id,
        "name": container.name,
        "fingerprint": container.fingerprint,
        "usage": list(container.usage),
        "premium": container.premium,
        "destinations": list(container.destinations),
        "versions": versions,
        "live": container.live,
        "latest": container.latest,
        "workspaces": workspaces,
    }


def _dump_content(content: Content) -> Json:
    parts: Json = {
        kind.key: [{kind.id: number, **item} for number, item in content.of(kind).items()]
        for kind in KINDS
        if content.of(kind)
    }
    if content.built_in:
        parts["builtInVariable"] = [{"type": kind} for kind in content.built_in]
    return parts


def _mapping(value: Any, path: str, keys: tuple[str, ...]) -> Mapping[str, Any]:
    content = mapping(value, path)
    known(content, path, keys)
    return content


def _items(value: Any, path: str) -> list[tuple[Any, str]]:
    return [(item, f"{path}[{index}]") for index, item in enumerate(sequence(value, path))]


def _id(given: Mapping[str, Any], path: str) -> str:
    text = str(given.get("id", ""))
    if not (text.isascii() and text.isdigit() and int(text[:30])):
        raise SeedError(path if path.endswith("Id") else f"{path}.id", f"{text!r} is not a number")
    return text


def _item(kind: Kind, given: Any, path: str) -> Json:
    """An object of a kind in the API's words, without what follows from its place."""
    if not isinstance(given, Mapping):
        raise SeedError(path, "an object is needed")
    place = {"accountId", "containerId", "workspaceId", "path", "tagManagerUrl", kind.id}
    own = {str(key): of_api(value, key) for key, value in given.items() if key not in place and value is not None}
    if kind is TRIGGER and isinstance(own.get("type"), str):
        own["type"] = of_api(own["type"], "trigger type")
    faults = problems(own, kind.schema)
    if faults:
        raise SeedError(path, faults[0])
    return own


def _fingerprint(given: Mapping[str, Any], path: str, state: TagManagerState, now_ms: int) -> str:
    text = _string(given, "fingerprint", path)
    if text and not (text.isascii() and text.isdigit()):
        raise SeedError(f"{path}.fingerprint", f"{text!r} is not a number")
    return text or state.stamp(now_ms)


def _flag(given: Mapping[str, Any], key: str, path: str) -> bool:
    value = given.get(key)
    if value is not None and not isinstance(value, bool):
        raise SeedError(f"{path}.{key}", f"true or false is needed, not {value!r}")
    return value is True


def _string(given: Mapping[str, Any], key: str, path: str) -> str:
    value = given.get(key)
    if value is not None and not isinstance(value, str):
        raise SeedError(f"{path}.{key}", f"a text is needed, not {value!r}")
    return value or ""


def _version_id(given: Mapping[str, Any], key: str, path: str) -> str:
    value = given.get(key)
    return "" if value is None or value == "" else _id({"id": value}, f"{path}.{key}")


def _text(given: Mapping[str, Any], key: str, path: str) -> str:
    value = given.get(key)
    if not isinstance(value, str) or not value:
        raise SeedError(f"{path}.{key}", "a text is needed")
    return value
