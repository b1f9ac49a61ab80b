"""A client's plan from readings alone: no provider is made, and no API asked. And the stamp that every plan gets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from microconv.clock import Clock
from microconv.core.client import Client, ClientOrAccounts
from microconv.core.plan import Change, Plan
from microconv.core.planning.learning import learning_of
from microconv.core.planning.make import make_plan
from microconv.core.planning.one_way import one_way_changes
from microconv.core.planning.refused import NOTHING, Refusals
from microconv.core.resource import Reading
from microconv.core.schema import ResourceType


def config_of(client: ClientOrAccounts) -> Client:
    """The client with its config. Raises TypeError where there are only accounts."""
    if not isinstance(client, Client):
        raise TypeError(f"{client.label}: these accounts have no config")
    return client


def planned(
    types: Sequence[ResourceType],
    client: ClientOrAccounts,
    readings: Sequence[Reading],
    refused: Refusals = NOTHING,
    *,
    owed: Sequence[Change] = (),
) -> Plan:
    """The plan without what is `refused`, with notes on what Google does not take back, and without stamp.

    Raises TypeError where there are only accounts.
    """
    plan = make_plan(types, config_of(client), readings, refused, owed)
    live = [item for reading in readings for item in reading.resources]
    return replace(plan, warnings=(*plan.warnings, *one_way_changes(types, plan.changes, live)))


def planned_of_snapshot(types: Sequence[ResourceType], client: ClientOrAccounts, readings: Sequence[Reading]) -> Plan:
    """The same, where there is nobody to ask: how long bidding learns is not known, and said so."""
    plan = planned(types, client, readings)
    return replace(plan, learning=learning_of(plan, [item for one in readings for item in one.resources]))


def stamped(plan: Plan, clock: Clock, apis: tuple[tuple[str, str], ...]) -> Plan:
    """The plan with the time, the version of microconv, and those of the APIs."""
    from microconv.version import __version__

    return replace(plan, made=clock().isoformat(timespec="seconds"), tool=f"microconv {__version__}", apis=apis)
