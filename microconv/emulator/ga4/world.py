"""The world as the Google Analytics APIs see it."""

from __future__ import annotations

from typing import Protocol

from microconv.emulator.ga4.state import Ga4State
from microconv.emulator.shared import SharedWorld


class Ga4World(SharedWorld, Protocol):
    """A world with Google Analytics accounts."""

    @property
    def ga4(self) -> Ga4State:
        """The accounts; another object after a reset."""

    def is_manager(self, customer_id: int) -> bool | None:
        """True if a Google Ads customer is a manager account; None if there is no such customer."""
