"""Access levels, their daily operations, and rates a second, on the emulator's clock."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta

import pytest

from microconv.emulator.google_ads.quotas import project_of
from microconv.emulator.google_ads.traffic import Series
from microconv.emulator.tokens import Principal

QUERY = "SELECT customer.id FROM customer"


@contextmanager
def exhausted(ads):
    """A QuotaError: google-ads 34 raises google.api_core's ResourceExhausted, the failure is in the trailers."""
    from google.ads.googleads.v26.errors.types.errors import GoogleAdsFailure
    from google.api_core.exceptions import ResourceExhausted

    found = {}
    with pytest.raises(ResourceExhausted) as caught:
        yield found
    trailers = dict(caught.value.errors[0].trailing_metadata())
    failure = GoogleAdsFailure.deserialize(trailers["google.ads.googleads.v26.errors.googleadsfailure-bin"])
    [error] = failure.errors
    details = error.details.quota_error_details
    found |= {
        "code": error.error_code.quota_error.name,
        "message": error.message,
        "scope": details.rate_scope.name,
        "name": details.rate_name,
        "delay": details.retry_delay.total_seconds(),
    }


def test_nothing_is_limited_by_default(ads, world):
    assert world.policies["access_level"] == "standard"
    for _ in range(40):
        ads.search(QUERY)


def test_daily_operations_in_a_sliding_window(ads, world):
    world.policies.set("access_level", "basic")
    world.policies.set("daily_operations_basic", 4)
    begin = world.clock.now() - timedelta(days=3)
    world.clock.restart(begin)
    ads.search(QUERY)
    world.clock.restart(begin + timedelta(hours=6))
    ads.mutate(ads.creating(name="one"), ads.creating(name="two"))
    ads.stream(QUERY)
    with exhausted(ads) as found:
        ads.search(QUERY)
    assert (found["code"], found["scope"]) == ("RESOURCE_EXHAUSTED", "DEVELOPER")
    assert found["name"] == "Number of operations for basic access"
    assert found["delay"] == pytest.approx(18 * 3600, abs=5)
    assert found["message"] == f"Too many requests. Retry in {found['delay']:.0f} seconds."
    with exhausted(ads) as later:
        ads.mutate(ads.creating(name="three"), ads.creating(name="four"))
    assert later["delay"] == pytest.approx(24 * 3600, abs=5)
    world.clock.restart(begin + timedelta(hours=24, seconds=5))
    ads.search(QUERY)
    with exhausted(ads):
        ads.search(QUERY)


def test_what_was_refused_was_not_done(ads, world, store):
    world.policies.set("access_level", "basic")
    world.policies.set("daily_operations_basic", 1)
    with exhausted(ads):
        ads.mutate(ads.creating(name="one"), ads.creating(name="two"))
    assert not {"one", "two"} & {action.name for action in store.actions.values()}
    ads.mutate(ads.creating(name="one"))
    assert store.named("one").status == "ENABLED"


def test_further_pages_do_not_count(ads, world):
    world.policies.set("search_page_size", 2)
    world.policies.set("access_level", "basic")
    world.policies.set("daily_operations_basic", 1)
    assert len(list(ads.search("SELECT conversion_action.id FROM conversion_action"))) == 12


def test_test_access_is_for_test_accounts(ads, ads_of, world, store):
    world.policies.set("access_level", "test")
    with ads.refused() as refusal:
        ads.search(QUERY)
    assert refusal.status == "PERMISSION_DENIED"
    assert refusal.codes == ["authorization_error.CLOUD_PROJECT_NOT_APPROVED_FOR_PRODUCTION"]
    assert refusal.messages == ["The Google Cloud project is only approved for use with test accounts."]
    with ads.refused() as refusal:
        ads_of("v23").search(QUERY)
    assert refusal.codes == ["authorization_error.DEVELOPER_TOKEN_NOT_APPROVED"]
    store.fields["test_account"] = True
    assert len(ads.rows(QUERY)) == 1
    assert len(ads.service("CustomerService").list_accessible_customers().resource_names) == 6


def test_explorer_access_counts_test_accounts_apart(ads, world, store):
    world.policies.set("access_level", "explorer")
    world.policies.set("daily_operations_explorer", 1)
    ads.search(QUERY)
    with exhausted(ads) as found:
        ads.search(QUERY)
    assert found["name"] == "Number of operations for explorer access"
    store.fields["test_account"] = True
    for _ in range(3):
        ads.search(QUERY)


def test_rate_of_a_customer(ads, world):
    world.policies.set("qps_per_customer", 2)
    with exhausted(ads) as found:
        for _ in range(50):
            ads.search(QUERY)
    assert found == {
        "code": "RESOURCE_TEMPORARILY_EXHAUSTED",
        "message": "Too many requests. Retry in 1 seconds.",
        "scope": "ACCOUNT",
        "name": "Requests per account",
        "delay": 1.0,
    }
    ads.search(QUERY, "6667778888")  # another customer has a bucket of its own
    world.clock.advance(timedelta(seconds=1))
    ads.search(QUERY)


def test_rate_of_a_project(ads, world):
    world.policies.set("qps_per_project", 1)
    with exhausted(ads) as found:
        for customer in ["1234567890", "6667778888"] * 20:
            ads.search(QUERY, customer)
    assert (found["scope"], found["name"]) == ("DEVELOPER", "Get requests for standard access")
    assert found["code"] == "RESOURCE_TEMPORARILY_EXHAUSTED"


def test_a_reset_empties_the_counters(ads, world, seed):
    for _ in range(2):
        world.policies.set("access_level", "basic")
        world.policies.set("daily_operations_basic", 1)
        ads.search(QUERY)
        with exhausted(ads):
            ads.search(QUERY)
        world.reset(seed)


def test_projects():
    assert project_of(Principal("a@shop.iam.gserviceaccount.com")) == "shop"
    assert project_of(Principal("owner@agency.example")) == "microconv-emulator"


def test_remembered_days_are_those_of_the_series():
    """The cache gives what the series gives, before and after."""
    from datetime import date

    from microconv.emulator.series import AdsRates, day_clicks, limits

    series, below, means, day = Series(), limits(AdsRates(0, 0.05)), {3: 80.0, 4: 60.0}, date(2026, 5, 1)
    expected = day_clicks(1, 2, means, day).count(below)
    assert [series.clicks(1, 2, means, day, 1.0).count(below) for _ in range(2)] == [expected, expected]
    half = series.clicks(1, 2, means, day, 0.5).count(below)
    assert half == day_clicks(1, 2, means, day, 0.5).count(below)
    assert half < expected
