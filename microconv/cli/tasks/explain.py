"""Explain one conversion of one client."""

from __future__ import annotations

from dataclasses import dataclass

from microconv.connections import Connections
from microconv.core.client import Client
from microconv.core.documents.snapshot import Snapshot
from microconv.core.planning.explanation import Explanation
from microconv.core.ports import Events
from microconv.project import Project


@dataclass(frozen=True, slots=True)
class ExplainTask:
    """The explanation of `conversion`, a name in the config of `client`; with `live` from a snapshot."""

    client: Client
    conversion: str
    live: Snapshot | None = None


def compute(task: ExplainTask, connections: Connections | None, events: Events | None) -> Explanation:
    """Why bidding uses the conversion or not. Raises ApiError, CredentialsError, SnapshotError."""
    return Project(task.client, connections=connections, events=events).explain(task.conversion, task.live)
