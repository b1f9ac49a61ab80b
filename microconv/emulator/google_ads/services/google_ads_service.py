"""GoogleAdsService: Search, SearchStream and Mutate.

Paging: a page has 10,000 rows and cannot be set (PAGE_SIZE_NOT_SUPPORTED); a stream's batches have as many. Sources:
services/google_ads_service.proto and the pages on paging and streaming, checked 2026-11-23.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from microconv.emulator.google_ads.call import Call, Method
from microconv.emulator.google_ads.errors import AdsFailure, error
from microconv.emulator.google_ads.mutate.several import mutate
from microconv.emulator.google_ads.query import executor
from microconv.emulator.google_ads.query.parser import parse
from microconv.emulator.google_ads.query.semantics import Checker

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from microconv.emulator.google_ads.query.semantics import Plan
    from microconv.emulator.google_ads.state import Customer

_NO_SUMMARY = (0, 2)  # SummaryRowSetting UNSPECIFIED and NO_SUMMARY_ROW


def _plan(call: Call, customer: Customer, request: Any) -> Plan:
    if not request.query.strip():
        raise AdsFailure([error("request_error.REQUIRED_FIELD_MISSING", "Required field is missing.", "query")])
    return Checker(call.version, manager=customer.manager).check(parse(request.query))


def _refuse_summary(word: str) -> AdsFailure:
    """A summary row sums metrics, and the emulator has no query with metrics yet."""
    code = f"request_error.CANNOT_RETURN_SUMMARY_ROW_FOR_{word}"
    return AdsFailure([error(code, "A summary row cannot be returned for this request.")])


def search(call: Call, request: Any) -> Message:
    """One page of a query's rows."""
    customer = call.customer(request.customer_id)
    if request.page_size:
        message = "Setting the page size is not supported. Search responses have a fixed page size of 10000 rows."
        raise AdsFailure([error("request_error.PAGE_SIZE_NOT_SUPPORTED", message, "page_size")])
    plan = _plan(call, customer, request)
    settings = request.search_settings
    if settings.return_summary_row:
        raise _refuse_summary("VALIDATE_ONLY_REQUESTS" if request.validate_only else "REQUEST_WITHOUT_METRICS")
    response: Any = call.version.cls("SearchGoogleAdsResponse")()
    if request.validate_only:
        if request.page_token:
            code = "request_error.VALIDATE_ONLY_REQUEST_HAS_PAGE_TOKEN"
            raise AdsFailure([error(code, "A validate_only request cannot have a page token.", "page_token")])
        return response
    rows = executor.run(plan, call.version, call.view(customer))
    size = call.world.policies.number("search_page_size")
    start = _offset(request)
    response.field_mask.paths.extend(executor.field_mask(plan))
    if settings.return_total_results_count:
        response.total_results_count = len(rows)
    if not settings.omit_results:
        response.results.extend(rows[start : start + size])
        if start + size < len(rows):
            response.next_page_token = _token(request, start + size)
    return response


def _token(request: Any, offset: int) -> str:
    mark = hashlib.sha256(f"{request.customer_id} {request.query}".encode()).digest()[:9]
    return base64.urlsafe_b64encode(mark + offset.to_bytes(6, "big")).decode("ascii")


def _offset(request: Any) -> int:
    """Where the page starts; a token is good for the same customer and query only."""
    if not request.page_token:
        return 0
    try:
        raw = base64.urlsafe_b64decode(request.page_token.encode("ascii"))
    except (binascii.Error, ValueError, UnicodeEncodeError):
        raw = b""
    offset = int.from_bytes(raw[9:], "big")
    if len(raw) != 15 or _token(request, offset) != request.page_token:
        code = "request_error.INVALID_PAGE_TOKEN"
        raise AdsFailure([error(code, "The page token is invalid.", "page_token", trigger=request.page_token)])
    return offset


def search_stream(call: Call, request: Any) -> Iterator[Message]:
    """All rows of a query in batches; one empty batch if there are none."""
    customer = call.customer(request.customer_id)
    plan = _plan(call, customer, request)
    if request.summary_row_setting not in _NO_SUMMARY:
        raise _refuse_summary("REQUEST_WITHOUT_METRICS")
    rows = executor.run(plan, call.version, call.view(customer))
    return _batches(call, plan, rows, call.world.policies.number("search_page_size"))


def _batches(call: Call, plan: Plan, rows: list[Message], size: int) -> Iterator[Message]:
    cls = call.version.cls("SearchGoogleAdsStreamResponse")
    mask = executor.field_mask(plan)
    for start in range(0, max(len(rows), 1), size):
        response: Any = cls()
        response.results.extend(rows[start : start + size])
        response.field_mask.paths.extend(mask)
        response.request_id = call.request_id
        yield response


METHODS = {
    ("GoogleAdsService", "Search"): Method("SearchGoogleAdsRequest", search),
    ("GoogleAdsService", "SearchStream"): Method("SearchGoogleAdsStreamRequest", search_stream, stream=True),
    ("GoogleAdsService", "Mutate"): Method("MutateGoogleAdsRequest", mutate, write=True),
}
