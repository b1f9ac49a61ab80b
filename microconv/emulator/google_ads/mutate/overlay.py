"""Resources of one kind with the changes of a request on top; nothing is kept until `commit`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Overlay(Generic[T]):
    """Resources by id.

    kept: what is there before the request; changed by `commit` only.
    name: the name that a resource keeps others from having, None if it keeps none.
    """

    def __init__(self, kept: dict[int, T], name: Callable[[T], str | None]) -> None:
        self._kept = kept
        self._changed: dict[int, T] = {}
        self._name = name
        self._names: dict[str, int] | None = None

    def get(self, number: int) -> T | None:
        """A resource as changed so far, None if there is none."""
        return self._changed.get(number) or self._kept.get(number)

    def values(self) -> Iterator[T]:
        """Every resource as changed so far."""
        return iter((self._kept | self._changed).values() if self._changed else self._kept.values())

    def holder(self, name: str) -> int | None:
        """The id of the resource that has a name."""
        if self._names is None:
            self._names = {}
            for number, item in (self._kept | self._changed).items():
                self._note(number, item)
        return self._names.get(name)

    def put(self, number: int, item: T) -> None:
        """Add or replace a resource."""
        before = self.get(number)
        self._changed[number] = item
        if self._names is not None:
            old = None if before is None else self._name(before)
            if old is not None and self._names.get(old) == number:
                del self._names[old]
            self._note(number, item)

    def _note(self, number: int, item: T) -> None:
        name = self._name(item)
        if name is not None and self._names is not None:
            self._names.setdefault(name, number)

    def changes(self) -> Iterator[tuple[int, T | None, T]]:
        """Id, before and after of each resource that was put."""
        for number, item in self._changed.items():
            yield number, self._kept.get(number), item

    def commit(self) -> None:
        """Make the changes real."""
        self._kept.update(self._changed)
