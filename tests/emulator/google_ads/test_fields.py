"""GoogleAdsFieldService through the official client, and that what it says of a field is what queries then do."""

from __future__ import annotations

import pytest

from microconv.emulator.google_ads.query import statistics
from microconv.emulator.google_ads.query.catalog import RESOURCES


def search(ads, query, **settings):
    return ads.service("GoogleAdsFieldService").search_google_ads_fields(request={"query": query, **settings})


def get(ads, name):
    return ads.service("GoogleAdsFieldService").get_google_ads_field(resource_name=f"googleAdsFields/{name}")


def test_get_an_attribute(ads):
    field = get(ads, "conversion_action.status")
    assert field.resource_name == "googleAdsFields/conversion_action.status"
    assert (field.name, field.category.name, field.data_type.name) == ("conversion_action.status", "ATTRIBUTE", "ENUM")
    assert (field.selectable, field.filterable, field.sortable, field.is_repeated) == (True, True, True, False)
    assert list(field.enum_values) == ["UNKNOWN", "ENABLED", "REMOVED", "HIDDEN"]
    assert field.type_url.endswith("ConversionActionStatusEnum.ConversionActionStatus")


def test_get_a_resource(ads):
    field = get(ads, "conversion_action")
    assert (field.category.name, field.selectable) == ("RESOURCE", False)
    assert list(field.attribute_resources) == ["customer"]
    assert list(field.segments) == ["segments.date", "segments.month", "segments.quarter", "segments.week"]
    assert list(field.metrics) == [
        "metrics.all_conversions",
        "metrics.all_conversions_value",
        "metrics.conversion_last_conversion_date",
        "metrics.conversion_last_received_request_date_time",
    ]


def test_get_metrics_and_segments(ads):
    clicks = get(ads, "metrics.clicks")
    assert (clicks.category.name, clicks.data_type.name) == ("METRIC", "INT64")
    assert "segments.date" in clicks.selectable_with
    assert "segments.conversion_action" not in clicks.selectable_with
    by_action = get(ads, "segments.conversion_action")
    assert (by_action.category.name, by_action.data_type.name) == ("SEGMENT", "RESOURCE_NAME")
    assert {"campaign", "customer", "metrics.conversions", "segments.month"} <= set(by_action.selectable_with)
    assert not {"metrics.clicks", "conversion_action"} & set(by_action.selectable_with)
    assert get(ads, "segments.week").data_type.name == "DATE"
    assert get(ads, "conversion_action.tag_snippets").is_repeated


@pytest.mark.parametrize("version", ["v23", "v26"])
def test_everything_that_can_be_queried_is_there(ads_of, version):
    ads = ads_of(version)
    names = {row.name for row in search(ads, "SELECT name")}
    assert set(RESOURCES) <= names
    assert {f"{head}.{path}" for head, table in statistics.TABLES.items() for path in table} <= names
    gone = "customer.conversion_tracking_setting.enhanced_conversions_for_leads_enabled"
    assert (gone in names) == (version == "v23")


def test_what_is_not_emulated_is_there_without_a_word_on_its_use(ads):
    """`selectable = TRUE` finds what can be asked for; the rest of Google's fields are listed with their types."""
    device = get(ads, "segments.device")
    assert (device.category.name, device.data_type.name) == ("SEGMENT", "ENUM")
    assert "MOBILE" in device.enum_values
    [bare] = search(ads, "SELECT name, selectable WHERE name = 'segments.device'")
    assert not any(field in type(bare).pb(bare) for field in ("filterable", "sortable"))
    assert not type(bare).pb(bare).HasField("selectable")
    names = {row.name for row in search(ads, "SELECT name")}
    assert {"ad_group", "ad_group.id", "metrics.view_through_conversions"} <= names
    emulated = {row.name for row in search(ads, "SELECT name WHERE selectable = TRUE")}
    assert "ad_group.id" not in emulated
    assert {"campaign.id", "metrics.clicks", "segments.date"} <= emulated


def test_what_it_says_is_selectable_is(ads):
    """Every field of conversion_action that says so can be selected, filtered for NULL, and sorted by."""
    rows = list(search(ads, "SELECT name, selectable, filterable, sortable WHERE name LIKE 'conversion_action.%'"))
    assert len(rows) == len(RESOURCES["conversion_action"].fields)
    names = ", ".join(row.name for row in rows if row.selectable)
    assert len(ads.rows(f"SELECT {names} FROM conversion_action")) == 12
    for row in rows:
        query = f"SELECT conversion_action.id FROM conversion_action ORDER BY {row.name}"
        if row.sortable:
            assert len(ads.rows(query)) == 12
        else:
            with ads.refused() as refusal:
                ads.rows(query)
            assert refusal.codes == ["query_error.PROHIBITED_FIELD_IN_ORDER_BY_CLAUSE"]


