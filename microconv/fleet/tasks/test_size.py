"""The sizes of tests for one client."""

from __future__ import annotations

from dataclasses import dataclass

from microconv.connections import Connections
from microconv.core.client import Client
from microconv.core.ports import Events
from microconv.project import Project
from microconv.review.sample_size import UPLIFT
from microconv.sitting.model import SizesAnswer


@dataclass(frozen=True, slots=True)
class TestSizeTask:
    """The sizes of tests for one client; `uplift` is the relative change to be seen."""

    client: Client
    uplift: float = UPLIFT

    def compute(self, connections: Connections, events: Events) -> SizesAnswer:
        """The answer of this task, see `compute`."""
        return compute(self, connections, events)


def compute(task: TestSizeTask, connections: Connections, events: Events | None) -> SizesAnswer:
    """The tests that are possible. Raises ReportError, ApiError, CredentialsError."""
    return Project(task.client, connections=connections, events=events).test_size(task.uplift)
