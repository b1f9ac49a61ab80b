"""The publication of a container: nothing goes live that the plan did not show.

A version has a name with the digest of what was shown before it was made. So whatever answer is lost, reading tells
what became of it: whether the version was made, and whether it is the one that is live.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from microconv.core.errors import AccessDeniedError, ApiError, CredentialsError, NotFoundError
from microconv.core.plan import Change
from microconv.core.planning.steps import Step
from microconv.core.ports import Outcome, Status, failed, unsent
from microconv.core.publication import NEW, READ, SHOWN, VERSION, shown_of, token_of, version_name
from microconv.providers.tag_manager import publishing_refusals as refusals
from microconv.providers.tag_manager import refusals as of_workspaces
from microconv.providers.tag_manager.as_shown import not_in_version, not_shown
from microconv.providers.tag_manager.container import Json
from microconv.providers.tag_manager.reader import Seen
from microconv.providers.tag_manager.unpublished import COLLECTIONS, unpublished
from microconv.providers.tag_manager.workspace import Container


class Publisher:
    """Publishes one container, whose workspace goes by a name. `look` reads all of it."""

    def __init__(self, container: Container, workspace: str, look: Callable[[], Seen]) -> None:
        self._container = container
        self._workspace = workspace
        self._look = look
        self._writing = False

    def publish(self, change: Change, shown: Seen | None, steps: Sequence[Step]) -> Outcome:
        """Publish what a change says, unless anything has moved since it was `shown`, but for the run's own `steps`.

        It may be asked again after an answer was lost: it goes on from what is there.
        """
        self._writing = False
        try:
            number = self._published(change, shown, steps)
        except (ApiError, CredentialsError) as error:
            return failed(change, error) if self._writing else unsent(change, error)
        return Outcome(change, Status.APPLIED, made=f"versions/{number}")

    def _published(self, change: Change, shown: Seen | None, steps: Sequence[Step]) -> str:
        after = {item.name: item.after for item in change.attributes}
        before = {item.name: item.before for item in change.attributes}
        token, was = str(after.get(SHOWN) or ""), str(before.get(VERSION) or "")
        if after[VERSION] == NEW:
            return self._of_workspace(token, was, shown, steps)
        return self._of_version(str(after[VERSION]), str(after.get(READ) or ""), was)

    def _of_version(self, number: str, read: str, was: str) -> str:
        """Publish a version that is there; its number, once it is live."""
        version = self._container.version(number)
        live = self._container.live_version()
        if _number(live) == number:
            return number
        self._check_live(live, was)
        _, digest = unpublished({key: version.get(key, ()) for key in COLLECTIONS}, live, None)
        if read and read != token_of(digest):
            raise refusals.moved(self._container.public_id, [f"version {number}"])
        return self._go_live(version, was)

    def _of_workspace(self, token: str, was: str, shown: Seen | None, steps: Sequence[Step]) -> str:
        """Make a version of the workspace and publish it; its number, once it is live."""
        container = self._container
        if shown is not None and shown.workspace and not steps:
            self._sync(shown.workspace)
        now = self._look()
        if _number(now.live) != was and shown_of(str((now.live or {}).get("name", ""))) == token:
            return _number(now.live)
        self._check_live(now.live, was)
        latest = container.latest_version()
        if shown_of(latest.name) == token:
            version = container.version(latest.number)
        else:
            self._check(shown, steps, now)
            if not unpublished(now.content, now.live, now.status)[0]:
                return was  # the run has put back what differed
            if (now.status or {}).get("workspaceChange"):
                version = self._make(now.workspace, token)
            else:
                version = container.version(latest.number)
        odd = not_in_version(version, now)
        if odd:
            raise refusals.not_shown(container.public_id, _number(version), odd)
        self._check_live(container.live_version(), was)  # the making of a version takes its time
        return self._go_live(version, was)

    def _sync(self, workspace: str) -> None:
        try:
            synced = self._container.sync(workspace)
        except NotFoundError:
            return  # what is there instead is read next
        if synced.conflicts or synced.failed:
            raise of_workspaces.not_synced(self._container.public_id, self._workspace, synced.conflicts)

    def _check(self, shown: Seen | None, steps: Sequence[Step], now: Seen) -> None:
        """Raise RejectedError where the workspace is not as the plan showed."""
        if shown is None:
            raise refusals.moved(self._container.public_id, ())
        if not now.workspace:
            raise refusals.moved(self._container.public_id, [f'workspace "{self._workspace}"'])
        odd = not_shown(shown, steps, now)
        if odd:
            raise refusals.moved(self._container.public_id, odd)

    def _check_live(self, live: Json | None, was: str) -> None:
        """Raise RejectedError where another version is live than the one that was."""
        if _number(live) != was:
            raise refusals.another_is_live(self._container.public_id, _number(live))

    def _make(self, workspace: str, token: str) -> Json:
        """Make a version of the workspace, which is gone by that."""
        self._writing = True
        made = self._container.create_version(workspace, version_name(token), "Made by microconv; see its journal.")
        self._writing = False
        if made.conflict:
            raise of_workspaces.not_synced(self._container.public_id, self._workspace, ())
        if made.compiler_error or made.version is None:
            raise refusals.not_made(self._container.public_id, self._workspace)
        return made.version

    def _go_live(self, version: Json, was: str) -> str:
        """Publish a version, and read what is live after it; its number, also where another one is live since."""
        container, number = self._container, _number(version)
        self._writing = True
        try:
            made = container.publish(str(version["path"]), str(version.get("fingerprint", "")))
        except AccessDeniedError as error:
            self._writing = False
            raise refusals.may_not_publish(number, error) from error
        if made.compiler_error:
            self._writing = False
            raise refusals.not_compiled(container.public_id, number)
        try:
            there = _number(container.live_version())
        except (ApiError, CredentialsError) as error:
            raise of_workspaces.not_read(container.public_id, error) from error
        if there in {was, ""}:
            raise refusals.not_seen_live(container.public_id, number)
        return number


def _number(version: Json | None) -> str:
    return str((version or {}).get("containerVersionId", ""))
