"""Settle the unknown outcomes of a past run by reading the accounts."""

from __future__ import annotations

from dataclasses import dataclass

from microconv.connections import Connections
from microconv.core.ports import Events
from microconv.project import Project
from microconv.reconcile.past import Run, check_providers, read_run
from microconv.reconcile.settle import settle


@dataclass(frozen=True, slots=True)
class SettleTask:
    """The run `past`, whose journal does not tell every outcome."""

    past: Run


def compute(task: SettleTask, connections: Connections | None, events: Events | None) -> Run:
    """The run as its journal has it afterwards. Raises ApiError, CredentialsError, JournalError, RefusedError."""
    project = Project(task.past.accounts, connections=connections, events=events, everything=True)
    check_providers(task.past, [provider.name for provider in project.providers])
    settle(task.past, [item for reading in project.read() for item in reading.resources])
    return read_run(task.past.path)
