"""The table of errors: every code exists, every row has its source, and what each class means for reads and writes."""

from __future__ import annotations

from typing import Any

import grpc
import pytest
from google.ads.googleads.errors import GoogleAdsException
from google.ads.googleads.v26.errors.types.errors import GoogleAdsFailure

from microconv.core.errors import (
    AccessDeniedError,
    AlreadyThereError,
    ApiError,
    QuotaError,
    RejectedError,
    UnclearError,
)
from microconv.core.ports import Status, failed
from microconv.providers.google_ads.classification import CODES, STATUSES, Meaning, meaning
from microconv.providers.google_ads.errors import error_code, expired, rejected, translated
from microconv.providers.retrying import may_repeat

ERROR_CODE = GoogleAdsFailure.pb().DESCRIPTOR.fields_by_name["errors"].message_type.fields_by_name["error_code"]


def family_of(code: str) -> Any:
    """The field of Google's ErrorCode that holds a code of our table."""
    word = code.partition(".")[0]
    fields = {"".join(part.capitalize() for part in one.name.split("_")): one for one in ERROR_CODE.message_type.fields}
    return fields.get(word)


ALL = [
    f"{''.join(part.capitalize() for part in field.name.split('_'))}.{value.name}"
    for field in ERROR_CODE.message_type.fields
    for value in field.enum_type.values
]


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_exists_in_the_client(code: str) -> None:
    field = family_of(code)
    assert field is not None, "no such family"
    assert code.partition(".")[2] in field.enum_type.values_by_name


@pytest.mark.parametrize("status", sorted(STATUSES))
def test_every_status_exists(status: str) -> None:
    assert status in {code.name for code in grpc.StatusCode}
    assert status != "OK"


@pytest.mark.parametrize("name", [*sorted(CODES), *sorted(STATUSES)])
def test_every_row_has_a_source_with_a_day(name: str) -> None:
    row = CODES.get(name) or STATUSES[name]
    assert row.source.startswith(("page ", "comment of the value", "meaning of the gRPC status"))
    if name in CODES:
        assert "2026-11-23" in row.source
    assert isinstance(row.meaning, Meaning)


def test_what_is_in_no_row_is_definite() -> None:
    others = [code for code in ALL if code not in CODES and not code.endswith((".UNKNOWN", ".UNSPECIFIED"))]
    assert len(others) > 1000
    assert {meaning(code, "INTERNAL") for code in others} == {Meaning.NEVER}
    assert meaning("", "NOT_FOUND") is Meaning.NEVER


@pytest.mark.parametrize("code", ["InternalError.UNKNOWN", "FieldError.UNSPECIFIED", "RequestError.UNKNOWN"])
def test_a_code_without_a_meaning_is_decided_by_the_status(code: str) -> None:
    """A value that this version of the client does not know: only the status tells."""
    assert meaning(code, "INTERNAL") is Meaning.UNCLEAR
    assert meaning(code, "INVALID_ARGUMENT") is Meaning.NEVER


def test_the_status_counts_only_where_there_is_no_code() -> None:
    assert meaning("RangeError.TOO_LOW", "UNAVAILABLE") is Meaning.NEVER
    assert meaning("", "UNAVAILABLE") is Meaning.UNCLEAR


# ---- what each means


class Answer(grpc.RpcError, grpc.Call):  # type: ignore[misc]
    """The error of a call as gRPC raises it."""

    def __init__(self, status: str) -> None:
        self.status = status

    def code(self) -> grpc.StatusCode:
        return grpc.StatusCode[self.status]

    def details(self) -> str:
        return "No luck today."

    def trailing_metadata(self) -> tuple[tuple[str, str], ...]:
        return (("request-id", "REQ-1"),)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)


for name in tuple(getattr(Answer, "__abstractmethods__", ())):
    setattr(Answer, name, lambda self, *args: None)
Answer.__abstractmethods__ = frozenset()


def failure(code: str, delay_s: float = 0.0) -> Any:
    """A GoogleAdsFailure with one error."""
    field, word = family_of(code), code.partition(".")[2]
    found = GoogleAdsFailure.pb()()
    item = found.errors.add(message="No luck today.")
    setattr(item.error_code, field.name, field.enum_type.values_by_name[word].number)
    if delay_s:
        item.details.quota_error_details.retry_delay.FromMilliseconds(int(delay_s * 1000))
    assert error_code(item) == code
    return found


def of_code(code: str, *, writing: bool, status: str = "INTERNAL", delay_s: float = 0.0) -> ApiError:
    """Our error for a request that was refused as a whole."""
    answer = GoogleAdsException(Answer(status), None, failure(code, delay_s), "REQ-1")
    found = translated(answer, "123-456-7890", writing=writing)
    assert isinstance(found, ApiError)
    assert (found.code, found.request_id) == (code, "REQ-1")
    return found


def of_status(status: str, *, writing: bool) -> ApiError:
    found = translated(Answer(status), "123-456-7890", writing=writing)
    assert isinstance(found, ApiError)
    assert (found.code, found.request_id) == (status, "REQ-1")
    return found


REPEATED = {
    Meaning.LATER: (True, True),
    Meaning.UNCLEAR: (True, False),
    Meaning.RENEW: (False, False),  # with a new token, and only once: the client's own affair
    Meaning.THERE: (False, False),
    Meaning.NEVER: (False, False),
}


