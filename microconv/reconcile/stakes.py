"""Stakes: the recent counts of the actions whose role or value a plan changes."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from microconv.core.action_state import VALUE
from microconv.core.bidding.inputs import PLANNED
from microconv.core.capabilities import Counting
from microconv.core.diagnostics import Diagnostic, Severity
from microconv.core.errors import AccessDeniedError, RejectedError
from microconv.core.kinds import ACTION
from microconv.core.plan import Plan, Stake
from microconv.core.ports import Provider
from microconv.core.text import Text, untranslated


class Counter(Counting, Provider, Protocol):
    """A provider that can tell what single objects counted."""


def with_stakes(plan: Plan, provider: Counter) -> Plan:
    """`plan` with the last 30 days of those actions: one call, where there are any.

    If metrics cannot be read, the plan gets a note instead. Raises ApiError where the API is in trouble.
    """
    ids = {shift.id: shift.action for shift in plan.shifts if not shift.id.startswith(PLANNED)}
    for change in plan.changes:
        if change.address.type == ACTION and change.id and any(item.name == VALUE for item in change.attributes):
            ids.setdefault(change.id, change.address.name)
    if not ids:
        return plan
    before = provider.calls
    try:
        counted = provider.recent(ids)
    except (AccessDeniedError, RejectedError) as error:
        summary = Text(
            f"what these actions counted in the last 30 days cannot be read: {error.code}",
            f"これらのアクションの直近 30 日間の実績を読み込めません: {error.code}",
        )
        note = Diagnostic(Severity.NOTE, "no-metrics", summary, untranslated(error.message), where=error.account)
        return replace(plan, warnings=(*plan.warnings, note), reads=plan.reads + provider.calls - before)
    stakes = tuple(
        Stake(name, *counted[identifier])
        for identifier, name in sorted(ids.items(), key=lambda pair: (pair[1], pair[0]))
        if identifier in counted
    )
    return replace(plan, stakes=stakes, reads=plan.reads + provider.calls - before)
