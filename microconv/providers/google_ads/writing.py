"""One Google Ads account that can be changed too: mutate requests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from microconv.core.errors import RejectedError
from microconv.providers.google_ads.account import ReadAccount
from microconv.providers.google_ads.reads import Reads
from microconv.providers.google_ads.settings import WRITE_TIMEOUT_S
from microconv.providers.google_ads.writes import Writes, request_ids
from microconv.providers.read_only import refused

if TYPE_CHECKING:
    from microconv.providers.google_ads.client import Connection


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
        self._writes: Writes | None = None

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
            return self._writing("mutate").google_ads.mutate(request=request, timeout=WRITE_TIMEOUT_S)

        try:
            with request_ids() as ids:
                response = self._call(run, writing=not rehearsal, operations=max(1, len(operations)))
        except RejectedError as error:
            failures = failures_of_whole(error.__cause__) if whole else {}
            if not failures:
                raise
            return Mutation(error.request_id, failures, {}, nothing_done=True)
        request_id = ids[-1] if ids else ""
        names = {}
        for index, answer in enumerate(response.mutate_operation_responses):
            which = answer.WhichOneof("response")
            if which is not None:
                names[index] = getattr(answer, which).resource_name
        return Mutation(request_id, failures_by_operation(response.partial_failure_error), names)

    def message(self, name: str) -> Any:
        """A new raw protobuf message of the API version in use."""
        return self._writing(name).client.get_type(name)

    def _writing(self, name: str) -> Writes:
        """The part that writes, for `name`. Raises ReadOnlyError over a connection that can only read."""
        self._connected()
        if self._writes is None:
            raise refused(name)
        return self._writes

    def _open(self) -> Reads:
        if self._connection.read_only:
            return super()._open()
        self._writes = self._connection.writes(self._login)
        return self._writes.reads
