"""One container that can be changed too, in a workspace of it: what is written goes there and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from microconv.core.errors import ApiError
from microconv.providers.tag_manager import refusals
from microconv.providers.tag_manager.container import Json, ReadContainer
from microconv.providers.tag_manager.errors import Asked


class Synced(NamedTuple):
    """The answer to a sync: the merge conflicts, and whether it failed otherwise."""

    conflicts: tuple[Json, ...]
    failed: bool


class Preview(NamedTuple):
    """The answer to a compilation: whether it failed, and whether merge conflicts kept it from happening."""

    compiler_error: bool
    conflict: bool


class Made(NamedTuple):
    """The answer to the making of a version, or to its publication.

    version: the version; None where there is none by this.
    compiler_error: it did not compile.
    conflict: merge conflicts kept it from being made.
    """

    version: Json | None
    compiler_error: bool
    conflict: bool


class Container(ReadContainer):
    """One container that can be changed too, each write in a call with a time limit.

    `target` is what errors name. Over a connection that can only read, writes raise ReadOnlyError. All methods raise
    ApiError and CredentialsError.
    """

    def make_workspace(self, name: str, others: Sequence[str]) -> Json:
        """Make a workspace of the latest version. `others` are the names of those that are there."""
        try:
            return self._post(f"{self.path}/workspaces", "workspace", body={"name": name})
        except ApiError as error:
            raise refusals.no_workspace(self.public_id, name, others, error) from error

    def sync(self, workspace: str) -> Synced:
        """Bring a workspace up to date with the latest version."""
        answer = self._post(f"{workspace}:sync", "workspace")
        status = answer.get("syncStatus", {})
        return Synced(tuple(answer.get("mergeConflict", ())), bool(status.get("syncError")))

    def bulk_update(self, workspace: str, changes: Sequence[Json], target: str) -> tuple[Json, ...]:
        """Make, change and delete objects in one request; what was made or changed, as the API shows it.

        What it does where one of them is not valid is not known: reading tells.
        """
        answer = self._post(
            f"{workspace}/bulk_update", target, fingerprint=True, body={"changes": [dict(item) for item in changes]}
        )
        return tuple(answer.get("changes", ()))

    def put(self, path: str, item: Json, target: str) -> Json:
        """Put a whole object in the place of one whose fingerprint is that of `item`."""
        asked = Asked(self.public_id, target, writing=True, fingerprint=True)
        query = {"fingerprint": str(item.get("fingerprint", ""))}
        return self._call(lambda: self._connection.requests().put(asked, path, query, dict(item)), writing=True)

    def create(self, workspace: str, collection: str, item: Json, target: str) -> Json:
        """Make one object."""
        return self._post(f"{workspace}/{collection}", target, body=dict(item))

    def enable(self, workspace: str, kind: str, on: bool, target: str) -> None:
        """Enable or disable one built-in variable."""
        asked, path = Asked(self.public_id, target, writing=True), f"{workspace}/built_in_variables"
        requests, query = self._connection.requests(), {"type": kind}
        if on:
            self._call(lambda: requests.post(asked, path, query), writing=True)
        else:
            self._call(lambda: requests.delete(asked, path, query), writing=True)

    def delete(self, path: str, target: str) -> None:
        """Delete one object."""
        asked = Asked(self.public_id, target, writing=True)
        self._call(lambda: self._connection.requests().delete(asked, path), writing=True)

    def preview(self, workspace: str) -> Preview:
        """Compile a workspace without making a version. It writes nothing, so it is repeated like a read."""
        asked = Asked(self.public_id, "quick_preview")
        answer = self._call(
            lambda: self._connection.requests().post(asked, f"{workspace}:quick_preview"), writing=False
        )
        return Preview(bool(answer.get("compilerError")), bool(answer.get("syncStatus", {}).get("mergeConflict")))

    def create_version(self, workspace: str, name: str, notes: str) -> Made:
        """Make a version of a workspace, which is deleted by that. The answer is 200 also where none was made."""
        body = {"name": name, "notes": notes}
        return _made(self._post(f"{workspace}:create_version", "live version", body=body))

    def publish(self, path: str, fingerprint: str) -> Made:
        """Publish a version that is as its fingerprint says."""
        asked = Asked(self.public_id, "live version", writing=True, fingerprint=True)
        requests, query = self._connection.requests(), {"fingerprint": fingerprint}
        return _made(self._call(lambda: requests.post(asked, f"{path}:publish", query), writing=True))

    def _post(self, path: str, target: str, *, fingerprint: bool = False, body: Any = None) -> dict[str, Any]:
        asked = Asked(self.public_id, target, writing=True, fingerprint=fingerprint)
        return self._call(lambda: self._connection.requests().post(asked, path, body=body), writing=True)


def _made(answer: Json) -> Made:
    version = answer.get("containerVersion")
    conflict = bool(answer.get("syncStatus", {}).get("mergeConflict"))
    return Made(version if isinstance(version, dict) else None, bool(answer.get("compilerError")), conflict)
