"""Plan one client and apply the plan: two computations, so that a question can come between them.

Both take the project that `opened` gives. An answer to the question may come late, or in another process with a
project of its own: `ApplyTask.read_again` then compares the accounts with the plan before anything is written.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from microconv.connections import Connections
from microconv.core.client import Client
from microconv.core.errors import NOTHING_CHANGED, RefusedError
from microconv.core.plan import Plan
from microconv.core.planning.limits import Limits
from microconv.core.ports import Events
from microconv.project import Project
from microconv.reconcile.result import Result


@dataclass(frozen=True, slots=True)
class SyncTask:
    """A client whose accounts are to become as its config says.

    client: the config
    limits: the limits of the run
    pinned: the saved plan to apply; None for a new one
    longest: the greatest age of a saved plan
    state: the folder of journals; None for the usual one
    """

    client: Client
    limits: Limits
    pinned: Plan | None = None
    longest: datetime.timedelta | None = None
    state: Path | None = None


@dataclass(frozen=True, slots=True)
class ApplyTask:
    """A plan that was shown and may be applied; with `read_again` only if nothing that it touches has moved."""

    client: Client
    plan: Plan
    limits: Limits
    read_again: bool = True
    state: Path | None = None


@contextmanager
def opened(task: SyncTask | ApplyTask, connections: Connections, events: Events) -> Iterator[Project]:
    """The client's project, its accounts locked against other runs. Raises RefusedError, JournalError."""
    project = Project(task.client, connections=connections, events=events, state=task.state)
    with project.locked():
        yield project


def compute_plan(task: SyncTask, project: Project) -> Plan:
    """The plan to show, of which Google has been asked what it refuses. Raises ApiError, CredentialsError."""
    return project.plan(asked=True) if task.pinned is None else task.pinned


def check(task: SyncTask, plan: Plan, project: Project) -> None:
    """Raise RefusedError where the plan must not be applied; a saved one is compared with the accounts."""
    if task.pinned is not None:
        project.confirm(task.pinned, task.longest)
    refusals = project.check(plan, task.limits)
    if refusals:
        raise RefusedError(NOTHING_CHANGED, refusals)


def compute(task: ApplyTask, project: Project, stop: Callable[[], bool]) -> Result:
    """The result of applying the plan; `stop` is asked between the steps. Raises RefusedError, JournalError."""
    return project.apply(task.plan, task.limits, read_again=task.read_again, stop=stop)
