"""Plan one client, and what a sync would refuse of the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from microconv.core.client import Client
from microconv.core.documents.snapshot import Snapshot
from microconv.core.errors import Refusal
from microconv.core.frozen import FrozenDict
from microconv.core.plan import Plan
from microconv.core.planning.limits import Limits
from microconv.core.planning.safety import limits_of, refusals
from microconv.project import Project

if TYPE_CHECKING:
    from microconv.connections import Connections
    from microconv.core.ports import Events


@dataclass(frozen=True, slots=True)
class PlanTask:
    """The plan of `client`; with `live` against a snapshot, without any network. `limits` are those of a sync."""

    client: Client
    live: Snapshot | None = None
    limits: Limits = field(default_factory=Limits)

    def compute(self, connections: Connections, events: Events) -> PlanAnswer:
        """The answer of this task, see `compute`."""
        return compute(self, connections, events)


@dataclass(frozen=True, slots=True)
class PlanAnswer:
    """A plan, and every reason why a sync under the same limits would refuse it, conflicts among them.

    `purposes` say by conversion why it is measured, as far as the config does.
    """

    plan: Plan
    refusals: tuple[Refusal, ...] = ()
    purposes: Mapping[str, str] = field(default_factory=FrozenDict)


def compute(task: PlanTask, connections: Connections | None, events: Events | None) -> PlanAnswer:
    """The client's plan, also where Google cannot be asked what it refuses.

    Raises ApiError, CredentialsError, SnapshotError.
    """
    plan = Project(task.client, connections=connections, events=events).plan(task.live)
    purposes = FrozenDict({one.name: one.purpose for one in task.client.conversions if one.purpose})
    return PlanAnswer(plan, refusals(plan, task.limits.over(limits_of(task.client))), purposes)
