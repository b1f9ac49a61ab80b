"""Audit one client."""

from __future__ import annotations

from dataclasses import dataclass

from microconv.audit.result import Audit
from microconv.audit.run import Choice
from microconv.connections import Connections
from microconv.core.client import ClientOrAccounts
from microconv.core.documents.snapshot import Snapshot
from microconv.core.ports import Events
from microconv.project import Project


@dataclass(frozen=True, slots=True)
class AuditTask:
    """The audit of a config or of accounts by the rules of `choice`; with `live` of a snapshot."""

    client: ClientOrAccounts
    choice: Choice
    live: Snapshot | None = None

    def compute(self, connections: Connections, events: Events) -> Audit:
        """The answer of this task, see `compute`."""
        return compute(self, connections, events)


def compute(task: AuditTask, connections: Connections | None, events: Events | None) -> Audit:
    """The client's audit. Raises ApiError, CredentialsError, SnapshotError."""
    project = Project(task.client, connections=connections, events=events, everything=True)
    return project.audit(task.live, task.choice)
