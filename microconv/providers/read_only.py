"""The part of an official client that cannot write: a few of its methods, and no way to the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from microconv.core.errors import ReadOnlyError


class ReadOnly:
    """The methods of an official client that are named, and nothing else of it.

    Whatever else is asked for raises ReadOnlyError. The client itself is held by closures alone: no attribute leads to
    it. `title` is what the client is called in that error.
    """

    __slots__ = ("_methods", "_title")

    def __init__(self, client: Any, methods: Iterable[str], title: str) -> None:
        self._title = title
        self._methods = {name: _closed(getattr(client, name)) for name in methods}

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):
            raise AttributeError(name)  # what Python itself looks for, as copy and pickle do
        try:
            return self._methods[name]
        except KeyError:
            raise refused(f"{self._title}.{name}") from None

    def __dir__(self) -> list[str]:
        return sorted(self._methods)


def refused(what: str) -> ReadOnlyError:
    """The error for something that does not only read."""
    return ReadOnlyError(
        f"{what}: this connection can only read", hint="this is a mistake in microconv; nothing was sent"
    )


def _closed(method: Callable[..., Any]) -> Callable[..., Any]:
    """The method as a plain function: it has no `__self__` that leads to its client."""

    def call(*args: Any, **kwargs: Any) -> Any:
        return method(*args, **kwargs)

    return call
