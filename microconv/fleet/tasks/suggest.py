"""The steps of one client that could be conversions."""

from __future__ import annotations

from dataclasses import dataclass

from microconv.connections import Connections
from microconv.core.client import Client
from microconv.core.ports import Events
from microconv.project import Project
from microconv.sitting.model import SuggestAnswer


@dataclass(frozen=True, slots=True)
class SuggestTask:
    """The suggestions for one client."""

    client: Client

    def compute(self, connections: Connections, events: Events) -> SuggestAnswer:
        """The answer of this task, see `compute`."""
        return compute(self, connections, events)


def compute(task: SuggestTask, connections: Connections, events: Events | None) -> SuggestAnswer:
    """The steps that could be conversions. Raises ReportError, ApiError, CredentialsError."""
    return Project(task.client, connections=connections, events=events).suggest()
