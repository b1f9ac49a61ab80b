"""The log of requests the emulator answered, for tests and for people. It never holds a token, key or body."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

Api = Literal["google_ads", "ga4", "oauth"]


@dataclass(frozen=True, slots=True)
class Request:
    """One answered request.

    Args:
        api: whose.
        method: ``Service.Method``, such as ``GoogleAdsService.Search``.
        account: the customer id, ``properties/N`` or ``accounts/N`` it was about; empty if none.
        write: it asked for a change (also when refused, also with validate_only).
        status: the gRPC code name of the answer, ``OK`` included.
        at: emulated time.
        request_id: the id the client was given; empty where the API has none.
        detail: a short remark such as the API version or the error codes; never a secret.
    """

    api: Api
    method: str
    account: str
    write: bool
    status: str
    at: datetime
    request_id: str
    detail: str = ""


class RequestLog:
    """An append-only list that several threads may write to."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: list[Request] = []

    def add(self, request: Request) -> None:
        """Append one entry."""
        with self._lock:
            self._entries.append(request)

    @property
    def entries(self) -> tuple[Request, ...]:
        """Everything since the last clear, oldest first."""
        with self._lock:
            return tuple(self._entries)

    def writes(self) -> tuple[Request, ...]:
        """The entries that asked for a change."""
        return tuple(entry for entry in self.entries if entry.write)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._entries.clear()
