"""GAQL: what queries answer. Source: the query pages of the Google Ads API documentation, checked 2026-11-23."""

from __future__ import annotations

import copy
import re

import pytest

ALL = [
    "Purchase",
    "mv_add_to_cart",
    "mvXpage_view",
    "old",
    "Aoi GA4 (web) qualify_lead",
    "Aoi GA4 (web) purchase",
    "Lead form",
    "Local actions - Directions",
    "Call",
    "Modelled",
    "Stale",
    "Hosted",
]


@pytest.mark.parametrize(
    ("where", "names"),
    [
        ("", ALL),
        ("conversion_action.name = 'Purchase'", ["Purchase"]),
        ('conversion_action.name = "Purchase"', ["Purchase"]),
        ("conversion_action.name = 'purchase'", []),
        ("conversion_action.name != 'Purchase'", ALL[1:]),
        ("conversion_action.name LIKE 'mv_%'", ["mv_add_to_cart", "mvXpage_view"]),
        ("conversion_action.name LIKE 'mv[_]%'", ["mv_add_to_cart"]),
        ("conversion_action.name LIKE 'PURCHASE'", ["Purchase"]),
        ("conversion_action.name LIKE '%(web)%'", ["Aoi GA4 (web) qualify_lead", "Aoi GA4 (web) purchase"]),
        ("conversion_action.name NOT LIKE '%a%' AND conversion_action.status = 'ENABLED'", ["Modelled", "Hosted"]),
        ("conversion_action.name REGEXP_MATCH '.*lead'", ["Aoi GA4 (web) qualify_lead"]),
        ("conversion_action.name REGEXP_MATCH 'lead'", []),
        ("conversion_action.name REGEXP_MATCH '(?i)LEAD.*'", ["Lead form"]),
        ("conversion_action.name NOT REGEXP_MATCH '.*[a-z].*'", []),
        ("conversion_action.name IN ('old', 'Call', 'nobody')", ["old", "Call"]),
        ("conversion_action.name NOT IN ('old') AND conversion_action.id > 110", ["Stale", "Hosted"]),
        ("conversion_action.id = 101", ["Purchase"]),
        ("conversion_action.id = '101'", ["Purchase"]),
        ("conversion_action.id != 101 AND conversion_action.id < 103", ["mv_add_to_cart"]),
        ("conversion_action.id >= 111", ["Stale", "Hosted"]),
        ("conversion_action.id <= 102", ["Purchase", "mv_add_to_cart"]),
        ("conversion_action.id BETWEEN 110 AND 111", ["Modelled", "Stale"]),
        ("conversion_action.id IN (101, 104)", ["Purchase", "old"]),
        ("conversion_action.status = ENABLED AND conversion_action.type = 'AD_CALL'", ["Call"]),
        ("conversion_action.status IN ('REMOVED', 'HIDDEN')", ["old", "Aoi GA4 (web) qualify_lead"]),
        ("conversion_action.status NOT IN ('ENABLED', 'HIDDEN')", ["old"]),
        ("conversion_action.primary_for_goal = FALSE", ["mv_add_to_cart", "Aoi GA4 (web) qualify_lead"]),
        ("conversion_action.primary_for_goal != true", ["mv_add_to_cart", "Aoi GA4 (web) qualify_lead"]),
        ("conversion_action.owner_customer IS NULL", ["Local actions - Directions"]),
        ("conversion_action.phone_call_duration_seconds IS NOT NULL", ["Call"]),
        ("conversion_action.phone_call_duration_seconds != 5", ["Call"]),
        ("conversion_action.google_analytics_4_settings.property_id = 345678901", ALL[4:6]),
        ("conversion_action.value_settings.default_value > 499.5", ["Purchase", "mv_add_to_cart"]),
        ("conversion_action.resource_name = 'customers/1234567890/conversionActions/109'", ["Call"]),
        ("customer.currency_code = 'USD'", []),
        ("customer.id = 1234567890 AND conversion_action.id = 109", ["Call"]),
        ("conversion_action.name = 'don\\'t'", []),
    ],
)
def test_conditions(ads, where, names):
    assert ads.names(where) == names


