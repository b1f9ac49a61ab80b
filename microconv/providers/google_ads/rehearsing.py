"""Rehearsals: mutate requests with validate_only, and the outcomes of mutate requests.

All changes of one account go out in one request, in the order in which a run would send them, so that one sees what the
ones before it would have done. Each is judged for itself (partial_failure). Not asked about is what has no resource
name before an earlier step was carried out: a goal of a pair that does not exist yet, the promotion of a new action,
and, where two accounts take part, what refers to something new of the other one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from microconv.core.errors import RejectedError
from microconv.core.goal_state import LISTS
from microconv.core.kinds import ACTION, CUSTOM_GOAL
from microconv.core.plan import Action, Change
from microconv.core.planning.names_given import names_of
from microconv.core.ports import Outcome, Status, failed
from microconv.providers.google_ads.errors import WHOLE_REQUEST, rejected, undone
from microconv.providers.google_ads.references import References
from microconv.providers.google_ads.settings import MAX_OPERATIONS
from microconv.providers.google_ads.writing import Account, Mutation

_ONLY_WHOLE = "MutateError.OPERATION_DOES_NOT_SUPPORT_PARTIAL_FAILURE"


class Filling(Protocol):
    """Makes the operation of a change; raises KeyError for a reference to what is not there."""

    def __call__(self, change: Change, references: References, *, temporary: bool = False) -> Any:
        """`temporary`: what the change makes is referred to in the same request."""


def rehearsal(account: Account, changes: Sequence[Change], references: References, fill: Filling) -> Sequence[Outcome]:
    """Google's answers to the changes of one account. What cannot be asked yet is unknown, without an error.

    Raises ApiError where the question itself fails.
    """
    known = references.copy()
    known.expect(names_of(changes))
    listed = {
        name
        for change in changes
        for item in change.attributes
        if change.address.type == CUSTOM_GOAL and item.name == LISTS and isinstance(item.after, tuple)
        for name in item.after
    }
    operations: dict[int, Any] = {}
    for index, change in enumerate(changes):
        if not change.id and change.action is not Action.CREATE:
            continue
        made = change.action is Action.CREATE and change.address.type == ACTION and change.address.name in listed
        try:
            operations[index] = fill(change, known, temporary=made)
        except KeyError:
            continue
    outcomes = [Outcome(change, Status.UNKNOWN) for change in changes]
    indices = list(operations)
    for start in range(0, len(indices), MAX_OPERATIONS):
        part = indices[start : start + MAX_OPERATIONS]
        answers = _answers(account, [changes[index] for index in part], [operations[index] for index in part])
        for index, answer in zip(part, answers, strict=True):
            outcomes[index] = answer
    return outcomes


def _answers(account: Account, changes: Sequence[Change], operations: Sequence[Any]) -> Sequence[Outcome]:
    """The answers to one request. A refusal of the request as such, which names no object, is every change's."""
    try:
        mutation = account.mutate(operations, rehearsal=True)
    except RejectedError as error:
        if error.code != _ONLY_WHOLE:
            return [failed(change, error) for change in changes]
        mutation = account.mutate(operations, whole=True, rehearsal=True)
    return [outcome(account, index, change, mutation) for index, change in enumerate(changes)]


def outcome(account: Account, index: int, change: Change, mutation: Mutation) -> Outcome:
    """The outcome of one change of a mutate request."""
    target = str(change.address)
    if index in mutation.failures or WHOLE_REQUEST in mutation.failures:
        errors = mutation.failures.get(index, [])
        return failed(change, rejected(errors, account.name, target, mutation.request_id))
    if mutation.nothing_done:
        return failed(change, undone(account.name, target, mutation.request_id))
    return Outcome(change, Status.APPLIED, mutation.request_id)
