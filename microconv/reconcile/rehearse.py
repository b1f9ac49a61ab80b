"""Asking Google beforehand what it lets nobody change on actions imported from GA4, so that it is not planned.

Which fields of an imported action can be changed is not documented, and accounts have been seen in which none can. So
such changes are first sent with `validate_only`: what is refused is reported as not manageable, once in each plan, and
is neither tried nor counted as a difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from microconv.core.capabilities import Rehearsing
from microconv.core.client import Client
from microconv.core.conversion import GA4_IMPORT
from microconv.core.diagnostics import Diagnostic, Severity
from microconv.core.errors import AccessDeniedError, RejectedError
from microconv.core.kinds import ACTION
from microconv.core.plan import Change, Plan, action_of
from microconv.core.ports import Provider


@dataclass(slots=True)
class Rehearsal:
    """The attributes that Google refused by the id of their action, a note for each answer, and the calls it took."""

    refused: dict[str, set[str]] = field(default_factory=dict)
    notes: list[Diagnostic] = field(default_factory=list)
    calls: int = 0


class Rehearser(Rehearsing, Provider, Protocol):
    """A provider whose API can be asked."""


def rehearsed(plan: Plan, client: Client, provider: Rehearser) -> Rehearsal:
    """Ask Google which changes of imported actions it would refuse.

    Makes no call where no imported action would change. Whoever may only read cannot ask: then nothing counts as
    refused, and a note says so. Raises ApiError where the API is in trouble.
    """
    rehearsal = Rehearsal()
    parts: dict[str, list[Change]] = {}
    for change in plan.changes:
        if change.address.provider == provider.name and _imported(change, client):
            parts.setdefault(change.id, []).append(change)
    unsure = {identifier: _in_one(changes) for identifier, changes in parts.items()}
    before = provider.calls
    while unsure:
        try:
            outcomes = provider.rehearse(list(unsure.values()))
        except AccessDeniedError as error:
            summary = "whether Google lets imported actions be changed is not known: these credentials may not write"
            rehearsal.notes.append(Diagnostic(Severity.NOTE, "not-asked", summary, str(error), where=error.account))
            break
        again: dict[str, Change] = {}
        for outcome in outcomes:
            if not isinstance(outcome.error, RejectedError):
                continue
            change = outcome.change
            refused = _refused(change, outcome.error)
            rehearsal.notes.append(_note(change, refused, outcome.error))
            rehearsal.refused.setdefault(change.id, set()).update(refused)
            rest = tuple(item for item in change.attributes if item.name not in refused)
            if rest:
                again[change.id] = replace(change, attributes=rest, action=action_of(rest))
        unsure = again
    rehearsal.calls = provider.calls - before
    return rehearsal


def _imported(change: Change, client: Client) -> bool:
    conversion = client.by_name.get(change.conversion)
    if conversion is None or conversion.source != GA4_IMPORT:
        return False
    return change.address.type == ACTION and bool(change.id)


def _in_one(parts: Sequence[Change]) -> Change:
    """The changes of one action as one: Google takes an action only once in a request."""
    attributes = {item.name: item for part in parts for item in part.attributes}
    return replace(parts[0], attributes=tuple(attributes.values()), action=action_of(tuple(attributes.values())))


def _refused(change: Change, error: RejectedError) -> frozenset[str]:
    """The attributes that Google refuses: the one it names, or all."""
    names = frozenset(item.name for item in change.attributes)
    return names & {error.field} or names


def _note(change: Change, refused: frozenset[str], error: RejectedError) -> Diagnostic:
    return Diagnostic(
        Severity.NOTE,
        "not-manageable",
        f"Google does not let {', '.join(sorted(refused))} of {change.address} be changed: it stays as it is",
        f"{error.code}: {error.message}",
        where=error.account,
        hint="change it in Google Ads by hand, or accept it: write in the config what is live",
    )
