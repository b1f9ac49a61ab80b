"""Ours or not: decided before the diff, and nowhere else.

Nothing that is neither named in the config nor carries the prefix is ever in a change.
"""

from __future__ import annotations

import enum

from microconv.core import naming
from microconv.core.client import Client
from microconv.core.kinds import PREFIXED
from microconv.core.resource import Live


class Scope(enum.StrEnum):
    """The scope of a live object."""

    LISTED = "listed"
    UNLISTED = "unlisted"
    NOT_OURS = "not ours"


def scope(live: Live, client: Client, *, listed: bool, mentioned: frozenset[str] = frozenset()) -> tuple[Scope, str]:
    """Whose `live` is, and why. `listed` says that a declaration of the config was matched with it.

    `mentioned` are names that the config speaks of without declaring an object of this type.
    """
    if live.standing.never_ours:
        return Scope.NOT_OURS, _why_never(live)
    if listed:
        return Scope.LISTED, "listed in the config"
    if live.standing.ours_when_listed:
        return Scope.NOT_OURS, f"{live.standing.value}, and not in the config"
    if live.address.name in mentioned:
        return Scope.NOT_OURS, "the config lists its conversion, but says nothing of this"
    if live.address.type in PREFIXED and naming.is_micro(live.address.name, client.prefix):
        return Scope.UNLISTED, f"has the prefix {client.prefix} and is not in the config"
    if live.address.type not in PREFIXED:
        return Scope.NOT_OURS, "not in the config"
    return Scope.NOT_OURS, f"not in the config, and without the prefix {client.prefix}"


def _why_never(live: Live) -> str:
    if live.owner:
        return f"{live.standing.value} ({live.owner})"
    return live.standing.value
