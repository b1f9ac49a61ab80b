"""Lists in pages. The API takes no size of a page; how many objects it gives at once is not published."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import Any

from microconv.emulator.tag_manager.call import Call
from microconv.emulator.tag_manager.errors import invalid

PAGE = 100
"""The objects of a page."""


def page(call: Call, key: str, items: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """One page of a list; an empty list is left out. Raises ApiError for a token that was not given out."""
    token = call.parameter("pageToken")
    try:
        start = int(urlsafe_b64decode(token.encode()).decode().removeprefix("from-")) if token else 0
    except ValueError as error:
        raise invalid("pageToken: the token is not valid.") from error
    if not 0 <= start <= len(items):
        raise invalid("pageToken: the token is not valid.")
    answer: dict[str, Any] = {}
    if items[start:]:
        answer[key] = list(items[start : start + PAGE])
    if start + PAGE < len(items):
        answer["nextPageToken"] = urlsafe_b64encode(f"from-{start + PAGE}".encode()).decode()
    return answer
