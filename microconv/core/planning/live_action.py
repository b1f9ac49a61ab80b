"""The live actions that the conversions of a config are, as plans find them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from microconv.core.client import Client
from microconv.core.conversion import Conversion
from microconv.core.kinds import ACTION
from microconv.core.planning.desired import desired
from microconv.core.planning.diff import diff
from microconv.core.resource import Live, Standing, of_type
from microconv.core.schema import ResourceType


class LiveActions:
    """The live actions of a client's conversions. Compared once, and asked for any number of conversions."""

    def __init__(self, types: Sequence[ResourceType], client: Client, live: Iterable[Live]) -> None:
        kind = next(kind for kind in types if kind.name == ACTION)
        actions = of_type(live, ACTION)
        wanted = [item for item in desired([kind], client) if item.address.type == ACTION]
        self._declared = diff(kind, wanted, actions, client).matched
        self._namesakes: dict[str, Live] = {}
        for item in sorted(actions, key=lambda item: (item.standing is Standing.REMOVED, item.id)):
            self._namesakes.setdefault(item.address.name, item)

    def declared(self, conversion: Conversion) -> Live | None:
        """The live action that the config's conversion is found to be, as plans find it."""
        return self._declared.get(conversion.name)

    def of(self, conversion: Conversion) -> Live | None:
        """The declared action, or else one that only has its name: of another account, Google's own, or removed."""
        ours = self.declared(conversion)
        if ours is not None or conversion.source is None:
            return ours
        return self._namesakes.get(conversion.name)
