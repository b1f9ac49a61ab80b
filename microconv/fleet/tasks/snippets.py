"""Find the tags of one client's website."""

from __future__ import annotations

from dataclasses import dataclass

from microconv.connections import Connections
from microconv.core.client import Client
from microconv.core.kinds import EVENT_RULE
from microconv.core.ports import Events
from microconv.core.tags.snippet import Snippets
from microconv.project import Project


@dataclass(frozen=True, slots=True)
class SnippetsTask:
    """The tags of `client`, for all conversions or for the one named `conversion`."""

    client: Client
    conversion: str | None = None

    def compute(self, connections: Connections, events: Events) -> Snippets:
        """The answer of this task, see `compute`."""
        return compute(self, connections, events)


def compute(task: SnippetsTask, connections: Connections | None, events: Events | None) -> Snippets:
    """The tags that the website needs. Raises ApiError, CredentialsError."""
    has_events = any(item.event is not None for item in task.client.conversions)
    also = frozenset({EVENT_RULE}) if has_events else frozenset[str]()
    return Project(task.client, connections=connections, events=events, also=also).snippets(task.conversion)
