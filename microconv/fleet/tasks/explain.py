"""Explain one conversion of one client, or the live actions that a name or an id stands for."""

from __future__ import annotations

from dataclasses import dataclass

from microconv.connections import Connections
from microconv.core.client import Client, ClientOrAccounts
from microconv.core.documents.snapshot import Snapshot
from microconv.core.kinds import FOR_TAGS
from microconv.core.planning.explanation import Explanation
from microconv.core.ports import Events
from microconv.project import Project


@dataclass(frozen=True, slots=True)
class ExplainTask:
    """The explanation of `conversion`, with `live` from a snapshot.

    It is a name in the config of `client`; where that has none, or there is only accounts, a live action's name or id.
    """

    client: ClientOrAccounts
    conversion: str
    live: Snapshot | None = None

    def compute(self, connections: Connections, events: Events) -> tuple[Explanation, ...]:
        """The answer of this task, see `compute`."""
        return compute(self, connections, events)


def compute(task: ExplainTask, connections: Connections | None, events: Events | None) -> tuple[Explanation, ...]:
    """Why bidding uses it or not; none where there is no such action.

    Raises ApiError, CredentialsError, SnapshotError.
    """
    also = FOR_TAGS if task.client.accounts.container else frozenset[str]()
    project = Project(task.client, connections=connections, events=events, also=also)
    if isinstance(task.client, Client) and task.conversion in task.client.by_name:
        return (project.explain(task.conversion, task.live),)
    return project.explain_live(task.conversion, task.live)
