"""Update masks: required, in snake case, ``*`` for everything, unknown paths refused.

The field documentation asks for snake case ("Field names must be in snake case", UpdateKeyEventRequest), and a mask
over gRPC has the names of the proto. JSON spells a mask in lowerCamel, and tools report that this works over REST
against the real service (checked 2026-11-23); `transcoding` brings it into snake case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from microconv.emulator.ga4.errors import invalid
from microconv.emulator.transcoding import proto_field

if TYPE_CHECKING:
    from collections.abc import Iterable

    from google.protobuf.descriptor import Descriptor

EVERYTHING = "*"


def read_mask(paths: Iterable[str], resource: Descriptor) -> frozenset[str]:
    """The dotted snake-case paths of a mask over `resource`; ``{"*"}`` for the whole of it.

    Raises ApiError (INVALID_ARGUMENT) for an empty mask, ``*`` among other paths, or a path the resource does not have.
    """
    wanted = frozenset(path for path in paths if path)
    if not wanted:
        raise invalid("The update mask is required.", "update_mask")
    if wanted == {EVERYTHING}:
        return wanted
    if EVERYTHING in wanted:
        raise invalid("'*' must be the only path of an update mask.", "update_mask")
    for path in sorted(wanted):
        if not _has(resource, path):
            raise invalid(f"The update mask has the unknown path '{path}'.", "update_mask")
    return wanted


def _has(descriptor: Descriptor | None, path: str) -> bool:
    for part in path.split("."):
        field = None if descriptor is None else proto_field(descriptor, part)
        if field is None or (descriptor is not None and descriptor.full_name.startswith("google.protobuf.")):
            return False
        descriptor = None if field.is_repeated else field.message_type
    return True


def touches(mask: frozenset[str], *names: str) -> bool:
    """True if a mask names one of these fields, or everything."""
    return not mask.isdisjoint({EVERYTHING, *names})
