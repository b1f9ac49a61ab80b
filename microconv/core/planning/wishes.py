"""Wishes of several clients for the objects of an account that they share, those of the same value together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from microconv.core.client import Client
from microconv.core.conversion import GA4_IMPORT
from microconv.core.kinds import KEY_EVENT, OWNED
from microconv.core.planning.desired import desired
from microconv.core.planning.owner_words import GONE, Want
from microconv.core.resource import Address, Desired
from microconv.core.schema import ResourceType
from microconv.core.value import Scalar, same

SHARED = OWNED | {KEY_EVENT}
"""The types of which several clients of a run may have the same objects."""

Key = tuple[str, Address, str]
"""An account, an object in it, and the name of an attribute."""


class Against(NamedTuple):
    """A wish, and another one that contradicts it. `both`: neither client has been told of it."""

    one: Want
    other: Want
    both: bool


class Wishes:
    """Takes wishes in the order of the clients."""

    def __init__(self) -> None:
        self._groups: dict[Key, list[list[Want]]] = {}

    def add(self, key: Key, want: Want) -> Iterator[Against]:
        """The contradictions of a new wish: each client that wants otherwise is in one of them at least."""
        groups = self._groups.setdefault(key, [])
        own = next((group for group in groups if same(group[0].value, want.value)), None)
        for group in groups:
            if own is None:
                yield from (Against(earlier, want, both=earlier is group[0]) for earlier in group)
            elif group is not own:
                yield Against(want, group[0], both=False)
        if own is None:
            groups.append(own := [])
        own.append(want)

    def of(self, place: str, address: Address, name: str) -> Iterator[Want]:
        """The earliest wish for an attribute; of what is removed, for any of the object's."""
        for key, groups in self._groups.items():
            if key[:2] == (place, address) and name in {key[2], GONE}:
                yield groups[0][0]
                return


def wished(types: Iterable[ResourceType], client: Client) -> Iterator[tuple[Desired, str, Scalar]]:
    """The objects that a config wants, with each attribute; not imports from GA4, which are others in each property."""
    for item in desired(types, client):
        conversion = client.by_name.get(item.conversion)
        if conversion is not None and conversion.source == GA4_IMPORT:
            continue
        for name, value in item.state.items():
            yield item, name, value
