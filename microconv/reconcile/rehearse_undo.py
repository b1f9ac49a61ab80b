"""Asking Google beforehand what it does not take back, so that the rest is taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from microconv.core.action_state import ALWAYS_DEFAULT, COUNTING, CURRENCY, NAME, PRIMARY, STATUS, VALUE
from microconv.core.capabilities import Rehearsing
from microconv.core.errors import AccessDeniedError, RejectedError
from microconv.core.kinds import ACTION, GOALS
from microconv.core.plan import Action, Change, Plan
from microconv.core.planning.refused import WHOLE, Refused, key_of
from microconv.core.ports import Outcome, Provider
from microconv.core.schema import ResourceType
from microconv.reconcile.rehearse import in_run_order, refusals

_NEVER = frozenset({ALWAYS_DEFAULT, COUNTING, CURRENCY, NAME, PRIMARY, STATUS, VALUE})
"""Attributes about which Google is not asked: it takes any value that they had, or its answer depends on the rest of
the plan, as for a name that another action still has."""


def refused_back(
    plan: Plan, types: Sequence[ResourceType], providers: Iterable[Provider], known: Refused
) -> dict[str, set[str]]:
    """Refusals of Google to take back parts of a plan, with what is `known` already: attributes, or WHOLE, by `key_of`.

    Makes no call where none would change. Whoever may only read cannot ask: then nothing counts as refused. Raises
    ApiError where the API is in trouble.
    """
    refused = {key: set(names) for key, names in known.items()}
    for provider in providers:
        parts = [part for part in map(_asked, in_run_order(plan, types, provider)) if part]
        while parts and isinstance(provider, Rehearsing):
            try:
                outcomes = provider.rehearse(parts)
            except AccessDeniedError:
                break
            believed = dict(map(_refusal, _believed(outcomes)))
            for key, attributes in believed.items():
                refused.setdefault(key, set()).update(attributes)
            parts = [rest for change in parts if (rest := _rest(change, believed))] if believed else []
    return refused


def _asked(change: Change) -> Change | None:
    """The part of a change about which Google is asked; None for none.

    Not a removal: a custom goal of a manager account can be removed once campaigns of another account let go of it.
    """
    if change.action in {Action.CREATE, Action.REMOVE}:
        return None
    if change.address.type in GOALS:
        return change
    if change.address.type != ACTION or not change.id:
        return None
    attributes = tuple(item for item in change.attributes if item.name not in _NEVER)
    return replace(change, attributes=attributes, action=Action.UPDATE) if attributes else None


def _believed(outcomes: Sequence[Outcome]) -> list[tuple[Change, RejectedError]]:
    """The refusals to be believed: those of actions first, as goals may depend on them.

    A refusal of the whole request is none of single changes: the run meets it again, and fails.
    """
    single = [(change, error) for change, error in refusals(outcomes) if error.target]
    return [item for item in single if item[0].address.type == ACTION] or single


def _refusal(refusal: tuple[Change, RejectedError]) -> tuple[str, set[str]]:
    """The key of what is refused, and what of it: of an action the field that is named, or all that was asked about."""
    change, error = refusal
    if change.address.type != ACTION:
        return key_of(change), {WHOLE}
    names = {item.name for item in change.attributes}
    return key_of(change), names & {error.field} or names


def _rest(change: Change, refused: Mapping[str, set[str]]) -> Change | None:
    """A change without what is refused; None where nothing is left of it."""
    names = refused.get(key_of(change), set())
    rest = tuple(item for item in change.attributes if item.name not in names)
    return replace(change, attributes=rest) if rest and WHOLE not in names else None
