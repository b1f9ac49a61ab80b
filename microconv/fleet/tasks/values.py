"""The values of one client."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from microconv.connections import Connections
from microconv.core.client import Client
from microconv.core.ports import Events
from microconv.project import Project
from microconv.review.model import Scheme
from microconv.sitting.answers import ValuesChoice
from microconv.sitting.model import ValuesAnswer


@dataclass(frozen=True, slots=True)
class ValuesTask:
    """The values of one client; the rest as in ValuesChoice."""

    client: Client
    scheme: Scheme = Scheme.EXPECTED
    paid: bool = False
    export: Path | None = None

    def compute(self, connections: Connections, events: Events) -> ValuesAnswer:
        """The answer of this task, see `compute`."""
        return compute(self, connections, events)


def compute(task: ValuesTask, connections: Connections, events: Events | None) -> ValuesAnswer:
    """The values by their results, and what is proposed. Raises ReportError, ApiError, CredentialsError."""
    return Project(task.client, connections=connections, events=events).values(
        ValuesChoice(task.scheme, task.paid, task.export)
    )
