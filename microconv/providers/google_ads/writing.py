"""One Google Ads account that can be changed too: mutate requests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from microconv.core.errors import RejectedError
from microconv.providers.google_ads.account import ReadAccount
from microconv.providers.google_ads.reads import GOOGLE_ADS, Reads
from microconv.providers.google_ads.settings import WRITE_TIMEOUT_S
from microconv.providers.read_only import refused

if TYPE_CHECKING:
    from google.ads.googleads.client import GoogleAdsClient

    from microconv.providers.google_ads.client import Connection


def _remember(request_ids: list[str]) -> Any:
    """An interceptor that keeps the request id of every answered unary call: Google support asks for it."""
    import grpc

    class RequestIds(grpc.UnaryUnaryClientInterceptor):  # type: ignore[misc]
        def intercept_unary_unary(self, continuation: Any, details: Any, request: Any) -> Any:
            answer = continuation(details, request)
            metadata = answer.trailing_metadata() or ()
            request_ids.extend(str(value) for key, value in metadata if key == "request-id")
            return answer

    return RequestIds()


@dataclass(frozen=True, slots=True)
class Mutation:
    """The outcome of a mutate request: request id, the errors of single operations by their index, and resource names.

    `names` are the resource names of what was changed, by index. `nothing_done`: one error undid everything.
    """

    request_id: str
    failures: dict[int, Any]
    names: dict[int, str]
    nothing_done: bool = False


class Account(ReadAccount):
    """One customer account that can be changed too; writes over a connection that can only read raise ReadOnlyError."""

    def __init__(self, connection: Connection, customer_id: str, login_customer_id: str = "") -> None:
        super().__init__(connection, customer_id, login_customer_id)
        self._client: GoogleAdsClient | None = None
        self._service: Any = None
        self._request_ids: list[str] = []

    def mutate(self, operations: Sequence[Any], *, whole: bool = False, rehearsal: bool = False) -> Mutation:
        """Carry out operations in one request. Raises ApiError.

        Those that fail do not stop the others; with `whole` none is done if one fails. With `rehearsal` none is done
        at all, and only errors are told.
        """
        from microconv.providers.google_ads.errors import failures_by_operation, failures_of_whole

        request = self.message("MutateGoogleAdsRequest")
        request.customer_id = self.customer_id
        request.partial_failure = not whole
        request.validate_only = rehearsal
        request.mutate_operations.extend(operations)

        def run() -> Any:
            self._connected()
            return self._service.mutate(request=request, timeout=WRITE_TIMEOUT_S)

        self._request_ids.clear()
        try:
            response = self._call(run, writing=not rehearsal)
        except RejectedError as error:
            failures = failures_of_whole(error.__cause__) if whole else {}
            if not failures:
                raise
            return Mutation(error.request_id, failures, {}, nothing_done=True)
        request_id = self._request_ids[-1] if self._request_ids else ""
        names = {}
        for index, answer in enumerate(response.mutate_operation_responses):
            which = answer.WhichOneof("response")
            if which is not None:
                names[index] = getattr(answer, which).resource_name
        return Mutation(request_id, failures_by_operation(response.partial_failure_error), names)

    def message(self, name: str) -> Any:
        """A new raw protobuf message of the API version in use."""
        self._connected()
        if self._client is None:
            raise refused(name)
        return self._client.get_type(name)

    def _open(self) -> Reads:
        if self._connection.read_only:
            return super()._open()
        self._client = self._connection.client(self._login)
        self._service = self._client.get_service(GOOGLE_ADS, interceptors=[_remember(self._request_ids)])
        return Reads(self._client, self._service)
