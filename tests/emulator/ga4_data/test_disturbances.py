"""Disturbances of reports, by policies; and which fields go together."""

from __future__ import annotations

import pytest
from google.api_core.exceptions import ResourceExhausted

from tests.emulator.ga4_data.conftest import STORE, table

WEEK = [{"start_date": "2026-11-01", "end_date": "2026-11-07"}]
MORE = "to make the request compatible for example. The request's dimensions & metrics are incompatible."
EXPLORER = "To learn more, see https://ga-dev-tools.web.app/ga4/dimensions-metrics-explorer/"


def asked(dimensions="", metrics="", **more):
    return {
        "property": STORE,
        "dimensions": [{"name": one} for one in dimensions.split()],
        "metrics": [{"name": one} for one in metrics.split()],
        "date_ranges": WEEK,
        **more,
    }


@pytest.mark.parametrize("transport", ["grpc", "rest"])
def test_a_sample_says_how_much_it_read_and_estimates_the_rest(data, world, transport):
    client = data.client("v1beta", transport)
    request = asked("deviceCategory", "eventCount sessions totalUsers engagementRate")
    whole = client.run_report(request)
    assert not whole.metadata.sampling_metadatas
    world.policies.set("data_sampling_percent", 50)
    sampled = client.run_report(request)
    (one,) = sampled.metadata.sampling_metadatas
    assert 0.4 < one.samples_read_count / one.sampling_space_size < 0.6
    assert one.sampling_space_size == sum(int(row[1]) for row in table(whole))
    assert sum(int(row[1]) for row in table(sampled)) == 2 * one.samples_read_count
    before, after = ({row[0]: row[1:] for row in table(found)} for found in (whole, sampled))
    for device, amounts in after.items():
        for sample, truth in zip(amounts, before[device], strict=True):
            assert sample != truth
            assert float(sample) == pytest.approx(float(truth), rel=0.25)


def test_a_funnel_of_a_sample(data, world):
    client = data.client("v1alpha")
    step = {"name": "a", "filter_expression": {"funnel_event_filter": {"event_name": "view_item"}}}
    request = {"property": STORE, "date_ranges": WEEK, "funnel": {"steps": [step]}}
    whole = client.run_funnel_report(request)
    world.policies.set("data_sampling_percent", 25)
    sampled = client.run_funnel_report(request)
    assert sampled.funnel_table.metadata.sampling_metadatas[0].samples_read_count > 0
    one, other = (int(table(found.funnel_table)[0][1]) for found in (whole, sampled))
    assert other % 4 == 0
    assert one == pytest.approx(other, rel=0.3)


def test_rows_of_few_users_are_withheld(client, world):
    request = asked("city", "totalUsers eventCount")
    whole = client.run_report(request)
    assert not whole.metadata.subject_to_thresholding
    world.policies.set("data_threshold_users", 20)
    found = client.run_report(request)
    assert found.metadata.subject_to_thresholding
    assert table(found) == [row for row in table(whole) if int(row[1]) >= 20]
    assert 0 < found.row_count < whole.row_count


def test_the_rows_that_are_too_many_are_one(client, world):
    request = asked("date city", "eventCount totalUsers", metric_aggregations=["TOTAL"])
    whole = client.run_report(request)
    assert not whole.metadata.data_loss_from_other_row
    world.policies.set("data_rows_before_other", 10)
    found = client.run_report(request)
    assert found.metadata.data_loss_from_other_row
    assert found.row_count == 10
    (other,) = [row for row in table(found) if row[0] == "(other)"]
    assert other[1] == "(other)"
    kept = [row for row in table(found) if row is not other and row != other]
    assert set(kept) < set(table(whole))
    assert found.totals == whole.totals
    gone = [row for row in table(whole) if row not in kept]
    assert int(other[2]) == sum(int(row[2]) for row in gone)
    assert int(other[3]) < sum(int(row[3]) for row in gone)  # people who are in several of them


