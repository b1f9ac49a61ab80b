"""A request that a fault slows down until the world has been reset does nothing to the new one, and is not logged."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from google.ads.googleads.errors import GoogleAdsException
from google.api_core.exceptions import GoogleAPICallError
from requests.exceptions import RequestException

from microconv.emulator import Emulator
from microconv.emulator.faults import Fault
from microconv.providers.ga4.client import Connection

SEED = {
    "version": 1,
    "google_ads": {"customers": [{"id": 1234567890, "currency_code": "JPY"}]},
    "ga4": {"accounts": [{"id": 1, "display_name": "Aoi", "properties": [
        {"id": 345678901, "display_name": "Aoi", "time_zone": "Asia/Tokyo"}]}]},
}  # fmt: skip


def create_action() -> None:
    from google.ads.googleads.client import GoogleAdsClient

    client = GoogleAdsClient.load_from_storage()
    operation = client.get_type("ConversionActionOperation")
    operation.create.name = "late"
    operation.create.type_ = client.enums.ConversionActionTypeEnum.WEBPAGE
    operation.create.category = client.enums.ConversionActionCategoryEnum.CONTACT
    service = client.get_service("ConversionActionService")
    service.mutate_conversion_actions(customer_id="1234567890", operations=[operation], timeout=30)


def create_key_event() -> None:
    from google.analytics.admin_v1beta.types import KeyEvent

    admin = Connection().admin("v1beta")
    admin.create_key_event(
        parent="properties/345678901", key_event=KeyEvent(event_name="late", counting_method=1), timeout=30
    )


@pytest.mark.parametrize(
    ("api", "method", "ask"),
    [("google_ads", "MutateConversionActions", create_action), ("ga4", "CreateKeyEvent", create_key_event)],
)
def test_it_is_dropped(monkeypatch, api: str, method: str, ask: Callable[[], None]) -> None:
    failed: list[Exception] = []

    def late() -> None:
        try:
            ask()
        except (GoogleAPICallError, GoogleAdsException, RequestException) as error:
            failed.append(error)

    with Emulator() as emulator:
        for name, value in emulator.environment().items():
            monkeypatch.setenv(name, value)
        world = emulator.world
        world.reset(SEED)
        world.faults.add(Fault(api, method, status="OK", latency_s=1.0))  # type: ignore[arg-type]
        thread = threading.Thread(target=late)
        thread.start()
        deadline = time.monotonic() + 20
        while not any(one.hits for one in world.faults.armed) and time.monotonic() < deadline:
            time.sleep(0.01)
        world.reset(SEED)
        thread.join(timeout=30)
        assert not thread.is_alive()
        assert len(failed) == 1
        assert world.google_ads.customers[1234567890].actions == {}
        assert [one.event_name for one in world.ga4.property(345678901).key_events.values()] == ["purchase"]
        assert [entry for entry in world.log.entries if entry.write] == []
