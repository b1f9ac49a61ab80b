"""The live objects in the words of plans, found by what a change is about."""

from __future__ import annotations

from collections.abc import Iterable

from microconv.core.bidding.goals import names_after
from microconv.core.plan import Change
from microconv.core.resource import Address, Live, Standing


class LiveIndex:
    """Live objects by id and by address, as plans call them. Made once, and asked for any number of changes."""

    def __init__(self, live: Iterable[Live]) -> None:
        objects = list(live)
        names = names_after(objects, {})
        self.by_id: dict[str, Live] = {item.id: names.presented(item) for item in objects}
        self._by_address: dict[Address, Live] = {}
        for item in self.by_id.values():
            if item.standing not in {Standing.REMOVED, Standing.OTHER_OWNER}:
                self._by_address.setdefault(item.address, item)

    def __bool__(self) -> bool:
        return bool(self.by_id)

    def of(self, change: Change) -> Live | None:
        """The object that a change is about: by its id, or, while it has none, by its address. None: not there."""
        if not change.id:
            return self._by_address.get(change.address)
        item = self.by_id.get(change.id)
        return None if item is None or item.standing is Standing.REMOVED else item
