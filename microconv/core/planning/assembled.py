"""The plan made of its parts: changes, conflicts, waiting, warnings, counts."""

from __future__ import annotations

from collections.abc import Sequence

from microconv.core.bidding.forecast import Forecast
from microconv.core.client import Client
from microconv.core.diagnostics import Diagnostic
from microconv.core.kinds import ACTION, CONTAINER
from microconv.core.plan import Change, Conflict, Danger, Managed, Plan, Waiting
from microconv.core.planning import account_checks as accounts
from microconv.core.planning import container_checks as container
from microconv.core.planning.annotated import annotation
from microconv.core.planning.awaited import awaited
from microconv.core.planning.compared import Compared
from microconv.core.planning.cost import calls
from microconv.core.planning.dangers import dangers
from microconv.core.planning.dangers_between_requests import between_steps, lost_between_requests, used_between_requests
from microconv.core.planning.desired import desired
from microconv.core.planning.diff import Difference
from microconv.core.planning.double_counting import double_counted
from microconv.core.planning.goal_plan import GoalPlan
from microconv.core.planning.google_actions import google_runs, with_goal
from microconv.core.planning.moves_to_new_goals import moves_to_new_goals
from microconv.core.planning.steps import steps
from microconv.core.planning.warnings import plan_warnings
from microconv.core.resource import Reading, any_emulated
from microconv.core.schema import ResourceType


def assembled(
    read: Sequence[ResourceType],
    client: Client,
    readings: Sequence[Reading],
    compared: Compared,
    changes: tuple[Change, ...],
    seen: Forecast,
    owed: Sequence[Change] = (),
) -> Plan:
    """The plan, with all that there is to say of it. `owed`: see `annotation`."""
    parts, goals = compared.parts.values(), compared.goals
    ours = container.Ours(client, desired([kind for kind in read if kind.name in CONTAINER], client), compared.parts)
    changes, risks = _followed(client, readings, changes, ours, owed)
    apart = bool(accounts.owner_of(readings))
    planned = steps(read, changes, apart=apart)
    between = between_steps(planned, seen, goals.forecast, goals.is_final, apart=apart)
    return Plan(
        client=client.label,
        accounts=tuple((reading.provider, reading.account) for reading in readings),
        changes=changes,
        conflicts=(*_conflicts(client, readings, compared, changes), *container.conflicts(readings, changes, ours)),
        waiting=(*_waiting(client, readings, compared, changes), *container.not_published(readings, changes, ours)),
        unmanaged=tuple(item for part in parts for item in part.unmanaged),
        warnings=(*_warnings(client, readings, goals, seen), *used_between_requests(between, seen)),
        managed=tuple(Managed(kind.name, compared.parts[kind.name].managed) for kind in read),
        unchanged=sum(part.unchanged for part in parts),
        apply_calls=calls(planned),
        reads=sum(reading.calls for reading in readings),
        emulated=any_emulated(readings),
        config_digest=client.digest,
        owner=accounts.owner_of(readings),
        shared_with=accounts.shared_with(readings),
        shifts=seen.shifts(),
        currency=client.currency,
        dangers=(
            *dangers(client, readings, changes, compared.parts.get(ACTION, Difference()), seen),
            *lost_between_requests(between, seen),
            *risks,
        ),
    )


def _followed(
    client: Client,
    readings: Sequence[Reading],
    changes: tuple[Change, ...],
    ours: container.Ours,
    owed: Sequence[Change],
) -> tuple[tuple[Change, ...], tuple[Danger, ...]]:
    """All changes with those that follow from them, and their dangers: the container's publication, the annotation."""
    published: tuple[Change, ...] = ()
    risks: tuple[Danger, ...] = ()
    if container.container_of(readings) is not None:
        from microconv.core.planning.container_publication import publication, publishing_dangers

        published = tuple(publication(client, readings, changes, ours))
        risks = tuple(publishing_dangers(published))
    return (*changes, *published, *annotation(client, readings, changes, owed)), risks


def _waiting(
    client: Client, readings: Sequence[Reading], compared: Compared, changes: tuple[Change, ...]
) -> tuple[Waiting, ...]:
    listed = (item for part in compared.parts.values() for item in part.waiting)
    return (*(awaited(item, client, readings, changes) for item in listed), *compared.goals.wanted.waiting)


def _conflicts(
    client: Client, readings: Sequence[Reading], compared: Compared, changes: tuple[Change, ...]
) -> tuple[Conflict, ...]:
    """All conflicts; of an object that has one anyway, those about what an API refuses are left out."""
    own = (
        *accounts.conflicts(client, readings, changes),
        *compared.goals.wanted.conflicts,
        *(item for part in compared.parts.values() for item in part.conflicts),
    )
    known = {item.address for item in own}
    live = [item for reading in readings for item in reading.resources]
    refused = with_goal(compared.refused, compared.parts.get(ACTION, Difference()).matched, live)
    return (*own, *(item for item in refused if item.address not in known))


def _warnings(client: Client, readings: Sequence[Reading], goals: GoalPlan, seen: Forecast) -> tuple[Diagnostic, ...]:
    return (
        *accounts.warnings(readings),
        *goals.wanted.warnings,
        *double_counted(client, readings),
        *google_runs(client, readings, seen.after),
        *plan_warnings(client, seen, goals, readings),
        *moves_to_new_goals(seen, goals),
    )
