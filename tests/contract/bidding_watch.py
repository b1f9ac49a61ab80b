"""Bidding after every request of a run, by the emulator's own account of it (not the core's)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from microconv.emulator import World
from microconv.emulator.google_ads.bidding import used
from tests.conftest import STORE

Used = frozenset[tuple[int, int]]


@dataclass
class Seen:
    """The actions that bidding used: before, after each request that wrote, and at the end."""

    before: Used
    moments: list[Used] = field(default_factory=list)
    after: Used = frozenset()

    @property
    def wrong(self) -> list[tuple[int, list[tuple[int, int]]]]:
        """The number of each write after which bidding used what it should not, with what."""
        allowed = self.before | self.after
        return [(number, sorted(now - allowed)) for number, now in enumerate(self.moments, 1) if now - allowed]


@contextmanager
def watched(world: World, customer: str = STORE) -> Iterator[Seen]:
    """Look at what bidding uses after every request of a run."""
    number = int(customer)
    seen = Seen(used(world, number))

    def look(request: Any) -> None:
        if request.write and not request.rehearsal and request.api == "google_ads":
            seen.moments.append(used(world, number))

    stop = world.log.subscribe(look)
    try:
        yield seen
    finally:
        stop()
        seen.after = used(world, number)
