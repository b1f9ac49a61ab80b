"""Both versions over every transport, through official clients; access, quotas of the token, and what is logged."""

from __future__ import annotations

import asyncio
import importlib
import json
import sys

import grpc
import pytest
from google.api_core.exceptions import Forbidden, MethodNotImplemented

from microconv.emulator.faults import Fault
from microconv.emulator.ga4_data.api import DATA
from microconv.emulator.http_messages import HttpRequest
from microconv.emulator.machine.apis import ga4_api
from tests.emulator.ga4_data.conftest import CLIENTS, READONLY, STORE, table

EVERY = pytest.mark.parametrize(
    ("version", "transport"), [("v1beta", "grpc"), ("v1beta", "rest"), ("v1alpha", "grpc"), ("v1alpha", "rest")]
)
REQUEST = {
    "property": STORE,
    "dimensions": [{"name": "eventName"}],
    "metrics": [{"name": "eventCount"}, {"name": "keyEvents"}],
    "date_ranges": [{"start_date": "2026-11-01", "end_date": "2026-11-14"}],
    "return_property_quota": True,
}
NO_ACCESS = (
    "User does not have sufficient permissions for this property. To learn more about Property ID, see "
    "https://developers.google.com/analytics/devguides/reporting/data/v1/property-id."
)


@EVERY
def test_a_report_is_the_same_everywhere(data, world, version, transport):
    found = data.client(version, transport).run_report(REQUEST)
    there = table(found)
    assert [row[0] for row in there] == [
        "page_view",
        "user_engagement",
        "session_start",
        "view_item",
        "first_visit",
        "scroll",
        "mv_form",
        "purchase",
    ]
    assert there == table(data.client().run_report(REQUEST))
    assert [one.name for one in found.dimension_headers] == ["eventName"]
    assert [(one.name, one.type_.name) for one in found.metric_headers] == [
        ("eventCount", "TYPE_INTEGER"),
        ("keyEvents", "TYPE_FLOAT"),
    ]
    assert (found.row_count, found.kind) == (8, "analyticsData#runReport")
    assert (found.metadata.currency_code, found.metadata.time_zone) == ("JPY", "Asia/Tokyo")
    assert found.property_quota.tokens_per_day.consumed == 1
    entry = world.log.entries[0]
    name = {"v1beta": "BetaAnalyticsData", "v1alpha": "AlphaAnalyticsData"}[version]
    assert (entry.api, entry.method, entry.account, entry.write, entry.status, entry.detail) == (
        *("ga4", f"{name}.RunReport", STORE, False, "OK"),
        version,
    )


@pytest.mark.parametrize("version", ["v1beta", "v1alpha"])
def test_the_asynchronous_client(data, version):
    client_type = getattr(
        importlib.import_module(f"google.analytics.data_{version}"), CLIENTS[version].replace("Client", "AsyncClient")
    )

    async def run():
        channel = grpc.aio.secure_channel(data.emulator.ga4_grpc_endpoint, data.channel_credentials(data.token()))
        async with client_type(transport=client_type.get_transport_class("grpc_asyncio")(channel=channel)) as client:
            return await client.run_report(REQUEST)

    assert table(asyncio.run(run())) == table(data.client().run_report(REQUEST))


@pytest.mark.parametrize("transport", ["grpc", "rest"])
def test_a_batch(data, transport, refused):
    client = data.client("v1beta", transport)
    first = {name: value for name, value in REQUEST.items() if name != "property"}
    second = {**REQUEST, "dimensions": [{"name": "date"}]}
    found = client.batch_run_reports({"property": STORE, "requests": [first, second]})
    assert [table(one) for one in found.reports] == [table(client.run_report(one)) for one in (REQUEST, second)]
    assert found.kind == "analyticsData#batchRunReports"
    assert {one.kind for one in found.reports} == {"analyticsData#runReport"}
    assert [one.property_quota.tokens_per_day.remaining for one in found.reports] == [199_999, 199_998]
    with refused(400, "Batch requests are limited to 5 requests.\n  This batch request contains 6 requests."):
        client.batch_run_reports({"property": STORE, "requests": [first] * 6})
    with refused(400, "The batchRunReportsRequest must contain at least one runReportRequest."):
        client.batch_run_reports({"property": STORE})
    with refused(400, f"The property properties/345678902 differs from the batch's, {STORE}."):
        client.batch_run_reports(
            {"property": STORE, "requests": [first, {**second, "property": "properties/345678902"}]}
        )


