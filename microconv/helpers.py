"""Threads that take over work which is waiting for an answer, so that several requests are under way at a time.

Whoever comes first does a piece of work: a helper, or the one who wants its answer. So nothing waits for a helper that
is busy, helpers may use helpers, and without any the work is done in its order.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from contextvars import copy_context
from queue import SimpleQueue
from types import TracebackType
from typing import Any, Generic, TypeVar

Answer = TypeVar("Answer")


class Work(Generic[Answer]):
    """A piece of work, which is done once at most, with the context variables of the one who gave it."""

    def __init__(self, work: Callable[[], Answer]) -> None:
        self._work = work
        self._context = copy_context()
        self._taken = threading.Lock()
        self._future: Future[Answer] = Future()

    def do(self) -> None:
        """Do it, unless somebody does or did so already, or it was given up."""
        if self._taken.acquire(blocking=False):
            with _Kept(self._future):
                self._future.set_result(self._context.run(self._work))

    def answer(self) -> Answer:
        """The answer, as soon as it is there. Raises what the work raised."""
        self.do()
        return self._future.result()

    def give_up(self) -> bool:
        """Keep it from being done. False where it is under way or done."""
        return self._taken.acquire(blocking=False)

    def wait(self) -> None:
        """Wait for its end."""
        self._future.exception()


class _Kept:
    """Keeps whatever is raised in its block for the one who asks for the answer, who is in another thread."""

    def __init__(self, future: Future[Answer]) -> None:
        self._future = future

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if error is not None:
            self._future.set_exception(error)
        return True


class Helpers:
    """At most `number` threads, begun when they are first of use; 0: everything is done one after the other.

    They are daemons: a process that ends does not wait for them. They end with the last reference to this.
    """

    def __init__(self, number: int) -> None:
        self._number = self._left = number
        self._starting = threading.Lock()
        self._todo: SimpleQueue[Work[Any] | None] = SimpleQueue()
        weakref.finalize(self, _dismiss, self._todo, number)

    @contextmanager
    def begun(self, works: Sequence[Callable[[], Answer]]) -> Iterator[tuple[Work[Answer], ...]]:
        """Begin all but the first, which is for the caller; their answers are asked for within the block.

        What was not asked for, because of an error or at all, is not begun any more; what is under way at the end of a
        block without an error is waited for.
        """
        begun = tuple(Work(work) for work in works)
        left: list[Work[Answer]] = []
        try:
            for one in begun[1:]:
                self._begin(one)
            yield begun
            left = [one for one in begun if not one.give_up()]
        finally:
            for one in begun:
                one.give_up()
        for one in left:
            one.wait()

    def _begin(self, work: Work[Answer]) -> None:
        if not self._number:
            return
        self._todo.put(work)
        with self._starting:
            if self._left and _started(self._todo):
                self._left -= 1


def _started(todo: SimpleQueue[Work[Any] | None]) -> bool:
    """Start a helper. False where the system has no thread left: whoever wants an answer does the work then."""
    try:
        threading.Thread(target=_help, args=(todo,), name="microconv-helper", daemon=True).start()
    except RuntimeError:
        return False
    return True


def _help(todo: SimpleQueue[Work[Any] | None]) -> None:
    """The life of a helper."""
    while (work := todo.get()) is not None:
        work.do()
        del work  # not to keep its answer while waiting for other work


def _dismiss(todo: SimpleQueue[Work[Any] | None], number: int) -> None:
    for _ in range(number):
        todo.put(None)


ALONE = Helpers(0)
"""No helpers."""