def test_keywords_in_any_case_and_any_white_space(ads):
    query = "select conversion_action.id\n\tfrom conversion_action\nwhere conversion_action.id=101 limit 5"
    assert [row.conversion_action.id for row in ads.rows(query)] == [101]


@pytest.mark.parametrize(
    ("clause", "ids"),
    [
        ("ORDER BY conversion_action.name LIMIT 2", [106, 105]),
        ("ORDER BY conversion_action.name DESC LIMIT 2", [104, 102]),
        ("ORDER BY conversion_action.status DESC, conversion_action.id ASC LIMIT 3", [105, 104, 101]),
        ("ORDER BY conversion_action.phone_call_duration_seconds DESC LIMIT 1", [109]),
        ("LIMIT 1", [101]),
    ],
)
def test_order_and_limit(ads, clause, ids):
    rows = ads.rows(f"SELECT conversion_action.id FROM conversion_action {clause}")
    assert [row.conversion_action.id for row in rows] == ids


def test_enums_sort_by_number_or_by_name(ads, world):
    query = "SELECT conversion_action.category FROM conversion_action ORDER BY conversion_action.category"
    categories = [type(row.conversion_action.category)(row.conversion_action.category) for row in ads.rows(query)]
    assert categories == sorted(categories, key=int) != sorted(categories, key=lambda one: one.name)
    world.policies.set("enum_order", "name")
    assert [row.conversion_action.category.name for row in ads.rows(query)] == sorted(one.name for one in categories)


@pytest.mark.parametrize("operator", [">=", "<="])
def test_double_metrics_take_no_closed_comparison(ads, world, operator):
    query = "SELECT customer.id, metrics.conversions FROM customer WHERE metrics.{} {} 0"
    with ads.refused() as refusal:
        ads.search(query.format("conversions", operator))
    assert refusal.codes == ["query_error.OPERATOR_FIELD_MISMATCH"]
    assert refusal.messages == [f"Error in query: '{operator}' cannot be used with 'metrics.conversions'."]
    for name, other in (("conversions", operator[0]), ("conversions", "="), ("clicks", operator)):
        ads.search(query.format(name, other))
    world.policies.set("closed_comparison_of_double_metrics", "allowed")
    ads.search(query.format("conversions", operator))


def test_null_of_fields_that_cannot_be_unset_on_the_wire(ads, world):
    """An enum has no presence, a text of these messages has."""
    everything = ads.names("conversion_action.id IS NOT NULL")
    assert ads.names("conversion_action.mobile_app_vendor IS NULL") == everything
    world.policies.set("unset_without_presence", "not_null")
    assert ads.names("conversion_action.mobile_app_vendor IS NULL") == []
    assert ads.names("conversion_action.mobile_app_vendor IS NOT NULL") == everything
    assert ads.names("conversion_action.app_id IS NULL") == everything


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("SELECT campaign.id FROM campaign ORDER BY metrics.clicks DESC, campaign.name", "field 'metrics.clicks'"),
        (
            "SELECT campaign.id FROM campaign ORDER BY customer.id, metrics.clicks",
            "fields 'customer.id', 'metrics.clicks'",
        ),
        ("SELECT campaign.id FROM campaign WHERE metrics.clicks > 0 ORDER BY metrics.clicks", "field 'metrics.clicks'"),
    ],
)
def test_only_what_is_selected_is_sorted_by(ads, query, names):
    kind, _, listed = names.partition(" ")
    with ads.refused() as refusal:
        ads.search(query)
    assert refusal.codes == ["query_error.EXPECTED_REFERENCED_FIELD_IN_SELECT_CLAUSE"]
    assert refusal.messages == [f"The following {kind} must be present in SELECT clause: {listed}."]


