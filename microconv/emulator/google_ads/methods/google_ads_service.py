"""GoogleAdsService: Search, SearchStream and Mutate.

Paging: a page has 10,000 rows and cannot be set (PAGE_SIZE_NOT_SUPPORTED); a stream's batches have as many. Sources:
services/google_ads_service.proto and the pages on paging and streaming, checked 2026-11-23.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from microconv.emulator.google_ads import paging
from microconv.emulator.google_ads.call import Call, Method
from microconv.emulator.google_ads.errors import AdsFailure, error
from microconv.emulator.google_ads.errors_texts import google_text
from microconv.emulator.google_ads.metrics import local_time
from microconv.emulator.google_ads.mutate.several import mutate
from microconv.emulator.google_ads.query import executor
from microconv.emulator.google_ads.query.parser import parse
from microconv.emulator.google_ads.query.semantics import Checker

if TYPE_CHECKING:
    from datetime import date

    from google.protobuf.message import Message

    from microconv.emulator.google_ads.model import Customer
    from microconv.emulator.google_ads.query.plan import Plan
    from microconv.emulator.google_ads.wire import Version

_SUMMARY = (3, 4)  # SummaryRowSetting SUMMARY_ROW_WITH_RESULTS and SUMMARY_ROW_ONLY
_ONLY_SUMMARY = 4


def _plan(call: Call, customer: Customer, request: Any) -> Plan:
    if not request.query.strip():
        raise AdsFailure([error("request_error.REQUIRED_FIELD_MISSING", "Required field is missing.", "query")])
    today = local_time(call.world, customer).date()
    policies = call.world.policies
    nullable = policies.text("unset_without_presence") == "null"
    closed = policies.text("closed_comparison_of_double_metrics") == "allowed"
    dated = policies.text("lags_of_conversions_by_date") == "divided"
    return _checked(call.version, customer.manager, today, (nullable, closed, dated), request.query)


@lru_cache(maxsize=256)
def _checked(version: Version, manager: bool, today: date, takes: tuple[bool, bool, bool], query: str) -> Plan:
    """The plan of a query; what it depends on is in the arguments, and clients ask the same again and again."""
    nullable, closed, dated = takes
    checker = Checker(
        version, manager=manager, today=today, all_nullable=nullable, all_closed=closed, dated_by_lag=dated
    )
    return checker.check(parse(query))


def _check_summary(plan: Plan, *, validate_only: bool = False) -> None:
    """A summary row sums the selected metrics.

    Raises AdsFailure if there is nothing to sum.
    """
    word = "VALIDATE_ONLY_REQUESTS" if validate_only else "" if plan.has_metrics else "REQUEST_WITHOUT_METRICS"
    if word:
        code = f"request_error.CANNOT_RETURN_SUMMARY_ROW_FOR_{word}"
        raise AdsFailure([error(code, "A summary row cannot be returned for this request.")])


def search(call: Call, request: Any) -> Message:
    """One page of a query's rows."""
    customer = call.customer(request.customer_id)
    if request.page_size:
        code = "request_error.PAGE_SIZE_NOT_SUPPORTED"
        raise AdsFailure([error(code, google_text(code), "page_size")])
    plan = _plan(call, customer, request)
    settings = request.search_settings
    if settings.return_summary_row:
        _check_summary(plan, validate_only=request.validate_only)
    response: Any = call.version.cls("SearchGoogleAdsResponse")()
    if request.validate_only:
        if request.page_token:
            code = "request_error.VALIDATE_ONLY_REQUEST_HAS_PAGE_TOKEN"
            raise AdsFailure([error(code, "A validate_only request cannot have a page token.", "page_token")])
        return response
    start = _offset(request)
    result = executor.run(plan, call.version, call.view(customer), call.metrics(customer))
    size = call.world.policies.number("search_page_size")
    response.field_mask.paths.extend(executor.field_mask(plan))
    if settings.return_total_results_count:
        response.total_results_count = result.total
    if settings.return_summary_row and result.summary is not None:
        response.summary_row.CopyFrom(result.summary)
    if not settings.omit_results:
        response.results.extend(result.rows[start : start + size])
        if start + size < len(result.rows):
            response.next_page_token = paging.encoded(_mark(request), start + size)
    return response


def _mark(request: Any) -> bytes:
    """Nine bytes of customer and query, one of the summary setting."""
    mark = hashlib.sha256(f"{request.customer_id} {request.query}".encode()).digest()[:9]
    return mark + bytes([request.search_settings.return_summary_row])


def _offset(request: Any) -> int:
    """The row at which the page starts; a token is good for the same customer, query and summary setting only."""
    if not request.page_token:
        return 0
    mark, offset = paging.decoded(request.page_token)
    expected = _mark(request)
    if mark == expected:
        return offset
    if len(mark) == len(expected) and mark[:-1] == expected[:-1]:
        code = "request_error.INCONSISTENT_RETURN_SUMMARY_ROW_VALUE"
        raise AdsFailure([error(code, "All pages must ask alike for the summary row.", "search_settings")])
    code = "request_error.INVALID_PAGE_TOKEN"
    raise AdsFailure([error(code, "The page token is invalid.", "page_token", trigger=request.page_token)])


def search_stream(call: Call, request: Any) -> Iterator[Message]:
    """All rows of a query in batches; one empty batch if there are none. A summary row comes last, by itself."""
    customer = call.customer(request.customer_id)
    plan = _plan(call, customer, request)
    if request.summary_row_setting in _SUMMARY:
        _check_summary(plan)
    result = executor.run(plan, call.version, call.view(customer), call.metrics(customer))
    rows = None if request.summary_row_setting == _ONLY_SUMMARY else result.rows
    summary = result.summary if request.summary_row_setting in _SUMMARY else None
    return _batches(call, plan, rows, summary, call.world.policies.number("search_page_size"))


def _batches(
    call: Call, plan: Plan, rows: list[Message] | None, summary: Message | None, size: int
) -> Iterator[Message]:
    cls = call.version.cls("SearchGoogleAdsStreamResponse")
    mask = executor.field_mask(plan)
    parts: list[list[Message]] = []
    if rows is not None:
        parts = [rows[start : start + size] for start in range(0, max(len(rows), 1), size)]
    for part in (*parts, None) if summary is not None else parts:
        response: Any = cls()
        if part is not None:
            response.results.extend(part)
        elif summary is not None:
            response.summary_row.CopyFrom(summary)
        response.field_mask.paths.extend(mask)
        response.request_id = call.request_id
        yield response


METHODS = {
    ("GoogleAdsService", "Search"): Method("SearchGoogleAdsRequest", search),
    ("GoogleAdsService", "SearchStream"): Method("SearchGoogleAdsStreamRequest", search_stream, stream=True),
    ("GoogleAdsService", "Mutate"): Method("MutateGoogleAdsRequest", mutate, write=True),
}
