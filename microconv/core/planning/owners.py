"""Accounts of which several configs of one run manage the conversions: what is planned there is planned once.

That is a manager account whose conversions they share, or an account or property that several configs name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from microconv.core.client import Client
from microconv.core.errors import Refusal
from microconv.core.kinds import OWNED, provider_of
from microconv.core.plan import Action, Change, Plan
from microconv.core.planning.owner_words import GONE, Want, contradiction, planned_with
from microconv.core.planning.wishes import SHARED, Wishes, wished
from microconv.core.resource import Address
from microconv.core.schema import ResourceType
from microconv.core.value import Scalar, same


class Owners:
    """Takes the plans of a run in the order of its clients.

    conflicts: the reasons why clients whose configs want different things of one object must not be changed, by label.
    leaders: the clients with whose plans changes of a client are planned, by its label.
    """

    def __init__(
        self, types: Iterable[ResourceType], shared: Collection[tuple[str, str]] = (), *, managing: bool = False
    ) -> None:
        """Take the (provider, account) pairs that several clients of the run name.

        `managing`: one of them manages the conversions of a manager account. Which one, only its plan tells, so that
        every account of the run may be it.
        """
        self._types = [kind for kind in types if kind.name in SHARED]
        self._shared, self._managing = frozenset(shared), managing
        self._managers: set[str] = set()
        self._changes: dict[tuple[str, object], str] = {}
        self._wishes = Wishes()
        self._taken: dict[tuple[str, Address, str], Want] = {}
        self.conflicts: dict[str, list[Refusal]] = {}
        self.leaders: dict[str, frozenset[str]] = {}

    @property
    def possible(self) -> bool:
        """True where several clients of the run may change the same account."""
        return bool(self._shared) or self._managing

    def once(self, client: Client, plan: Plan) -> Plan:
        """The plan without the changes of a shared account that an earlier client's plan has already."""
        places = {name: place for name in SHARED if (place := self._place(plan, name))}
        if not places:
            return plan
        if plan.owner:
            self._managers.add(plan.owner)
        self._compare(client, plan, places)
        rest, leaders = [], dict[tuple[str, str], int]()
        for change in plan.changes:
            leader, place = client.label, places.get(change.address.type, "")
            if place:
                leader = self._changes.setdefault((place, content(change)), client.label)
            if leader == client.label:
                rest.append(change)
            else:
                leaders[leader, place] = leaders.get((leader, place), 0) + 1
        if not leaders:
            return plan
        self.leaders[client.label] = frozenset(leader for leader, _ in leaders)
        notes = [
            planned_with(leader, count, place, manager=place in self._managers)
            for (leader, place), count in leaders.items()
        ]
        return replace(plan, changes=tuple(rest), warnings=(*plan.warnings, *notes))

    def _place(self, plan: Plan, kind: str) -> str:
        """The account in which a plan has objects of a type; empty for one that no other client may have."""
        if kind in OWNED and plan.owner:
            return plan.owner
        provider = provider_of(kind)
        own = next((pair for pair in plan.accounts if pair[0] == provider), None)
        if own is None or not (own in self._shared or (self._managing and kind in OWNED)):
            return ""
        return own[1]

    def _compare(self, client: Client, plan: Plan, places: Mapping[str, str]) -> None:
        """Compare what a config wants, and what its plan takes away, with what earlier ones want and take."""
        for address, name, want in self._wanted(client):
            place = places.get(address.type, "")
            if not place:
                continue
            key = (place, address, name)
            for one, other, both in self._wishes.add(key, want):
                self._differ(place, address, name, one, other, both=both)
            for word in (name, GONE):
                if (taken := self._taken.get((place, address, word))) is not None:
                    self._differ(place, address, word, taken, want)
        for change in plan.changes:
            place = places.get(change.address.type, "")
            if place and not change.conversion:
                for name, value in _taken(change):
                    taken = Want(client.label, value, client.path)
                    self._taken.setdefault((place, change.address, name), taken)
                    for want in self._wishes.of(place, change.address, name):
                        self._differ(place, change.address, name, want, taken)

    def _wanted(self, client: Client) -> Iterator[tuple[Address, str, Want]]:
        for item, name, value in wished(self._types, client):
            yield item.address, name, Want(client.label, value, str(item.span or client.path))

    def _differ(self, place: str, address: Address, name: str, one: Want, other: Want, *, both: bool = True) -> None:
        if one.label == other.label or (name != GONE and same(one.value, other.value)):
            return
        refusal = contradiction(one, other, name, address, place, manager=place in self._managers)
        for label in (one.label, other.label) if both else (one.label,):
            if refusal not in self.conflicts.setdefault(label, []):
                self.conflicts[label].append(refusal)


def content(change: Change) -> tuple[object, ...]:
    """The content that a change would send, whatever it does to the bidding of one client."""
    return change.action, change.address, change.id, change.attributes


def _taken(change: Change) -> Iterator[tuple[str, Scalar]]:
    """The attributes that a plan takes from what its config does not list."""
    if change.action is Action.REMOVE:
        yield GONE, None
        return
    yield from ((item.name, item.after) for item in change.attributes)
