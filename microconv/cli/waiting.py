"""Word of what a command waits for: a line on standard error once it has said nothing for two seconds.

One thing is waited for at a time. `begin` names it, from then on it is told once; `done`, or the next thing, ends it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial

import click

from microconv.cli.alarms import Alarms
from microconv.cli.spoken import LANGUAGE
from microconv.core.text import say

PATIENCE_S = 2.0
"""The time after which a silent command says what it waits for, in seconds."""

_SILENT: ContextVar[bool] = ContextVar("microconv.waiting.silent", default=False)

_ALARMS = Alarms()
_ALARM: ContextVar[int | None] = ContextVar("microconv.waiting", default=None)


def begin(what: str, *, at_once: bool = False) -> None:
    """From now on `what` is waited for, such as `reading GA4 345678901`; said after a while, or `at_once`.

    A Text is said in the language of the command line.
    """
    if _SILENT.get():
        return
    done()
    what = say(what, LANGUAGE.get())
    if at_once:
        _say(what)
        return
    _ALARM.set(_ALARMS.after(PATIENCE_S, partial(_say, what)))


def done() -> None:
    """Nothing is waited for any more: something is printed, or asked."""
    if _SILENT.get():
        return
    alarm = _ALARM.get()
    if alarm is not None:
        _ALARMS.cancel(alarm)
        _ALARM.set(None)


@contextmanager
def silence() -> Iterator[None]:
    """Say nothing within a block: one of several clients that are worked on side by side is not what is waited for."""
    before = _SILENT.set(True)
    try:
        yield
    finally:
        _SILENT.reset(before)


@contextmanager
def waiting_for(what: str) -> Iterator[None]:
    """Wait for `what` within a block."""
    begin(what)
    try:
        yield
    finally:
        done()


def _say(what: str) -> None:
    from microconv.cli.options import err_style
    from microconv.render.safe import safe

    click.echo(err_style().paint(f"{safe(what)} …", dim=True), err=True)
