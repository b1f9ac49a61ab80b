"""The order of tasks: what shares an account goes one after another, all else side by side."""

from __future__ import annotations

import heapq
from collections.abc import Hashable, Sequence
from typing import Any

from microconv.providers.registry import pairs


def keys_of(task: Any) -> frozenset[Hashable]:
    """The accounts that a task needs for itself: those of its client, and what it names as `shared`.

    A task without a client needs none.
    """
    client = getattr(task, "client", None)
    own = () if client is None else pairs(client.accounts)
    return frozenset((*own, *getattr(task, "shared", ())))


class Chains:
    """The task that may begin next, by its number: the first one whose accounts no task under way has.

    Tasks that share accounts, also by way of a third one, are a chain; each chain keeps the order of the tasks.
    """

    def __init__(self, tasks: Sequence[Any]) -> None:
        self._next: dict[int, int] = {}
        last: dict[int, int] = {}
        for number, chain in enumerate(_chain_of([keys_of(task) for task in tasks])):
            if chain in last:
                self._next[last[chain]] = number
            last[chain] = number
        later = {*self._next.values()}
        self._ready = [number for number in range(len(tasks)) if number not in later]

    def take(self) -> int | None:
        """The number of the next task; None while all that are left wait for tasks under way."""
        return heapq.heappop(self._ready) if self._ready else None

    def ended(self, number: int) -> None:
        """A task that was taken has ended: the one behind it may begin."""
        behind = self._next.pop(number, None)
        if behind is not None:
            heapq.heappush(self._ready, behind)


def _chain_of(keys: Sequence[frozenset[Hashable]]) -> list[int]:
    """The chain of each task, named by the number of a task in it."""
    parent = list(range(len(keys)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = number = parent[parent[number]]
        return number

    first: dict[Hashable, int] = {}
    for number, of_task in enumerate(keys):
        for key in of_task:
            parent[root(number)] = root(first.setdefault(key, number))
    return [root(number) for number in range(len(keys))]
