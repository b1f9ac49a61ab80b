"""The clock of Google's servers, as the head of an answer tells it (RFC 9110, Date)."""

from __future__ import annotations

import datetime
from email.utils import parsedate_to_datetime

_TOKENS = "https://oauth2.googleapis.com"
_TIMEOUT_S = 10


def server_time(emulator: str = "") -> datetime.datetime | None:
    """The time of the server that gives out access tokens, or of the emulator at this endpoint; in one request.

    None where nothing answers, or the answer has no time.
    """
    from google.auth.exceptions import TransportError
    from google.auth.transport.requests import Request

    endpoint = emulator or _TOKENS
    url = endpoint if "://" in endpoint else f"https://{endpoint}"
    try:
        response = Request()(url, method="HEAD", timeout=_TIMEOUT_S)
        return parsedate_to_datetime(response.headers["Date"])
    except (TransportError, KeyError, ValueError):
        return None
