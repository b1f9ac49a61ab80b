"""Answers of the GA4 Admin API as its REST transport gives them: what each means, and what is sent again."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests
from google.api_core.exceptions import from_http_response

from microconv.core.errors import ApiError, QuotaError, UnansweredError, UnclearError
from microconv.providers.ga4.errors import translated
from microconv.providers.retrying import may_repeat


def answer(status: int, word: str, message: str, reason: str = "", **headers: str) -> Exception:
    """The client's error for an answer of Google's, with the reason where Google names one."""
    detail = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason, "domain": "googleapis.com"}
    error = {"code": status, "message": message, "status": word, "details": [detail] if reason else []}
    response = requests.Response()
    response.status_code = status
    response.request = requests.Request("GET", "https://analyticsadmin.googleapis.com/v1beta/properties/1").prepare()
    response._content = json.dumps({"error": error}).encode()
    response.headers.update(headers)
    found: Exception = from_http_response(response)
    return found


def told(error: Exception, **said: Any) -> ApiError:
    seen = translated(error, "345678901", **{"writing": False, **said})
    assert isinstance(seen, ApiError)
    return seen


@pytest.mark.parametrize("reason", ["rateLimitExceeded", "RATE_LIMIT_EXCEEDED"])
def test_too_many_requests_may_come_as_a_403(reason: str) -> None:
    """Whoever takes that for a lack of rights sends people to the wrong settings."""
    error = told(answer(403, "PERMISSION_DENIED", "Quota exceeded.", reason), writing=True, creates="key_event")
    assert type(error) is QuotaError
    assert str(error) == f"ga4 345678901: RESOURCE_EXHAUSTED ({reason}): Quota exceeded."
    assert error.hint == "wait a minute, then run again"
    assert may_repeat(error, writing=True)


def test_the_quota_of_a_day_is_not_asked_again() -> None:
    error = told(answer(429, "RESOURCE_EXHAUSTED", "Quota exceeded for requests per day.", "RATE_LIMIT_EXCEEDED"))
    assert error.hint == "the quota of the day is used up: run again tomorrow"
    assert not may_repeat(error, writing=False)


@pytest.mark.parametrize("quota", ["property tokens per hour", "property tokens for a project per hour"])
def test_the_quota_of_an_hour_is_not_asked_again(quota: str) -> None:
    text = f"Exhausted {quota}. These quota tokens will return in under an hour."
    error = told(answer(429, "RESOURCE_EXHAUSTED", text, ""))
    assert error.hint == "the quota of the hour is used up: run again in an hour"
    assert not may_repeat(error, writing=False)


@pytest.mark.parametrize(
    ("creates", "kind"), [("event_create_rule", UnansweredError), ("key_event", UnclearError), ("", UnclearError)]
)
def test_a_create_that_timed_out_is_open_and_of_a_rule_it_stays_so(creates: str, kind: type[ApiError]) -> None:
    """GA4 makes a second rule of the same event, and refuses a second key event."""
    error = told(answer(504, "DEADLINE_EXCEEDED", "Deadline exceeded."), writing=True, creates=creates)
    assert type(error) is kind
    assert error.hint == "run again: the state is read first, nothing is repeated blindly"


def test_an_answer_of_trouble_and_no_answer_are_told_apart() -> None:
    busy = told(answer(503, "UNAVAILABLE", "The service is currently unavailable."))
    silent = told(requests.exceptions.ChunkedEncodingError("Connection broken: IncompleteRead(12 bytes read)"))
    assert (type(busy), type(silent)) == (UnclearError, UnclearError)
    assert busy.hint == "GA4 is in trouble: run again later (nothing was written)"
    assert silent.message == "no answer from the API"
    assert silent.hint == "the API cannot be reached: check the network, then run again (nothing was written)"
    assert may_repeat(busy, writing=False)
    assert not may_repeat(busy, writing=True)