def test_only_what_is_selected_comes_back(ads):
    [row] = search(ads, "SELECT category WHERE name = 'metrics.clicks'")
    assert (row.category.name, row.name, list(row.selectable_with)) == ("METRIC", "", [])
    assert row.resource_name == "googleAdsFields/metrics.clicks"


@pytest.mark.parametrize(
    ("where", "names"),
    [
        ("name IN ('customer.id', 'metrics.clicks')", ["customer.id", "metrics.clicks"]),
        ("category = 'SEGMENT' AND data_type != DATE AND selectable = TRUE", None),
        ("selectable_with CONTAINS ANY ('segments.conversion_action') AND category = METRIC", None),
        ("is_repeated = TRUE AND name LIKE 'conversion_action.%'", ["conversion_action.tag_snippets"]),
        (
            "selectable = TRUE AND name REGEXP_MATCH 'metrics\\\\.c(l|o).*s'",
            ["metrics.clicks", "metrics.conversions", "metrics.cost_micros"],
        ),
    ],
)
def test_filters(ads, where, names):
    expected = (
        names
        or {
            "category": [
                "segments.conversion_action",
                "segments.conversion_action_category",
                "segments.conversion_action_name",
                "segments.conversion_lag_bucket",
                "segments.year",
            ],
            "selectable_with": [
                "metrics.all_conversions",
                "metrics.all_conversions_by_conversion_date",
                "metrics.all_conversions_value",
                "metrics.all_conversions_value_by_conversion_date",
                "metrics.conversions",
                "metrics.conversions_by_conversion_date",
                "metrics.conversions_value",
                "metrics.conversions_value_by_conversion_date",
            ],
        }[where.partition(" ")[0]]
    )
    assert [row.name for row in search(ads, f"SELECT name WHERE {where}")] == expected
    descending = [row.name for row in search(ads, f"SELECT name WHERE {where} ORDER BY name DESC LIMIT 2")]
    assert descending == expected[::-1][:2]


def test_pages(ads):
    query = "SELECT name WHERE name LIKE 'metrics.%' AND selectable = TRUE"
    pages = list(search(ads, query, page_size=4).pages)
    assert [len(page.results) for page in pages] == [4, 4, 4, 1]
    assert {page.total_results_count for page in pages} == {13}
    assert len({row.name for page in pages for row in page.results}) == 13
    with ads.refused() as refusal:
        search(ads, "SELECT name", page_token=pages[0].next_page_token)
    assert (refusal.codes, refusal.messages) == (["request_error.INVALID_PAGE_TOKEN"], ["The page token is invalid."])


@pytest.mark.parametrize(
    ("query", "code", "message"),
    [
        (
            "SELECT name FROM campaign",
            "query_error.UNEXPECTED_FROM_CLAUSE",
            "The FROM clause cannot be used in queries to any service except GoogleAdsService.",
        ),
        ("SELECT nothing", "query_error.UNRECOGNIZED_FIELD", "Unrecognized field in the query: 'nothing'."),
        ("SELECT name WHERE x = 1", "query_error.UNRECOGNIZED_FIELD", "Unrecognized field in the query: 'x'."),
        (
            "SELECT name ORDER BY selectable_with",
            "query_error.PROHIBITED_FIELD_IN_ORDER_BY_CLAUSE",
            "Error in query: 'selectable_with' cannot be used in ORDER BY.",
        ),
        (
            "SELECT name WHERE category = 'THING'",
            "query_error.BAD_ENUM_CONSTANT",
            "Invalid enum value cannot be included in WHERE clause: 'THING'.",
        ),
    ],
)
def test_refused_queries(ads, query, code, message):
    with ads.refused() as refusal:
        search(ads, query)
    assert (refusal.codes, refusal.messages) == ([code], [message])


def test_refused_requests(ads):
    with ads.refused() as refusal:
        search(ads, " ")
    assert (refusal.codes, refusal.places) == (["request_error.REQUIRED_FIELD_MISSING"], ["query"])
    with ads.refused() as refusal:
        search(ads, "SELECT name", page_size=10_001)
    assert refusal.codes == ["request_error.INVALID_PAGE_SIZE"]
    with ads.refused() as refusal:
        get(ads, "nothing.at_all")
    assert refusal.codes == ["request_error.RESOURCE_NOT_FOUND"]
    assert refusal.messages == ["There is no field 'googleAdsFields/nothing.at_all'."]
    with ads.refused() as refusal:
        ads.service("GoogleAdsFieldService").get_google_ads_field(resource_name="customers/1")
    assert refusal.codes == ["request_error.RESOURCE_NAME_MALFORMED"]
