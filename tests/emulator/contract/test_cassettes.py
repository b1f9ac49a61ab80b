"""The content of the cassettes, what is kept out of them, and what a replay refuses."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import grpc
import pytest
import yaml
from google.oauth2.credentials import Credentials
from vcr.errors import CannotOverwriteExistingCassetteException

from tests.emulator.cassette_grpc import (
    REQUEST_HEADERS,
    RESPONSE_HEADERS,
    CassetteInterceptor,
    Redaction,
    recorder,
    use_strictly,
)
from tests.emulator.contract.conftest import CASSETTES, RECORD

ALL = sorted(CASSETTES.rglob("*.yaml"))
STREAM = CASSETTES / "google_ads_reads" / "search_stream.yaml"
QUERY = "SELECT customer.id FROM customer"
pytestmark = pytest.mark.skipif(RECORD, reason="the cassettes are being recorded")


def nothing(text: str) -> str:
    return text


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A gRPC channel of these tests leads nowhere."""
    monkeypatch.setattr(grpc, "secure_channel", lambda *_, **__: grpc.insecure_channel("127.0.0.1:9"))


def ads_service(monkeypatch: pytest.MonkeyPatch, cassette: Any) -> Any:
    from google.ads.googleads.client import GoogleAdsClient

    channel = grpc.secure_channel

    def watched(*arguments: Any, **settings: Any) -> Any:
        return grpc.intercept_channel(channel(*arguments, **settings), CassetteInterceptor(lambda: cassette))

    monkeypatch.setattr(grpc, "secure_channel", watched)
    client = GoogleAdsClient(Credentials(token="static"), version="v26", use_proto_plus=True)
    return client.get_service("GoogleAdsService")


def test_there_is_a_cassette_for_each_case(request: pytest.FixtureRequest) -> None:
    """And none that no test plays: a name that is left over was recorded for a test that is gone."""
    found = set()
    for path in Path(__file__).parent.glob("test_*.py"):
        topic = path.stem.removeprefix("test_")
        found |= {f"{topic}/{name}" for name in re.findall(r"^def test_(\w+)\((?:ads|ga4)\b", path.read_text(), re.M)}
    cases = {f"{path.parent.name}/{path.stem}" for path in ALL}
    assert {name for name in found if not any(case.startswith(name) for case in cases)} == set()
    assert {case for case in cases if not any(case.startswith(name) for name in found)} == set()


@pytest.mark.parametrize("topic", sorted({path.parent.name for path in ALL}))
def test_a_cassette_says_where_it_comes_from_and_holds_no_secret(topic: str) -> None:
    words = r"authorization:|bearer |ya29|private.key|developer.token|localhost|127\.0\.0\.1|eyJ"
    secret = re.compile(words, re.IGNORECASE)
    for path in (CASSETTES / topic).glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        assert text.startswith("# Recorded from "), path.name
        assert secret.search(text) is None, path.name
        assert set(re.findall(r"[\w.+-]+@[\w-]+\.[\w.]+", text)) <= {"someone@example.com"}, path.name
        for one in yaml.safe_load(text)["interactions"]:
            assert {key.lower() for key in one["request"]["headers"]} <= REQUEST_HEADERS
            assert {key.lower() for key in one["response"]["headers"]} <= RESPONSE_HEADERS


def test_a_stream_is_stored_message_by_message() -> None:
    calls = yaml.safe_load(STREAM.read_text(encoding="utf-8"))["interactions"]
    (call,) = [one for one in calls if one["request"]["uri"].endswith("/SearchStream")]
    content = json.loads(call["response"]["body"]["string"])
    assert content["type"] == "google.ads.googleads.v26.services.SearchGoogleAdsStreamResponse"
    assert [len(message["results"]) for message in content["messages"]] == [2]


def test_a_call_that_was_not_recorded_is_refused(no_network: None, monkeypatch: pytest.MonkeyPatch) -> None:
    path = CASSETTES / "google_ads_reads/account_of_somebody_else.yaml"
    with recorder("none", nothing).use_cassette(str(path)) as tape:
        service = ads_service(monkeypatch, tape)
        for changed in ({"query": f"{QUERY} LIMIT 1"}, {"customer_id": "1234567890"}):
            with pytest.raises(CannotOverwriteExistingCassetteException, match="GoogleAdsService/Search"):
                service.search(**{"customer_id": "5556667777", "query": QUERY, **changed})