def test_a_batch_with_a_wrong_report_costs_nothing(data, refused):
    client = data.client()
    with refused(400, "A dateRange is required."):
        client.batch_run_reports({"property": STORE, "requests": [REQUEST, {"metrics": [{"name": "sessions"}]}]})
    found = client.run_report(REQUEST)
    assert found.property_quota.tokens_per_day.remaining == 199_999


@EVERY
def test_other_methods_are_refused_as_missing(data, version, transport):
    client = data.client(version, transport)
    service = {"v1beta": "BetaAnalyticsData", "v1alpha": "AlphaAnalyticsData"}[version]
    calls = {
        "v1beta": [("RunPivotReport", client_call("run_pivot_report", {"property": STORE}))],
        "v1alpha": [("ListAudienceLists", client_call("list_audience_lists", {"parent": STORE}))],
    }
    for name, call in calls[version]:
        text = f"does not have the method google.analytics.data.{version}.{service}.{name}"
        with pytest.raises(MethodNotImplemented, match=text):
            call(client)


def client_call(name, request):
    return lambda client: getattr(client, name)(request)


@pytest.mark.parametrize("transport", ["grpc", "rest"])
@pytest.mark.parametrize("name", ["properties/345678903", "properties/999"])
def test_a_property_the_caller_may_not_see(data, world, refused, transport, name):
    client = data.client("v1beta", transport)
    with refused(403, NO_ACCESS):
        client.run_report({**REQUEST, "property": name})
    with refused(403, NO_ACCESS):
        client.get_metadata(name=f"{name}/metadata")
    assert [(one.account, one.status) for one in world.log.entries] == [(name, "PERMISSION_DENIED")] * 2


def test_a_property_that_is_no_number(client, refused):
    more = NO_ACCESS.partition("property. ")[2]
    with refused(400, f"Invalid property ID: G-AOI1. A numeric Property ID is required. {more}"):
        client.run_report({**REQUEST, "property": "properties/G-AOI1"})
    with refused(400, "'345678901' is not a resource name of the form properties/{number}."):
        client.run_report({**REQUEST, "property": "345678901"})


def test_a_property_in_the_trash(client, world, refused):
    owner = world.ga4.property(345678901)
    owner.delete_time = owner.create_time
    assert client.run_report(REQUEST).row_count == 8
    world.policies.set("trashed_property_children", "REFUSE")
    with refused(400, "The property properties/345678901 is in the trash."):
        client.run_report(REQUEST)


@pytest.mark.parametrize(
    ("scope", "enough"),
    [
        (READONLY, True),
        ("https://www.googleapis.com/auth/analytics", True),
        ("https://www.googleapis.com/auth/analytics.edit", False),
        ("https://www.googleapis.com/auth/adwords", False),
    ],
)
def test_scopes(data, scope, enough):
    for transport in ("grpc", "rest"):
        client = data.client("v1beta", transport, data.token(scope))
        if enough:
            assert client.run_report(REQUEST).row_count == 8
            continue
        with pytest.raises(Forbidden, match=r"Request had insufficient authentication scopes\.") as caught:
            client.run_report(REQUEST)
        assert caught.value.reason == "ACCESS_TOKEN_SCOPE_INSUFFICIENT"
        assert caught.value.metadata == {
            "service": "analyticsdata.googleapis.com",
            "method": "google.analytics.data.v1beta.BetaAnalyticsData.RunReport",
        }


def test_no_token(data, refused):
    text = (
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid "
        "authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project."
    )
    with refused(401, text):
        data.client(token="stale").run_report(REQUEST)


def test_faults_hit_it_by_its_own_method(client, world, refused):
    world.faults.add(Fault("ga4", "BetaAnalyticsData.RunReport", status="UNAVAILABLE", message="Later."))
    with refused(503, "Later."):
        client.run_report(REQUEST)
    assert client.run_report(REQUEST).row_count == 8


# ---- over HTTP, byte by byte


@pytest.fixture
def send(world, data):
    """``send(verb, path, body)`` -> (status, JSON or text)."""
    api = ga4_api(world)
    headers = {"authorization": f"Bearer {data.token()}"}

    def request(verb, path, body=b"", **query):
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        answer = api.http(HttpRequest(verb, path, {name: [one] for name, one in query.items()}, headers, content))
        text = answer.body.decode()
        return answer.status, json.loads(text) if "json" in answer.headers["Content-Type"] else text

    return request


