"""The monthly report of one client."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from microconv.connections import Connections
from microconv.core.client import Client
from microconv.core.months import Month
from microconv.core.ports import Events
from microconv.monthly.making import Reported
from microconv.project import Project


@dataclass(frozen=True, slots=True)
class ReportTask:
    """The report of one client.

    client: its config.
    reports: the folder of all reports.
    month: its month; None for the last whole one.
    refresh: makes another edition.
    audit: with an audit.
    state: the folder for journals; None for the usual one.
    """

    client: Client
    reports: Path
    month: Month | None = None
    refresh: bool = False
    audit: bool = True
    state: Path | None = None

    def compute(self, connections: Connections, events: Events) -> Reported:
        """The answer of this task, see `compute`."""
        return compute(self, connections, events)


def compute(task: ReportTask, connections: Connections, events: Events | None) -> Reported:
    """The client's report, frozen or drawn from the frozen one. Raises ReportError, ApiError, CredentialsError."""
    project = Project(task.client, connections=connections, events=events, state=task.state)
    return project.reports(task.reports).report(task.month, refresh=task.refresh, audit=task.audit)
