"""Edges of reports: pages with a query, events without items, withheld rows, currencies, words that there are not."""

from __future__ import annotations

import copy

import pytest

from microconv.emulator.shared import COVERAGE
from tests.emulator.ga4_data.conftest import STORE, table

WEEK = ("2026-11-01", "2026-11-07")
OTHER_WEEK = ("2026-11-08", "2026-11-14")
NOT_HERE = "The microconv emulator does not have"


@pytest.fixture
def traffic(world, content):
    """Changes what the store's traffic is like."""

    def change(**traffic):
        changed = copy.deepcopy(content)
        changed["ga4"]["accounts"][0]["properties"][0]["traffic"] |= traffic
        world.reset(changed)

    return change


def exactly(field, value):
    return {"filter": {"field_name": field, "string_filter": {"value": value}}}


def test_a_path_has_no_query(traffic, report):
    """The pages of one path are one row; users are not added up."""
    traffic(pages={"/": 0.4, "/thanks": 0.1, "/a?x=1": 0.3, "/a?x=2": 0.2})
    paths = {row[0]: row[1:] for row in report("pagePath", "screenPageViews totalUsers", WEEK)}
    with_query = {row[0]: row[1:] for row in report("pagePathPlusQueryString", "screenPageViews totalUsers", WEEK)}
    assert set(paths) == {"/", "/a", "/thanks"}
    assert set(with_query) == {"/", "/thanks", "/a?x=1", "/a?x=2"}
    several = [with_query[one] for one in ("/a?x=1", "/a?x=2")]
    assert int(paths["/a"][0]) == sum(int(views) for views, _ in several)
    assert max(int(users) for _, users in several) < int(paths["/a"][1]) < sum(int(users) for _, users in several)
    landed = {row[0]: int(row[1]) for row in report("landingPage", "sessions", WEEK)}
    queried = {row[0]: int(row[1]) for row in report("landingPagePlusQueryString", "sessions", WEEK)}
    assert landed["/a"] == queried["/a?x=1"] + queried["/a?x=2"]
    found = report("", "screenPageViews", WEEK, dimension_filter=exactly("pagePath", "/a"))
    assert found == [(paths["/a"][0],)]


def test_a_shop_without_items(traffic, report):
    traffic(items=[])
    assert report("itemName", "itemsViewed", WEEK) == []
    assert report("", "itemsViewed", WEEK, dimension_filter=exactly("itemName", "Tea cup")) == []


def test_texts_that_only_python_takes_for_numbers(traffic, report):
    """They are no numbers in filters, and come before all numbers in a numeric order."""
    odd = {"1_0", "nan", "Infinity", "１２"}
    traffic(events=dict.fromkeys([*odd, "12", "7"], 0.5))
    more = {"numeric_filter": {"operation": "GREATER_THAN", "value": {"int64_value": 5}}}
    found = report("eventName", "eventCount", WEEK, dimension_filter={"filter": {"field_name": "eventName", **more}})
    assert {row[0] for row in found} == {"7", "12"}
    order = [{"dimension": {"dimension_name": "eventName", "order_type": "NUMERIC"}}]
    names = [row[0] for row in report("eventName", "eventCount", WEEK, order_bys=order)]
    assert names[-2:] == ["7", "12"]
    assert odd < set(names)


def test_a_row_that_is_withheld_is_not_shown_as_empty(report, world):
    """Zeros would say that there was nobody."""
    ranges = [(*WEEK, "one"), ("2026-11-01", "2026-11-30", "two")]
    world.policies.set("data_threshold_users", 60)
    rows = report("city", "totalUsers", *ranges, keep_empty_rows=True)
    assert {row[1] for row in rows} == {"one", "two"}
    assert min(int(row[2]) for row in rows) >= 60
    assert len({row[0] for row in rows if row[1] == "one"}) < len({row[0] for row in rows if row[1] == "two"})


def test_totals_are_of_rows_of_zeros_too(report):
    """Cities in which nobody bought belong to the share of buyers."""
    rate = {"dimensions": "city", "metrics": "purchaserRate"}
    without, kept = (
        report(rate["dimensions"], rate["metrics"], WEEK, metric_aggregations=["TOTAL"], keep_empty_rows=keep)
        for keep in (False, True)
    )
    assert len(without.rows) < len(kept.rows)
    (whole,) = report("", "purchaserRate", WEEK)
    for found in (without, kept):
        assert [one.value for one in found.totals[0].metric_values] == list(whole)


