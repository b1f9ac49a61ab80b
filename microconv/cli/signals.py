"""Ctrl-C, SIGTERM and SIGHUP during a run: the first ends it after the request under way, the second at once."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import click

from microconv.cli.options import LANGUAGE
from microconv.core.text import Text

ONE = Text(
    "stopping after the request under way; once more stops at once",
    "実行中のリクエストの完了後に停止します。もう一度押すとすぐに停止します",
)
"""Said where one client is worked on."""

SEVERAL = Text(
    "stopping: clients under way are finished, no others are begun; once more stops at once",
    "処理中のクライアントの完了後に停止し、残りは開始しません。もう一度押すとすぐに停止します",
)
"""Said where several are."""


@contextmanager
def gentle(said: Text = ONE) -> Iterator[Callable[[], bool]]:
    """Catch the signals for a while; gives the question whether one has come. `said` is printed at the first."""
    came = threading.Event()

    def stop(number: int, _frame: FrameType | None) -> None:
        if came.is_set():
            raise KeyboardInterrupt
        came.set()
        with contextlib.suppress(OSError, RuntimeError):  # a terminal that is gone, or busy with another line
            click.echo(said.of(LANGUAGE.get()), err=True)

    if threading.current_thread() is not threading.main_thread():
        yield came.is_set
        return
    before = {number: signal.signal(number, stop) for number in _caught()}
    try:
        yield came.is_set
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _caught() -> Iterator[signal.Signals]:
    """The signals that end a run. A hang-up that whoever started us wants ignored stays so (`nohup`)."""
    yield from (signal.SIGINT, signal.SIGTERM)
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        yield signal.SIGHUP
