"""Observers of the request log: told after every answered request of both APIs, when its effects are there."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from google.ads.googleads.errors import GoogleAdsException
from google.api_core.exceptions import GoogleAPICallError

from microconv.emulator import Emulator, World
from microconv.emulator.faults import Fault
from microconv.emulator.google_ads import bidding
from microconv.emulator.requestlog import Request

STORE, PROPERTY = 1234567890, 345678901
SEED: dict[str, Any] = {
    "version": 1,
    "google_ads": {
        "customers": [
            {
                "id": STORE,
                "conversion_actions": [{"id": 101, "name": "purchase", "type": "WEBPAGE", "category": "PURCHASE"}],
                "campaigns": [{"id": 601, "name": "Brand"}],
            }
        ]
    },
    "ga4": {
        "accounts": [
            {
                "id": 100,
                "display_name": "A",
                "properties": [{"id": PROPERTY, "display_name": "P", "time_zone": "Asia/Tokyo"}],
            }
        ]
    },
}
Seen = list[tuple[str, str, Any]]


@pytest.fixture
def world(emulator: Emulator) -> World:
    emulator.world.reset(SEED)
    return emulator.world


@pytest.fixture
def observed(world: World) -> Iterator[Callable[[Callable[[], Any]], Seen]]:
    """Has what a function reads noted after every request, as (method, status, what it read)."""
    with contextlib.ExitStack() as closing:

        def start(read: Callable[[], Any]) -> Seen:
            seen: Seen = []
            closing.callback(world.log.subscribe(lambda request: seen.append((request.method, request.status, read()))))
            return seen

        yield start


def creating(name: str) -> dict[str, Any]:
    return {"create": {"name": name, "type_": "WEBPAGE", "category": "PURCHASE"}}


def mutate(client: Any, *operations: Any, **settings: Any) -> None:
    request = {"customer_id": str(STORE), "operations": list(operations), **settings}
    client.get_service("ConversionActionService").mutate_conversion_actions(request=request)


def demoting(number: int) -> dict[str, Any]:
    name = f"customers/{STORE}/conversionActions/{number}"
    return {
        "update": {"resource_name": name, "primary_for_goal": False},
        "update_mask": {"paths": ["primary_for_goal"]},
    }


CREATE = "ConversionActionService.MutateConversionActions"


@pytest.fixture(params=["grpc", "rest"])
def ga4(request: pytest.FixtureRequest, emulator: Emulator, environment: dict[str, str], world: World) -> Iterator[Any]:
    """An official GA4 client; `environment` lets REST trust the emulator."""
    import grpc
    from google.analytics.admin_v1beta import AnalyticsAdminServiceClient as Client
    from google.api_core.client_options import ClientOptions
    from google.oauth2.credentials import Credentials

    from microconv.emulator.tokens import Principal

    token = world.tokens.issue(Principal("a@b.example"), ["https://www.googleapis.com/auth/analytics.edit"])
    if request.param == "rest":
        options = ClientOptions(api_endpoint=emulator.ga4_rest_endpoint)
        client = Client(credentials=Credentials(token=token), transport="rest", client_options=options)
    else:
        tls = grpc.ssl_channel_credentials((emulator.folder / "ca.pem").read_bytes())
        call = grpc.access_token_call_credentials(token)
        channel = grpc.secure_channel(emulator.ga4_grpc_endpoint, grpc.composite_channel_credentials(tls, call))
        client = Client(transport=Client.get_transport_class("grpc")(channel=channel))
    yield client
    client.transport.close()


class TestGoogleAds:
    def test_sees_what_the_request_did(self, world, observed, ads_clients):
        client = ads_clients("v26")
        seen = observed(lambda: bidding.used(world, STORE))
        mutate(client, creating("mv_a"))
        number = world.google_ads.customers[STORE].named("mv_a").id
        mutate(client, demoting(101))
        assert seen == [
            (CREATE, "OK", {(601, 101), (601, number)}),
            (CREATE, "OK", {(601, number)}),
        ]

    def test_refused_requests_and_validate_only_too(self, world, observed, ads_clients):
        client = ads_clients("v26")
        seen = observed(lambda: len(world.google_ads.customers[STORE].actions))
        with pytest.raises(GoogleAdsException):
            mutate(client, creating("mv_a"), creating("mv_a"))
        mutate(client, creating("mv_a"), validate_only=True)
        assert seen == [(CREATE, "INVALID_ARGUMENT", 1), (CREATE, "OK", 1)]

    def test_a_fault_after_the_commit(self, world, observed, ads_clients):
        world.faults.add(Fault("google_ads", CREATE.partition(".")[2], status="UNAVAILABLE", after_commit=True))
        seen = observed(lambda: len(world.google_ads.customers[STORE].actions))
        with pytest.raises(GoogleAPICallError):
            mutate(ads_clients("v26"), creating("mv_a"))
        assert seen == [(CREATE, "UNAVAILABLE", 2)]

    def test_reads_and_streams(self, world, observed, ads_clients):
        service = ads_clients("v26").get_service("GoogleAdsService")
        seen = observed(lambda: None)
        query = "SELECT customer.id FROM customer"
        assert list(service.search(customer_id=str(STORE), query=query))
        assert list(service.search_stream(customer_id=str(STORE), query=query))
        assert [one[:2] for one in seen] == [("GoogleAdsService.Search", "OK"), ("GoogleAdsService.SearchStream", "OK")]

    def test_the_state_is_that_of_this_request_with_many_clients(self, world, observed, ads_clients):
        client = ads_clients("v26")

        def slowly() -> int:
            time.sleep(0.02)  # time for the other requests to commit, if they could
            return len(world.google_ads.customers[STORE].actions)

        seen = observed(slowly)
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda number: mutate(client, creating(f"mv_{number}")), range(8)))
        assert [one[2] for one in seen] == list(range(2, 10))


class TestGa4:
    PARENT = f"properties/{PROPERTY}"

    def test_sees_what_the_request_did(self, world, observed, ga4):
        seen = observed(lambda: [one.event_name for one in world.ga4.property(PROPERTY).key_events.values()])
        ga4.create_key_event(parent=self.PARENT, key_event={"event_name": "mv_a", "counting_method": 1})
        with pytest.raises(GoogleAPICallError):
            ga4.create_key_event(parent=self.PARENT, key_event={"event_name": "mv_a", "counting_method": 1})
        method = "AnalyticsAdminService.CreateKeyEvent"
        assert seen == [(method, "OK", ["purchase", "mv_a"]), (method, "ALREADY_EXISTS", ["purchase", "mv_a"])]

    def test_the_state_is_that_of_this_request_with_many_clients(self, world, observed, ga4):
        def slowly() -> int:
            time.sleep(0.02)
            return len(world.ga4.property(PROPERTY).key_events)

        seen = observed(slowly)

        def create(number: int) -> None:
            event = {"event_name": f"mv_{number}", "counting_method": 1}
            ga4.create_key_event(parent=self.PARENT, key_event=event)

        with ThreadPoolExecutor(6) as pool:
            list(pool.map(create, range(6)))
        assert [one[2] for one in seen] == list(range(2, 8))


def test_each_observer_until_it_unsubscribes(world, ads_clients):
    client = ads_clients("v26")
    first: list[Request] = []
    second: list[Request] = []
    stops = [world.log.subscribe(first.append), world.log.subscribe(second.append)]
    mutate(client, creating("mv_a"))
    stops[0]()
    stops[0]()
    mutate(client, creating("mv_b"))
    stops[1]()
    mutate(client, creating("mv_c"))
    assert first == [world.log.entries[0]]
    assert second == list(world.log.entries[:2])
    assert len(world.log.entries) == 3


def test_observers_outlive_a_reset(world, ads_clients):
    seen: list[Request] = []
    stop = world.log.subscribe(seen.append)
    try:
        world.reset(SEED)
        mutate(ads_clients("v26"), creating("mv_a"))
    finally:
        stop()
    assert seen == list(world.log.entries)
    assert len(seen) == 1