def test_only_what_was_selected_and_the_resource_name(ads):
    row = ads.rows("SELECT conversion_action.status FROM conversion_action LIMIT 1")[0]
    fields = {field.name for field, _ in type(row).pb(row).conversion_action.ListFields()}
    assert fields == {"resource_name", "status"}
    assert "customer" not in row


def test_attributed_resource_brings_its_name(ads):
    row = ads.rows("SELECT conversion_action.id, customer.currency_code FROM conversion_action LIMIT 1")[0]
    assert (row.customer.resource_name, row.customer.currency_code) == ("customers/1234567890", "JPY")


def test_selecting_only_an_attributed_field_brings_the_rows_names(ads):
    row = ads.rows("SELECT customer.id FROM conversion_action LIMIT 1")[0]
    assert row.conversion_action.resource_name == ads.name(101)


def test_omit_unselected_resource_names(ads):
    query = (
        "SELECT conversion_action.id FROM conversion_action LIMIT 1 PARAMETERS omit_unselected_resource_names = true"
    )
    row = ads.rows(query)[0]
    assert (row.conversion_action.resource_name, row.conversion_action.id) == ("", 101)


def test_unset_fields_are_absent(ads):
    query = (
        "SELECT conversion_action.phone_call_duration_seconds, conversion_action.app_id, "
        "conversion_action.google_analytics_4_settings.event_name FROM conversion_action "
        "WHERE conversion_action.id = {}"
    )
    web = ads.rows(query.format(101))[0].conversion_action
    assert "phone_call_duration_seconds" not in web
    assert "app_id" not in web
    assert "google_analytics_4_settings" not in web
    assert ads.rows(query.format(106))[0].conversion_action.google_analytics_4_settings.event_name == "purchase"


def test_field_mask_is_the_selection_as_written(ads):
    response = ads.search("SELECT conversion_action.type, customer.id, conversion_action.name FROM conversion_action")
    assert list(response.field_mask.paths) == ["conversion_action.type", "customer.id", "conversion_action.name"]


def test_all_fields_of_an_action(ads, world):
    """Every stored value of a seed comes back through the wire."""
    from microconv.emulator.google_ads.resources.conversion_action import FIELDS

    query = "SELECT " + ", ".join(f"conversion_action.{path}" for path in FIELDS) + " FROM conversion_action"
    row = next(one.conversion_action for one in ads.rows(query) if one.conversion_action.id == 102)
    assert row.name == "mv_add_to_cart"
    assert (row.type_.name, row.category.name, row.origin.name) == ("WEBPAGE", "ADD_TO_CART", "WEBSITE")
    assert row.owner_customer == "customers/1234567890"
    assert row.primary_for_goal is False
    assert row.value_settings.default_value == 500.0
    assert row.value_settings.default_currency_code == "JPY"
    assert row.value_settings.always_use_default_value is True
    assert row.counting_type.name == "MANY_PER_CLICK"
    assert row.click_through_lookback_window_days == 30
    assert row.attribution_model_settings.attribution_model.name == "GOOGLE_SEARCH_ATTRIBUTION_DATA_DRIVEN"


def test_tag_snippets(ads):
    query = "SELECT conversion_action.tag_snippets FROM conversion_action WHERE conversion_action.id IN (101, 106)"
    web, imported = (row.conversion_action.tag_snippets for row in ads.rows(query))
    assert {one.type_.name for one in web} == {"WEBPAGE", "WEBPAGE_ONCLICK"}
    assert {one.page_format.name for one in web} == {"HTML", "AMP"}
    assert all("AW-123456789/" in one.event_snippet for one in web)
    assert len(imported) == 0