@pytest.mark.parametrize("code", [*sorted(CODES), "RangeError.TOO_LOW", "AuthorizationError.USER_PERMISSION_DENIED"])
def test_what_a_code_means_for_reads_and_writes(code: str) -> None:
    means = meaning(code, "INTERNAL")
    read, write = of_code(code, writing=False), of_code(code, writing=True)
    assert (may_repeat(read, writing=False), may_repeat(write, writing=True)) == REPEATED[means]
    assert isinstance(write, UnclearError) is (means is Meaning.UNCLEAR)
    assert isinstance(write, AlreadyThereError) is (means is Meaning.THERE)
    assert expired(write) is (means is Meaning.RENEW)


@pytest.mark.parametrize("code", [code.name for code in grpc.StatusCode if code.name != "OK"])
def test_what_a_bare_status_means_for_reads_and_writes(code: str) -> None:
    means = meaning("", code)
    read, write = of_status(code, writing=False), of_status(code, writing=True)
    assert (may_repeat(read, writing=False), may_repeat(write, writing=True)) == REPEATED[means]
    assert isinstance(write, UnclearError) is (means is Meaning.UNCLEAR)
    assert expired(write) is (means is Meaning.RENEW)


@pytest.mark.parametrize(
    ("code", "kind", "status"),
    [
        ("InternalError.TRANSIENT_ERROR", UnclearError, Status.UNKNOWN),
        ("InternalError.INTERNAL_ERROR", UnclearError, Status.UNKNOWN),
        ("ConversionActionError.DUPLICATE_NAME", AlreadyThereError, Status.FAILED),
        ("DatabaseError.CONCURRENT_MODIFICATION", RejectedError, Status.FAILED),
        ("RangeError.TOO_LOW", RejectedError, Status.FAILED),
        ("AuthorizationError.ACTION_NOT_PERMITTED", AccessDeniedError, Status.FAILED),
        ("QuotaError.RESOURCE_EXHAUSTED", QuotaError, Status.FAILED),
    ],
)
def test_one_operation_of_a_request(code: str, kind: type[ApiError], status: Status) -> None:
    """In a partial failure the code alone decides: the request as a whole was answered."""
    found = rejected(list(failure(code).errors), "1", "target", "REQ-1")
    assert type(found) is kind
    assert found.repeatable is (meaning(code, "") is Meaning.LATER)
    change: Any = None
    assert failed(change, found).status is status


@pytest.mark.parametrize("seconds", [0.5, 7.0, 90.25])
def test_what_google_asks_to_wait(seconds: float) -> None:
    found = of_code("QuotaError.RESOURCE_TEMPORARILY_EXHAUSTED", writing=True, delay_s=seconds)
    assert isinstance(found, QuotaError)
    assert (found.retry_after_s, found.repeatable) == (seconds, True)
    assert of_code("QuotaError.RESOURCE_TEMPORARILY_EXHAUSTED", writing=True).retry_after_s is None


@pytest.mark.parametrize(
    "code", ["QuotaError.RESOURCE_EXHAUSTED", "QuotaError.EXCESSIVE_LONG_TERM_QUERY_RESOURCE_CONSUMPTION"]
)
def test_the_quota_of_a_day_is_not_asked_again_even_where_google_names_a_pause(code: str) -> None:
    found = of_code(code, writing=False, status="RESOURCE_EXHAUSTED", delay_s=5.0)
    assert isinstance(found, QuotaError)
    assert not may_repeat(found, writing=False)


def test_a_token_that_expired_is_told_from_one_that_is_wrong() -> None:
    for code in ("OAUTH_TOKEN_INVALID", "OAUTH_TOKEN_REVOKED", "NOT_ADS_USER", "DEVELOPER_TOKEN_INVALID"):
        found = of_code(f"AuthenticationError.{code}", writing=True, status="UNAUTHENTICATED")
        assert isinstance(found, AccessDeniedError)
        assert not expired(found)
    assert expired(of_code("AuthenticationError.OAUTH_TOKEN_EXPIRED", writing=True, status="UNAUTHENTICATED"))
    assert expired(of_status("UNAUTHENTICATED", writing=True))


def test_a_text_of_googles_that_names_nothing_reads_with_object_and_every_field() -> None:
    """Google says the same of each field, whatever it is: "The field attempted to be mutated is immutable."."""
    failure = GoogleAdsFailure.pb()()
    for name in ("category", "name"):
        one = failure.errors.add(message="The field attempted to be mutated is immutable.")
        one.error_code.field_error = (
            one.error_code.DESCRIPTOR.fields_by_name["field_error"].enum_type.values_by_name["IMMUTABLE_FIELD"].number
        )
        for step in ("mutate_operations", "conversion_action_operation", "update", name):
            one.location.field_path_elements.add(field_name=step)
    error = rejected(list(failure.errors), "123-456-7890", 'google_ads.conversion_action["mv_lead"]', "")
    assert str(error) == (
        'google_ads 123-456-7890 google_ads.conversion_action["mv_lead"] category, name: FieldError.IMMUTABLE_FIELD: '
        "The field attempted to be mutated is immutable."
    )
    assert error.fields == ("category", "name")
