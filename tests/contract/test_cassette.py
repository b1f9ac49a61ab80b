"""The GA4 provider against recorded HTTP, with the emulator away. See cassettes/README.md for how to record."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import vcr
import yaml
from google.oauth2.credentials import Credentials
from vcr.errors import CannotOverwriteExistingCassetteException

from microconv.core.account_ids import Accounts
from microconv.core.client import Client, Unlisted
from microconv.core.conversion import Value
from microconv.core.kinds import KEY_EVENT
from microconv.core.planning.limits import Allow, Limits
from microconv.project import Project
from microconv.providers.ga4.client import Connection
from microconv.providers.ga4.provider import Ga4
from tests.conftest import PROPERTY

CASSETTE = Path(__file__).parents[2] / "cassettes" / "ga4_key_events" / "sync.yaml"
HOST = "analyticsadmin.googleapis.com"
RECORDING = bool(os.environ.get("MICROCONV_RECORD"))
KEPT_REQUEST_HEADERS = {"content-type", "accept"}
KEPT_RESPONSE_HEADERS = {"content-type"}
SEED = [
    {"id": 1, "event_name": "purchase", "deletable": False, "custom": False},
    {
        "id": 2,
        "event_name": "mv_add_to_cart",
        "default_value": {"numeric_value": 300, "currency_code": "JPY"},
    },
    {"id": 3, "event_name": "mv_old"},
]


def _redacted_request(request: Any) -> Any:
    request.uri = re.sub(r"^https://[^/]+", f"https://{HOST}", request.uri)
    for name in list(request.headers):
        if name.lower() not in KEPT_REQUEST_HEADERS:
            del request.headers[name]
    return request


def _redacted_response(response: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in response["headers"].items() if name.lower() in KEPT_RESPONSE_HEADERS}
    return {**response, "headers": kept}


def recorder(mode: str) -> vcr.VCR:
    """Strict on replay: every request must be the recorded one in method, path, query and body."""
    return vcr.VCR(
        record_mode=mode,
        match_on=["method", "path", "query", "body"],
        before_record_request=_redacted_request,
        before_record_response=_redacted_response,
        decode_compressed_response=True,
    )


@pytest.fixture
def wanted(client: Callable[..., Client], conversion: Callable[..., Any]) -> Client:
    """One key event to change, one to make, one to delete, one that stays."""
    return client(
        conversion("purchase", source=None, event="purchase"),
        conversion(
            "mv_add_to_cart",
            source=None,
            event="mv_add_to_cart",
            value=500,
            settings={"ga4.counting": "once_per_session"},
        ),
        conversion("mv_form_step1", source=None, event="mv_form_step1", value=Value(None, "JPY")),
        customer_id="",
        unlisted=Unlisted.REMOVE,
    )


@pytest.fixture
def connection(request: pytest.FixtureRequest) -> Iterator[Connection]:
    """Replaying: the real address, no credentials worth the name, no emulator. Recording: the emulator."""
    if not RECORDING:
        yield Connection(credentials=Credentials(token="static"), endpoint=f"https://{HOST}")
        return
    from microconv.emulator.tokens import Principal

    request.getfixturevalue("environment")
    world = request.getfixturevalue("inhabit")(key_events=SEED)
    token = world.tokens.issue(Principal("recorder@agency.example"), ["https://www.googleapis.com/auth/analytics.edit"])
    endpoint = request.getfixturevalue("emulator").ga4_rest_endpoint
    CASSETTE.unlink(missing_ok=True)
    yield Connection(credentials=Credentials(token=token), endpoint=endpoint)


def test_a_sync_as_it_was_recorded(wanted: Client, connection: Connection) -> None:
    with recorder("once" if RECORDING else "none").use_cassette(str(CASSETTE)) as cassette:
        project = Project(wanted, [Ga4(connection, Accounts(property_id=PROPERTY), frozenset({KEY_EVENT}))])
        plan = project.plan()
        assert [(change.action.value, change.address.name) for change in plan.changes] == [
            ("update", "mv_add_to_cart"),
            ("create", "mv_form_step1"),
            ("remove", "mv_old"),
        ]
        result = project.apply(plan, Limits(allow=(Allow.REMOVE,)))
        assert result.in_sync
        assert result.calls == 6  # read for the plan, before the first of three writes, and after the last
    if not RECORDING:
        assert cassette.all_played
        assert cassette.play_count == 6


@pytest.mark.parametrize("difference", [{"property_id": "999"}, {"value": 501}], ids=["path", "body"])
def test_a_request_that_was_not_recorded_goes_nowhere(
    wanted: Client, conversion: Callable[..., Any], difference: dict[str, Any]
) -> None:
    """Strict on replay: another path, or the same call with another body, finds nothing."""
    connection = Connection(credentials=Credentials(token="static"), endpoint=f"https://{HOST}")
    if "value" in difference:
        cart = replace(wanted.conversions[1], value=Value(float(difference["value"]), "JPY"))
        wanted = replace(wanted, conversions=(wanted.conversions[0], cart, wanted.conversions[2]))
    project = Project(
        wanted, [Ga4(connection, Accounts(property_id=difference.get("property_id", PROPERTY)), frozenset({KEY_EVENT}))]
    )
    with recorder("none").use_cassette(str(CASSETTE)), pytest.raises(CannotOverwriteExistingCassetteException):
        project.apply(project.plan(), Limits(allow=(Allow.REMOVE,)))


def recorded() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(CASSETTE.read_text(encoding="utf-8"))
    return content


def test_nothing_secret_is_recorded() -> None:
    text = CASSETTE.read_text(encoding="utf-8").lower()
    for word in ("authorization", "bearer", "ya29", "token", "private", "recorder@", "localhost", "127.0.0.1"):
        assert word not in text, word
    for one in recorded()["interactions"]:
        assert {name.lower() for name in one["request"]["headers"]} <= KEPT_REQUEST_HEADERS
        assert {name.lower() for name in one["response"]["headers"]} <= KEPT_RESPONSE_HEADERS


def test_what_was_sent_is_what_the_api_wants() -> None:
    """Verb, address, mask and body of each write, read from the recording."""
    sent = [one["request"] for one in recorded()["interactions"]]
    base = f"https://{HOST}/v1beta/properties/{PROPERTY}/keyEvents"
    seen = [(one["method"], one["uri"].partition("?")[0]) for one in sent]
    assert seen == [
        ("GET", base),
        ("GET", base),
        ("PATCH", f"{base}/2"),
        ("POST", base),
        ("DELETE", f"{base}/3"),
        ("GET", base),
    ]
    assert "updateMask=countingMethod%2CdefaultValue" in sent[2]["uri"]
    assert json.loads(sent[2]["body"]) == {
        "countingMethod": 2,
        "defaultValue": {"numericValue": 500, "currencyCode": "JPY"},
    }
    assert json.loads(sent[3]["body"]) == {"eventName": "mv_form_step1", "countingMethod": 1}
