"""Rules, link and enhanced measurement against recorded HTTP, with the emulator away: what is sent, byte for byte."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from google.oauth2.credentials import Credentials
from vcr.errors import CannotOverwriteExistingCassetteException

from microconv.core.client import Client
from microconv.core.event_page import page_reached
from microconv.core.event_rule import Condition, EventRule
from microconv.core.kinds import EVENT_RULE, LINK, MEASUREMENT
from microconv.core.ports import Status
from microconv.providers.ga4.client import Connection
from tests.conftest import PROPERTY
from tests.contract.ga4_site import Site, app, condition, seeded, web
from tests.contract.test_cassette import HOST, KEPT_REQUEST_HEADERS, KEPT_RESPONSE_HEADERS, RECORDING, recorder

CASSETTE = Path(__file__).parents[2] / "cassettes" / "ga4_streams" / "sync.yaml"
NEEDS = frozenset({EVENT_RULE, LINK, MEASUREMENT})
SEED = (
    app(702),
    web(
        event_create_rules=[
            seeded("mv_gone", 11),
            seeded("mv_scroll", 12, event_conditions=[condition("event_name", "EQUALS", "scroll")],
                   source_copy_parameters=True),
        ],
        enhanced_measurement_settings={"stream_enabled": True, "page_changes_enabled": True},
    ),
)  # fmt: skip
LINKED = [{"id": 21, "customer_id": "1234567890"}]


@pytest.fixture
def wanted(client, conversion) -> Client:
    """A rule to make, one to change, one to remove; a link and settings to change, each to false."""

    def event(name: str, **fields: Any) -> Any:
        return conversion(name, source=None, event=name, settings={}, **fields)

    page = EventRule((Condition("event_name", "equals", "page_view"), page_reached("/form/step1")), True,
                     (("value", "500"), ("form", "[[form_id]]")))  # fmt: skip
    return client(
        event("mv_form_step1", rules=(page,)),
        event("mv_scroll", rules=(EventRule((Condition("event_name", "equals", "scroll"),), False),)),
        event("mv_gone", no_rule=True),
        link_google_ads=True,
        ads_personalization=False,
        enhanced_measurement={"scrolls": True, "page_changes": False},
    )


@pytest.fixture
def site(request: pytest.FixtureRequest, agency: dict[str, Any]) -> Iterator[Site]:
    """Replaying: the real address, no credentials worth the name, no emulator. Recording: the emulator."""
    if not RECORDING:
        connection = Connection(credentials=Credentials(token="static"), endpoint=f"https://{HOST}")
        yield Site(None, agency, connection)  # type: ignore[arg-type]
        return
    from microconv.emulator.tokens import Principal

    request.getfixturevalue("environment")
    world = request.getfixturevalue("world")
    endpoint = request.getfixturevalue("emulator").ga4_rest_endpoint
    CASSETTE.unlink(missing_ok=True)
    filled = Site(world, agency, Connection())
    filled.fill(*SEED, google_ads_links=LINKED)
    token = world.tokens.issue(Principal("recorder@agency.example"), ["https://www.googleapis.com/auth/analytics.edit"])
    filled.connection = Connection(credentials=Credentials(token=token), endpoint=endpoint)
    yield filled


CHANGES = [
    ("update", "web stream", ["scrolls_enabled", "page_changes_enabled"]),
    ("create", "mv_form_step1",
     ["destination_event", "event_conditions", "source_copy_parameters", "parameter_mutations"]),
    ("remove", "mv_gone",
     ["destination_event", "event_conditions", "source_copy_parameters", "parameter_mutations"]),
    ("update", "mv_scroll", ["source_copy_parameters"]),
    ("update", "123-456-7890", ["ads_personalization_enabled"]),
]  # fmt: skip


def test_a_sync_as_it_was_recorded(site: Site, wanted: Client) -> None:
    with recorder("once" if RECORDING else "none").use_cassette(str(CASSETTE)) as cassette:
        provider = site.provider(wanted, NEEDS)
        compared = site.compare(wanted, provider)
        assert compared.told() == CHANGES
        outcomes = site.apply(provider, compared.changes)
        assert [one.status for one in outcomes] == [Status.APPLIED] * 5
        assert site.compare(wanted, provider).told() == []
    assert provider.calls == 14  # four lists, five writes with a look at the rules before the new one, four lists
    if not RECORDING:
        assert cassette.all_played
        assert cassette.play_count == 14


@pytest.mark.skipif(RECORDING, reason="the cassette is being made")
def test_a_request_that_was_not_recorded_goes_nowhere(site: Site, wanted: Client) -> None:
    """The same calls, but one rule without one of its fields: nothing recorded answers them."""
    with recorder("none").use_cassette(str(CASSETTE)):
        provider = site.provider(wanted, NEEDS)
        changes = site.compare(wanted, provider).changes
        (create,) = [one for one in changes if one.action.value == "create"]
        (copied,) = [item for item in create.attributes if item.name == "source_copy_parameters"]
        fewer = tuple(item for item in create.attributes if item is not copied)
        with pytest.raises(CannotOverwriteExistingCassetteException):
            site.apply(provider, [type(create)(create.action, create.address, (), fewer)])


def recorded() -> list[dict[str, Any]]:
    content: dict[str, Any] = yaml.safe_load(CASSETTE.read_text(encoding="utf-8"))
    interactions: list[dict[str, Any]] = content["interactions"]
    return interactions


def test_nothing_secret_is_recorded() -> None:
    text = CASSETTE.read_text(encoding="utf-8").lower()
    for word in ("authorization", "bearer", "ya29", "token", "private", "localhost", "127.0.0.1"):
        assert word not in text, word
    for one in recorded():
        assert {name.lower() for name in one["request"]["headers"]} <= KEPT_REQUEST_HEADERS
        assert {name.lower() for name in one["response"]["headers"]} <= KEPT_RESPONSE_HEADERS


def test_what_was_sent_is_what_the_api_wants() -> None:
    """Verb, version, address, mask and body of each write, read from the recording.

    False stands in a wrapper alone; a plain field that is false is left out, and the mask says that it is meant.
    """
    writes = [one["request"] for one in recorded() if one["request"]["method"] != "GET"]
    stream = f"v1alpha/properties/{PROPERTY}/dataStreams/701"
    sent = {}
    for one in writes:
        path, _, query = one["uri"].removeprefix(f"https://{HOST}/").partition("?")
        mask = next((part for part in query.split("&") if part.startswith("updateMask")), "")
        sent[one["method"], path] = (mask, json.loads(one["body"]) if one["body"] else None)
    assert sent == {
        ("PATCH", f"{stream}/enhancedMeasurementSettings"): (
            "updateMask=scrollsEnabled%2CpageChangesEnabled", {"scrollsEnabled": True},
        ),
        ("POST", f"{stream}/eventCreateRules"): ("", {
            "destinationEvent": "mv_form_step1",
            "eventConditions": [
                {"field": "event_name", "comparisonType": 1, "value": "page_view"},
                {"field": "page_location", "comparisonType": 13,
                 "value": r"^https?://[^/?#]+/form/step1/?([?#].*)?$"},
            ],
            "sourceCopyParameters": True,
            "parameterMutations": [
                {"parameter": "form", "parameterValue": "[[form_id]]"}, {"parameter": "value", "parameterValue": "500"},
            ],
        }),
        ("DELETE", f"{stream}/eventCreateRules/11"): ("", None),
        ("PATCH", f"{stream}/eventCreateRules/12"): ("updateMask=sourceCopyParameters", {}),
        ("PATCH", f"v1beta/properties/{PROPERTY}/googleAdsLinks/21"): (
            "updateMask=adsPersonalizationEnabled", {"adsPersonalizationEnabled": False},
        ),
    }  # fmt: skip
