"""Operations and requests that a piece of work has sent, by API: counted where they are sent, whoever asks."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar


class Spending:
    """What was sent so far, by API. Safe for several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sent: dict[str, int] = {}

    def add(self, api: str, amount: int) -> None:
        """Count `amount` more."""
        with self._lock:
            self._sent[api] = self._sent.get(api, 0) + amount

    @property
    def sent(self) -> Mapping[str, int]:
        """What was sent, by API; what was not asked at all is left out."""
        with self._lock:
            return dict(self._sent)


_SPENDING: ContextVar[Spending | None] = ContextVar("microconv.spending", default=None)


@contextmanager
def counted() -> Iterator[Spending]:
    """Count what is sent in the block, in this thread and in those that run in a copy of its context.

    A block around it does not count that.
    """
    own = Spending()
    before = _SPENDING.set(own)
    try:
        yield own
    finally:
        _SPENDING.reset(before)


def spend(api: str, amount: int) -> None:
    """Count what is about to be sent, for whoever counts."""
    own = _SPENDING.get()
    if own is not None:
        own.add(api, amount)
