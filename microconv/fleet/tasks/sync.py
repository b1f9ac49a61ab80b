"""Plan one client and apply the plan: two computations, so that a question can come between them.

Both take the project that `opened` gives; `compute_sync` does both without a question. An answer to the question may
come late, or in another process with a project of its own: `ApplyTask.read_again` then compares the accounts with the
plan before anything is written.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from microconv.clock import utc_now
from microconv.connections import Connections
from microconv.core.client import Client
from microconv.core.errors import NOTHING_CHANGED, OUT_OF_DATE, MicroconvError, Refusal, RefusedError
from microconv.core.kinds import ACTION, OWNED, provider_of
from microconv.core.plan import Change, Plan
from microconv.core.planning.limits import Limits
from microconv.core.planning.out_of_date import changed_meanwhile, not_done, stale
from microconv.core.planning.owner_words import account_named
from microconv.core.planning.owners import content
from microconv.core.ports import Events
from microconv.project import Project
from microconv.providers.registry import pairs
from microconv.reconcile.past import runs
from microconv.reconcile.result import Result
from microconv.reconcile.settle import settle


@dataclass(frozen=True, slots=True)
class SyncTask:
    """A client whose accounts are to become as its config says.

    client: the config
    limits: the limits of the run
    pinned: the saved plan to apply; None for a new one
    longest: the greatest age of a saved plan
    state: the folder of journals; None for the usual one
    settle: first find out, by reading, what became of the last run on the accounts if its journal does not tell
    """

    client: Client
    limits: Limits
    pinned: Plan | None = None
    longest: datetime.timedelta | None = None
    state: Path | None = None
    settle: bool = False

    writes: ClassVar[bool] = True

    @property
    def shared(self) -> frozenset[tuple[str, str]]:
        """The accounts beside the client's own that a run may change: the owner of a saved plan's conversions.

        Before a plan is made only the way to it is known, a login customer.
        """
        if self.pinned is not None:
            return _owner(self.pinned)
        accounts = self.client.accounts
        return frozenset({("owner through", accounts.login_customer_id)} if accounts.manage_owner else ())

    def compute(self, connections: Connections, events: Events) -> Synced:
        """The answer of this task, see `compute_sync`."""
        return compute_sync(self, connections, events)


@dataclass(frozen=True, slots=True)
class ApplyTask:
    """A plan that was shown and may be applied; with `read_again` only if nothing that it touches has moved."""

    client: Client
    plan: Plan
    limits: Limits
    read_again: bool = True
    state: Path | None = None

    writes: ClassVar[bool] = True

    @property
    def shared(self) -> frozenset[tuple[str, str]]:
        """The accounts beside the client's own that the plan changes."""
        return _owner(self.plan)

    def compute(self, connections: Connections, events: Events) -> Result:
        """The answer of this task, see `compute_apply`."""
        return compute_apply(self, connections, events)


@dataclass(frozen=True, slots=True)
class FollowingTask:
    """A client of whose accounts another client of the run changes one first: it is planned again after that.

    shown: the plan that was made before. Nothing is done that it does not have.
    awaited: the content of the changes that are planned with the other client.
    """

    task: SyncTask
    shown: Plan
    awaited: frozenset[tuple[object, ...]] = frozenset()

    writes: ClassVar[bool] = True

    @property
    def client(self) -> Client:
        """The client."""
        return self.task.client

    @property
    def shared(self) -> frozenset[tuple[str, str]]:
        """The manager account."""
        return _owner(self.shown)

    def compute(self, connections: Connections, events: Events) -> Synced:
        """The answer of this task, see `compute_following`."""
        return compute_following(self, connections, events)


@dataclass(frozen=True, slots=True)
class Synced:
    """A plan, and the result of applying it; `error` says why it was not applied."""

    plan: Plan
    result: Result | None = None
    error: MicroconvError | None = None


@contextmanager
def opened(task: SyncTask | ApplyTask, connections: Connections, events: Events) -> Iterator[Project]:
    """The client's project, its accounts locked against other runs. Raises RefusedError, JournalError."""
    project = Project(task.client, connections=connections, events=events, state=task.state)
    with project.locked():
        yield project


def compute_plan(task: SyncTask, project: Project) -> Plan:
    """The plan to show, of which Google has been asked what it refuses. Raises ApiError, CredentialsError."""
    if task.settle:
        _settle_last(task, project)
    return project.plan(asked=True) if task.pinned is None else task.pinned


def check(task: SyncTask, plan: Plan, project: Project) -> None:
    """Raise RefusedError where the plan must not be applied; a saved one is compared with the accounts."""
    if task.pinned is not None:
        project.confirm(task.pinned, task.longest)
    refusals = project.check(plan, task.limits)
    if refusals:
        raise RefusedError(NOTHING_CHANGED, refusals)


