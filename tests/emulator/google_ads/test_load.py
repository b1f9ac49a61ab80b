"""Speed and many clients at once. The bounds are wide: they catch what got slow by an order, not by a tenth."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

LIST = (
    "SELECT conversion_action.id, conversion_action.name, conversion_action.type, conversion_action.status, "
    "conversion_action.category, conversion_action.value_settings.default_value, conversion_action.tag_snippets "
    "FROM conversion_action"
)


@pytest.fixture
def thousand(world, seed):
    actions = [{"id": 10_000 + at, "name": f"mv_{at}", "type": "WEBPAGE"} for at in range(1000)]
    world.reset({**seed, "google_ads": {"customers": [{"id": 1234567890, "conversion_actions": actions}]}})


def test_a_list_of_a_thousand_actions(ads, thousand):
    service = ads.service("GoogleAdsService")

    def seconds():
        begin = time.perf_counter()
        batches = service.search_stream(customer_id="1234567890", query=LIST)
        assert sum(len(type(batch).pb(batch).results) for batch in batches) == 1000
        return time.perf_counter() - begin

    best = seconds()
    for _ in range(24):  # other programs on this machine must not decide
        best = min(best, seconds())
        if best < 0.15:
            break
    assert best < 0.15


def test_sixteen_clients_at_once(ads, ads_of, store, world):
    """Readers and writers together: every write is there once, every read is whole."""
    before = set(store.actions)
    for one in (ads, ads_of("v23")):
        one.service("GoogleAdsService")
        one.service("ConversionActionService")

    def work(number):
        client = ads if number % 2 else ads_of("v23")
        for at in range(5):
            client.mutate(client.creating(name=f"mv_{number}_{at}"))
            names = client.names("conversion_action.name LIKE 'mv[_]%[_]%'")
            assert f"mv_{number}_{at}" in names
            assert len(names) == len(set(names))
            select = "SELECT segments.conversion_action, metrics.all_conversions FROM customer"
            client.rows(f"{select} WHERE segments.date DURING LAST_7_DAYS")
        return number

    with ThreadPoolExecutor(16) as threads:
        assert sorted(threads.map(work, range(16))) == list(range(16))
    made = sorted(action.name for action in store.actions.values() if action.id not in before)
    assert made == sorted(f"mv_{number}_{at}" for number in range(16) for at in range(5))
    assert {entry.status for entry in world.log.entries} == {"OK"}
