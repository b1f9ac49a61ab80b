"""One request of the Google Ads API on the wire: its metadata, how it ends, and its entry in the log."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import grpc

from microconv.emulator import mishaps
from microconv.emulator.google_ads.errors import AdsError, AdsFailure, error_info, failure_message, status_message
from microconv.emulator.requestlog import Request

if TYPE_CHECKING:
    from microconv.emulator.google_ads.call import Method
    from microconv.emulator.google_ads.wire import Version
    from microconv.emulator.google_ads.world import AdsWorld

#: Larger failures are not sent a second time as status details: a channel's default limit for all trailers is 8 KB.
_MAX_DETAILS = 3000


class Exchange:
    """One request on the wire: its metadata, its answer, and the log entry at its end.

    path: the gRPC path.
    metadata: by lower-case key.
    account: the request's customer id, once it is known.
    request_id: sent to the client in initial and trailing metadata.
    """

    def __init__(self, world: AdsWorld, path: str, context: grpc.ServicerContext) -> None:
        self.path = path
        self.metadata = {key: value for key, value in context.invocation_metadata() if isinstance(value, str)}
        self.account = ""
        self.request_id = secrets.token_urlsafe(16)
        self.method = path.removeprefix("/").rpartition(".")[2].replace("/", ".")
        self.write = False
        self.rehearsal = False
        self._world = world
        self._context = context
        self._version: Version | None = None
        self._logged = False
        self._ended = False

    def set_method(self, version: Version, name: str, method: Method) -> None:
        """Remember what the path named."""
        self._version = version
        self.method = name
        self.write = method.write

    def open(self) -> None:
        """Send the request id ahead of the answer."""
        self._context.send_initial_metadata((("request-id", self.request_id),))
        self._context.set_trailing_metadata((("request-id", self.request_id),))

    def log(self, status: str, detail: str = "") -> None:
        """Write the log entry; there is one for a request."""
        if self._logged:
            return
        self._logged = True
        parts = [self._version.name if self._version else "", detail]
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

    def fail(self, failure: AdsFailure) -> None:
        """End the request with a failure. It raises, as gRPC's abort does."""
        self.log(failure.status, " ".join(f"{one.code} {one.reason}".rstrip() for one in failure.errors))
        trailers: list[tuple[str, str | bytes]] = [("request-id", self.request_id)]
        number: int = grpc.StatusCode[failure.status].value[0]
        if failure.reason:
            info = error_info(failure.reason, self.path)
            details = status_message(number, failure.message, info).SerializeToString()
            trailers.append(("grpc-status-details-bin", details))
        if failure.errors and self._version is not None:
            body = failure_message(self._version, failure.errors, self.request_id)
            trailers.append((self._version.failure_key, body.SerializeToString()))
            details = status_message(number, failure.message, body).SerializeToString()
            if len(details) <= _MAX_DETAILS:
                trailers.append(("grpc-status-details-bin", details))
        self._ended = True
        self._context.set_trailing_metadata(tuple(trailers))
        self._context.abort(grpc.StatusCode[failure.status], failure.message)

    def break_off(self, error: Exception | None) -> None:
        """End the request after an exception: a mistake of the emulator's own, unless it is gRPC's of an ended request.

        It raises, as gRPC's abort does.
        """
        if error is not None and self._ended:
            raise error
        mishaps.report(error, self.method, self.request_id)
        self.fail(AdsFailure([AdsError("internal_error", "INTERNAL_ERROR", mishaps.MESSAGE)]))

    def drop(self, *, logged: bool = True) -> None:
        """End the request as a client sees a broken connection. It raises, as gRPC's abort does.

        A gRPC server in Python cannot close the transport under one call; what the client's library reports then is
        UNAVAILABLE without any metadata, and that is what is sent.
        """
        if logged:
            self.log("UNAVAILABLE", "dropped")
        self._ended = True
        self._context.set_trailing_metadata(())
        self._context.abort(grpc.StatusCode.UNAVAILABLE, "Socket closed")
