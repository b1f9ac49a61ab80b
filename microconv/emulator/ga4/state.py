"""The state of the emulated GA4: loading it from a seed, dumping it, finding things in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from microconv.emulator.ga4 import seeding as seed_format
from microconv.emulator.ga4.seeding_section import Section

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from microconv.emulator.ga4.model import Account, Change, Property

#: The first id the emulator gives to what it creates; the real ones are long numbers too.
FIRST_GENERATED_ID = 1_000_000_001


@dataclass(slots=True)
class Ga4State:
    """Accounts by id, and the counter that new ids come from. Whoever reads or writes it holds the world's lock.

    `changes` is the change history since the seed was loaded, oldest first. It is no part of a seed: `dump` leaves it
    out, and states are equal whatever led to them.
    """

    accounts: dict[int, Account] = field(default_factory=dict)
    next_id: int = FIRST_GENERATED_ID
    changes: list[Change] = field(default_factory=list, compare=False)

    @classmethod
    def load(cls, section: Mapping[str, Any] | None, now: datetime) -> Ga4State:
        """Build the state from the ``ga4`` section of a seed.

        Args:
            section: the section, or None for no accounts at all.
            now: the creation time (aware) of everything that gives none.

        Raises:
            SeedError: an unknown key, a missing or wrong value, or an id or event name that is there twice.
        """
        state = cls()
        top = Section("ga4", {} if section is None else section, ("accounts", "next_id"))
        state.next_id = top.id("next_id", FIRST_GENERATED_ID)
        seed_format.read_accounts(top, state, now)
        return state

    def dump(self) -> dict[str, Any]:
        """The state as a seed section: plain dicts, lists, strings and numbers. ``load(dump())`` is equal to it."""
        return {
            "next_id": self.next_id,
            "accounts": [seed_format.write_account(account) for account in self.accounts.values()],
        }

    def new_id(self) -> int:
        """The next server-generated id; no id is given twice, also not after a deletion."""
        self.next_id += 1
        return self.next_id - 1

    def properties(self) -> list[Property]:
        """Every property of every account, by id."""
        found = (one for account in self.accounts.values() for one in account.properties.values())
        return sorted(found, key=lambda one: one.id)

    def property(self, property_id: int) -> Property | None:
        """The property of that id, if there is one."""
        for account in self.accounts.values():
            found = account.properties.get(property_id)
            if found is not None:
                return found
        return None
