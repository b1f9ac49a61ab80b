"""Whoever hears how each client of a run has ended."""

from __future__ import annotations

from typing import Any, Protocol


class Ends(Protocol):
    """Hears of the ends of a run, in the order of its tasks."""

    def ended(self, task: Any, code: int, seconds: float = 0.0) -> None:
        """A client has ended with an exit code, `seconds` after it was begun. Raises JournalError."""
