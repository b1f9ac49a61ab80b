"""Explanations of conversions and of live actions, from accounts as they are live or from readings of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from microconv.core.client import Client
from microconv.core.conversion import Conversion
from microconv.core.plan import Plan
from microconv.core.planning.explain import explain
from microconv.core.planning.explain_live import explain_live
from microconv.core.planning.explanation import Explanation
from microconv.core.resource import Reading
from microconv.reconcile.live_accounts import LiveAccounts
from microconv.reconcile.rehearse import NOT_ASKED


def explained(live: LiveAccounts, conversion: Conversion, readings: Sequence[Reading] | None) -> Explanation:
    """A conversion of the config; by `readings` where they are given. Raises ApiError, CredentialsError."""
    if readings is not None:
        return explain(live.types, live.config, readings, conversion)
    plan = live.plan()
    return _of_plan(explain(live.types, live.config, live.readings, conversion, live.refused), plan)


def explained_live(live: LiveAccounts, called: str, readings: Sequence[Reading] | None) -> tuple[Explanation, ...]:
    """Live actions that no config declares; by `readings` where they are given. Raises ApiError, CredentialsError."""
    client = live.client
    if not isinstance(client, Client):
        readings = live.read() if readings is None else readings
    if readings is not None:
        return explain_live(live.types, client, readings, called)
    plan = live.plan()
    items = explain_live(live.types, client, live.readings, called, live.refused)
    return tuple(_of_plan(item, plan) for item in items)


def _of_plan(item: Explanation, plan: Plan) -> Explanation:
    """The explanation with what the plan took to make, and what Google was not asked about it."""
    notes = (note for note in plan.warnings if note.code == NOT_ASKED)
    return replace(item, reads=plan.reads, warnings=(*item.warnings, *notes))
