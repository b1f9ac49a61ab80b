"""Calls after a while, from one thread: in the order in which they are due, none that was cancelled, none lost."""

from __future__ import annotations

import threading
import time

from microconv.cli.alarms import Alarms


def threads() -> int:
    return sum(thread.name == "microconv-alarms" for thread in threading.enumerate())


def test_calls_come_in_the_order_in_which_they_are_due() -> None:
    alarms, made, all_made = Alarms(), [], threading.Event()
    alarms.after(0.08, all_made.set)
    alarms.after(0.04, lambda: made.append("second"))
    alarms.after(0.01, lambda: made.append("first"))
    assert all_made.wait(5)
    assert made == ["first", "second"]


def test_a_cancelled_call_is_never_made_and_many_alarms_take_one_thread() -> None:
    alarms, made, before = Alarms(), [], threads()
    for number in range(500):
        alarm = alarms.after(0.02, lambda number=number: made.append(number))
        if number != 7:
            alarms.cancel(alarm)
    assert threads() - before <= 1
    time.sleep(0.2)
    assert made == [7]
    assert threads() == before


def test_a_call_that_fails_does_not_take_the_later_ones_with_it(monkeypatch) -> None:
    monkeypatch.setattr(threading, "excepthook", lambda failure: None)
    alarms, made = Alarms(), threading.Event()
    alarms.after(0.05, made.set)
    alarms.after(0.01, lambda: 1 / 0)
    assert made.wait(5)
