"""Sending a request again, where that is safe.

A read can always be repeated. A write is repeated only where the API's answer says for certain that nothing was done;
where that is open, the reconciler reads before it decides. What an answer means is each provider's table.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from microconv.core.errors import ApiError, UnclearError
from microconv.providers.backoff import Backoff

Answer = TypeVar("Answer")


def _silent(error: ApiError, pause_s: float) -> None:
    """Tell nobody."""


def _wait(seconds: float) -> None:
    """Sleep."""
    time.sleep(seconds)


def _anyway(error: ApiError) -> None:
    """Send it again."""


@dataclass(frozen=True, slots=True)
class Retrying:
    """Repeats requests. `sleep` and `chance` are replaced in tests; `notify` hears of every pause."""

    backoff: Backoff = field(default_factory=Backoff)
    sleep: Callable[[float], None] = field(default_factory=lambda: _wait)
    chance: Callable[[], float] = random.random
    notify: Callable[[ApiError, float], None] = _silent

    def call(self, run: Callable[[], Answer], *, writing: bool, again: Callable[[ApiError], None] = _anyway) -> Answer:
        """The answer of `run`, which raises ApiError. Raises the last error when backoff is at its end.

        `again` is told of the error after each pause, right before the request is sent again, and may raise instead.
        """
        attempt, spent = 1, 0.0
        while True:
            try:
                return run()
            except ApiError as error:
                if not may_repeat(error, writing=writing):
                    raise
                pause = self.backoff.pause(attempt, spent, error.retry_after_s, self.chance())
                if pause is None:
                    raise
                self.notify(error, pause)
                self.sleep(pause)
                again(error)
                spent += pause
                attempt += 1


def may_repeat(error: ApiError, *, writing: bool) -> bool:
    """True where a request that ended in `error` may be sent again as it is."""
    return error.repeatable or (isinstance(error, UnclearError) and not writing)
