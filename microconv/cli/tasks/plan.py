"""Plan one client."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from microconv.core.client import Client
from microconv.core.documents.snapshot import Snapshot
from microconv.core.plan import Plan
from microconv.project import Project

if TYPE_CHECKING:
    from microconv.connections import Connections
    from microconv.core.ports import Events


@dataclass(frozen=True, slots=True)
class PlanTask:
    """The plan of `client`; with `live` against a snapshot, without any network."""

    client: Client
    live: Snapshot | None = None


def compute(task: PlanTask, connections: Connections | None, events: Events | None) -> Plan:
    """The client's plan. Raises ApiError, CredentialsError, SnapshotError."""
    return Project(task.client, connections=connections, events=events).plan(task.live)