def test_an_entry_plays_once(no_network: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from google.ads.googleads.errors import GoogleAdsException

    path = CASSETTES / "google_ads_reads/account_of_somebody_else.yaml"
    with use_strictly(recorder("none", nothing), path, replay=True) as tape:
        service = ads_service(monkeypatch, tape)
        with pytest.raises(GoogleAdsException):
            service.search(customer_id="5556667777", query=QUERY)
        with pytest.raises(CannotOverwriteExistingCassetteException):
            service.search(customer_id="5556667777", query=QUERY)


def test_an_entry_that_is_not_played_fails() -> None:
    path = CASSETTES / "google_ads_reads/account_of_somebody_else.yaml"
    with (
        pytest.raises(AssertionError, match=r"never asked for: POST https://googleads\.googleapis\.com/.*/Search$"),
        use_strictly(recorder("none", nothing), path, replay=True),
    ):
        pass


def test_another_body_over_rest_is_refused() -> None:
    from google.analytics.admin_v1beta import AnalyticsAdminServiceClient

    client = AnalyticsAdminServiceClient(credentials=Credentials(token="static"), transport="rest")
    path = CASSETTES / "key_events/bad_event_name_digit.yaml"
    with (
        recorder("none", nothing).use_cassette(str(path)),
        pytest.raises(CannotOverwriteExistingCassetteException),
    ):
        client.create_key_event(parent="properties/345678901", key_event={"event_name": "2nd", "counting_method": 1})


# ---- redaction


def test_redaction_maps_ids_and_drops_secrets() -> None:
    redact = Redaction({"1112223333": "1234567890", "_ab12": ""})
    text = (
        '{"customerId": "1112223333", "a": "customers/4445556666/conversionActions/7", "b": "customers/4445556666",'
        ' "c": "777-888-9999", "user": "jane.doe@agency.co.jp", "token": "ya29.a0Af_x-1", "name": "mv_new_ab12",'
        ' "requestId": "Hi0BIatbb1Bu", "t": "2026-11-23T08:15:30.123Z",'
        ' "key": "-----BEGIN PRIVATE KEY-----\\nMIIE\\n-----END PRIVATE KEY-----"}'
    )
    assert redact(text) == (
        '{"customerId": "1234567890", "a": "customers/1000000001/conversionActions/7", "b": "customers/1000000001",'
        ' "c": "100-000-0002", "user": "someone@example.com", "token": "redacted", "name": "mv_new",'
        ' "requestId": "recorded", "t": "2026-11-23T00:00:00Z", "key": "redacted"}'
    )
    assert redact(redact(text)) == redact(text)


def test_what_is_recorded_is_redacted(tmp_path: Path) -> None:
    """The recorder's own hooks: address, headers, bodies on both sides."""
    from vcr.request import Request

    path = tmp_path / "tape.yaml"
    made = recorder("all", Redaction({"1112223333": "1234567890"}), "Recorded from a test.")
    with made.use_cassette(str(path)) as tape:
        headers = {"Authorization": "Bearer ya29.secret", "developer-token": "dev", "Content-Type": "application/json"}
        sent = Request("POST", "https://localhost:4321/v1beta/x?user=1112223333", '{"a": "1112223333"}', headers)
        body = {"string": b'{"creatorEmailAddress": "jane@agency.example"}'}
        token = Request("POST", "https://oauth2.googleapis.com/token", "assertion=x", {})
        tape.append(token, {"status": {"code": 200, "message": "OK"}, "headers": {}, "body": {"string": b"{}"}})
        tape.append(sent, {"status": {"code": 200, "message": "OK"}, "headers": {"Set-Cookie": ["x"]}, "body": body})
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# Recorded from a test.\n")
    (one,) = yaml.safe_load(text)["interactions"]
    assert one["request"]["uri"] == "https://analyticsadmin.googleapis.com/v1beta/x?user=1234567890"
    assert one["request"]["body"] == '{"a": "1234567890"}'
    assert one["request"]["headers"] == {"Content-Type": ["application/json"]}
    assert one["response"]["headers"] == {}
    assert one["response"]["body"]["string"] == '{"creatorEmailAddress": "someone@example.com"}'
