"""Finding the live objects that a config declares: by identity, by an earlier one, or by a name that is taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set

from microconv.core.ga4_import import name_identity
from microconv.core.resource import Desired, Live, Standing
from microconv.core.value import Scalar


class Matching:
    """The live objects of one type. Each can be claimed by one declaration."""

    def __init__(self, live: list[Live]) -> None:
        self._live = live
        self._by_identity: dict[str, list[Live]] = {}
        self._by_name: dict[str, list[Live]] = {}
        for item in sorted(live, key=lambda item: item.standing is Standing.HIDDEN):  # of two, the one in use
            if not item.standing.never_ours:
                self._by_identity.setdefault(item.identity, []).append(item)
            self._by_name.setdefault(item.address.name, []).append(item)
        self._claimed: set[int] = set()

    def claim(self, live: Live) -> None:
        """Mark an object as declared."""
        self._claimed.add(id(live))

    def unclaimed(self) -> Iterator[Live]:
        """The objects that nobody has declared."""
        return (item for item in self._live if id(item) not in self._claimed)

    def match(self, wanted: Desired, identities: Set[str]) -> Live | None:
        """The object that a declaration is about. `identities` are those of all declarations."""
        live = self._first(wanted.target.identity)
        if live is not None and id(live) not in self._claimed and _named(live) == wanted.target.named:
            return live
        for old in wanted.target.previously:
            live = self._first(old)
            if live is not None and old not in identities and id(live) not in self._claimed:
                return live
        return None

    def _first(self, identity: str) -> Live | None:
        return next(iter(self._by_identity.get(identity, ())), None)

    def match_one_of(self, wanted: Desired) -> Live | None:
        """The same for objects of which one identity can have several: the first that no other declaration is about."""
        there = self._by_identity.get(wanted.target.identity, ())
        return next((item for item in there if id(item) not in self._claimed), None)

    def match_equal(self, wanted: Desired, alike: Callable[[str, Scalar, Scalar], bool]) -> Live | None:
        """Of several objects of one identity the one that is as it is wanted; `alike` compares two values."""
        for item in self._by_identity.get(wanted.target.identity, ()):
            same = all(alike(name, item.state.get(name), value) for name, value in wanted.state.items())
            if same and id(item) not in self._claimed:
                return item
        return None

    def taken(self, wanted: Desired, matched: Live | None) -> Live | None:
        """The live object that already has the wanted name and cannot be the wanted one."""
        for other in self._by_name.get(wanted.address.name, ()):
            if other.standing not in {Standing.REMOVED, Standing.OTHER_OWNER} and other is not matched:
                return other
        return None

    def removed(self, name: str) -> bool:
        """True where an object with this name was removed."""
        return any(item.standing is Standing.REMOVED for item in self._by_name.get(name, ()))

    def all_of(self, identity: str) -> list[Live]:
        """Every object that goes by an identity and can be ours: there can be several, such as rules for one event."""
        return [item for item in self._live if item.identity == identity and not item.standing.never_ours]


def _named(live: Live) -> bool:
    """True where an object is found by its name. What Google imports is not, whatever anybody calls it."""
    return live.identity == name_identity(live.address.name)
