"""Read everything that is live in the accounts of one client."""

from __future__ import annotations

from dataclasses import dataclass

from microconv.connections import Connections
from microconv.core.client import ClientOrAccounts
from microconv.core.ports import Events
from microconv.core.resource import Reading
from microconv.project import Project


@dataclass(frozen=True, slots=True)
class SnapshotTask:
    """The live state of `client`; with `measures` also the recent counts."""

    client: ClientOrAccounts
    measures: bool = False

    def compute(self, connections: Connections, events: Events) -> tuple[Reading, ...]:
        """The answer of this task, see `compute`."""
        return compute(self, connections, events)


def compute(task: SnapshotTask, connections: Connections | None, events: Events | None) -> tuple[Reading, ...]:
    """One reading for each account of the client. Raises ApiError, CredentialsError."""
    project = Project(task.client, connections=connections, events=events, everything=True)
    return project.measured() if task.measures else project.read()
