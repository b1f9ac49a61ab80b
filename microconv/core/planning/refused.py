"""Changes without what an API is known to refuse."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from microconv.core.plan import Change, action_of

Refused = Mapping[str, Collection[str]]
"""Attributes that Google is known to let nobody change, by the id of their action."""


def allowed(change: Change, refused: Refused) -> list[Change]:
    """The change without what is refused; nothing where nothing is left."""
    out = refused.get(change.id, ())
    if not out:
        return [change]
    rest = tuple(item for item in change.attributes if item.name not in out)
    return [replace(change, attributes=rest, action=action_of(rest))] if rest else []
