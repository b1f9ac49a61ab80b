"""Resources of one kind with the changes of a request on top; nothing is kept until `commit`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Overlay(Generic[T]):
    """Resources by id.

    Args:
        kept: what is there before the request; changed by `commit` only.
    """

    def __init__(self, kept: dict[int, T]) -> None:
        self._kept = kept
        self._changed: dict[int, T] = {}

    def get(self, number: int) -> T | None:
        """A resource as changed so far, None if there is none."""
        return self._changed.get(number) or self._kept.get(number)

    def values(self) -> Iterator[T]:
        """Every resource as changed so far."""
        return iter((self._kept | self._changed).values() if self._changed else self._kept.values())

    def put(self, number: int, item: T) -> None:
        """Add or replace a resource."""
        self._changed[number] = item

    def changes(self) -> Iterator[tuple[int, T | None, T]]:
        """Id, before and after of each resource that was put."""
        for number, item in self._changed.items():
            yield number, self._kept.get(number), item

    def commit(self) -> None:
        """Make the changes real."""
        self._kept.update(self._changed)
