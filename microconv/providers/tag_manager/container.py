"""One container of Tag Manager to read: calls with a time limit, counted, and errors in our own words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from microconv.core.errors import NotFoundError
from microconv.providers.tag_manager.errors import Asked

if TYPE_CHECKING:
    from microconv.providers.tag_manager.client import Connection, Query

Json = Mapping[str, Any]
Answer = TypeVar("Answer")


KEYS = ("tag", "trigger", "variable", "builtInVariable")
"""The keys of the objects in a version that microconv reads; a workspace's are given the same ones."""


class Latest(NamedTuple):
    """The number and the name of the latest version of a container."""

    number: str
    name: str


class ReadContainer:
    """One container: reads, each call with a time limit, and no way to write; `calls` counts them.

    `public_id` is what people know it by, `GTM-…`. All methods raise ApiError and CredentialsError.
    """

    def __init__(self, connection: Connection, public_id: str) -> None:
        self._connection = connection
        self.public_id = public_id
        self.calls = 0

    @property
    def emulated(self) -> bool:
        """True for an emulator's container."""
        return self._connection.emulated

    def itself(self) -> Json:
        """The container; one call the first time that it is looked for over this connection."""
        known = self._connection.paths
        if self.public_id not in known:
            known[self.public_id] = self._get("accounts/containers:lookup", {"tagId": self.public_id})
        return known[self.public_id]

    @property
    def path(self) -> str:
        """The container's resource name."""
        return str(self.itself()["path"])

    def accounts(self) -> list[Json]:
        """Every account that the credentials show, one call a page."""
        return self._list("accounts", "account")

    def containers(self, account: str) -> list[Json]:
        """Every container of an account, a resource name, one call a page."""
        return self._list(f"{account}/containers", "container")

    def workspaces(self) -> list[Json]:
        """Every workspace, one call a page."""
        return self._list(f"{self.path}/workspaces", "workspace")

    def status(self, workspace: str) -> Json:
        """The changes of a workspace since its version, and its merge conflicts."""
        return self._get(f"{workspace}/status")

    def live_version(self) -> Json | None:
        """The published version; None where none was ever published."""
        return self._unless_missing(lambda: self._get(f"{self.path}/versions:live"))

    def latest_version(self) -> Latest:
        """The version that new workspaces branch from; its number is empty where there is none yet."""
        header = self._unless_missing(lambda: self._get(f"{self.path}/version_headers:latest")) or {}
        return Latest(str(header.get("containerVersionId", "")), str(header.get("name", "")))

    def version(self, number: str) -> Json:
        """One version."""
        return self._get(f"{self.path}/versions/{number}")

    def content(self, workspace: str) -> Json:
        """The objects of a workspace in the form of a version, one call a page for each of the four kinds."""
        collections = ("tags", "triggers", "variables", "built_in_variables")
        return {key: self._list(f"{workspace}/{name}", key) for key, name in zip(KEYS, collections, strict=True)}

    def _unless_missing(self, read: Callable[[], Json]) -> Json | None:
        """The answer of `read`, None where it is not there; the container itself is, as it was looked up before."""
        self.itself()
        try:
            return read()
        except NotFoundError:
            return None

    def _list(self, path: str, key: str) -> list[Json]:
        items: list[Json] = []
        token = ""
        while True:
            page = self._get(path, {"pageToken": token} if token else {})
            items.extend(page.get(key, ()))
            token = str(page.get("nextPageToken", ""))
            if not token:
                return items

    def _get(self, path: str, query: Query | None = None) -> Json:
        asked = Asked(self.public_id)
        return self._call(lambda: self._connection.reads().get(asked, path, query), writing=False)

    def _call(self, run: Callable[[], Answer], *, writing: bool) -> Answer:
        def once() -> Answer:
            self.calls += 1
            return run()

        return self._connection.retrying.call(once, writing=writing)
