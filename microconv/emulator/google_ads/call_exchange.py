"""One request of the Google Ads API on the wire: its metadata, how it ends, and its entry in the log."""

from __future__ import annotations

import re
import secrets
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NoReturn, Protocol

from microconv.emulator.requestlog import Request

if TYPE_CHECKING:
    from microconv.emulator.google_ads.call import Method
    from microconv.emulator.google_ads.errors import AdsFailure
    from microconv.emulator.google_ads.wire import Version, Versions
    from microconv.emulator.google_ads.world import AdsWorld

#: A method's gRPC path, by which it is known over REST too.
PREFIX = "/google.ads.googleads."
PATH = re.compile(r"/google\.ads\.googleads\.(v[0-9]+)\.services\.([A-Za-z0-9]+)/([A-Za-z0-9]+)")


class Exchange(ABC):
    """One request on the wire: its metadata, its answer, and the log entry at its end.

    path: the gRPC path.
    metadata: by lower-case key.
    account: the request's customer id, once it is known.
    version: that of the API, once it is known.
    request_id: sent to the client in initial and trailing metadata.
    """

    def __init__(self, world: AdsWorld, path: str, metadata: Mapping[str, str]) -> None:
        self.path = path
        self.metadata = metadata
        self.account = ""
        self.request_id = secrets.token_urlsafe(16)
        self.method = path.removeprefix("/").rpartition(".")[2].replace("/", ".")
        self.write = False
        self.rehearsal = False
        self._world = world
        self.version: Version | None = None
        self._logged = False

    def set_method(self, version: Version, name: str, method: Method) -> None:
        """Remember what the path named."""
        self.version = version
        self.method = name
        self.write = method.write

    @abstractmethod
    def open(self) -> None:
        """The request is going to be answered."""

    def log(self, status: str, detail: str = "") -> None:
        """Write the log entry; there is one for a request."""
        if self._logged:
            return
        self._logged = True
        parts = [self.version.name if self.version else "", detail]
        world = self._world
        world.log.add(
            Request(
                api="google_ads",
                method=self.method,
                account=self.account,
                write=self.write,
                status=status,
                at=world.clock.now(),
                request_id=self.request_id,
                detail=" ".join(part for part in parts if part),
                rehearsal=self.rehearsal,
            )
        )

    @abstractmethod
    def fail(self, failure: AdsFailure) -> NoReturn:
        """End the request with a failure. It raises what its transport ends a request with."""

    @abstractmethod
    def drop(self, *, logged: bool = True) -> NoReturn:
        """End the request as a client sees a broken connection. It raises what its transport ends a request with."""


class Responder(Protocol):
    """The API as its transports see it."""

    @property
    def world(self) -> AdsWorld:
        """All state."""

    @property
    def versions(self) -> Versions:
        """The installed versions."""

    def respond(self, exchange: Exchange, body: bytes | AdsFailure) -> Any:
        """Answer one request and log it."""