class TestSnippetsByType:
    """TrackingCodeType has a value for website calls and for clicks on a number; what no tag counts has none."""

    QUERY = (
        "SELECT conversion_action.type, conversion_action.tag_snippets FROM conversion_action"
        " WHERE conversion_action.name LIKE 'Tag %'"
    )
    UNTAGGED = (
        "AD_CALL",
        "UPLOAD_CLICKS",
        "UPLOAD_CALLS",
        "GOOGLE_PLAY_DOWNLOAD",
        "FIREBASE_ANDROID_FIRST_OPEN",
        "STORE_VISITS",
        "GOOGLE_ANALYTICS_4_CUSTOM",
        "LEAD_FORM_SUBMIT",
        "WEBPAGE_CODELESS",
    )

    @pytest.fixture
    def by_type(self, ads, world, seed):
        content = copy.deepcopy(seed)
        account = next(one for one in content["google_ads"]["customers"] if one["id"] == 1234567890)
        account["conversion_actions"] += [
            {"id": 300 + number, "name": f"Tag {kind}", "type": kind}
            for number, kind in enumerate(("WEBSITE_CALL", "CLICK_TO_CALL", *self.UNTAGGED))
        ]
        world.reset(content)

        def ask():
            rows = ads.rows(self.QUERY)
            return {row.conversion_action.type_.name: list(row.conversion_action.tag_snippets) for row in rows}

        return ask

    def test_calls(self, by_type):
        found = by_type()
        for kind in ("WEBSITE_CALL", "CLICK_TO_CALL"):
            assert [(one.type_.name, one.page_format.name) for one in found[kind]] == [(kind, "HTML")]
            assert "gtag('config', 'AW-123456789')" in found[kind][0].global_site_tag
        number, click = found["WEBSITE_CALL"][0].event_snippet, found["CLICK_TO_CALL"][0].event_snippet
        assert re.search(r"gtag\('config', 'AW-123456789/[\w-]{19}', {'phone_conversion_number'", number)
        assert re.search(r"function .*gtag\('event', 'conversion', {'send_to': 'AW-123456789/[\w-]{19}'", click)

    def test_types_without(self, by_type):
        assert {kind for kind, snippets in by_type().items() if not snippets} == set(self.UNTAGGED)

    def test_calls_without_by_policy(self, by_type, world):
        world.policies.set("call_tag_snippets", "none")
        assert not any(by_type().values())


def test_customer(ads, world):
    query = "SELECT customer.{} FROM customer"
    setting = "conversion_tracking_setting"
    row = ads.rows(query.format(f"descriptive_name, customer.{setting}.conversion_tracking_id, customer.manager"))[0]
    assert (row.customer.descriptive_name, row.customer.manager) == ("Aoi Store", False)
    assert row.customer.conversion_tracking_setting.conversion_tracking_id == 123456789
    assert "cross_account_conversion_tracking_id" not in row.customer.conversion_tracking_setting
    status = query.format(f"{setting}.conversion_tracking_status")
    row = ads.rows(status, "6667778888")[0]
    assert row.customer.conversion_tracking_setting.conversion_tracking_status.name == "NOT_CONVERSION_TRACKED"
    ads.mutate(ads.creating(), customer="6667778888")
    row = ads.rows(status, "6667778888")[0]
    assert (
        row.customer.conversion_tracking_setting.conversion_tracking_status.name
        == "CONVERSION_TRACKING_MANAGED_BY_SELF"
    )


def test_customer_client_levels(ads):
    query = (
        "SELECT customer_client.id, customer_client.level, customer_client.manager, customer_client.status, "
        "customer_client.client_customer FROM customer_client ORDER BY customer_client.level"
    )
    rows = [row.customer_client for row in ads.rows(query, "9998887777")]
    assert [(row.id, row.level) for row in rows] == [
        (9998887777, 0),
        (1234567890, 1),
        (2345678901, 1),
        (3456789012, 1),
        (4567890123, 1),
        (5556667777, 1),
    ]
    assert rows[1].resource_name == "customers/9998887777/customerClients/1234567890"
    assert rows[1].client_customer == "customers/1234567890"
    assert rows[3].status.name == "CANCELED"
    assert [row.customer_client.id for row in ads.rows("SELECT customer_client.id FROM customer_client")] == [
        1234567890
    ]


