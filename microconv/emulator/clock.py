"""The emulator's own clock: it starts where the seed says, runs with real time, and can be moved forward."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta


class Clock:
    """A clock that tests can advance.

    start: the aware time it starts at; None for the real time now.

    Raises ValueError if `start` has no time zone.
    """

    def __init__(self, start: datetime | None = None) -> None:
        self._start = datetime.now(UTC)
        self._zero = time.monotonic()
        self._advanced = timedelta()
        self._advances = 0
        self._spared = timedelta()
        self.restart(start)

    @property
    def advances(self) -> int:
        """The number of times it was set or moved."""
        return self._advances

    def restart(self, start: datetime | None = None) -> None:
        """Set the clock to `start` (None: the real time now) and forget every advance."""
        if start is not None and start.tzinfo is None:
            raise ValueError("the clock needs a time with a time zone")
        self._start = (start or datetime.now(UTC)).astimezone(UTC)
        self._zero = time.monotonic()
        self._advanced = timedelta()
        self._advances += 1
        self._spared = timedelta()

    def now(self) -> datetime:
        """The emulated time, aware, in UTC."""
        return self._start + self._advanced + timedelta(seconds=time.monotonic() - self._zero)

    def advance(self, delta: timedelta, *, spare_tokens: bool = False) -> datetime:
        """Move the clock forward and return the new time.

        delta: by how much.
        spare_tokens: access tokens do not age by it (see `TokenClock`).

        Raises ValueError if `delta` is negative; time does not run backwards.
        """
        if delta < timedelta():
            raise ValueError("a clock cannot be moved backwards")
        self._advanced += delta
        self._advances += 1
        if spare_tokens:
            self._spared += delta
        return self.now()

    @property
    def unspared(self) -> timedelta:
        """The sum of the advances since the last restart that did not spare the tokens."""
        return self._advanced - self._spared


class TokenClock(Clock):
    """The time by which access tokens age: real time, and the advances of another clock that do not spare them.

    A client's library renews a token when it is old by real time, and knows nothing of an emulator's clock. If tokens
    aged by every advance and every restart, running clients would be refused then, as none is by the real service.

    clock: the other one.
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock

    def now(self) -> datetime:
        """The time now; only differences of such times mean anything."""
        return super().now() + self._clock.unspared
