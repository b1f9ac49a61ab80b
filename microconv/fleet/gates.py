"""Reasons not to begin a task. Gates are asked where tasks are ordered, before each one, and hear of every end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from microconv.core.errors import OUT_OF_DATE, RefusedError
from microconv.core.ports import Status
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


class SameFailure:
    """Lets no task begin once three clients failed in the same way, and none was changed without a failure between.

    The same way is the same code of an API, or the same reason why a plan is out of date. A client that is refused by
    its own limits, and one of which no plan could be made, count for nothing: nothing was written for them.
    """

    def __init__(self, most: int = 3) -> None:
        self._most = most
        self._failures: dict[str, int] = {}
        self._reason = NO_TEXT

    def against(self, task: Any) -> Text:
        """The reason, after the last of the failures."""
        return self._reason

    def ended(self, finished: Finished[Any, Any]) -> None:
        """Count a failure; a client that was changed without one ends the count."""
        if not finished.reached:
            return
        code = _failure(finished)
        if code is None:
            if _changed(finished):
                self._failures.clear()
            return
        self._failures[code] = count = self._failures.get(code, 0) + 1
        if count >= self._most and not self._reason:
            self._reason = Text(
                f"the run was stopped: {count} clients failed in the same way, {code}",
                f"{count} 件のクライアントが同じ理由（{code}）で失敗したため、実行を停止しました",
            )


def _failure(finished: Finished[Any, Any]) -> str | None:
    """The code of the failure of a task that had a plan; None where it has none."""
    answer, task = finished.answer, finished.task
    error = getattr(answer, "error", None)
    if finished.error is not None and any(getattr(task, name, None) is not None for name in ("plan", "pinned")):
        error = finished.error
    if isinstance(error, RefusedError):
        return error.refusals[0].code if error.message == OUT_OF_DATE and error.refusals else None
    if error is None:
        failed = [one.error for one in getattr(_result(answer), "outcomes", ()) if one.status is not Status.APPLIED]
        error = next(filter(None, failed), None)
    return None if error is None else str(getattr(error, "code", type(error).__name__))


def _changed(finished: Finished[Any, Any]) -> bool:
    return any(one.status is Status.APPLIED for one in getattr(_result(finished.answer), "outcomes", ()))


def _result(answer: Any) -> Any:
    """The result of a run in an answer, or the answer where it is one."""
    return getattr(answer, "result", answer)
