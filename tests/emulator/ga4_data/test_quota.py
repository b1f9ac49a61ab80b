"""Quotas of a property: what reports take, what is left, and what is answered when nothing is."""

from __future__ import annotations

from datetime import datetime

import pytest

from microconv.emulator.ga4_data.quotas import estimate
from tests.emulator.ga4_data.conftest import STORE

LARGE = "properties/345678904"
DAY = [{"start_date": "2026-11-01", "end_date": "2026-11-01"}]
PER_DAY = "Exhausted property tokens per day. These quota tokens will return in under 24 hours."
PER_HOUR = "Exhausted property tokens per hour. These quota tokens will return in under an hour."
PER_PROJECT = "Exhausted property tokens for a project per hour. These quota tokens will return in under an hour."


def ask(client, name=STORE):
    request = {"property": name, "metrics": [{"name": "sessions"}], "date_ranges": DAY, "return_property_quota": True}
    return client.run_report(request).property_quota


def left(quota):
    return (
        quota.tokens_per_day.remaining,
        quota.tokens_per_hour.remaining,
        quota.tokens_per_project_per_hour.remaining,
    )


def service_account(data, project):
    return data.client(token=data.token(email=f"robot@{project}.iam.gserviceaccount.com"))


@pytest.mark.parametrize(
    ("dimensions", "metrics", "days", "tokens"), [(1, 1, 1, 1), (1, 10, 1, 2), (9, 10, 1, 4), (1, 1, 365, 7)]
)
def test_the_estimate_fits_what_was_read(dimensions, metrics, days, tokens):
    assert estimate(dimensions, metrics, days) == tokens


def test_every_report_takes_from_every_quota(client):
    first, second = ask(client), ask(client)
    assert left(first) == (199_999, 39_999, 13_999)
    assert left(second) == (199_998, 39_998, 13_998)
    assert (second.tokens_per_day.consumed, second.tokens_per_hour.consumed) == (1, 1)
    assert (second.concurrent_requests.remaining, second.server_errors_per_project_per_hour.remaining) == (10, 10)
    assert second.potentially_thresholded_requests_per_hour.remaining == 120


def test_a_report_of_a_year_takes_more(client):
    year = [{"start_date": "2025-11-23", "end_date": "2026-11-22"}]
    found = client.run_report(
        {"property": STORE, "metrics": [{"name": "sessions"}], "date_ranges": year, "return_property_quota": True}
    )
    assert found.property_quota.tokens_per_day.consumed == 7


def test_properties_do_not_share_and_360_has_more(client):
    ask(client)
    assert left(ask(client, LARGE)) == (1_999_999, 399_999, 139_999)


def test_refused_requests_take_nothing(client, refused):
    with refused(400, "A dateRange is required."):
        client.run_report({"property": STORE, "metrics": [{"name": "sessions"}]})
    assert left(ask(client)) == (199_999, 39_999, 13_999)


def test_a_project_runs_out_and_another_does_not(data, world, refused):
    world.policies.set("data_report_tokens", 7_000)
    one, other = service_account(data, "one"), service_account(data, "other")
    assert [left(ask(one))[2] for _ in range(2)] == [7_000, 0]
    with refused(429, PER_PROJECT):
        ask(one)
    assert left(ask(other)) == (179_000, 19_000, 7_000)
    assert [entry.status for entry in world.log.entries] == ["OK", "OK", "RESOURCE_EXHAUSTED", "OK"]


def test_hours_and_days_begin_anew(data, world, refused):
    world.policies.set("data_report_tokens", 14_000)
    clients = [service_account(data, f"project{number}") for number in range(16)]
    for client in clients[:3]:
        ask(client)  # the third overdraws the hour
    with refused(429, PER_HOUR):
        ask(clients[3])
    for hour in range(10, 15):
        restart(world, f"2026-11-22T{hour}:00")
        for client in clients[:3]:
            ask(client)
    with refused(429, PER_DAY):
        ask(clients[3])
    restart(world, "2026-11-23T07:59")  # midnight in California is 08:00 UTC
    with refused(429, PER_DAY):
        ask(clients[4])
    restart(world, "2026-11-23T08:00")
    assert left(ask(clients[4])) == (186_000, 26_000, 0)


def restart(world, moment):
    world.clock.restart(datetime.fromisoformat(f"{moment}:00+00:00"))


def test_exhausted_properties_refuse_batches_and_metadata_too(data, world, refused):
    world.policies.set("data_report_tokens", 14_000)
    client = service_account(data, "one")
    ask(client)
    with refused(429, PER_PROJECT):
        client.batch_run_reports({"property": STORE, "requests": [{"metrics": [{"name": "sessions"}]}]})
    with refused(429, PER_PROJECT):
        client.get_metadata(name=f"{STORE}/metadata")
    assert client.get_metadata(name="properties/0/metadata").metrics


def test_funnels_have_quotas_of_their_own(data, world, refused):
    world.policies.set("data_report_tokens", 14_000)
    client = service_account(data, "one")
    alpha = data.client("v1alpha", token=data.token(email="robot@one.iam.gserviceaccount.com"))
    ask(client)
    step = {"filter_expression": {"funnel_event_filter": {"event_name": "page_view"}}}
    request = {"property": STORE, "funnel": {"steps": [step]}, "date_ranges": DAY, "return_property_quota": True}
    assert left(alpha.run_funnel_report(request).property_quota) == (186_000, 26_000, 0)
    with refused(429, PER_PROJECT):
        alpha.run_funnel_report(request)


def test_a_reset_world_has_full_quotas(client, world, content):
    ask(client)
    token = world.tokens
    world.reset(content)
    assert world.tokens is token
    assert left(ask(client)) == (199_999, 39_999, 13_999)