class TestPaging:
    QUERY = "SELECT conversion_action.id FROM conversion_action ORDER BY conversion_action.id"

    def test_pages(self, ads, world):
        world.policies.set("search_page_size", 5)
        pages = list(ads.search(self.QUERY).pages)
        assert [len(page.results) for page in pages] == [5, 5, 2]
        assert [row.conversion_action.id for page in pages for row in page.results] == list(range(101, 113))
        assert [entry.method for entry in world.log.entries] == ["GoogleAdsService.Search"] * 3

    def test_page_size_cannot_be_set(self, ads):
        with ads.refused() as refusal:
            ads.search(self.QUERY, page_size=100)
        assert refusal.codes == ["request_error.PAGE_SIZE_NOT_SUPPORTED"]
        assert refusal.places == ["page_size"]

    def test_page_token_of_another_query(self, ads, world):
        world.policies.set("search_page_size", 5)
        token = ads.search(self.QUERY).next_page_token
        with ads.refused() as refusal:
            ads.search(self.QUERY + " LIMIT 11", page_token=token)
        assert refusal.codes == ["request_error.INVALID_PAGE_TOKEN"]
        for nonsense in ("nonsense", "äöü", token[:-4], f"!{token}"):
            with ads.refused() as refusal:
                ads.search(self.QUERY, page_token=nonsense)
            assert refusal.codes == ["request_error.INVALID_PAGE_TOKEN"]

    def test_total_results_count_and_omitted_results(self, ads):
        settings = {"return_total_results_count": True, "omit_results": True}
        response = ads.search(self.QUERY, search_settings=settings)
        assert response.total_results_count == 12
        assert list(response) == []

    def test_summary_row_needs_metrics(self, ads):
        with ads.refused() as refusal:
            ads.search(self.QUERY, search_settings={"return_summary_row": True})
        assert refusal.codes == ["request_error.CANNOT_RETURN_SUMMARY_ROW_FOR_REQUEST_WITHOUT_METRICS"]

    def test_validate_only(self, ads):
        assert list(ads.search(self.QUERY, validate_only=True)) == []
        with ads.refused() as refusal:
            ads.search("SELECT nothing.at_all FROM conversion_action", validate_only=True)
        assert refusal.codes == ["query_error.UNRECOGNIZED_FIELD"]
        with ads.refused() as refusal:
            ads.search(self.QUERY, validate_only=True, page_token="x")
        assert refusal.codes == ["request_error.VALIDATE_ONLY_REQUEST_HAS_PAGE_TOKEN"]

    def test_stream_batches(self, ads, world):
        world.policies.set("search_page_size", 7)
        batches = ads.stream(self.QUERY)
        assert [len(batch.results) for batch in batches] == [7, 5]
        assert all(list(batch.field_mask.paths) == ["conversion_action.id"] for batch in batches)
        assert {batch.request_id for batch in batches} == {world.log.entries[-1].request_id}

    def test_empty_stream_has_one_empty_batch(self, ads):
        batches = ads.stream(self.QUERY.replace("ORDER BY conversion_action.id", "WHERE conversion_action.id = 1"))
        assert [len(batch.results) for batch in batches] == [0]
        assert list(batches[0].field_mask.paths) == ["conversion_action.id"]

    def test_search_and_stream_agree(self, ads):
        by_stream = [row.conversion_action.id for batch in ads.stream(self.QUERY) for row in batch.results]
        assert by_stream == [row.conversion_action.id for row in ads.rows(self.QUERY)]


def test_contains_on_lists(ads, world):
    """customer_client.applied_labels is the one repeated filterable field so far; it is always empty."""
    query = "SELECT customer_client.id FROM customer_client WHERE customer_client.applied_labels {}"
    assert len(ads.rows(query.format("CONTAINS NONE ('customers/1/labels/2')"))) == 1
    assert len(ads.rows(query.format("CONTAINS ANY ('customers/1/labels/2')"))) == 0
    assert len(ads.rows(query.format("CONTAINS ALL ('customers/1/labels/2')"))) == 0
    assert len(ads.rows(query.format("IS NULL"))) == 1
