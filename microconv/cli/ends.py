"""Whoever hears how each client of a run has ended."""

from __future__ import annotations

from typing import Any, Protocol

from microconv.core.errors import MicroconvError
from microconv.core.text import Text


class Ends(Protocol):
    """Hears of the ends of a run, in the order of its tasks."""

    def ended(self, task: Any, code: int, seconds: float = 0.0) -> None:
        """A client has ended with an exit code, `seconds` after it was begun. Raises JournalError."""

    def failed(self, task: Any, error: MicroconvError) -> None:
        """A client has an error of its own, which is its end; `ended` follows."""

    def left_out(self, task: Any, reason: Text) -> None:
        """A client was not begun; nothing follows."""
