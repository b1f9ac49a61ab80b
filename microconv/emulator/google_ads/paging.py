"""Page tokens of searches: a mark of the request that they belong to, and the offset of the next page."""

from __future__ import annotations

import base64

_OFFSET = 6


def encoded(mark: bytes, offset: int) -> str:
    """The token of a page."""
    return base64.urlsafe_b64encode(mark + offset.to_bytes(_OFFSET, "big")).decode("ascii")


def decoded(token: str) -> tuple[bytes, int]:
    """Mark and offset of a token; no mark where it is none."""
    try:
        raw = base64.b64decode(token, altchars=b"-_", validate=True)
    except ValueError:
        raw = b""
    return raw[:-_OFFSET], int.from_bytes(raw[-_OFFSET:], "big")
