"""A container of Tag Manager as a provider: what a reader reads, and one request for all changes of a step.

How bulk_update answers where a part of it is not valid, and whether all of it or a part is done then, is not known
(decision 14). So what it does not say was done is read, and what was not done is sent one by one: then each change has
an answer of its own, and what is valid gets done whatever else is in the step.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from microconv.clock import Clock, utc_now
from microconv.core.account_ids import Accounts
from microconv.core.errors import ApiError, CredentialsError, MicroconvError, RejectedError, UnclearError
from microconv.core.kinds import LIVE_VERSION
from microconv.core.plan import Change
from microconv.core.planning.happened import happened
from microconv.core.planning.live_index import LiveIndex
from microconv.core.planning.steps import Step
from microconv.core.ports import Outcome, Status, failed, unsent
from microconv.core.publication import READ
from microconv.providers.tag_manager import refusals
from microconv.providers.tag_manager.client import Connection
from microconv.providers.tag_manager.container import Json
from microconv.providers.tag_manager.convert import objects_of
from microconv.providers.tag_manager.publishing import Publisher
from microconv.providers.tag_manager.reader import EVERYTHING, Seen, TagManagerReader
from microconv.providers.tag_manager.workspace import Container
from microconv.providers.tag_manager.writing import ADDED, DELETED, Entry, answered, written

__all__ = ["EVERYTHING", "TagManager"]


class TagManager(TagManagerReader):
    """One container, changed in microconv's own workspace. Implements core.ports.Provider; reads as its reader does.

    Over a connection that can only read, `apply` raises ReadOnlyError.
    """

    opens = Container
    _container: Container

    def __init__(
        self,
        connection: Connection,
        accounts: Accounts,
        needs: frozenset[str] = EVERYTHING,
        *,
        clock: Clock = utc_now,
    ) -> None:
        super().__init__(connection, accounts, needs, clock=clock)
        self._steps: list[Step] = []
        """The steps that were sent, in their order: a publication may carry them, and nothing else that is new."""

    def apply(self, step: Step) -> Sequence[Outcome]:
        """Carry out all changes of a step in one request, with the workspace made or synced before and compiled after.

        What the request leaves open is read, and what was not done is sent once more by itself. The step that publishes
        is checked against what the plan showed.
        """
        if step.changes[0].address.type == LIVE_VERSION:
            return [self._publish(change) for change in step.changes]
        self._steps.append(step)
        self._written = len(self._steps)
        try:
            seen = self._prepared()
        except (ApiError, CredentialsError) as error:
            return [failed(change, error) for change in step.changes]
        outcomes = self._carried_out(step, seen)
        if any(outcome.status is Status.APPLIED for outcome in outcomes.values()):
            outcomes = self._compiled(seen.workspace, outcomes)
        return [outcomes[change] for change in step.changes]

    def _publish(self, change: Change) -> Outcome:
        token = next((str(item.after) for item in change.attributes if item.name == READ), "")
        shown, first = self._shown.get(token, (None, 0))
        publisher = Publisher(self._container, self._workspace, self._look)
        return publisher.publish(change, shown, self._steps[first:])

    def _prepared(self) -> Seen:
        """The workspace, made where it is not there, otherwise brought up to date, and its content.

        Raises ApiError, CredentialsError.
        """
        seen = self._seen or self._look()
        if not seen.workspace:
            made = self._container.make_workspace(self._workspace, seen.workspaces)
            # A new workspace is like the latest version, which was read.
            seen = seen._replace(workspace=str(made["path"]), workspaces=(*seen.workspaces, self._workspace))
        else:
            synced = self._container.sync(seen.workspace)
            if synced.conflicts or synced.failed:
                raise refusals.not_synced(self.account, self._workspace, synced.conflicts)
        self._seen = seen
        return seen

    def _carried_out(self, step: Step, seen: Seen) -> dict[Change, Outcome]:
        labels = dict(step.labels)
        plan = written(step.changes, seen.content, labels, new_ids=True)
        outcomes = {change: unsent(change, refusals.unsent(self.account, change, code)) for change, code in plan.unsent}
        if not plan.entries:
            return outcomes
        try:
            changed = self._container.bulk_update(
                seen.workspace, [entry.entity for entry in plan.entries], _target(plan.entries)
            )
        except (ApiError, CredentialsError) as error:
            if not isinstance(error, RejectedError):
                return outcomes | {entry.change: failed(entry.change, error) for entry in plan.entries}
            changed = ()
        done = [entry for entry in plan.entries if answered(entry, changed)]
        outcomes |= {entry.change: Outcome(entry.change, Status.APPLIED) for entry in done}
        left = [entry for entry in plan.entries if entry.change not in outcomes]
        return outcomes | self._one_by_one(left, seen.workspace, labels) if left else outcomes

    def _one_by_one(self, left: Sequence[Entry], workspace: str, labels: Mapping[str, str]) -> dict[Change, Outcome]:
        """Find out by reading what was done of changes, and send each of the others by itself."""
        try:
            content = self._container.content(workspace)
        except (ApiError, CredentialsError) as error:
            unclear = refusals.not_read(self.account, error)
            return {entry.change: failed(entry.change, unclear) for entry in left}
        there = LiveIndex(objects_of(content, None))
        outcomes = {
            entry.change: Outcome(entry.change, Status.APPLIED) for entry in left if happened(entry.change, there)
        }
        for entry in left:
            if entry.change not in outcomes:
                outcomes[entry.change], content = self._alone(entry, workspace, content, labels)
        return outcomes

    def _alone(self, before: Entry, workspace: str, content: Json, labels: Mapping[str, str]) -> tuple[Outcome, Json]:
        """Send one change by itself; its outcome, and the content of the workspace after it."""
        change = before.change
        plan = written([change], content, labels, new_ids=False)
        for item, code in plan.unsent:
            return unsent(item, refusals.unsent(self.account, item, code)), content
        (entry,) = plan.entries
        if before.status != ADDED and entry.item.get("fingerprint") != before.item.get("fingerprint"):
            return failed(change, refusals.changed_meanwhile(self.account, change)), content
        try:
            shown = self._send(entry, workspace)
        except (ApiError, CredentialsError) as error:
            return failed(change, error), content
        return Outcome(change, Status.APPLIED), _after(entry, shown, content)

    def _send(self, entry: Entry, workspace: str) -> Json:
        """Send one change by itself; the object as it is then, nothing for one that was deleted."""
        container, target = self._container, str(entry.change.address)
        if entry.key == "builtInVariable":
            container.enable(workspace, str(entry.item["type"]), entry.status != DELETED, target)
            return entry.item
        if entry.status == ADDED:
            return container.create(workspace, entry.collection, entry.item, target)
        path = str(entry.item["path"])
        if entry.status == DELETED:
            container.delete(path, target)
            return {}
        return container.put(path, entry.item, target)

    def _compiled(self, workspace: str, outcomes: dict[Change, Outcome]) -> dict[Change, Outcome]:
        """The outcomes, where the workspace compiles; otherwise what was done does not work as it stands."""
        try:
            preview = self._container.preview(workspace)
        except (ApiError, CredentialsError) as error:
            trouble: MicroconvError = error
            if isinstance(error, UnclearError):
                trouble = refusals.not_compiled(self.account, self._workspace, error)
        else:
            if not preview.compiler_error and not preview.conflict:
                return outcomes
            trouble = refusals.broken(self.account, self._workspace, conflict=preview.conflict)
        return {
            change: Outcome(change, Status.FAILED, error=trouble) if outcome.status is Status.APPLIED else outcome
            for change, outcome in outcomes.items()
        }


def _target(entries: Sequence[Entry]) -> str:
    """The object that a request is about, where it is one alone."""
    return str(entries[0].change.address) if len(entries) == 1 else ""


def _after(entry: Entry, shown: Json, content: Json) -> Json:
    """The content of a workspace after one change."""
    others = [
        one for one in content.get(entry.key, ()) if one.get("path") != entry.item.get("path") or not one.get("path")
    ]
    if entry.key == "builtInVariable":
        others = [one for one in content.get(entry.key, ()) if one.get("type") != entry.item.get("type")]
    return {**content, entry.key: [*others, *([shown] if shown and entry.status != DELETED else [])]}
