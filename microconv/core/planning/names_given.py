"""The names that a plan gives to what it changes."""

from __future__ import annotations

from collections.abc import Iterable

from microconv.core.kinds import ACTION, CUSTOM_GOAL
from microconv.core.plan import Action, Change


def names_of(changes: Iterable[Change]) -> tuple[tuple[str, str, str], ...]:
    """The (type, name, id) of what changes and can be referred to, under the names that the plan gives."""
    return tuple(
        (change.address.type, change.address.name, change.id)
        for change in changes
        if change.id and change.address.type in {ACTION, CUSTOM_GOAL} and change.action is not Action.REMOVE
    )