def test_amounts_in_another_currency_are_refused_as_missing(report, refused, client):
    """The emulator has no rates of exchange; a yen under the name of a euro would be wrong by a factor of 160."""
    assert report("", "totalRevenue", WEEK, currency_code="JPY") == report("", "totalRevenue", WEEK)
    with refused(501, f"{NOT_HERE} rates of exchange for totalRevenue in EUR; it has JPY. {COVERAGE}"):
        report("", "sessions totalRevenue", WEEK, currency_code="EUR")
    with refused(400, "The currencyCode XXZ is not an ISO 4217 code."):
        report("", "sessions", WEEK, currency_code="XXZ")


@pytest.mark.parametrize("transport", ["grpc", "rest"])
@pytest.mark.parametrize(
    ("more", "place", "enum"),
    [
        ({"metric_aggregations": [1, 99]}, "metric_aggregations[1]", "MetricAggregation"),
        (
            {"order_bys": [{"dimension": {"dimension_name": "date", "order_type": 99}}]},
            "order_bys[0].dimension.order_type",
            "OrderBy.DimensionOrderBy.OrderType",
        ),
        (
            {
                "dimension_filter": {
                    "not_expression": {
                        "filter": {"field_name": "date", "string_filter": {"match_type": 99, "value": "2"}}
                    }
                }
            },
            "dimension_filter.not_expression.filter.string_filter.match_type",
            "Filter.StringFilter.MatchType",
        ),
    ],
)
def test_numbers_that_are_no_words(data, refused, transport, more, place, enum):
    """They would be read as the word that stands for unspecified."""
    days = [{"start_date": WEEK[0], "end_date": WEEK[1]}]
    request = {"property": STORE, "dimensions": [{"name": "date"}], "metrics": [{"name": "sessions"}]}
    text = f"Invalid value at '{place}' (type.googleapis.com/google.analytics.data.v1beta.{enum}), 99"
    with refused(400, text):
        data.client("v1beta", transport).run_report({**request, "date_ranges": days, **more})


def test_what_items_cost_is_revenue(client, world):
    world.policies.set("data_restricted_metrics", "REVENUE_DATA")
    days = [{"start_date": WEEK[0], "end_date": WEEK[1]}]
    metrics = [{"name": "itemRevenue"}, {"name": "itemsPurchased"}]
    found = client.run_report({"property": STORE, "metrics": metrics, "date_ranges": days})
    (row,) = table(found)
    assert row[0] == "0" != row[1]
    (one,) = found.metadata.schema_restriction_response.active_metric_restrictions
    assert one.metric_name == "itemRevenue"


def test_check_compatibility_fails_where_a_report_would(data, refused):
    client = data.client()
    together = (
        "Please remove sessions to make the request compatible for example. The request's dimensions & metrics are "
        "incompatible. To learn more, see https://ga-dev-tools.web.app/ga4/dimensions-metrics-explorer/"
    )
    request = {"property": STORE, "metrics": [{"name": "sessions"}]}
    for more in ({"dimensions": [{"name": "itemName"}]}, {"dimension_filter": exactly("itemId", "SKU-1")}):
        with refused(400, together):
            client.check_compatibility({**request, **more})
    with refused(501, f"{NOT_HERE} metric expressions. {COVERAGE}"):
        client.check_compatibility({"property": STORE, "metrics": [{"name": "x", "expression": "sessions/eventCount"}]})
    expression = {"name": "x", "dimension_expression": {"lower_case": {"dimension_name": "city"}}}
    with refused(501, f"{NOT_HERE} dimension expressions. {COVERAGE}"):
        client.check_compatibility({"property": STORE, "dimensions": [expression]})
    funnel = {"steps": [{"name": "a", "filter_expression": {"funnel_event_filter": {"event_name": "purchase"}}}]}
    days = [{"start_date": WEEK[0], "end_date": WEEK[1]}]
    with refused(501, f"{NOT_HERE} dimension expressions. {COVERAGE}"):
        breakdown = {"breakdown_dimension": expression}
        data.client("v1alpha").run_funnel_report(
            {"property": STORE, "funnel": funnel, "date_ranges": days, "funnel_breakdown": breakdown}
        )


def test_check_compatibility_of_all_properties(client):
    """Property 0 has no key events of its own."""
    every = client.check_compatibility({"property": "properties/0", "dimensions": [{"name": "dateRange"}]})
    mine = client.check_compatibility({"property": STORE})
    names = {one.metric_metadata.api_name for one in every.metric_compatibilities}
    of_mine = {one.metric_metadata.api_name for one in mine.metric_compatibilities}
    assert names < of_mine
    assert {one.partition(":")[0] for one in of_mine - names} == {"sessionKeyEventRate", "userKeyEventRate"}
