"""Live accounts to config files, and the proof that nothing is left to change: see `adopt` and `update`."""

from microconv.adopting.accounts import Adopted, adopt, adopt_readings, asked_of, read
from microconv.adopting.existing import Updated, update, update_readings
from microconv.adopting.several import Family, family, read_below

__all__ = [
    "Adopted",
    "Family",
    "Updated",
    "adopt",
    "adopt_readings",
    "asked_of",
    "family",
    "read",
    "read_below",
    "update",
    "update_readings",
]
