"""The state of a run of several clients: a live line at a terminal, a plain one now and then elsewhere, on stderr."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

import click

from microconv.cli.options import LANGUAGE
from microconv.core.errors import RefusedError
from microconv.core.text import NO_TEXT, Text, joined

if TYPE_CHECKING:
    from rich.live import Live

    from microconv.fleet.finished import Finished

EVERY_S = 10.0
"""The time between two plain lines, in seconds."""

BOARD: ContextVar[Board | None] = ContextVar("microconv.board", default=None)
"""The board of the run that a thread works for."""


class Board:
    """Counts the ends of a run, as a gate, and shows them. `clock` gives seconds."""

    def __init__(self, total: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._total, self._clock, self._begun = total, clock, clock()
        self._language = LANGUAGE.get()
        self._lock = threading.Lock()
        self._done = self._changing = self._failed = self._refused = self._calls = 0
        self._paused: list[float] = []
        self._short: list[float] = []
        self._live: Live | None = None

    def against(self, task: Any) -> Text:
        """Nothing is kept from being begun."""
        return NO_TEXT

    def ended(self, finished: Finished[Any, Any]) -> None:
        """Count the end of a client."""
        answer = finished.answer
        plan = getattr(answer, "plan", None)
        error = finished.error or getattr(answer, "error", None)
        refused = isinstance(error, RefusedError) or bool(getattr(answer, "refusals", ()))
        with self._lock:
            self._done += 1
            self._refused += refused
            self._failed += error is not None and not refused
            self._changing += bool(getattr(plan, "changes", ()))
            self._calls += _calls(answer)

    def pausing(self, pause_s: float, *, quota: bool = False) -> None:
        """A client waits before it sends a request, again or as the `quota` has no place for it yet."""
        with self._lock:
            (self._short if quota else self._paused).append(self._clock() + pause_s)

    @property
    def line(self) -> Text:
        """The state of the run on one line; what there is none of is left out."""
        with self._lock:
            now = self._clock()
            self._paused = [end for end in self._paused if end > now]
            self._short = [end for end in self._short if end > now]
            pieces = [Text(f"{self._done} of {self._total} clients", f"クライアント {self._done}/{self._total} 件")]
            counted = (
                (self._changing, "with changes", "変更あり"),
                (self._failed, "failed", "失敗"),
                (self._refused, "refused", "中止"),
                (len(self._paused), "waiting before another try", "再試行待ち"),
                (len(self._short), "waiting for quota", "割り当て待ち"),
                (self._calls, "API calls", "API 呼び出し"),
            )
            pieces += [Text(f"{number} {en}", f"{ja} {number} 件") for number, en, ja in counted if number]
            if self._done:
                left = (now - self._begun) / self._done * (self._total - self._done)
                pieces.append(Text(f"about {left:.0f} s left", f"残り約 {left:.0f} 秒"))
            return joined(pieces)

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Show the state within a block, and take the live line away at its end."""
        before = BOARD.set(self)
        over = threading.Event()
        try:
            if sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
                self._live = self._started()
            else:
                threading.Thread(target=self._tell, args=(over,), daemon=True).start()
            yield
        finally:
            over.set()
            if self._live is not None:
                self._live.stop()
            BOARD.reset(before)

    @contextmanager
    def hidden(self) -> Iterator[None]:
        """Keep the live line off the terminal while something else is printed."""
        if self._live is None:
            yield
            return
        self._live.stop()
        try:
            yield
        finally:
            self._live.start(refresh=True)

    def _started(self) -> Live:
        from rich.console import Console
        from rich.live import Live
        from rich.text import Text as Line

        def drawn() -> Line:
            return Line(f"{self.line.of(self._language)} …", style="dim", no_wrap=True, overflow="ellipsis")

        console = Console(stderr=True, highlight=False, markup=False)
        live = Live(get_renderable=drawn, console=console, transient=True, redirect_stdout=False, redirect_stderr=False)
        live.start(refresh=True)
        return live

    def _tell(self, over: threading.Event) -> None:
        while not over.wait(EVERY_S):
            click.echo(f"{self.line.of(self._language)} …", err=True)


def _calls(answer: Any) -> int:
    """The API calls of an answer, as far as it tells."""
    if isinstance(answer, tuple):
        return sum(_calls(one) for one in answer)
    result = getattr(answer, "result", None)
    plan = getattr(answer, "plan", None)
    number = getattr(result, "calls", None) or getattr(plan, "reads", None) or getattr(answer, "calls", 0)
    return number if isinstance(number, int) else 0