def test_metrics_a_role_may_not_see_are_zero_and_say_so(client, world, refused):
    request = asked("date", "totalRevenue eventCount")
    assert float(table(client.run_report(request))[0][1]) > 0
    world.policies.set("data_restricted_metrics", "REVENUE_DATA")
    found = client.run_report(request)
    assert {row[1] for row in table(found)} == {"0"}
    (one,) = found.metadata.schema_restriction_response.active_metric_restrictions
    assert (one.metric_name, [kind.name for kind in one.restricted_metric_types]) == ("totalRevenue", ["REVENUE_DATA"])
    listed = {one.api_name: one for one in client.get_metadata(name=f"{STORE}/metadata").metrics}
    assert [reason.name for reason in listed["totalRevenue"].blocked_reasons] == ["NO_REVENUE_METRICS"]
    assert not listed["eventCount"].blocked_reasons
    above = {"numeric_filter": {"operation": "GREATER_THAN", "value": {"int64_value": 0}}}
    with refused(400, "The metric totalRevenue is restricted for this user and cannot be filtered by."):
        client.run_report({**request, "metric_filter": {"filter": {"field_name": "totalRevenue", **above}}})
    world.policies.set("data_restricted_metrics", "COST_DATA")
    assert float(table(client.run_report(request))[0][1]) > 0


@pytest.mark.parametrize(
    ("quota", "words"),
    [
        ("TOKENS_PER_DAY", "Exhausted property tokens per day."),
        ("CONCURRENT_REQUESTS", "Exhausted concurrent requests quota."),
        ("SERVER_ERRORS_PER_PROJECT_PER_HOUR", "Exhausted server errors quota"),
        ("POTENTIALLY_THRESHOLDED_REQUESTS_PER_HOUR", "Exhausted potentially thresholded requests quota."),
    ],
)
def test_a_quota_that_is_used_up(client, world, quota, words):
    world.policies.set("data_quota_exhausted", quota)
    with pytest.raises(ResourceExhausted, match=words):
        client.run_report(asked("date", "sessions"))
    world.policies.set("data_quota_exhausted", "NONE")
    assert client.run_report(asked("date", "sessions")).row_count == 7


# ---- which fields go together


def test_items_go_with_metrics_of_items_only(client, refused):
    with refused(400, f"Please remove sessions {MORE} {EXPLORER}"):
        client.run_report(asked("itemName", "itemsViewed sessions"))
    name = {"filter": {"field_name": "itemName", "string_filter": {"value": "Tea cup"}}}
    with refused(400, f"Please remove eventCount {MORE} {EXPLORER}"):
        client.run_report(asked("date", "eventCount", dimension_filter=name))
    rows = table(client.run_report(asked("itemName itemCategory", "itemsViewed itemsPurchased itemRevenue")))
    assert {row[0] for row in rows} == {"Linen shirt", "Wool coat", "Tea cup", "Desk lamp"}
    (total,) = table(client.run_report(asked("", "itemsViewed ecommercePurchases purchaseRevenue")))
    assert sum(int(row[2]) for row in rows) == int(total[0])
    assert sum(int(row[3]) for row in rows) == int(total[1])
    assert sum(float(row[4]) for row in rows) == pytest.approx(float(total[2]))


@pytest.mark.parametrize("transport", ["grpc", "rest"])
def test_check_compatibility_says_what_a_report_would(data, transport):
    client = data.client("v1beta", transport)
    request = {"property": STORE, "dimensions": [{"name": "itemName"}], "metrics": [{"name": "itemsViewed"}]}
    found = client.check_compatibility({**request, "compatibility_filter": "INCOMPATIBLE"})
    assert not found.dimension_compatibilities
    names = {one.metric_metadata.api_name for one in found.metric_compatibilities}
    assert {"sessions", "eventCount", "sessionKeyEventRate:purchase"} <= names
    assert not {"itemsViewed", "itemRevenue"} & names
    found = client.check_compatibility({"property": STORE, "metrics": [{"name": "sessions"}]})
    verdicts = {one.dimension_metadata.api_name: one.compatibility.name for one in found.dimension_compatibilities}
    assert {name for name, verdict in verdicts.items() if verdict == "INCOMPATIBLE"} == {
        "itemId",
        "itemName",
        "itemCategory",
    }
    by_filter = {"filter": {"field_name": "itemId", "string_filter": {"value": "SKU-1"}}}
    found = client.check_compatibility({"property": STORE, "dimension_filter": by_filter})
    verdicts = {one.metric_metadata.api_name: one.compatibility.name for one in found.metric_compatibilities}
    assert (verdicts["sessions"], verdicts["itemsViewed"]) == ("INCOMPATIBLE", "COMPATIBLE")
