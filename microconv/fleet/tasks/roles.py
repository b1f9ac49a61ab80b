"""The roles of one client."""

from __future__ import annotations

from dataclasses import dataclass

from microconv.connections import Connections
from microconv.core.client import Client
from microconv.core.ports import Events
from microconv.project import Project
from microconv.sitting.model import RolesAnswer


@dataclass(frozen=True, slots=True)
class RolesTask:
    """The roles of one client."""

    client: Client

    def compute(self, connections: Connections, events: Events) -> RolesAnswer:
        """The answer of this task, see `compute`."""
        return compute(self, connections, events)


def compute(task: RolesTask, connections: Connections, events: Events | None) -> RolesAnswer:
    """The roles by their results, and what is proposed. Raises ReportError, ApiError, CredentialsError."""
    return Project(task.client, connections=connections, events=events).roles()
