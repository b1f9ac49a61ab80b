"""The review of one client."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from microconv.connections import Connections
from microconv.core.client import Client
from microconv.core.ports import Events
from microconv.project import Project
from microconv.sitting.model import ReviewAnswer


@dataclass(frozen=True, slots=True)
class ReviewTask:
    """The review of one client.

    client: its config.
    reports: the folder of all reports.
    state: the folder for journals; None for the usual one.
    """

    client: Client
    reports: Path
    state: Path | None = None

    def compute(self, connections: Connections, events: Events) -> ReviewAnswer:
        """The answer of this task, see `compute`."""
        return compute(self, connections, events)


def compute(task: ReviewTask, connections: Connections, events: Events | None) -> ReviewAnswer:
    """The whole sitting. Raises ReportError, ApiError, CredentialsError."""
    return Project(task.client, connections=connections, events=events, state=task.state).review(task.reports)
