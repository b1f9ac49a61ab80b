"""The chains of one client's conversions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from microconv.connections import Connections
from microconv.core.client import Client
from microconv.core.months import Month
from microconv.core.ports import Events
from microconv.monthly.funnels import FunnelChoice
from microconv.project import Project
from microconv.report.model import Report


@dataclass(frozen=True, slots=True)
class FunnelTask:
    """The chains in a month, None for the last whole one; `reports` is the folder of reports."""

    client: Client
    choice: FunnelChoice
    reports: Path
    month: Month | None = None

    def compute(self, connections: Connections, events: Events) -> Report:
        """The answer of this task, see `compute`."""
        return compute(self, connections, events)


def compute(task: FunnelTask, connections: Connections, events: Events | None) -> Report:
    """A report of the client's chains alone. Raises ReportError, ApiError, CredentialsError."""
    project = Project(task.client, connections=connections, events=events)
    return project.reports(task.reports).funnel(task.month, task.choice)
