"""The log of requests the emulator answered, for tests and for people. It never holds a token, key or body."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

Api = Literal["google_ads", "ga4", "tag_manager", "oauth"]


@dataclass(frozen=True, slots=True)
class Request:
    """One answered request.

    api: whose.
    method: ``Service.Method``, such as ``GoogleAdsService.Search``.
    account: the customer id, ``properties/N`` or ``accounts/N`` it was about; empty if none.
    write: it asked for a change (also when refused, also with validate_only).
    status: the gRPC code name of the answer, ``OK`` included.
    at: emulated time.
    request_id: the id the client was given; empty where the API has none.
    detail: a short remark such as the API version or the error codes; never a secret.
    rehearsal: it asked whether a change would be taken, and for nothing to be done (validate_only).
    """

    api: Api
    method: str
    account: str
    write: bool
    status: str
    at: datetime
    request_id: str
    detail: str = ""
    rehearsal: bool = False


#: Told of a request after it was answered; see `RequestLog.subscribe`.
Observer = Callable[[Request], None]


class RequestLog:
    """An append-only list that several threads may write to, and observers of what is appended."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: list[Request] = []
        self._observers: tuple[Observer, ...] = ()

    def add(self, request: Request) -> None:
        """Append one entry, then call the observers."""
        with self._lock:
            self._entries.append(request)
            observers = self._observers
        for observer in observers:
            observer(request)

    def subscribe(self, observer: Observer) -> Callable[[], None]:
        """Have a function called after every answered request, refused ones too, until the returned one is called.

        It is called in the thread that answers, before the client has the answer, and once what the request did is
        committed. For the APIs that thread holds the world's lock since before the request changed anything: what the
        observer reads is the state right after this request, also with several clients at once (a stream is reported at
        its end, when the lock is free again; requests to the token endpoint hold no lock). It must not call the
        emulator itself. What it raises ends the request as a mistake of the emulator (INTERNAL), so that a test rather
        collects what it finds. `clear`, and with it ``World.reset`` and ``World.restore``, leave observers in
        place.
        """
        with self._lock:
            self._observers = (*self._observers, observer)

        def unsubscribe() -> None:
            with self._lock:
                self._observers = tuple(one for one in self._observers if one is not observer)

        return unsubscribe

    @property
    def entries(self) -> tuple[Request, ...]:
        """Everything since the last clear, oldest first."""
        with self._lock:
            return tuple(self._entries)

    def writes(self) -> tuple[Request, ...]:
        """The entries that asked for a change to be made: without rehearsals."""
        return tuple(entry for entry in self.entries if entry.write and not entry.rehearsal)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._entries.clear()
