"""Explanations of conversions and of live actions, from accounts as they are live or from readings of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from microconv.core.client import Client
from microconv.core.conversion import Conversion
from microconv.core.planning.explain import explain
from microconv.core.planning.explain_live import explain_live
from microconv.core.planning.explanation import Explanation
from microconv.core.resource import Reading
from microconv.reconcile.live_accounts import LiveAccounts


def explained(live: LiveAccounts, conversion: Conversion, readings: Sequence[Reading] | None) -> Explanation:
    """A conversion of the config; by `readings` where they are given. Raises ApiError, CredentialsError."""
    if readings is not None:
        return explain(live.types, live.config, readings, conversion)
    plan = live.plan()
    return replace(explain(live.types, live.config, live.readings, conversion, live.refused), reads=plan.reads)


def explained_live(live: LiveAccounts, called: str, readings: Sequence[Reading] | None) -> tuple[Explanation, ...]:
    """Live actions that no config declares; by `readings` where they are given. Raises ApiError, CredentialsError."""
    client = live.client
    if not isinstance(client, Client):
        readings = live.read() if readings is None else readings
    if readings is not None:
        return explain_live(live.types, client, readings, called)
    plan = live.plan()
    items = explain_live(live.types, client, live.readings, called, live.refused)
    return tuple(replace(item, reads=plan.reads) for item in items)
