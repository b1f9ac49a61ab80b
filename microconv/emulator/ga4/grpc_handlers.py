"""The gRPC transport: bytes in, bytes out, errors as a status with ``grpc-status-details-bin``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import grpc

from microconv.emulator.ga4.call import answer
from microconv.emulator.ga4.errors import ApiError, invalid
from microconv.emulator.http_messages import DropConnection

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from microconv.emulator.ga4.service import Service
    from microconv.emulator.ga4.wire import Rpc
    from microconv.emulator.ga4.world import Ga4World

DETAILS = "grpc-status-details-bin"


class ServiceHandler(grpc.GenericRpcHandler):  # type: ignore[misc,type-arg,unused-ignore]
    """Serves the methods of one gRPC service. Its messages are loaded in the thread of the first request for it.

    world: the state.
    full_name: of the proto service, such as ``google.analytics.admin.v1beta.AnalyticsAdminService``.
    load: returns the service; called for every request. Raises PackageMissing where it cannot be served.
    """

    def __init__(self, world: Ga4World, full_name: str, load: Callable[[], Service]) -> None:
        self._world = world
        self._prefix = f"/{full_name}/"
        self._load = load

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler[Any, Any] | None:
        """The handler of a method of this service; None for another service, which gRPC answers itself."""
        path = handler_call_details.method
        if not path.startswith(self._prefix):
            return None
        name = path.removeprefix(self._prefix)
        return grpc.unary_unary_rpc_method_handler(lambda body, context: self._serve(name, body, context))

    def _serve(self, name: str, body: bytes, context: grpc.ServicerContext) -> bytes:
        from microconv.emulator.ga4.service import PackageMissing

        try:
            service = self._load()
        except PackageMissing as error:
            context.abort(grpc.StatusCode.UNIMPLEMENTED, error.text)
            raise AssertionError("abort returned") from error
        rpc = service.wire.rpcs.get(name)
        if rpc is None:
            context.abort(grpc.StatusCode.UNIMPLEMENTED, f"Method not found: {name}")
            raise AssertionError("abort returned")
        authorization = dict(context.invocation_metadata()).get("authorization")
        if isinstance(authorization, bytes):
            authorization = authorization.decode("ascii", "replace")
        try:
            method = service.methods.get(rpc.name)
            response = answer(self._world, rpc, method, authorization, lambda: _read(rpc, body))
        except ApiError as error:
            failed = error
        except DropConnection:
            # A gRPC handler cannot close the connection; this is what a client reports when it was closed.
            failed = ApiError("UNAVAILABLE", "Connection reset by peer")
        else:
            encoded: bytes = response.SerializeToString()
            return encoded
        if failed.details:
            context.set_trailing_metadata(((DETAILS, failed.to_status().SerializeToString()),))
        context.abort(grpc.StatusCode[failed.code], failed.message)
        raise AssertionError("abort returned")


def _read(rpc: Rpc, body: bytes) -> Message:
    from google.protobuf.message import DecodeError

    request = rpc.request()
    try:
        request.ParseFromString(body)
    except DecodeError as error:
        raise invalid("The request is not a valid protobuf message.") from error
    return request
