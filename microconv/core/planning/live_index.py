"""The live objects in the words of plans, found by what a change is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from microconv.core.bidding.goals import names_after
from microconv.core.kinds import DOUBLED
from microconv.core.plan import Action, AttributeChange, Change
from microconv.core.resource import Address, Live, Standing
from microconv.core.value import Scalar, same


class LiveIndex:
    """Live objects by id and by address, as plans call them. Made once, and asked for any number of changes."""

    def __init__(self, live: Iterable[Live]) -> None:
        objects = list(live)
        names = names_after(objects, {})
        self.by_id: dict[str, Live] = {item.id: names.presented(item) for item in objects}
        self._by_address: dict[Address, list[Live]] = {}
        for item in self.by_id.values():
            if item.standing not in {Standing.REMOVED, Standing.OTHER_OWNER}:
                self._by_address.setdefault(item.address, []).append(item)

    def __bool__(self) -> bool:
        return bool(self.by_id)

    def of(self, change: Change) -> Live | None:
        """The object that a change is about: by its id, or, while it has none, by its address. None: not there.

        Of several that have one address it is the one that is as the change makes it.
        """
        if not change.id:
            there = self._by_address.get(change.address, ())
            if len(there) > 1 and change.address.type in DOUBLED and change.attributes:
                return self.equal(change)
            return next(iter(there), None)
        item = self.by_id.get(change.id)
        return None if item is None or item.standing is Standing.REMOVED else item

    def equal(self, change: Change) -> Live | None:
        """The object with the address of a change that is as the change makes it."""
        wanted = [(item.name, item.after) for item in change.attributes]
        there = self._by_address.get(change.address, ())
        return next((item for item in there if all(same(item.state.get(name), one) for name, one in wanted)), None)

    def there(self, address: Address, state: Mapping[str, Scalar]) -> Live | None:
        """The object at an address; where one address can have several, the one that is in this state."""
        attributes = tuple(AttributeChange(name, None, value) for name, value in state.items())
        change = Change(Action.CREATE, address, (), attributes)
        return self.equal(change) if address.type in DOUBLED else self.of(change)
