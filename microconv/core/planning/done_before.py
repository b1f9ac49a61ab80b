"""Clients that a resumed run has done and plans again, as another one of the run may undo what they did."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from microconv.core.client import Client, Unlisted
from microconv.core.kinds import OWNED, provider_of
from microconv.core.planning.wishes import SHARED, wished
from microconv.core.resource import Address
from microconv.core.schema import ResourceType
from microconv.core.value import Scalar, same

_ADS = provider_of(next(iter(OWNED)))
_MANAGING, _ANY = (_ADS, "managing"), (_ADS, "any")
"""Clients that manage the conversions of a manager account, and all: which account that is, only a plan tells."""

Key = tuple[str, str]
"""A provider and an account, or one of the two above."""


def planned_again(
    types: Iterable[ResourceType],
    left: Sequence[Client],
    done: Sequence[Client],
    accounts: Callable[[Client], Iterable[Key]],
) -> tuple[Client, ...]:
    """The clients of `done` whose configs contradict one of `left` in an account that both may change.

    `accounts` gives the (provider, account) pairs of a client. Configs alone are compared: whether a client is indeed
    refused is for the plans to tell.
    """
    kinds = [kind for kind in types if kind.name in SHARED]
    groups: dict[Key, list[Client]] = {}
    for client in left:
        joined = [*accounts(client), _ANY, *([_MANAGING] if client.accounts.manage_owner else [])]
        for key in joined:
            groups.setdefault(key, []).append(client)
    made: dict[Key, _Wishes] = {}

    def contradicted(client: Client) -> bool:
        looked_at = [*accounts(client), _MANAGING, *([_ANY] if client.accounts.manage_owner else [])]
        for key in looked_at:
            if key not in groups:
                continue
            if key not in made:
                made[key] = _Wishes(kinds, key, groups[key])
            if made[key].contradict(client):
                return True
        return False

    return tuple(client for client in done if contradicted(client))


class _Wishes:
    """The wishes of clients for one account."""

    def __init__(self, kinds: Sequence[ResourceType], key: Key, clients: Sequence[Client]) -> None:
        self._kinds = [kind for kind in kinds if provider_of(kind.name) == key[0]]
        self._values: dict[tuple[Address, str], list[Scalar]] = {}
        self._listed: set[Address] = set()
        self._kept: set[Address] | None = None
        for client in clients:
            listed = set()
            for address, name, value in self._of(client):
                listed.add(address)
                values = self._values.setdefault((address, name), [])
                if not any(same(one, value) for one in values):
                    values.append(value)
            self._listed |= listed
            if client.unlisted is not Unlisted.KEEP:
                self._kept = listed if self._kept is None else self._kept & listed

    def contradict(self, client: Client) -> bool:
        """True where a client wants another value, or one of both takes away what the other lists."""
        listed = set()
        for address, name, value in self._of(client):
            listed.add(address)
            if any(not same(one, value) for one in self._values.get((address, name), ())):
                return True
        if self._kept is not None and listed - self._kept:
            return True
        return client.unlisted is not Unlisted.KEEP and bool(self._listed - listed)

    def _of(self, client: Client) -> Iterator[tuple[Address, str, Scalar]]:
        for item, name, value in wished(self._kinds, client):
            yield item.address, name, value
