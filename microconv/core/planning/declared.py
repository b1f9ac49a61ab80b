"""The live objects that the conversions of a config declare."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from microconv.core.client import Client
from microconv.core.frozen import FrozenDict
from microconv.core.kinds import ACTION
from microconv.core.planning.desired import desired
from microconv.core.planning.diff import diff
from microconv.core.resource import Reading, of_type
from microconv.core.schema import ResourceType


def declared_actions(types: Iterable[ResourceType], client: Client, readings: Sequence[Reading]) -> Mapping[str, str]:
    """The numbers of the conversion actions, by the conversion's name, as a plan finds them."""
    live = [item for reading in readings for item in reading.resources]
    numbers: dict[str, str] = {}
    for kind in types:
        if kind.name == ACTION:
            matched = diff(kind, desired([kind], client), of_type(live, kind.name), client).matched
            numbers |= {name: item.id.rpartition("/")[2] for name, item in matched.items() if name}
    return FrozenDict(numbers)
