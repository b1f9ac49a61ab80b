"""Asking Google beforehand which fields of actions it does not take back, so that the rest of them is taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from microconv.core.action_state import ALWAYS_DEFAULT, COUNTING, CURRENCY, NAME, PRIMARY, STATUS, VALUE
from microconv.core.capabilities import Rehearsing
from microconv.core.errors import AccessDeniedError, RejectedError
from microconv.core.kinds import ACTION
from microconv.core.plan import Action, Change, Plan
from microconv.core.ports import Provider

_NEVER = frozenset({ALWAYS_DEFAULT, COUNTING, CURRENCY, NAME, PRIMARY, STATUS, VALUE})
"""Attributes that Google takes in any value that was there, and such whose refusal depends on what else the plan does,
as a name that another action has until then."""


def refused_back(plan: Plan, providers: Iterable[Provider]) -> dict[str, set[str]]:
    """The attributes that Google refuses to take back, by the id of their action. No call where none would change.

    Whoever may only read cannot ask: then nothing counts as refused. Raises ApiError where the API is in trouble.
    """
    refused: dict[str, set[str]] = {}
    for provider in providers:
        unsure = [item for item in map(_asked, plan.changes) if item and item.address.provider == provider.name]
        while unsure and isinstance(provider, Rehearsing):
            try:
                outcomes = provider.rehearse(unsure)
            except AccessDeniedError:
                break
            unsure = []
            for outcome in outcomes:
                if isinstance(outcome.error, RejectedError) and (rest := _rest(outcome.change, outcome.error.field)):
                    refused.setdefault(outcome.change.id, set()).add(outcome.error.field)
                    unsure += [rest] if rest.attributes else []
    return refused


def _asked(change: Change) -> Change | None:
    """The part of a change about which Google is asked; None for none."""
    if change.address.type != ACTION or not change.id or change.action in {Action.CREATE, Action.REMOVE}:
        return None
    attributes = tuple(item for item in change.attributes if item.name not in _NEVER)
    return replace(change, attributes=attributes, action=Action.UPDATE) if attributes else None


def _rest(change: Change, field: str) -> Change | None:
    """A change without a field; None where it does not change that one."""
    rest = tuple(item for item in change.attributes if item.name != field)
    return replace(change, attributes=rest) if len(rest) < len(change.attributes) else None
