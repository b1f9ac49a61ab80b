"""Over REST as over gRPC: generated requests, each asked both ways of the same world, with the same answer.

The JSON of both directions is checked by protobuf's own printer and parser, which the emulator does not print with.
A case is its number, as in `test_request_fuzz`, whose requests these are.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

import pytest

from microconv.emulator.clock import Clock
from microconv.emulator.codes import CODES
from microconv.emulator.google_ads.errors import AdsFailure, failure_message
from microconv.emulator.google_ads.wire_http import rules
from microconv.emulator.http_messages import HttpRequest, HttpResponse
from tests.emulator.google_ads.test_request_fuzz import Exchange, Target
from tests.heavy import HEAVY

CASES = 4000 if HEAVY else 400
RULES = {rule.request: rule.http for rule in rules()}
VARIABLE = re.compile(r"\{(\w+)(?:=[^}]*)?\}")
REQUEST_ID = "fuzz"


@pytest.fixture(scope="module")
def target(seed):
    return Target(seed)


def request_of(target: Target, version: Any, method: Any, body: bytes) -> HttpRequest | None:
    """The request as JSON; None for one that no URL stands for, or that has no form in JSON."""
    from google.protobuf.json_format import MessageToDict, SerializeToJsonError
    from google.protobuf.message import DecodeError

    message = version.cls(method.request)()
    try:
        message.ParseFromString(body)
    except DecodeError:
        return None
    rule = RULES[method.request]
    path = VARIABLE.sub(lambda match: str(getattr(message, match[1])), rule.uri)
    if rule.match(path) is None:
        return None
    for name in rule.variables:
        message.ClearField(name)
    try:
        content = MessageToDict(message)
    except SerializeToJsonError:  # a mask with a flaw
        return None
    body = json.dumps(content).encode() if rule.body else b""
    return HttpRequest(rule.verb, f"/{version.name}{path}", {}, target.metadata, body)


def compare(target: Target, version: Any, method: Any, body: bytes, response: HttpResponse) -> str:
    """The status of a case whose answers are the same; raises AssertionError where they differ."""
    try:
        answer = target.api.answer(Exchange(target.metadata), version, method, body)
        expected = list(answer) if method.stream else [answer]
    except AdsFailure as failure:
        return compare_failures(version, failure, response, stream=method.stream)
    assert response.status == 200, response.body
    content = json.loads(response.body)
    found = content if method.stream else [content]
    assert len(found) == len(expected)
    for ours, message in zip(found, expected, strict=True):
        same_json(ours, message)
    return "OK"


def same_json(ours: dict[str, Any], message: Any) -> None:
    from google.protobuf.json_format import MessageToDict, ParseDict

    mask = ours.get("fieldMask", "")
    if re.search(r"[a-z]\d", mask):  # protobuf's printer refuses such masks, and its parser takes them for others
        ours = {key: value for key, value in ours.items() if key != "fieldMask"}
        assert mask == ",".join(re.sub(r"_(\w)", lambda one: one[1].upper(), path) for path in message.field_mask.paths)
        message.ClearField("field_mask")
    parsed = ParseDict(ours, type(message)())
    assert parsed.SerializeToString(deterministic=True) == message.SerializeToString(deterministic=True)
    assert ours == MessageToDict(message)  # 500 equals 500.0


def compare_failures(version: Any, failure: AdsFailure, response: HttpResponse, *, stream: bool) -> str:
    from google.protobuf.json_format import ParseDict

    content = json.loads(response.body)
    error = (content[0] if stream else content)["error"]
    assert (error["message"], error["status"]) == (failure.message, failure.status)
    assert response.status == error["code"] == CODES[failure.status][1]
    if failure.errors:
        expected = failure_message(version, failure.errors, REQUEST_ID)
        (detail,) = error["details"]
        assert detail.pop("@type") == f"type.googleapis.com/{expected.DESCRIPTOR.full_name}"
        assert ParseDict(detail, type(expected)()) == expected
    return failure.status


def test_generated_requests_have_the_same_answer(target, monkeypatch):
    monkeypatch.setattr("microconv.emulator.google_ads.call_exchange.secrets.token_urlsafe", lambda _: REQUEST_ID)
    monkeypatch.setattr(Clock, "now", lambda clock: clock._start + clock._advanced)  # the world's time stands still
    ends: Counter[str] = Counter()
    target.reset()
    start = target.world.snapshot()
    for number in range(CASES):
        version, method, body = target.body(number)
        request = request_of(target, version, method, body)
        if request is None:
            ends["no URL"] += 1
            continue
        response = target.api.http(request)
        if method.write:
            left = target.world.dump()
            target.world.restore(start)
        end = compare(target, version, method, body, response)
        if method.write:
            assert target.world.dump() == left, f"case {number}: another world"
            target.world.restore(start)
        ends[end] += 1
    assert ends["OK"] > CASES / 20, ends
    assert ends["INVALID_ARGUMENT"] > CASES / 20, ends
