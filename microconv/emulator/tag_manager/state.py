"""Everything of Tag Manager."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from microconv.emulator.tag_manager.model import Account, Container


@dataclass
class TagManagerState:
    """Everything of Tag Manager.

    accounts: by id.
    last_stamp: the fingerprint that was given out last.
    requests: the emulated times of the requests of the last 100 seconds and of the day, in seconds.
    """

    accounts: dict[str, Account] = field(default_factory=dict)
    last_stamp: int = 0
    requests: list[float] = field(default_factory=list)

    def containers(self) -> Iterator[Container]:
        """Every container."""
        for account in self.accounts.values():
            yield from account.containers.values()

    def stamp(self, milliseconds: int) -> str:
        """A new fingerprint: the time, or one more than the last where that is not later."""
        self.last_stamp = max(self.last_stamp + 1, milliseconds)
        return str(self.last_stamp)
