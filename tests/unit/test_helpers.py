"""Helpers: work done side by side by a few threads, or in its order without any."""

from __future__ import annotations

import gc
import threading
import time
from contextvars import ContextVar

import pytest

from microconv.helpers import ALONE, Helpers

WAIT_S = 10


def test_all_are_under_way_at_the_same_time():
    """Each waits for the others: one after the other they would never end."""
    together = threading.Barrier(3)

    def work(number):
        together.wait(WAIT_S)
        return number

    with Helpers(2).begun([lambda: work(1), lambda: work(2), lambda: work(3)]) as works:
        assert [one.answer() for one in works] == [1, 2, 3]


def test_without_helpers_they_are_done_in_their_order():
    done: list[int] = []
    with ALONE.begun([lambda: done.append(1), lambda: done.append(2)]) as works:
        assert done == []
        for one in works:
            one.answer()
            one.answer()
    assert done == [1, 2]


def test_work_in_a_helper_may_have_helpers():
    """Also where all are busy: the one who wants an answer does the work."""
    helpers = Helpers(1)

    def both():
        with helpers.begun([lambda: 1, lambda: 2]) as works:
            return sum(one.answer() for one in works)

    with helpers.begun([both, both, both]) as works:
        assert [one.answer() for one in works] == [3, 3, 3]


def test_an_error_is_that_of_the_first_in_order_and_what_is_left_is_not_begun():
    begun: list[str] = []
    released = threading.Event()

    def fails(name):
        begun.append(name)
        raise ValueError(name)

    def blocks():
        released.wait(WAIT_S)

    helpers = Helpers(1)
    with (
        pytest.raises(ValueError, match="first"),
        helpers.begun([lambda: fails("first"), blocks, lambda: fails("third")]) as works,
    ):
        works[0].answer()
    released.set()
    with helpers.begun([lambda: None, lambda: begun.append("after")]) as works:
        works[1].answer()
    assert begun == ["first", "after"]


def test_an_interrupt_does_not_wait_for_what_is_under_way():
    released, begun = threading.Event(), threading.Event()

    def blocks():
        begun.set()
        released.wait(WAIT_S)

    def interrupted():
        with Helpers(1).begun([lambda: None, blocks]):
            assert begun.wait(WAIT_S)
            raise KeyboardInterrupt

    before = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert time.monotonic() - before < WAIT_S / 2
    released.set()


def test_what_is_under_way_unasked_has_ended_after_the_block():
    ended: list[str] = []
    begun = threading.Event()

    def late():
        begun.set()
        time.sleep(0.05)
        ended.append("late")

    with Helpers(1).begun([lambda: None, late]):
        assert begun.wait(WAIT_S)
    assert ended == ["late"]


def test_context_variables_are_those_of_who_gave_the_work():
    language: ContextVar[str] = ContextVar("language", default="en")
    before = language.set("ja")
    with Helpers(1).begun([lambda: "", language.get]) as works:
        assert works[1].answer() == "ja"
    language.reset(before)


def test_threads_are_daemons_and_end_with_their_helpers():
    helpers = Helpers(2)
    with helpers.begun([int, int, int]) as works:
        assert [one.answer() for one in works] == [0, 0, 0]
    threads = [one for one in threading.enumerate() if one.name == "microconv-helper"]
    assert threads
    assert all(one.daemon for one in threads)
    ours = len(threads)
    del helpers, works
    gc.collect()
    until = time.monotonic() + WAIT_S
    while sum(one.name == "microconv-helper" for one in threading.enumerate()) > ours - 2:
        assert time.monotonic() < until
        time.sleep(0.01)


def test_without_a_thread_left_the_caller_does_it_all(monkeypatch):
    def none(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    helpers = Helpers(2)
    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", none)
        with helpers.begun([lambda: 1, lambda: 2, lambda: 3]) as works:
            assert [work.answer() for work in works] == [1, 2, 3]
    together = threading.Barrier(2)
    with helpers.begun([lambda: together.wait(5), lambda: together.wait(5)]) as works:  # the next time there are some
        assert {work.answer() for work in works} == {0, 1}


def test_an_interrupt_while_work_is_begun_leaves_nothing_to_be_done(monkeypatch):
    """Neither by a helper that is busy then, and goes on to what else is to be done."""
    done: list[int] = []
    helpers, busy, released = Helpers(2), threading.Event(), threading.Event()

    def interrupted(thread: threading.Thread) -> None:
        raise KeyboardInterrupt

    def blocks():
        busy.set()
        released.wait(WAIT_S)

    with helpers.begun([busy.wait, blocks]) as works:
        works[0].answer()
        with monkeypatch.context() as patch:
            patch.setattr(threading.Thread, "start", interrupted)
            with pytest.raises(KeyboardInterrupt), helpers.begun([lambda: done.append(1), lambda: done.append(2)]):
                pytest.fail("it begins all the same")
        released.set()
    with helpers.begun([lambda: 1, lambda: 2, lambda: 3]) as works:
        assert [work.answer() for work in works] == [1, 2, 3]
    assert done == []
