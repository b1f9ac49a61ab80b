"""GoogleAdsFieldService: which fields there are and how a query may use them.

Its query language is GAQL without FROM, about the fields of GoogleAdsField themselves. Sources:
services/google_ads_field_service.proto and the page "Resource metadata", checked 2026-11-23.
"""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING, Any

from microconv.emulator.google_ads import paging
from microconv.emulator.google_ads.call import Call, Method
from microconv.emulator.google_ads.errors import AdsFailure, error
from microconv.emulator.google_ads.errors_texts import listing
from microconv.emulator.google_ads.messages import Writer
from microconv.emulator.google_ads.query import conditions
from microconv.emulator.google_ads.query.artifacts import FIELDS, artifacts
from microconv.emulator.google_ads.query.lexer import query_error
from microconv.emulator.google_ads.query.parser import parse

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from microconv.emulator.google_ads.fields import Field, Flat
    from microconv.emulator.google_ads.query.syntax import Query

_PREFIX = "googleAdsFields/"
_MAX_PAGE = 10_000


def get_google_ads_field(call: Call, request: Any) -> Message:
    """One artifact by its resource name, with all its fields."""
    name = request.resource_name
    if not name:
        message = "Required field is missing."
        raise AdsFailure([error("request_error.REQUIRED_FIELD_MISSING", message, "resource_name")])
    if not name.startswith(_PREFIX):
        code = "request_error.RESOURCE_NAME_MALFORMED"
        raise AdsFailure([error(code, f"'{name}' is not the name of a field.", "resource_name", trigger=name)])
    artifact = artifacts(call.version).get(name.removeprefix(_PREFIX))
    if artifact is None:
        code = "request_error.RESOURCE_NOT_FOUND"
        raise AdsFailure([error(code, f"There is no field '{name}'.", "resource_name", trigger=name)])
    return _message(call, artifact, tuple(FIELDS))


def search_google_ads_fields(call: Call, request: Any) -> Message:
    """The artifacts that a query asks for, in pages of any size up to 10,000."""
    if not request.query.strip():
        raise AdsFailure([error("request_error.REQUIRED_FIELD_MISSING", "Required field is missing.", "query")])
    if not 0 <= request.page_size <= _MAX_PAGE:
        message = f"The page size must be between 1 and {_MAX_PAGE}."
        raise AdsFailure([error("request_error.INVALID_PAGE_SIZE", message, "page_size")])
    query = parse(request.query, has_from=False)
    paths = tuple(dict.fromkeys(_field(name, "SELECT").path for name in query.select))
    matching = _found(call, query)
    start = _offset(request)
    size = request.page_size or _MAX_PAGE
    response: Any = call.version.cls("SearchGoogleAdsFieldsResponse")()
    response.total_results_count = len(matching)
    page = matching[: query.limit][start : start + size]
    response.results.extend(_message(call, one, ("resource_name", *paths)) for one in page)
    if start + size < len(matching[: query.limit]):
        response.next_page_token = paging.encoded(_mark(request), start + size)
    filled: Message = response
    return filled


def _found(call: Call, query: Query) -> list[Flat]:
    """The matching artifacts, sorted."""
    rows = list(artifacts(call.version).values())
    for condition in query.where:
        field = _field(condition.field, "WHERE")
        leaf = call.version.shape("GoogleAdsField").leaves[field.path]
        subject = conditions.Subject(condition.field, field, leaf.enum)
        test, _ = conditions.check(subject, condition, date.min)
        rows = [row for row in rows if test(row.get(field.path))]
    for ordering in reversed(query.order_by):
        path = _field(ordering.field, "ORDER_BY").path
        rows.sort(key=lambda row, path=path: str(row.get(path, "")), reverse=ordering.descending)  # type: ignore[misc]
    return rows


def _field(name: str, clause: str) -> Field:
    """A field of an artifact.

    Raises AdsFailure if there is none of that name, or it is not for this clause.
    """
    field = FIELDS.get(name)
    if field is None:
        raise query_error("UNRECOGNIZED_FIELD", **listing([name]))
    if clause == "ORDER_BY" and not field.sortable:
        raise query_error("PROHIBITED_FIELD_IN_ORDER_BY_CLAUSE", f"'{name}' cannot be used in ORDER BY.")
    return field


def _message(call: Call, flat: Flat, paths: tuple[str, ...]) -> Message:
    message = call.version.cls("GoogleAdsField")()
    Writer(call.version.shape("GoogleAdsField"), paths).write(message, flat)
    return message


def _mark(request: Any) -> bytes:
    return hashlib.sha256(request.query.encode()).digest()[:9]


def _offset(request: Any) -> int:
    if not request.page_token:
        return 0
    mark, offset = paging.decoded(request.page_token)
    if mark != _mark(request):
        code = "request_error.INVALID_PAGE_TOKEN"
        raise AdsFailure([error(code, "The page token is invalid.", "page_token", trigger=request.page_token)])
    return offset


METHODS = {
    ("GoogleAdsFieldService", "GetGoogleAdsField"): Method(
        "GetGoogleAdsFieldRequest", get_google_ads_field, ignores_login=True
    ),
    ("GoogleAdsFieldService", "SearchGoogleAdsFields"): Method(
        "SearchGoogleAdsFieldsRequest", search_google_ads_fields, ignores_login=True
    ),
}
