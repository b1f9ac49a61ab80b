"""Growth of work with its input, counted in calls of functions: the same at every run and on every machine."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def calls_of(work: Callable[[], Any]) -> int:
    """The calls of functions, Python's and C's, by the work in this thread; a generator counts each time it resumes."""
    count = 0

    def see(frame: FrameType, event: str, value: Any) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(see)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def growth(work: Callable[[int], Callable[[], Any]], size: int) -> float:
    """The factor by which calls grow where the input doubles: 2 is a straight line, 4 a square.

    work: makes the work for an input of a size, each time anew; making it is not counted. What only the first time does
        is done before.
    """
    work(size)()
    work(2 * size)()
    return calls_of(work(2 * size)) / calls_of(work(size))