def check_pinned(task: SyncTask, connections: Connections, events: Events) -> None:
    """Raise RefusedError where a saved plan must not be applied, as far as that shows before anything is read."""
    if task.pinned is None:
        return
    project = Project(task.client, connections=connections, events=events, state=task.state)
    old = stale(task.pinned, task.client, utc_now(), task.longest)
    refusals = (*old, *project.check(task.pinned, task.limits))
    if refusals:
        raise RefusedError(OUT_OF_DATE if old else NOTHING_CHANGED, refusals)


def compute(task: ApplyTask, project: Project, stop: Callable[[], bool]) -> Result:
    """The result of applying the plan; `stop` is asked between the steps. Raises RefusedError, JournalError."""
    return project.apply(task.plan, task.limits, read_again=task.read_again, stop=stop)


def never() -> bool:
    """Nobody asks a run to end."""
    return False


def compute_sync(task: SyncTask, connections: Connections, events: Events, stop: Callable[[], bool] = never) -> Synced:
    """Plan and apply without a question. Raises what keeps the plan from being made; what comes later is in the answer.

    Raises ApiError, CredentialsError, RefusedError, JournalError.
    """
    with opened(task, connections, events) as project:
        plan = compute_plan(task, project)
        try:
            check(task, plan, project)
            applying = ApplyTask(task.client, plan, task.limits, read_again=False, state=task.state)
            return Synced(plan, compute(applying, project, stop))
        except MicroconvError as error:
            return Synced(plan, error=error)


def compute_following(
    following: FollowingTask, connections: Connections, events: Events, stop: Callable[[], bool] = never
) -> Synced:
    """Plan again and apply what is left of the plan that was shown. Raises as `compute_sync`.

    The reason why it is not applied, such as a change that was not shown, is in the answer.
    """
    task = following.task
    with opened(task, connections, events) as project:
        plan = compute_plan(task, project)
        try:
            expected = {*map(content, following.shown.changes)}
            news = [change for change in plan.changes if content(change) not in expected]
            if news:
                return Synced(following.shown, error=RefusedError(OUT_OF_DATE, [_unlike(following, plan, news)]))
            check(task, plan, project)
            applying = ApplyTask(task.client, plan, task.limits, read_again=False, state=task.state)
            return Synced(plan, compute(applying, project, stop))
        except MicroconvError as error:
            return Synced(plan, error=error)


def _unlike(following: FollowingTask, plan: Plan, news: Sequence[Change]) -> Refusal:
    """The reason why a plan that was made again has changes which nobody was shown."""
    if plan.owner and all(change.address.type in OWNED for change in news):
        return not_done(account_named(plan.owner, manager=True), news)
    if all(content(change) in following.awaited for change in news):
        providers = {provider_of(change.address.type) for change in news}
        accounts = ", ".join(account for provider, account in plan.accounts if provider in providers)
        return not_done(account_named(accounts, manager=False), news)
    return changed_meanwhile(news)


def compute_plan_alone(task: SyncTask, connections: Connections, events: Events) -> Synced:
    """The plan of a client, for a question that comes later, and the reason why it must not be applied.

    A client without changes is done: its result is there. Nothing is written. Raises ApiError, CredentialsError,
    RefusedError, JournalError where there is no plan.
    """
    with opened(task, connections, events) as project:
        plan = compute_plan(task, project)
        try:
            check(task, plan, project)
            if plan.changes:
                return Synced(plan)
            applying = ApplyTask(task.client, plan, task.limits, read_again=False, state=task.state)
            return Synced(plan, compute(applying, project, never))
        except MicroconvError as error:
            return Synced(plan, error=error)


def compute_apply(
    task: ApplyTask, connections: Connections, events: Events, stop: Callable[[], bool] = never
) -> Result:
    """The result of applying a plan that was agreed to. Raises ApiError, CredentialsError, RefusedError."""
    with opened(task, connections, events) as project:
        return compute(task, project, stop)


def _settle_last(task: SyncTask, project: Project) -> None:
    """Settle the last run on the client's accounts where its journal does not tell every outcome."""
    at = pairs(task.client.accounts)
    last = next((run for run in runs(project.journals, task.client.label)[0] if run.head.pairs == at), None)
    if last is not None and last.open:
        settle(last, [item for reading in project.read() for item in reading.resources])


def _owner(plan: Plan) -> frozenset[tuple[str, str]]:
    """The manager account whose conversions a plan changes, as a run locks it."""
    return frozenset({(provider_of(ACTION), plan.owner)} if plan.owner else ())
