"""Accounts, containers, versions and workspaces, as the emulator keeps them.

Objects are JSON without what follows from their place (paths, ids of account, container and workspace), which is added
when they are shown.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from microconv.emulator.tag_manager.kinds import KINDS, Kind

Json = dict[str, Any]


@dataclass
class Content:
    """The content of a version or a workspace.

    objects: by the key of their kind, then by id.
    built_in: the types of the built-in variables that are enabled, in their order.
    """

    objects: dict[str, dict[str, Json]] = field(default_factory=lambda: {kind.key: {} for kind in KINDS})
    built_in: list[str] = field(default_factory=list)

    def of(self, kind: Kind) -> dict[str, Json]:
        """The objects of a kind by id."""
        return self.objects[kind.key]

    def all(self) -> Iterator[tuple[Kind, str, Json]]:
        """Every object with its kind and id."""
        for kind in KINDS:
            for number, item in self.of(kind).items():
                yield kind, number, item

    def copy(self) -> Content:
        """The same content, which grows apart from now on."""
        return copy.deepcopy(self)


@dataclass
class Version:
    """A version of a container.

    id: its number.
    content: what it holds.
    fingerprint: a time stamp in milliseconds.
    name: as its maker called it.
    description: its notes.
    deleted: true for one that was deleted.
    """

    id: str
    content: Content
    fingerprint: str
    name: str = ""
    description: str = ""
    deleted: bool = False


@dataclass
class Workspace:
    """A workspace.

    id: its number.
    name: unique in its container.
    base: the id of the version that it was made from, or last synced with; `0` for none.
    base_content: what that version held.
    content: what it holds.
    fingerprint: a time stamp in milliseconds.
    description: its notes.
    conflicts: objects that were changed here and in the version that it was synced with, (kind, id) -> the version's
        object, None where that deleted it.
    """

    id: str
    name: str
    base: str
    base_content: Content
    content: Content
    fingerprint: str
    description: str = ""
    conflicts: dict[tuple[str, str], Json | None] = field(default_factory=dict)


@dataclass
class Container:
    """A container.

    account_id: its account's number.
    id: its number.
    public_id: `GTM-…`.
    name: its name.
    fingerprint: a time stamp in milliseconds.
    usage: `web`, `server`, …
    premium: true with Tag Manager 360.
    destinations: the ids `G-…` and `AW-…` that it is linked with.
    versions: by id, in the order in which they were made.
    workspaces: by id.
    live: the id of the published version, empty for none.
    latest: the id of the latest version, empty for none.
    next_object: the number of the next object.
    next_version: the number of the next version.
    next_workspace: the number of the next workspace.
    """

    account_id: str
    id: str
    public_id: str
    name: str
    fingerprint: str
    usage: tuple[str, ...] = ("web",)
    premium: bool = False
    destinations: tuple[str, ...] = ()
    versions: dict[str, Version] = field(default_factory=dict)
    workspaces: dict[str, Workspace] = field(default_factory=dict)
    live: str = ""
    latest: str = ""
    next_object: int = 1
    next_version: int = 1
    next_workspace: int = 1

    @property
    def path(self) -> str:
        """`accounts/1/containers/2`."""
        return f"accounts/{self.account_id}/containers/{self.id}"

    @property
    def latest_content(self) -> Content:
        """The content of the latest version; nothing where there is none."""
        return self.versions[self.latest].content if self.latest else Content()

    def new_object(self) -> str:
        """The id of a new object."""
        self.next_object += 1
        return str(self.next_object - 1)


@dataclass
class Account:
    """An account.

    id: its number.
    name: its name.
    fingerprint: a time stamp in milliseconds.
    containers: by id.
    """

    id: str
    name: str
    fingerprint: str
    containers: dict[str, Container] = field(default_factory=dict)
