"""Metrics and segments by the published fields index: refused in Google's words only where Google has none of them."""

from __future__ import annotations

from typing import Any

import pytest
from google.ads.googleads.errors import GoogleAdsException
from google.api_core.exceptions import MethodNotImplemented

from microconv.emulator.google_ads.query import published
from microconv.emulator.google_ads.wire import Versions
from tests.emulator.google_ads.conftest import STORE, read_failure

VERSION = Versions().get("v25")  # whose index it is
#: How many metrics and segments the index of v25 lists (counted 2026-11-29), and how many the messages have besides
#: that it lists nowhere we looked: those are not known, and nobody is told that they are wrong.
LISTED = {"campaign": (228, 9), "customer": (204, 9), "bidding_strategy": (37, 0), "campaign_budget": (28, 0)}


@pytest.mark.parametrize("resource", LISTED)
def test_as_many_metrics_as_the_index_has(resource: str) -> None:
    names = published.field_names(VERSION, "metrics")
    assert sum(published.may_have(resource, f"metrics.{one}") for one in names) == sum(LISTED[resource])


def answer(client: Any, query: str) -> str:
    try:
        client.get_service("GoogleAdsService").search(customer_id=STORE, query=query)
    except GoogleAdsException as failure:
        [code] = read_failure(failure.failure).codes
        return code.removeprefix("query_error.")
    except MethodNotImplemented:
        return "UNIMPLEMENTED"
    return "rows"


METRIC, SEGMENT = "PROHIBITED_METRIC_IN_SELECT_OR_WHERE_CLAUSE", "PROHIBITED_SEGMENT_IN_SELECT_OR_WHERE_CLAUSE"


@pytest.mark.parametrize(
    ("resource", "field", "expected"),
    [
        ("campaign", "metrics.conversions", "rows"),
        ("campaign", "metrics.unique_users", "UNIMPLEMENTED"),
        ("campaign", "metrics.historical_quality_score", "UNIMPLEMENTED"),
        ("campaign", "metrics.cross_device_conversions_value_micros", "UNIMPLEMENTED"),
        ("campaign", "metrics.cross_device_conversions_value", METRIC),
        ("campaign", "metrics.conversion_last_conversion_date", METRIC),
        ("campaign", "metrics.organic_clicks", METRIC),
        ("campaign", "metrics.conversion_value_per_cost_p_value", METRIC),
        ("campaign", "metrics.incremental_conversions", METRIC),
        ("campaign", "segments.hotel_city", "UNIMPLEMENTED"),
        ("campaign", "segments.search_term", SEGMENT),
        ("campaign", "segments.keyword.info.text", SEGMENT),
        ("customer", "metrics.conversions", "rows"),
        ("customer", "metrics.unique_users", METRIC),
        ("customer", "metrics.average_target_roas", METRIC),
        ("customer", "metrics.conversion_last_conversion_date", "UNIMPLEMENTED"),
        ("customer", "segments.device", "UNIMPLEMENTED"),
        ("customer", "segments.hotel_city", SEGMENT),
        ("customer", "segments.geo_target_country", SEGMENT),
        ("customer", "segments.geo_target_city", "UNIMPLEMENTED"),
        ("bidding_strategy", "metrics.average_target_roas", "UNIMPLEMENTED"),
        ("bidding_strategy", "metrics.conversions", "UNIMPLEMENTED"),
        ("bidding_strategy", "metrics.phone_calls", METRIC),
        ("bidding_strategy", "segments.hour", "UNIMPLEMENTED"),
        ("bidding_strategy", "segments.conversion_lag_bucket", SEGMENT),
    ],
)
def test_what_the_index_lists_is_never_called_wrong(world, ads_clients, resource, field, expected) -> None:
    del world
    select = f"{resource}.id, {field}"
    assert answer(ads_clients("v25"), f"SELECT {select} FROM {resource}") == expected
    if expected != "rows":
        assert answer(ads_clients("v25"), f"SELECT {resource}.id FROM {resource} WHERE {field} = 1") == expected


@pytest.mark.parametrize("resource", ["bidding_strategy", "campaign", "campaign_budget", "customer", "goal"])
@pytest.mark.parametrize("field", ["metrics.search_lift_impressions", "segments.search_property"])
def test_what_came_after_the_index_is_not_called_wrong(world, ads_clients, resource, field) -> None:
    """v26 alone has them; the index of v25 says nothing about them."""
    del world
    assert answer(ads_clients("v26"), f"SELECT {resource}.resource_name, {field} FROM {resource}") == "UNIMPLEMENTED"
    assert (
        answer(ads_clients("v25"), f"SELECT {resource}.resource_name, {field} FROM {resource}") == "UNRECOGNIZED_FIELD"
    )


def test_without_the_version_of_the_index_nothing_is_called_wrong(monkeypatch) -> None:
    monkeypatch.setattr(published, "_indexed", lambda head: frozenset())
    assert published.may_have("goal", "metrics.clicks")
    assert published.may_join("goal", "ad_group")
