"""A container of Tag Manager to be read: its workspace or its latest version, and what is live."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import NamedTuple

from microconv.clock import Clock, utc_now
from microconv.core.account_ids import Accounts
from microconv.core.container_facts import Container
from microconv.core.facts import AccountFacts
from microconv.core.publication import token_of
from microconv.core.resource import Reading
from microconv.core.schema import ResourceType
from microconv.providers.tag_manager.client import Connection
from microconv.providers.tag_manager.container import Json, ReadContainer
from microconv.providers.tag_manager.convert import objects_of
from microconv.providers.tag_manager.errors import API
from microconv.providers.tag_manager.live_version import live_version
from microconv.providers.tag_manager.types import TYPES
from microconv.providers.tag_manager.unpublished import COLLECTIONS, changed, entity_ids, unpublished, waiting_since

EVERYTHING = frozenset(kind.name for kind in TYPES)


class Seen(NamedTuple):
    """A container as it was last read.

    workspace: the resource name of microconv's workspace; empty where it is not there.
    workspaces: the names of all workspaces.
    content: the objects of that workspace, or of the latest version, in the form of a version.
    live: the published version; None where none was ever published.
    latest: the id of the latest version; None where it was not read.
    status: of the workspace; None without one.
    """

    workspace: str
    workspaces: tuple[str, ...]
    content: Json
    live: Json | None
    latest: str | None
    status: Json | None


class TagManagerReader:
    """One container to read. Implements core.ports.Reader.

    `needs` are the names of the types to read: all of them are read together, or none. `accounts.workspace` names the
    workspace that is read where it is there; a new one would branch from the latest version, which is read otherwise.
    """

    name = API
    types: tuple[ResourceType, ...] = TYPES
    opens: type[ReadContainer] = ReadContainer
    """The class that containers are opened as: here without a way to write."""

    def __init__(
        self,
        connection: Connection,
        accounts: Accounts,
        needs: frozenset[str] = EVERYTHING,
        *,
        clock: Clock = utc_now,
    ) -> None:
        self._container = self.opens(connection, accounts.container)
        self._workspace = accounts.workspace_name
        self._needs = needs & EVERYTHING
        self._clock = clock
        self._seen: Seen | None = None
        self._shown: dict[str, tuple[Seen, int]] = {}
        self._written = 0

    @property
    def account(self) -> str:
        """The container's public id."""
        return self._container.public_id

    @property
    def calls(self) -> int:
        """API calls made so far."""
        return self._container.calls

    def load(self) -> None:
        """Import google-auth, see core.capabilities.Loading."""
        for name in ("auth.transport.requests", "oauth2.credentials", "oauth2.service_account"):
            import_module(f"google.{name}")

    def read(self) -> Reading:
        """The objects of the workspace, or of the latest version: eight calls at most where no list has a second page.

        Where no type is needed the container is looked up alone.

        Raises ApiError, CredentialsError.
        """
        before = self.calls
        if not self._needs:
            facts = AccountFacts(emulated=self._container.emulated, container=Container(path=self._container.path))
            return Reading(self.name, self.account, (), facts, self.calls - before)
        seen = self._seen = self._look()
        container = self._facts(seen)
        self._shown[token_of(str(container.digest))] = seen, self._written
        facts = AccountFacts(emulated=self._container.emulated, container=container)
        objects = (*objects_of(seen.content, seen.live), live_version(self.account, seen.live))
        return Reading(self.name, self.account, objects, facts, self.calls - before, EVERYTHING)

    def content(self, *, live: bool) -> Json | None:
        """The container's objects as the API writes them, as they were last read; with `live` the published ones.

        None where nothing was published. Raises RuntimeError before the first reading. Implements
        core.capabilities.Containing.
        """
        if self._seen is None:
            raise RuntimeError("the container was not read yet")
        content = self._seen.live if live else self._seen.content
        return None if content is None else {**content, "container": self._container.itself()}

    def _look(self) -> Seen:
        container = self._container
        container.itself()
        listed = container.workspaces()
        names = tuple(str(one.get("name", "")) for one in listed)
        own = next((str(one["path"]) for one in listed if one.get("name") == self._workspace), "")
        live = container.live_version()
        if own:
            return Seen(own, names, container.content(own), live, None, container.status(own))
        latest = container.latest_version().number
        number = str((live or {}).get("containerVersionId", ""))
        version: Json = {} if not latest else live if live and latest == number else container.version(latest)
        return Seen("", names, {key: version.get(key, ()) for key in COLLECTIONS}, live, latest, None)

    def _facts(self, seen: Seen) -> Container:
        itself: Mapping[str, object] = self._container.itself()
        usage = itself.get("usageContext")
        differing, digest = unpublished(seen.content, seen.live, seen.status)
        return Container(
            name=str(itself.get("name", "")),
            path=self._container.path,
            usage=tuple(map(str, usage)) if isinstance(usage, list) else (),
            workspace=seen.workspace,
            workspaces=seen.workspaces,
            live_version=str((seen.live or {}).get("containerVersionId", "")),
            latest_version=seen.latest,
            unpublished=tuple(map(str, differing)),
            unpublished_since=waiting_since(differing, seen.content),
            digest=digest,
            changed=tuple(map(str, changed(seen.status or {}))),
            merge_conflicts=tuple(
                f"{number} {name}" for number, name in entity_ids(seen.status or {}, "mergeConflict")
            ),
        )
