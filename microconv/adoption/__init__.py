"""Live accounts to config files, and the proof that nothing is left to change: see `adopt` and `update`."""

from microconv.adoption.existing_file import Updated, update, update_readings
from microconv.adoption.family import Family, family, read_below
from microconv.adoption.new_file import Adopted, adopt, adopt_readings, asked_of, read

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
