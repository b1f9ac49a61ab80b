"""The state of the emulated GA4: the accounts, and finding things in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from microconv.emulator.ga4.model import Account, Change, Property

#: The first id the emulator gives to what it creates; the real ones are long numbers too.
FIRST_GENERATED_ID = 1_000_000_001


@dataclass(slots=True)
class Ga4State:
    """Accounts by id, and the counter that new ids come from. Whoever reads or writes it holds the world's lock.

    `changes` is the change history since the seed was loaded, oldest first. It is no part of a seed,
    and states are equal whatever led to them.
    """

    accounts: dict[int, Account] = field(default_factory=dict)
    next_id: int = FIRST_GENERATED_ID
    changes: list[Change] = field(default_factory=list, compare=False)

    def new_id(self) -> int:
        """The next server-generated id; no id is given twice, also not after a deletion."""
        self.next_id += 1
        return self.next_id - 1

    def properties(self) -> list[Property]:
        """Every property of every account, by id."""
        properties = (one for account in self.accounts.values() for one in account.properties.values())
        return sorted(properties, key=lambda one: one.id)

    def property(self, property_id: int) -> Property | None:
        """The property of that id, if there is one."""
        for account in self.accounts.values():
            owner = account.properties.get(property_id)
            if owner is not None:
                return owner
        return None
