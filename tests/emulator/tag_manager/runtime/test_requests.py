"""Simulated hits are counted by the emulator, once, and under the right label only."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from microconv.emulator import Emulator
from microconv.emulator.google_ads.tag import label
from microconv.emulator.tag_manager.runtime import Container, Hit, Page, Product, Push, visit
from microconv.emulator.tag_manager.runtime.requests import request_path
from tests.emulator.tag_manager.runtime.json_parts import content, custom, event_tag, template

PAGE = Page("https://shop.example/form/step1?a=b&c")
SEED: dict[str, Any] = {
    "version": 1,
    "now": "2026-11-23T09:00:00Z",
    "google_ads": {
        "customers": [
            {
                "id": 1234567890,
                "descriptive_name": "Shop",
                "currency_code": "JPY",
                "time_zone": "Asia/Tokyo",
                "conversion_actions": [{"id": 101, "name": "mv_x", "type": "WEBPAGE", "category": "PURCHASE"}],
            }
        ]
    },
    "ga4": {
        "accounts": [
            {
                "id": 100,
                "display_name": "Shop",
                "properties": [
                    {
                        "id": 345678901,
                        "display_name": "Shop",
                        "currency_code": "JPY",
                        "time_zone": "Asia/Tokyo",
                        "data_streams": [
                            {
                                "id": 701,
                                "type": "WEB_DATA_STREAM",
                                "display_name": "Web",
                                "web_stream_data": {"measurement_id": "G-TEST", "default_uri": "https://shop.example"},
                            }
                        ],
                    }
                ],
            }
        ]
    },
}


@pytest.fixture(scope="module")
def running():
    with Emulator(SEED) as emulator:
        yield emulator


@pytest.fixture
def send(running):
    running.control.reset()

    def call(hit: Hit) -> Any:
        headers = {"Authorization": f"Bearer {running.control._token}"}
        found = requests.get(running.control.address + request_path(hit, PAGE), headers=headers, timeout=30)
        assert found.status_code == 200, found.text
        return found.json()["hits"]

    return call


def ads_tag(number: int, called: str) -> dict[str, Any]:
    values = {
        "conversionId": str(number),
        "conversionLabel": called,
        "conversionValue": "1980.5",
        "currencyCode": "JPY",
        "orderId": "A 1&2",
    }
    parameters = [template(key, value) for key, value in values.items()]
    return {"name": "mv_x (Google Ads)", "type": "awct", "firingTriggerId": ["1"], "parameter": parameters}


def test_what_a_visit_sends_counts_once(running, send) -> None:
    owner = running.world.google_ads.customers[1234567890]
    tags = [event_tag("mv_x", "1", parameters={"value": "5"}), ads_tag(owner.conversion_tracking_id, label(101))]
    shown = visit(Container.of(content(tags, [custom("1", "sent")])), PAGE, [Push({"event": "sent"})])
    assert [send(hit)[0]["counted"] for hit in shown.hits] == [True, True]
    [conversion] = owner.actions[101].hits
    assert (conversion.value, conversion.order, conversion.counted) == (1980.5, "A 1&2", True)
    [event] = running.world.ga4.property(345678901).hits
    assert (event.event, event.value, event.page) == ("mv_x", 5.0, "/form/step1")
    [again] = send(shown.hits[1])
    assert not again["counted"]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (Hit(Product.GOOGLE_ADS, "AW-1", "x"), "no account has the conversion id 1"),
        (Hit(Product.GA4, "G-OTHER", "mv_x"), "no web stream has the measurement ID"),
    ],
)
def test_what_is_of_nobody_counts_nothing(running, send, wrong: Hit, reason: str) -> None:
    [receipt] = send(wrong)
    assert not receipt["counted"]
    assert reason in receipt["reason"]
    assert not running.world.google_ads.customers[1234567890].actions[101].hits


def test_a_wrong_label_counts_nothing(running, send) -> None:
    owner = running.world.google_ads.customers[1234567890]
    tag = ads_tag(owner.conversion_tracking_id, label(102))
    (hit,) = visit(Container.of(content([tag], [custom("1", "sent")])), PAGE, [Push({"event": "sent"})]).hits
    [receipt] = send(hit)
    assert not receipt["counted"]
    assert "has the label" in receipt["reason"]
    assert not owner.actions[101].hits
