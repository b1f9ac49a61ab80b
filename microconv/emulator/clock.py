"""The emulator's own clock: it starts where the seed says, runs with real time, and can be moved forward."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta


class Clock:
    """A clock that tests can advance.

    Args:
        start: the aware time it starts at; None for the real time now.

    Raises:
        ValueError: `start` has no time zone.
    """

    def __init__(self, start: datetime | None = None) -> None:
        self._start = datetime.now(UTC)
        self._zero = time.monotonic()
        self._advanced = timedelta()
        self._advances = 0
        self.restart(start)

    @property
    def advances(self) -> int:
        """How often it was set or moved; another number tells that it was."""
        return self._advances

    def restart(self, start: datetime | None = None) -> None:
        """Set the clock to `start` (None: the real time now) and forget every advance."""
        if start is not None and start.tzinfo is None:
            raise ValueError("the clock needs a time with a time zone")
        self._start = (start or datetime.now(UTC)).astimezone(UTC)
        self._zero = time.monotonic()
        self._advanced = timedelta()
        self._advances += 1

    def now(self) -> datetime:
        """The emulated time, aware, in UTC."""
        return self._start + self._advanced + timedelta(seconds=time.monotonic() - self._zero)

    def advance(self, delta: timedelta) -> datetime:
        """Move the clock forward and return the new time.

        Raises:
            ValueError: `delta` is negative; time does not run backwards.
        """
        if delta < timedelta():
            raise ValueError("a clock cannot be moved backwards")
        self._advanced += delta
        self._advances += 1
        return self.now()
