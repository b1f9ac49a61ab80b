"""Injected faults: before the write, after it, slow, and without any answer."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from google.api_core.exceptions import Conflict, ServiceUnavailable

from microconv.emulator.faults import Fault

PARENT = "properties/345678901"


def create(client, name):
    return client.create_key_event(parent=PARENT, key_event={"event_name": name, "counting_method": 1})


def test_a_fault_before_anything_happened(client, world, key_events, refused):
    world.faults.add(Fault("ga4", "CreateKeyEvent", status="UNAVAILABLE", message="Try later."))
    with refused(503, "Try later."):
        create(client, "mv_x")
    assert "mv_x" not in key_events()
    create(client, "mv_x")
    assert "mv_x" in key_events()
    assert [(one.status, "injected fault" in one.detail) for one in world.log.entries] == [
        ("UNAVAILABLE", True),
        ("OK", False),
    ]


def test_a_fault_after_the_write(client, world, key_events, refused):
    fault = Fault("ga4", "CreateKeyEvent", status="INTERNAL", message="Lost.", after_commit=True)
    world.faults.add(fault)
    with refused(500, "Lost."):
        create(client, "mv_x")
    assert key_events()["mv_x"].counting_method == "ONCE_PER_EVENT"
    with refused(409, "Requested entity already exists"):
        create(client, "mv_x")
    first, second = world.log.entries
    assert (first.status, first.write, first.account) == ("INTERNAL", True, PARENT)
    assert first.detail.endswith("injected fault after commit")
    assert second.status == "ALREADY_EXISTS"


def test_a_fault_after_a_write_that_was_refused(client, world, key_events, refused):
    world.faults.add(Fault("ga4", "CreateKeyEvent", status="INTERNAL", after_commit=True))
    with refused(409, "Requested entity already exists"):
        create(client, "purchase")


def test_the_nth_call_of_any_method(client, world, key_events, refused):
    world.faults.add(Fault("ga4", "*", nth=2, status="RESOURCE_EXHAUSTED", message="Slow down.", times=2))
    create(client, "mv_a")
    for _ in range(2):
        with refused(429, "Slow down."):
            client.list_key_events(parent=PARENT)
    assert len(list(client.list_key_events(parent=PARENT))) == 3


def test_a_slow_success(client, world, key_events):
    world.faults.add(Fault("ga4", "AnalyticsAdminService.CreateKeyEvent", status="OK", latency_s=0.3))
    started = time.monotonic()
    create(client, "mv_x")
    assert time.monotonic() - started >= 0.3
    assert "mv_x" in key_events()


def test_a_slow_call_holds_up_nobody_else(ga4, world):
    world.faults.add(Fault("ga4", "ListAccounts", status="OK", latency_s=1.0))
    slow = threading.Thread(target=ga4.client("v1beta", "grpc").list_accounts)
    other = ga4.client("v1beta", "rest")
    other.list_key_events(parent=PARENT)
    slow.start()
    started = time.monotonic()
    other.list_key_events(parent=PARENT)
    assert time.monotonic() - started < 0.8
    slow.join()


@pytest.mark.parametrize("after_commit", [False, True])
def test_a_dropped_connection_over_rest(ga4, world, key_events, after_commit):
    world.faults.add(Fault("ga4", "CreateKeyEvent", drop=True, after_commit=after_commit))
    with pytest.raises(requests.exceptions.ConnectionError):
        create(ga4.client("v1beta", "rest"), "mv_x")
    assert ("mv_x" in key_events()) is after_commit
    (entry,) = world.log.entries
    assert (entry.status, entry.detail.endswith("connection dropped")) == ("UNAVAILABLE", True)


@pytest.mark.parametrize("after_commit", [False, True])
def test_a_dropped_connection_over_grpc(ga4, world, key_events, after_commit):
    world.faults.add(Fault("ga4", "CreateKeyEvent", drop=True, after_commit=after_commit))
    with pytest.raises(ServiceUnavailable, match="Connection reset by peer"):
        create(ga4.client("v1beta", "grpc"), "mv_x")
    assert ("mv_x" in key_events()) is after_commit


@pytest.mark.parametrize("transport", ["grpc", "rest"])
def test_a_request_waits_for_whoever_holds_the_world(ga4, world, transport):
    client = ga4.client("v1beta", transport)
    other = threading.Thread(target=create, args=(client, "mv_x"))
    with world.lock:
        other.start()
        other.join(0.3)
        assert other.is_alive()
        assert world.ga4.property(345678901).key_event("mv_x") is None
    other.join(10)
    assert world.ga4.property(345678901).key_event("mv_x") is not None


def test_many_at_once_make_one(ga4, world, key_events):
    clients = [ga4.client(version, how) for version in ("v1beta", "v1alpha") for how in ("grpc", "rest")]

    def attempt(client):
        try:
            return create(client, "mv_x").name
        except Conflict:
            return None

    with ThreadPoolExecutor(8) as pool:
        names = [name for name in pool.map(attempt, clients * 5) if name]
    assert len(names) == 1
    assert names == [f"{PARENT}/keyEvents/{key_events()['mv_x'].id}"]
    assert len(world.log.writes()) == 20
