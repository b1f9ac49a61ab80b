"""The part of a world that every API uses, as a protocol, and the words for what is not emulated."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from microconv.emulator.clock import Clock
from microconv.emulator.faults import Faults
from microconv.emulator.policies import Policies
from microconv.emulator.principals import Principals
from microconv.emulator.requestlog import RequestLog
from microconv.emulator.tokens import TokenAuthority

#: Where to look, at the end of each answer that something is not emulated.
COVERAGE = "What it has: docs/emulator-coverage.md of microconv."


class SharedWorld(Protocol):
    """The attributes of `microconv.emulator.world.World` that every API uses, beside a state of its own.

    principals: the rules of access.
    """

    principals: Principals

    @property
    def lock(self) -> AbstractContextManager[bool]:
        """A re-entrant lock; whoever reads or writes state holds it."""

    @property
    def clock(self) -> Clock:
        """The emulated time."""

    @property
    def policies(self) -> Policies:
        """The switches for what is unsettled."""

    @property
    def log(self) -> RequestLog:
        """The requests answered."""

    @property
    def faults(self) -> Faults:
        """The faults in force."""

    @property
    def tokens(self) -> TokenAuthority:
        """The OAuth authority."""

    def settle(self) -> None:
        """Let happen what is due by now; at the start of each request."""
