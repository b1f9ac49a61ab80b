"""Waiting until a process that runs an emulator is asked to end."""

from __future__ import annotations

import signal
import time

_LOOK_SECONDS = 0.05


class Stop:
    """From its making on, SIGTERM and SIGINT do not end the process but end `wait`. Only for the main thread.

    No lock or event: a signal may arrive while the main thread holds the lock that a handler would have to take.
    """

    def __init__(self) -> None:
        self._asked = False
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: self.ask())

    def ask(self) -> None:
        """Let `wait` end; from any thread."""
        self._asked = True

    def wait(self) -> None:
        """Return when it was asked for, be it before."""
        while not self._asked:
            time.sleep(_LOOK_SECONDS)
