"""The gRPC transport: bytes in, bytes out, errors as a status with trailers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NoReturn

import grpc

from microconv.emulator import mishaps
from microconv.emulator.google_ads.call_exchange import PATH, PREFIX, Exchange
from microconv.emulator.google_ads.errors import AdsError, AdsFailure, error_info, failure_message, status_message
from microconv.emulator.google_ads.methods import METHODS

if TYPE_CHECKING:
    from microconv.emulator.google_ads.call_exchange import Responder
    from microconv.emulator.google_ads.world import AdsWorld

#: Larger failures are not sent a second time as status details: a channel's default limit for all trailers is 8 KB.
_MAX_DETAILS = 3000


class Router:
    """A generic RPC handler: takes every ``/google.ads.googleads.`` path and leaves the others to other handlers."""

    def __init__(self, api: Responder) -> None:
        self._api = api

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> Any:
        """The handler of one method; None for a path of another API."""
        path: str = handler_call_details.method
        if not path.startswith(PREFIX):
            return None
        match = PATH.fullmatch(path)
        method = METHODS.get((match[2], match[3])) if match else None
        if method is not None and method.stream:
            return grpc.unary_stream_rpc_method_handler(
                lambda body, context: self._stream(path, body, context), response_serializer=_serialize
            )
        return grpc.unary_unary_rpc_method_handler(
            lambda body, context: self._unary(path, body, context), response_serializer=_serialize
        )

    def _unary(self, path: str, body: bytes, context: grpc.ServicerContext) -> Any:
        exchange = GrpcExchange(self._api.world, path, context)
        with mishaps.Edge() as edge:
            return self._api.respond(exchange, body)
        return exchange.break_off(edge.error)

    def _stream(self, path: str, body: bytes, context: grpc.ServicerContext) -> Iterator[Any]:
        exchange = GrpcExchange(self._api.world, path, context)
        with mishaps.Edge() as edge:
            yield from self._api.respond(exchange, body)
            exchange.log("OK")
        if edge.error is not None:
            exchange.break_off(edge.error)


class GrpcExchange(Exchange):
    """A request over gRPC."""

    def __init__(self, world: AdsWorld, path: str, context: grpc.ServicerContext) -> None:
        metadata = {key: value for key, value in context.invocation_metadata() if isinstance(value, str)}
        super().__init__(world, path, metadata)
        self._context = context
        self._ended = False

    def open(self) -> None:
        """Send the request id ahead of the answer."""
        self._context.send_initial_metadata((("request-id", self.request_id),))
        self._context.set_trailing_metadata((("request-id", self.request_id),))

    def fail(self, failure: AdsFailure) -> NoReturn:
        """End the request with a failure. It raises, as gRPC's abort does."""
        self.log(failure.status, " ".join(f"{one.code} {one.reason}".rstrip() for one in failure.errors))
        trailers: list[tuple[str, str | bytes]] = [("request-id", self.request_id)]
        number: int = grpc.StatusCode[failure.status].value[0]
        if failure.reason:
            info = error_info(failure.reason, self.path)
            details = status_message(number, failure.message, info).SerializeToString()
            trailers.append(("grpc-status-details-bin", details))
        if failure.errors and self.version is not None:
            body = failure_message(self.version, failure.errors, self.request_id)
            trailers.append((self.version.failure_key, body.SerializeToString()))
            details = status_message(number, failure.message, body).SerializeToString()
            if len(details) <= _MAX_DETAILS:
                trailers.append(("grpc-status-details-bin", details))
        self._ended = True
        self._context.set_trailing_metadata(tuple(trailers))
        self._context.abort(grpc.StatusCode[failure.status], failure.message)
        raise AssertionError("abort returned")

    def break_off(self, error: Exception | None) -> None:
        """End the request after an exception: a mistake of the emulator's own, unless it is gRPC's of an ended request.

        A client that is gone, as one that was killed while it waited, has ended its request too.

        It raises, as gRPC's abort does.
        """
        if error is not None and (self._ended or (isinstance(error, grpc.RpcError) and not self._context.is_active())):
            raise error
        mishaps.report(error, self.method, self.request_id)
        self.fail(AdsFailure([AdsError("internal_error", "INTERNAL_ERROR", mishaps.MESSAGE)]))

    def drop(self, *, logged: bool = True) -> NoReturn:
        """End the request as a client sees a broken connection. It raises, as gRPC's abort does.

        A gRPC server in Python cannot close the transport under one call; what the client's library reports then is
        UNAVAILABLE without any metadata, and that is what is sent.
        """
        if logged:
            self.log("UNAVAILABLE", "dropped")
        self._ended = True
        self._context.set_trailing_metadata(())
        self._context.abort(grpc.StatusCode.UNAVAILABLE, "Socket closed")
        raise AssertionError("abort returned")


def _serialize(message: Any) -> bytes:
    content: bytes = message.SerializeToString()
    return content
