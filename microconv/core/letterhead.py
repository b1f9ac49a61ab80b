"""The head of what an agency hands to its client: its name and its logo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from microconv.core.logo import Logo


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The config's `report`: the agency's name, and its logo if there is one."""

    agency: str = ""
    logo: Logo | None = None

    def __bool__(self) -> bool:
        return bool(self.agency or self.logo)


NO_LETTERHEAD = Letterhead()
