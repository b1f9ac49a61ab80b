"""The parts of a sync of several clients: what has become of each so far, and the work that is left for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from microconv.core.client import Client
from microconv.core.errors import MicroconvError
from microconv.core.planning.owners import content
from microconv.fleet.tasks.sync import (
    ApplyTask,
    FollowingTask,
    Synced,
    SyncTask,
    compute_apply,
    compute_following,
    compute_plan_alone,
    compute_sync,
)

if TYPE_CHECKING:
    from microconv.connections import Connections
    from microconv.core.plan import Plan
    from microconv.core.ports import Events
    from microconv.reconcile.result import Result


@dataclass(frozen=True, slots=True)
class Shown:
    """A client's task, and what has become of it so far.

    `once` is its plan without what another client's plan has; None where that is the whole.
    """

    task: SyncTask
    synced: Synced
    once: Plan | None = None

    @property
    def whole(self) -> Plan:
        """The plan as it was made."""
        return self.synced.plan

    @property
    def plan(self) -> Plan:
        """The plan as it is shown."""
        return self.synced.plan if self.once is None else self.once

    @property
    def result(self) -> Result | None:
        """The result of applying it."""
        return self.synced.result

    @property
    def error(self) -> MicroconvError | None:
        """The reason why it was not applied."""
        return self.synced.error

    @property
    def ahead(self) -> Plan | None:
        """The plan that is still to be applied; None where there is nothing to do, or it must not be."""
        return None if self.result is not None or self.error is not None else self.plan


@dataclass(frozen=True, slots=True)
class Agreed:
    """The work for one client: to apply a plan of this run or a saved one, or to plan and apply in one go."""

    task: SyncTask
    work: ApplyTask | FollowingTask | SyncTask

    writes: ClassVar[bool] = True

    @property
    def client(self) -> Client:
        """The client."""
        return self.task.client

    @property
    def shared(self) -> frozenset[tuple[str, str]]:
        """The accounts beside the client's own that the work may change."""
        return self.work.shared

    @property
    def plan(self) -> Plan | None:
        """The plan that is applied; None where it is yet to be made."""
        if isinstance(self.work, SyncTask):
            return self.work.pinned
        return self.work.plan if isinstance(self.work, ApplyTask) else self.work.shown


def work_of(shown: Shown) -> ApplyTask | FollowingTask | SyncTask:
    """The work that a client's plan asks for."""
    task = shown.task
    if task.pinned is not None:
        return task
    if shown.once is not None:
        awaited = {*map(content, shown.whole.changes)} - {*map(content, shown.once.changes)}
        return FollowingTask(task, shown.once, frozenset(awaited))
    return ApplyTask(task.client, shown.plan, task.limits, state=task.state)


def planned(task: SyncTask, connections: Connections, events: Events) -> Shown:
    """The plan of a client, for a check and a question that come later; nothing is written."""
    return Shown(task, compute_plan_alone(task, connections, events))


def applied(agreed: Agreed, connections: Connections, events: Events, stop: Callable[[], bool]) -> Shown:
    """The end of the work for a client."""
    work = agreed.work
    if isinstance(work, SyncTask):
        return Shown(agreed.task, compute_sync(work, connections, events, stop))
    if isinstance(work, FollowingTask):
        return Shown(agreed.task, compute_following(work, connections, events, stop))
    result = compute_apply(work, connections, events, stop)
    return Shown(agreed.task, Synced(work.plan, result))
