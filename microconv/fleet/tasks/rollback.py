"""Plan the inverse of a past run and apply it, with room for a question between the two, as in `sync`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from microconv.connections import Connections
from microconv.core.errors import NOTHING_CHANGED, RefusedError
from microconv.core.plan import Plan
from microconv.core.planning.limits import Allow, Limits
from microconv.core.ports import Events
from microconv.project import Project
from microconv.reconcile.past import Run
from microconv.reconcile.result import Result


@dataclass(frozen=True, slots=True)
class RollbackTask:
    """The run `past`, to be taken back within `limits`; `state` is the folder of journals."""

    past: Run
    limits: Limits
    state: Path | None = None

    @property
    def remove(self) -> bool:
        """True if objects that the run created are removed."""
        return Allow.REMOVE in self.limits.allow


@contextmanager
def opened(task: RollbackTask, connections: Connections, events: Events) -> Iterator[Project]:
    """The project of the run's client, its accounts locked. Raises RefusedError, JournalError."""
    accounts = task.past.accounts
    project = Project(accounts, connections=connections, events=events, everything=True, state=task.state)
    with project.locked():
        yield project


def compute_plan(task: RollbackTask, project: Project) -> Plan:
    """The inverse plan. Raises ApiError, CredentialsError, RefusedError."""
    return project.undo(task.past, remove=task.remove)


def check(task: RollbackTask, plan: Plan, project: Project) -> None:
    """Raise RefusedError where the plan must not be applied."""
    refusals = project.check(plan, task.limits)
    if refusals:
        raise RefusedError(NOTHING_CHANGED, refusals)


def confirm(task: RollbackTask, plan: Plan, project: Project) -> None:
    """Read again after a question. Raises RefusedError where the inverse plan is no longer the same."""
    project.confirm_undo(plan, task.past, remove=task.remove)


def compute(task: RollbackTask, plan: Plan, project: Project, stop: Callable[[], bool]) -> Result:
    """The result of applying the inverse plan. Raises RefusedError, JournalError."""
    return project.apply(plan, task.limits, stop=stop, undoes=task.past)
