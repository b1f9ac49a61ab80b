"""Reasons not to begin a task. Gates are asked where tasks are ordered, before each one, and hear of every end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from microconv.core.text import NO_TEXT, Text

if TYPE_CHECKING:
    from microconv.fleet.finished import Finished


class Gate(Protocol):
    """Something that may keep tasks from being begun. Called by one thread only."""

    def against(self, task: Any) -> Text:
        """The reason why a task is not begun now, nor later in this run; NO_TEXT where nothing speaks against it."""

    def ended(self, finished: Finished[Any, Any]) -> None:
        """A task has ended, or was left out."""


INTERRUPTED = Text("the run was interrupted", "実行が中断されました")


class Interrupted:
    """Lets no task begin once a signal has come. `stop` tells whether one has."""

    def __init__(self, stop: Callable[[], bool]) -> None:
        self._stop = stop

    def against(self, task: Any) -> Text:
        """The reason, after a signal."""
        return INTERRUPTED if self._stop() else NO_TEXT

    def ended(self, finished: Finished[Any, Any]) -> None:
        """Nothing is learnt from an end."""
