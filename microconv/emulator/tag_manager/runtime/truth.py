"""Answers of three kinds: yes, no, and not modelled, which is never taken for a no."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Unmodelled(NamedTuple):
    """An answer that the simulation does not have. `reason` says what it lacks."""

    reason: str


Truth = bool | Unmodelled


def all_of(answers: Iterable[Truth]) -> Truth:
    """Yes where all are; no where one is no, whatever the others; otherwise the first that is not modelled."""
    unmodelled: Unmodelled | None = None
    for answer in answers:
        if isinstance(answer, Unmodelled):
            unmodelled = unmodelled or answer
        elif not answer:
            return False
    return True if unmodelled is None else unmodelled


def any_of(answers: Iterable[Truth]) -> Truth:
    """Yes where one is; otherwise the first that is not modelled; otherwise no."""
    unmodelled: Unmodelled | None = None
    for answer in answers:
        if isinstance(answer, Unmodelled):
            unmodelled = unmodelled or answer
        elif answer:
            return True
    return False if unmodelled is None else unmodelled


def negated(answer: Truth) -> Truth:
    """The opposite; what is not modelled stays so."""
    return answer if isinstance(answer, Unmodelled) else not answer
