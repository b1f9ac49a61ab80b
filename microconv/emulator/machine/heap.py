"""The memory allocator of a process that runs an emulator and does nothing else."""

from __future__ import annotations

import ctypes
import sys

#: M_ARENA_MAX of malloc.h (glibc 2.10 and later; mallopt(3), read 2026-11-29).
_ARENA_MAX = -8


def one_heap() -> None:
    """Let all threads of this process share one heap, before they are started; does nothing without glibc.

    A report is counted by whichever thread is free. With a heap for each, as glibc has them, what the report of one
    thread needed for a moment is not there for the next one's: 10 to 15 MB each time.
    """
    if sys.platform != "linux":
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_ARENA_MAX, 1)
