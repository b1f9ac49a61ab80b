"""Operations and requests that a piece of work has sent, by API: counted where they are sent, whoever asks."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from microconv.core.errors import QuotaSpentError


class Spending:
    """The amounts sent so far, by API. Safe for several threads.

    `short` is the error of the first request that the quota of the day did not allow, also where nobody let it through.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.short: QuotaSpentError | None = None
        self._sent: dict[str, int] = {}

    def add(self, api: str, amount: int) -> None:
        """Count `amount` more."""
        with self._lock:
            self._sent[api] = self._sent.get(api, 0) + amount

    @property
    def sent(self) -> Mapping[str, int]:
        """The amounts sent, by API; what was not asked at all is left out."""
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


def spent(error: QuotaSpentError) -> QuotaSpentError:
    """The error, told to whoever counts."""
    own = _SPENDING.get()
    if own is not None and own.short is None:
        own.short = error
    return error


def spend(api: str, amount: int) -> None:
    """Count what is about to be sent, for whoever counts."""
    own = _SPENDING.get()
    if own is not None:
        own.add(api, amount)
