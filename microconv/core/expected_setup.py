"""The objects of an account as they should be: as they were read, and then as what was done since left them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from microconv.core.plan import Action, AttributeChange, Change
from microconv.core.resource import Address, Live
from microconv.core.schema import ResourceType, Settable
from microconv.core.send_to import arrived
from microconv.core.value import Scalar, State


class Deed(NamedTuple):
    """A change that was done between two readings; `sure` is false where it may not have happened.

    made: the resource name of what it made, where that is known.
    """

    change: Change
    sure: bool = True
    made: str = ""


@dataclass
class _Object:
    """An object as it should be.

    state: the values that each attribute may have, the likeliest last.
    there: None where it is not known.
    between: what somebody else must have changed before a run changed it again.
    """

    address: Address
    state: dict[str, list[Scalar]]
    there: bool | None = True
    between: list[AttributeChange] = field(default_factory=list)


class ExpectedObjects:
    """The objects of one type as they should be: as they were read, and then what was done to them."""

    def __init__(self, kind: ResourceType, before: dict[str, Live]) -> None:
        self._kind = {item.name: item for item in kind.attributes if item.settable is not Settable.NEVER}
        self._objects = {
            id_: _Object(live.address, {name: [value] for name, value in live.state.items()})
            for id_, live in before.items()
        }
        self._by_number = {_number(id_): item for id_, item in self._objects.items()}
        self._unnumbered: list[_Object] = []  # what was made, and nobody told its id

    def carry_out(self, deed: Deed) -> None:
        """Do to the objects what a change did, or may have done."""
        change = deed.change
        if change.action is Action.CREATE:
            self._make(deed)
            return
        known = self._of(change)
        if known is None:
            return
        if change.action is Action.REMOVE:
            known.there = False if deed.sure else None
            return
        for item in change.attributes:
            values = known.state.get(item.name, [])
            if deed.sure and values and not self._among(item.name, item.before, values):
                known.between.append(AttributeChange(item.name, values[-1], item.before))
            known.state[item.name] = [item.after] if deed.sure else [*values, item.before, item.after]

    def _make(self, deed: Deed) -> None:
        change = deed.change
        state = {item.name: [item.after] for item in change.attributes}
        made = _Object(change.address, state, True if deed.sure else None)
        if deed.made:
            self._objects[deed.made] = self._by_number[_number(deed.made)] = made
        else:
            self._unnumbered.append(made)

    def _of(self, change: Change) -> _Object | None:
        known = self._objects.get(change.id) or self._by_number.get(_number(change.id)) if change.id else None
        if known is not None:
            return known
        named = [one for one in self._unnumbered if one.address.name == change.address.name]
        if not named and not change.id:
            named = [one for one in self._objects.values() if one.address.name == change.address.name]
        return named[-1] if named else None

    def _among(self, name: str, value: Scalar, values: Sequence[Scalar]) -> bool:
        attribute = self._kind.get(name)
        return attribute is None or any(attribute.alike(value, one) or arrived(value, one) for one in values)

    def differing(self, after: dict[str, Live]) -> Iterator[Change]:
        """The objects that are not as they should be."""
        self._number(after)
        for id_, live in after.items():
            known = self._objects.get(id_)
            if known is None or known.there is False:
                yield Change(Action.CREATE, live.address, (), tuple(self._content(live.state)), id_)
                continue
            attributes = (*known.between, *self._attributes(known, live.state))
            if attributes:
                yield Change(Action.UPDATE, live.address, (), attributes, id_)
        for id_, known in self._objects.items():
            if id_ not in after and known.there:
                yield Change(Action.REMOVE, known.address, (), (), id_)
        for known in self._unnumbered:
            if known.there:
                yield Change(Action.REMOVE, known.address, (), ())

    def _number(self, after: dict[str, Live]) -> None:
        """Find what was made among what is there: by its name; one that has another name now, by all else."""
        for by_name in (True, False):
            for made in tuple(self._unnumbered):
                free = [id_ for id_ in after if id_ not in self._objects or self._objects[id_].there is False]
                ids = [
                    id_
                    for id_ in free
                    if (after[id_].address.name == made.address.name) == by_name
                    and (by_name or self._renamed(made, after[id_].state))
                ]
                if ids:
                    best = min(ids, key=lambda id_: len(list(self._attributes(made, after[id_].state))))
                    self._objects[best] = made
                    self._unnumbered.remove(made)

    def _renamed(self, made: _Object, state: State) -> bool:
        return {item.name for item in self._attributes(made, state)} == {"name"}

    def _attributes(self, known: _Object, state: State) -> Iterator[AttributeChange]:
        """The attributes that are not as they should be. Of those of a new object that nobody set nothing is said."""
        for name in self._kind:
            values = known.state.get(name)
            if values and name in state and not self._among(name, state[name], values):
                yield AttributeChange(name, values[-1], state[name])

    def _content(self, state: State) -> Iterator[AttributeChange]:
        for name in self._kind:
            value = state.get(name)
            if value is not None and value != ():
                yield AttributeChange(name, None, value)


def _number(id_: str) -> str:
    """A resource name without its account: that of an owner's action begins with either account's number."""
    return "/".join(id_.rsplit("/", 2)[-2:])