def test_json_has_no_empty_parts_and_values_are_text(send):
    days = {"startDate": "2026-11-01", "endDate": "2026-11-01"}
    body = {"metrics": [{"name": "sessions"}], "dateRanges": [days], "returnPropertyQuota": True}
    status, found = send("POST", f"/v1beta/{STORE}:runReport", body)
    quota = found.pop("propertyQuota")
    assert (status, set(found)) == (200, {"metricHeaders", "rows", "rowCount", "metadata", "kind"})
    assert found["metricHeaders"] == [{"name": "sessions", "type": "TYPE_INTEGER"}]
    assert list(found["rows"][0]) == ["metricValues"]
    assert found["rows"][0]["metricValues"][0]["value"].isdigit()
    assert quota["concurrentRequests"] == {"consumed": 0, "remaining": 10}
    assert quota["tokensPerProjectPerHour"] == {"consumed": 1, "remaining": 13_999}
    nothing = {"metrics": [{"name": "sessions"}], "dateRanges": [{"startDate": "2026-08-01", "endDate": "2026-08-02"}]}
    status, found = send("POST", f"/v1beta/{STORE}:runReport", nothing)
    assert (status, set(found)) == (200, {"metricHeaders", "metadata", "kind"})


def test_int64_and_enums_in_both_spellings(send):
    body = {"metrics": [{"name": "sessions"}], "dimensions": [{"name": "date"}], "limit": "2", "offset": 1}
    body |= {"dateRanges": [{"startDate": "2026-11-01", "endDate": "2026-11-09"}], "metricAggregations": ["TOTAL", 5]}
    status, found = send("POST", f"/v1alpha/{STORE}:runReport", body)
    assert (status, len(found["rows"]), found["rowCount"]) == (200, 2, 9)
    assert found["totals"][0]["dimensionValues"] == [{"value": "RESERVED_TOTAL"}]
    assert found["minimums"][0]["dimensionValues"] == [{"value": "RESERVED_MIN"}]
    assert "maximums" not in found


@pytest.mark.parametrize(
    ("verb", "path"),
    [
        ("GET", f"/v1beta/{STORE}:runReport"),
        ("POST", f"/v1beta/{STORE}:runNothing"),
        ("POST", f"/v1/{STORE}:runReport"),
        ("POST", f"/v1beta/{STORE}:runFunnelReport"),
    ],
)
def test_urls_nobody_has(send, world, verb, path):
    status, page = send(verb, path, {})
    assert (status, "Error 404 (Not Found)!!1" in page) == (404, True)
    assert world.log.entries == ()


def test_the_admin_api_is_still_there(send):
    assert send("GET", f"/v1beta/{STORE}")[1]["displayName"] == "Aoi store"
    assert send("GET", f"/v1alpha/{STORE}/keyEvents")[0] == 200


def test_services_of_one_api_share_their_quotas(world):
    api = ga4_api(world)
    assert api.service("v1beta", DATA).methods is api.service("v1alpha", DATA).methods
    assert ga4_api(world).service("v1beta", DATA).methods is not api.service("v1beta", DATA).methods


# ---- without the package

MISSING = "The microconv emulator needs the Python package google-analytics-data for this method."


@pytest.fixture
def without_package(monkeypatch):
    for name in [name for name in sys.modules if name.startswith("google.analytics.data")]:
        monkeypatch.delitem(sys.modules, name)
    for version in ("v1beta", "v1alpha"):
        monkeypatch.setitem(sys.modules, f"google.analytics.data_{version}", None)


@pytest.mark.parametrize(
    ("verb", "path"),
    [
        ("POST", f"/v1beta/{STORE}:runReport"),
        ("POST", f"/v1alpha/{STORE}:runFunnelReport"),
        ("GET", "/v1beta/properties/0/metadata"),
        ("POST", f"/v1beta/{STORE}/audienceExports"),
        ("POST", f"/v1beta/{STORE}/audienceExports/3:query"),
        ("GET", f"/v1alpha/{STORE}/propertyQuotasSnapshot"),
    ],
)
def test_http_says_which_package_is_missing(send, without_package, verb, path):
    error = {"code": 501, "message": MISSING, "status": "UNIMPLEMENTED"}
    assert send(verb, path, {}) == (501, {"error": error})


def test_http_without_the_package_still_serves_admin(send, without_package):
    assert send("GET", f"/v1beta/{STORE}")[0] == 200
    assert send("GET", f"/v1beta/{STORE}/nothing")[0] == 404


def test_grpc_says_which_package_is_missing(world, without_package):
    from concurrent.futures import ThreadPoolExecutor

    server = grpc.server(ThreadPoolExecutor(1), handlers=ga4_api(world).grpc_handlers())
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel, pytest.raises(grpc.RpcError) as caught:
            channel.unary_unary("/google.analytics.data.v1beta.BetaAnalyticsData/RunReport")(b"")
    finally:
        server.stop(None).wait()
    assert (caught.value.code(), caught.value.details()) == (grpc.StatusCode.UNIMPLEMENTED, MISSING)
