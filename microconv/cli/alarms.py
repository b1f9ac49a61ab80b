"""Calls that are due after a while, by one thread for all of them: a thread for each client of a thousand costs more
than its plan.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import NamedTuple


class _Alarm(NamedTuple):
    """The time at which a call is due, of the monotonic clock in seconds, and the call."""

    at: float
    call: Callable[[], None]


class Alarms:
    """Calls to be made later, unless they are cancelled before. Safe from several threads.

    The thread that makes them is a daemon; it is begun with the first alarm, and ends when none is left.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._set: dict[int, _Alarm] = {}
        self._last = 0
        self._wakes: float | None = None
        self._running = False

    def after(self, seconds: float, call: Callable[[], None]) -> int:
        """Have `call` called after some seconds. Returns a number by which it is cancelled."""
        with self._changed:
            self._last += 1
            at = time.monotonic() + seconds
            self._set[self._last] = _Alarm(at, call)
            if not self._running:
                self._begin()
            elif self._wakes is not None and at < self._wakes:
                self._changed.notify()
            return self._last

    def cancel(self, number: int) -> None:
        """Make a call no more; nothing happens where it was made."""
        with self._changed:
            self._set.pop(number, None)

    def _begin(self) -> None:
        self._running = True
        threading.Thread(target=self._run, name="microconv-alarms", daemon=True).start()

    def _run(self) -> None:
        while (call := self._next()) is not None:
            made = False
            try:
                call()
                made = True
            finally:
                if not made:  # this thread ends with the error; another one goes on
                    self._begin()

    def _next(self) -> Callable[[], None] | None:
        """The next call, once it is due; None where none is left."""
        with self._changed:
            while self._set:
                number, alarm = min(self._set.items(), key=lambda item: item[1].at)
                left = alarm.at - time.monotonic()
                if left <= 0:
                    del self._set[number]
                    return alarm.call
                self._wakes = alarm.at
                self._changed.wait(left)
                self._wakes = None
            self._running = False
            return None
