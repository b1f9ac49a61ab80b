"""The head of what an agency hands to its client: its name and its logo."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture, read and checked.

    `file` is its path as the config writes it, `media` its media type (`image/png`, …), `content` its bytes.
    """

    file: str
    media: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The config's `report`: the agency's name, and its logo if there is one."""

    agency: str = ""
    logo: Logo | None = None

    def __bool__(self) -> bool:
        return bool(self.agency or self.logo)


NO_LETTERHEAD = Letterhead()
