"""Sliding windows of a quota: what was sent, in buckets of time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

DAY_S = 86_400.0


class Window(NamedTuple):
    """A limit: at most `limit` in any `seconds`; None where there is none and only counting. Buckets are `bucket_s`."""

    name: str
    seconds: float
    bucket_s: float
    limit: int | None


class Counts:
    """The counts of one window: of one bucket after the other, from bucket number `first` on.

    `moved`: the clock was set back, and what was counted later than now is counted as now.
    """

    def __init__(self, window: Window, first: int = 0, counts: Sequence[int] = ()) -> None:
        self.window, self.first, self.counts = window, first, list(counts)
        self.moved = False

    def add(self, now: float, amount: int) -> None:
        """Count in the bucket of now, and forget what has left the window."""
        self.forget(now)
        if amount:
            bucket = math.floor(now / self.window.bucket_s)
            if not self.counts:
                self.first = bucket
            index = bucket - self.first
            self.counts += [0] * (index + 1 - len(self.counts))
            self.counts[index] += amount

    def total(self, now: float) -> int:
        """The amount in the window."""
        self.forget(now)
        return sum(self.counts)

    def free(self, now: float, amount: int, limit: int | None) -> float:
        """The first moment at which `amount` more fits; what is more than the limit alone fits into an empty window."""
        if limit is None or not amount:
            return now
        over = self.total(now) + amount - max(limit, amount)
        if over <= 0:
            return now
        for index, count in enumerate(self.counts):
            over -= count
            if over <= 0:
                return (self.first + index + 1) * self.window.bucket_s + self.window.seconds
        raise AssertionError("a window holds what it counts")

    def forget(self, now: float) -> None:
        """Drop the buckets whose last moment has left the window; those of a clock that was set back count as now."""
        bucket_s = self.window.bucket_s
        gone = math.floor((now - self.window.seconds) / bucket_s) - self.first
        if gone > 0:
            del self.counts[:gone]
            self.first += gone
        late = math.floor(now / bucket_s) - self.first
        if self.counts and (late < 0 or len(self.counts) - 1 > late + self._size):
            self.first, self.counts, self.moved = math.floor(now / bucket_s), [sum(self.counts)], True

    @property
    def _size(self) -> int:
        return math.ceil(self.window.seconds / self.window.bucket_s) + 1
