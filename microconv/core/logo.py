"""The logo of an agency."""

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
