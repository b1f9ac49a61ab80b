"""From a config and its readings to a plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from microconv.core.bidding.forecast import Forecast
from microconv.core.bidding.goals import not_settled
from microconv.core.client import Client
from microconv.core.kinds import (
    ACCOUNT_GOAL,
    ACTION,
    ANNOTATION,
    BIDDING,
    CAMPAIGN_GOAL,
    CONTAINER,
    GOALS,
    LIVE_VERSION,
)
from microconv.core.plan import Change, Plan, Shift
from microconv.core.planning.account_checks import owner_of
from microconv.core.planning.assembled import assembled
from microconv.core.planning.compared import Compared
from microconv.core.planning.desired import desired
from microconv.core.planning.diff import Difference, diff
from microconv.core.planning.goal_plan import GoalPlan, goal_plan
from microconv.core.planning.held import hold
from microconv.core.planning.refused import NOTHING, LeftOut, Refusals, campaign_of
from microconv.core.resource import Desired, Live, Reading, of_type
from microconv.core.schema import ResourceType

_APART = frozenset({LIVE_VERSION, ANNOTATION})
"""The types whose changes follow from all others."""


def make_plan(
    types: Iterable[ResourceType],
    client: Client,
    readings: Sequence[Reading],
    refused: Refusals = NOTHING,
    owed: Sequence[Change] = (),
) -> Plan:
    """Compare a client's config with what was read of its accounts. Types without a reading are left out.

    What is `refused` stays as it is, and everything else is planned accordingly. `owed` are changes of runs that were
    cut off before their annotation.
    """
    return plan_with_forecast(types, client, readings, refused, owed)[0]


def plan_with_forecast(
    types: Iterable[ResourceType],
    client: Client,
    readings: Sequence[Reading],
    refused: Refusals = NOTHING,
    owed: Sequence[Change] = (),
) -> tuple[Plan, Forecast]:
    """The plan, and what bidding uses before and after it."""
    read = _read(types, readings)
    compared = _compare(read, client, readings, refused)
    differences = [change for kind in read for change in compared.parts[kind.name].changes]
    seen = compared.goals.forecast(differences)
    changes = compared.goals.in_order(read, differences, seen, apart=bool(owner_of(readings)))
    return assembled(read, client, readings, compared, changes, seen, owed), seen


def shifts_of(
    changes: Sequence[Change],
    types: Iterable[ResourceType],
    client: Client,
    readings: Sequence[Reading],
    refused: Refusals = NOTHING,
) -> tuple[Shift, ...]:
    """The effect on bidding that `changes` have by what was read now; they are among those that would be planned."""
    read = _read(types, readings)
    return _compare(read, client, readings, refused).goals.forecast(changes).shifts()


def _read(types: Iterable[ResourceType], readings: Sequence[Reading]) -> tuple[ResourceType, ...]:
    """The types that were read whole."""
    by_provider = {reading.provider: reading for reading in readings}
    return tuple(kind for kind in types if kind.provider in by_provider and by_provider[kind.provider].has(kind.name))


def _compare(read: Sequence[ResourceType], client: Client, readings: Sequence[Reading], refused: Refusals) -> Compared:
    """Actions come before goals and tags: which goals there will be, and which labels, follows from them."""
    live = [item for reading in readings for item in reading.resources]
    objects = desired(read, client)
    parts = {
        kind.name: diff(kind, _wanted(objects, kind), of_type(live, kind.name), client)
        for kind in read
        if kind.name not in GOALS | CONTAINER | _APART
    }
    actions = parts.get(ACTION, Difference())
    left_out = LeftOut(refused)
    actions.changes = left_out.rest(actions.changes)
    hold(client, actions, refused)
    containers = [kind for kind in read if kind.name in CONTAINER]
    if containers:
        from microconv.core.planning.container_plan import compared_container

        parts |= compared_container(containers, client, objects, readings, actions)
        for kind in containers:
            parts[kind.name].changes = left_out.rest(parts[kind.name].changes)
    goals = goal_plan(client, [item for item in live if item.address.type in BIDDING], actions)
    for kind in read:
        if kind.name in GOALS:
            wanted = _wanted(goals.wanted.objects, kind)
            parts[kind.name] = diff(kind, wanted, _goals_there(goals, kind), client)
            parts[kind.name].changes = left_out.rest(parts[kind.name].changes)
    goal_parts = [parts[kind.name] for kind in read if kind.name in GOALS]
    stuck = left_out.stuck(change for part in goal_parts for change in part.changes)
    for part in goal_parts:
        part.changes = [change for change in part.changes if campaign_of(change) not in stuck]
    parts |= {kind.name: Difference() for kind in read if kind.name in _APART}
    return Compared(parts, goals, left_out.conflicts)


def _wanted(objects: Iterable[Desired], kind: ResourceType) -> list[Desired]:
    return [item for item in objects if item.address.type == kind.name]


def _goals_there(goals: GoalPlan, kind: ResourceType) -> list[Live]:
    """The goals of one type to compare with: of those that Google has yet to make it is not known how they start."""
    there = of_type(goals.future, kind.name)
    return not_settled(there) if kind.name in {ACCOUNT_GOAL, CAMPAIGN_GOAL} else there
