"""The live action that a conversion of a config is, as plans find it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from microconv.core.client import Client
from microconv.core.conversion import Conversion
from microconv.core.kinds import ACTION
from microconv.core.planning.desired import desired
from microconv.core.planning.diff import diff
from microconv.core.resource import Live, Standing, of_type
from microconv.core.schema import ResourceType


def declared_action(
    types: Sequence[ResourceType], client: Client, conversion: Conversion, live: Iterable[Live]
) -> Live | None:
    """The live action that the config's conversion is found to be, as plans find it."""
    kind = next(kind for kind in types if kind.name == ACTION)
    wanted = [item for item in desired([kind], client) if item.address.type == ACTION]
    return diff(kind, wanted, of_type(live, ACTION), client).matched.get(conversion.name)


def live_action(
    types: Sequence[ResourceType], client: Client, conversion: Conversion, live: Iterable[Live]
) -> Live | None:
    """The declared action, or else one that only has its name: of another account, Google's own, or removed."""
    live = list(live)
    ours = declared_action(types, client, conversion, live)
    if ours is not None or conversion.source is None:
        return ours
    namesakes = [item for item in of_type(live, ACTION) if item.address.name == conversion.name]
    return min(namesakes, key=lambda item: (item.standing is Standing.REMOVED, item.id), default=None)
