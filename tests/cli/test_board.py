"""The line that says how far a run of several clients is."""

from __future__ import annotations

import io
import sys
import time
from types import SimpleNamespace

from microconv.cli import board as board_of
from microconv.cli.board import Board
from microconv.core.errors import MicroconvError, RefusedError
from microconv.fleet.finished import Finished


def test_it_counts_and_leaves_out_what_there_is_none_of():
    now = [100.0]
    board = Board(5, lambda: now[0])
    assert board.line.en == "0 of 5 clients"
    now[0] = 104.0
    plan = SimpleNamespace(changes=(1,), reads=4)
    board.ended(Finished(None, 0, SimpleNamespace(plan=plan, refusals=())))
    board.ended(Finished(None, 1, error=MicroconvError("closed")))
    board.ended(Finished(None, 2, error=RefusedError("no", [])))
    board.pausing(10)
    board.pausing(9, quota=True)
    assert board.line.en == (
        "3 of 5 clients, 1 with changes, 1 failed, 1 refused, 1 waiting before another try, 1 waiting for quota, "
        "4 API calls, about 3 s left"
    )
    now[0] = 115.0
    assert "waiting" not in board.line.en


def test_elsewhere_it_is_a_plain_line_now_and_then(monkeypatch, capsys):
    monkeypatch.setattr(board_of, "EVERY_S", 0.03)
    with Board(5).shown():
        time.sleep(0.08)
    told = capsys.readouterr()
    assert set(told.err.splitlines()) == {"0 of 5 clients …"}
    assert told.out == ""


def test_at_a_terminal_it_is_live_and_gone_while_something_is_printed(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    board = Board(5)
    with board.shown():
        assert "0 of 5 clients" in terminal.getvalue()
        with board.hidden():
            before = terminal.getvalue()
            assert before.endswith("\x1b[2K") or "\x1b[2K" in before
            time.sleep(0.3)
            assert terminal.getvalue() == before
    monkeypatch.setenv("TERM", "dumb")
    length = len(terminal.getvalue())
    with Board(5).shown():
        pass
    assert len(terminal.getvalue()) == length
