"""Answers of Google Ads in odd forms: without details, with details nobody knows, or with details that are damaged."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import grpc
import pytest
from google.ads.googleads.errors import GoogleAdsException
from google.ads.googleads.v26.errors.types.errors import GoogleAdsFailure
from google.protobuf.any_pb2 import Any as AnyMessage
from google.protobuf.struct_pb2 import Struct
from google.rpc.status_pb2 import Status

from microconv.core.errors import AccountQuotaError, ApiError, QuotaError, RejectedError, UnclearError
from microconv.providers.google_ads.errors import (
    WHOLE_REQUEST,
    error_code,
    failures_by_operation,
    failures_of_whole,
    rejected,
    translated,
)

TRAILER = "google.ads.googleads.v26.errors.googleadsfailure-bin"


class Call(grpc.RpcError):
    """A call that failed, as grpcio raises it."""

    def __init__(self, status: grpc.StatusCode, text: str, *trailers: tuple[str, Any]) -> None:
        super().__init__()
        self._answer = status, text
        self._trailers = trailers

    def code(self) -> grpc.StatusCode:
        return self._answer[0]

    def details(self) -> str:
        return self._answer[1]

    def trailing_metadata(self) -> tuple[tuple[str, Any], ...]:
        return self._trailers


INTERNAL = grpc.StatusCode.INTERNAL
INVALID = grpc.StatusCode.INVALID_ARGUMENT
TOO_LOW: Any = GoogleAdsFailure.pb()(
    errors=[{"error_code": {"range_error": "TOO_LOW"}, "message": "Too low."}], request_id="REQ-2"
)


def told(error: Exception) -> tuple[type[ApiError], str, str]:
    seen = translated(error, "123-456-7890", writing=True)
    assert isinstance(seen, ApiError)
    return type(seen), str(seen).removeprefix("google_ads 123-456-7890: "), seen.request_id


@pytest.mark.parametrize(("status", "kind"), [(INTERNAL, UnclearError), (INVALID, RejectedError)])
def test_a_failure_that_names_no_error_is_decided_by_the_status(status: grpc.StatusCode, kind: type[ApiError]) -> None:
    error = GoogleAdsException(Call(status, "No luck."), None, GoogleAdsFailure.pb()(), "REQ-1")
    assert told(error) == (kind, f"{status.name}: No luck.", "REQ-1")


def test_the_failure_in_the_trailers_of_a_bare_call_is_read() -> None:
    error = Call(INVALID, "Request contains an invalid argument.", (TRAILER, TOO_LOW.SerializeToString()))
    assert told(error) == (RejectedError, "RangeError.TOO_LOW: Too low.", "REQ-2")


@pytest.mark.parametrize("damaged", [b"\xff\xff\xff", b""], ids=["damaged", "empty"])
def test_a_failure_that_cannot_be_read_leaves_the_status(damaged: bytes) -> None:
    error = Call(INVALID, "No luck.", ("request-id", "REQ-1"), (TRAILER, damaged))
    assert told(error) == (RejectedError, "INVALID_ARGUMENT: No luck.", "REQ-1")


@pytest.mark.parametrize("word", ["RESOURCE_TEMPORARILY_EXHAUSTED", "RESOURCE_EXHAUSTED"])
@pytest.mark.parametrize(
    ("scope", "kind"),
    [("ACCOUNT", AccountQuotaError), ("DEVELOPER", QuotaError), ("UNKNOWN", QuotaError), (None, QuotaError)],
)
def test_the_scope_of_a_rate_tells_whom_it_concerns(word: str, scope: str | None, kind: type[ApiError]) -> None:
    failure: Any = GoogleAdsFailure.pb()()
    error = failure.errors.add(message="Retry in 5 seconds.")
    codes = error.error_code.DESCRIPTOR.fields_by_name["quota_error"].enum_type.values_by_name
    error.error_code.quota_error = codes[word].number
    details = error.details.quota_error_details
    details.retry_delay.seconds = 5
    if scope is not None:
        details.rate_scope = details.QuotaRateScope.Value(scope)
    call = Call(grpc.StatusCode.RESOURCE_EXHAUSTED, "")
    found = translated(GoogleAdsException(call, None, failure, "R"), "1", writing=True)
    assert isinstance(found, ApiError)
    assert (type(found), found.code, found.retry_after_s) == (kind, f"QuotaError.{word}", 5.0)
    assert ("tomorrow" in str(found.hint)) == (word == "RESOURCE_EXHAUSTED" and scope != "ACCOUNT")


def partial(*details: Any, code: int = 3) -> Status:
    """A partial failure with these details."""
    packed = []
    for one in details:
        item = AnyMessage()
        item.Pack(one)
        packed.append(item)
    return Status(code=code, message="Multiple errors.", details=packed)


def test_details_that_are_no_failure_are_passed_over() -> None:
    second: Any = GoogleAdsFailure.pb()()
    second.CopyFrom(TOO_LOW)
    second.errors[0].location.field_path_elements.add(field_name="mutate_operations", index=4)
    found = failures_by_operation(partial(Struct(), second))
    assert {number: [error_code(one) for one in errors] for number, errors in found.items()} == {
        4: ["RangeError.TOO_LOW"]
    }


def test_a_partial_failure_without_details_leaves_every_operation_open() -> None:
    """Google says that something failed and not what: nothing may be taken as refused, or as done."""
    found = failures_by_operation(partial(Struct()))
    assert found == {WHOLE_REQUEST: []}
    error = rejected(found[WHOLE_REQUEST], "123-456-7890", 'google_ads.conversion_action["mv_a"]', "REQ-1")
    assert type(error) is UnclearError
    assert str(error) == (
        'google_ads 123-456-7890 google_ads.conversion_action["mv_a"]: UNKNOWN: a partial failure without details'
    )
    assert error.request_id == "REQ-1"


def test_no_failure_at_all_is_none() -> None:
    assert failures_by_operation(partial(code=0)) == {}


def test_a_refused_request_tells_which_of_its_operations_were_wrong() -> None:
    failure: Any = GoogleAdsFailure.pb()()
    for number in (2, 2, 0):
        failure.errors.add(message=str(number)).location.field_path_elements.add(
            field_name="mutate_operations", index=number
        )
    failure.errors.add(message="of no operation").location.field_path_elements.add(field_name="customer_id")
    error = GoogleAdsException(Call(INVALID, ""), None, failure, "REQ-1")
    assert {number: [one.message for one in errors] for number, errors in failures_of_whole(error).items()} == {
        2: ["2", "2"],
        0: ["0"],
    }


@pytest.mark.parametrize("other", [None, ValueError("x"), Call(INTERNAL, "No luck.")])
def test_what_is_no_answer_of_google_ads_names_no_operation(other: BaseException | None) -> None:
    assert failures_of_whole(other) == {}


def test_an_error_of_a_family_that_this_client_does_not_know() -> None:
    error: Any = GoogleAdsFailure.pb()(errors=[{"message": "New."}]).errors[0]
    assert error_code(error) == "UNKNOWN"
    known: Any = SimpleNamespace(error_code=TOO_LOW.errors[0].error_code)
    known.error_code.range_error = 9_999
    assert error_code(known) == "RangeError.9999"
