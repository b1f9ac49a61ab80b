"""The writing part of the Google Ads API: an official client, its service with a memory for request ids, and its reads.

One of these serves all accounts of a login, from several threads: a channel and its TLS handshake cost more than a
request.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, NamedTuple

from microconv.providers.google_ads.reads import GOOGLE_ADS, Reads

if TYPE_CHECKING:
    from google.ads.googleads.client import GoogleAdsClient

_REQUEST_IDS: ContextVar[list[str] | None] = ContextVar("microconv.google_ads.request_ids", default=None)


class Writes(NamedTuple):
    """An official client that may write, its GoogleAdsService, and the services that only read, over one channel."""

    client: GoogleAdsClient
    google_ads: Any
    reads: Reads


def opened(client: GoogleAdsClient) -> Writes:
    """The services of a client."""
    service = client.get_service(GOOGLE_ADS, interceptors=[_remember()])
    return Writes(client, service, Reads(client, service))


@contextmanager
def request_ids() -> Iterator[list[str]]:
    """The request ids of this thread's unary calls in the block, in order: Google support asks for them."""
    ids: list[str] = []
    before = _REQUEST_IDS.set(ids)
    try:
        yield ids
    finally:
        _REQUEST_IDS.reset(before)


def _remember() -> Any:
    """An interceptor that keeps the request id of every answered unary call for `request_ids`."""
    import grpc

    class RequestIds(grpc.UnaryUnaryClientInterceptor):  # type: ignore[misc]
        def intercept_unary_unary(self, continuation: Any, details: Any, request: Any) -> Any:
            answer = continuation(details, request)
            ids = _REQUEST_IDS.get()
            if ids is not None:
                metadata = answer.trailing_metadata() or ()
                ids.extend(str(value) for key, value in metadata if key == "request-id")
            return answer

    return RequestIds()
