"""Accounts, summaries, properties, streams and links; pages; what is hidden from the caller."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, datetime

import pytest

ROOT = "properties/345678901"
DENIED = "The caller does not have permission"


def test_accounts(client):
    assert [one.name for one in client.list_accounts()] == ["accounts/100", "accounts/200"]
    account = client.get_account(name="accounts/100")
    assert (account.display_name, account.region_code, account.deleted) == ("Aoi", "JP", False)


def test_deleted_accounts_are_listed_when_asked_for(client, world):
    world.ga4.accounts[200].deleted = True
    assert [one.name for one in client.list_accounts()] == ["accounts/100"]
    asked = client.list_accounts(request={"show_deleted": True})
    assert [(one.name, one.deleted) for one in asked] == [("accounts/100", False), ("accounts/200", True)]
    assert [one.account for one in client.list_account_summaries()] == ["accounts/100"]


def test_summaries_leave_out_what_is_denied_or_trashed(client, world):
    world.ga4.property(345678902).delete_time = datetime(2026, 11, 1, tzinfo=UTC)
    first, second = client.list_account_summaries()
    assert (first.name, first.account, first.display_name) == ("accountSummaries/100", "accounts/100", "Aoi")
    (summary,) = first.property_summaries
    assert (summary.property, summary.parent, summary.display_name) == (ROOT, "accounts/100", "Aoi store")
    assert (summary.property_type, summary.can_edit) == (1, True)
    assert list(second.property_summaries) == []


def test_property(client, refused):
    found = client.get_property(name=ROOT)
    assert (found.name, found.parent, found.account) == (ROOT, "accounts/100", "accounts/100")
    assert (found.currency_code, found.time_zone, found.service_level) == ("JPY", "Asia/Tokyo", 1)
    assert found.create_time == datetime(2026, 11, 23, 9, 0, tzinfo=UTC).replace(
        microsecond=found.create_time.microsecond
    )
    assert "delete_time" not in found
    with refused(400, "'properties/x' is not a resource name of the form properties/{number}."):
        client.get_property(name="properties/x")


@pytest.mark.parametrize("number", ["345678903", "1"])
def test_what_is_denied_and_what_does_not_exist_look_the_same(client, refused, world, number):
    parent = f"properties/{number}"
    before = world.dump()["ga4"]
    with refused(403, DENIED):
        client.get_property(name=parent)
    with refused(403, DENIED):
        client.list_key_events(parent=parent)
    with refused(403, DENIED):
        client.create_key_event(parent=parent, key_event={"event_name": "mv_x", "counting_method": 1})
    with refused(403, DENIED):
        client.list_data_streams(parent=parent)
    with refused(403, DENIED):
        client.list_google_ads_links(parent=parent)
    with refused(403, DENIED):
        client.get_account(name="accounts/999")
    assert world.dump()["ga4"] == before


def test_an_account_of_denied_properties_only_is_hidden(client, refused, world):
    account = world.ga4.accounts[100]
    account.properties = {345678903: account.properties[345678903]}
    assert [one.name for one in client.list_accounts()] == ["accounts/200"]
    with refused(403, DENIED):
        client.get_account(name="accounts/100")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("parent:accounts/100", [345678901, 345678902]),
        ("ancestor:accounts/100", [345678901, 345678902, 345678910]),
        ("parent:properties/345678901", [345678910]),
        (" parent : accounts/100 ", [345678901, 345678902]),
        ("parent:accounts/200", []),
        ("firebase_project:aoi", []),
    ],
)
def test_properties_are_listed_by_a_filter(client, world, text, found):
    account = world.ga4.accounts[100]
    below = replace(account.properties[345678902], id=345678910, parent=ROOT, property_type="PROPERTY_TYPE_SUBPROPERTY")
    account.properties[below.id] = below
    listed = client.list_properties(request={"filter": text})
    assert [one.name for one in listed] == [f"properties/{number}" for number in found]


def test_trashed_properties_are_listed_when_asked_for(client, world):
    world.ga4.property(345678902).delete_time = datetime(2026, 11, 1, tzinfo=UTC)
    assert [one.name for one in client.list_properties(request={"filter": "parent:accounts/100"})] == [ROOT]
    asked = list(client.list_properties(request={"filter": "parent:accounts/100", "show_deleted": True}))
    assert [one.name for one in asked] == [ROOT, "properties/345678902"]
    assert asked[1].delete_time == datetime(2026, 11, 1, tzinfo=UTC)
    assert client.get_property(name="properties/345678902").delete_time == datetime(2026, 11, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "status", "message"),
    [
        ("", 400, "The filter is required."),
        ("accounts/100", 400, "The filter 'accounts/100' is invalid."),
        ("name:accounts/100", 400, "The filter 'name:accounts/100' is invalid."),
        ("parent:accounts/-", 400, "The filter 'parent:accounts/-' is invalid."),
        ("ancestor:properties/345678901", 400, "The filter field 'ancestor' takes an account."),
        ("parent:accounts/999", 403, DENIED),
        ("ancestor:accounts/999", 403, DENIED),
        ("parent:properties/345678903", 403, DENIED),
    ],
)
def test_filters_that_are_refused(client, refused, text, status, message):
    with refused(status, message):
        client.list_properties(request={"filter": text})


def test_data_streams(client, refused):
    web, ios = client.list_data_streams(parent=ROOT)
    assert (web.name, web.type_, web.display_name) == (f"{ROOT}/dataStreams/1", 1, "Web")
    assert (web.web_stream_data.measurement_id, web.web_stream_data.default_uri) == ("G-AOI1", "https://aoi.example")
    assert "ios_app_stream_data" not in web
    assert (ios.type_, ios.ios_app_stream_data.bundle_id) == (3, "aoi.app")
    assert client.get_data_stream(name=f"{ROOT}/dataStreams/2") == ios
    with refused(404, "Requested entity was not found."):
        client.get_data_stream(name=f"{ROOT}/dataStreams/3")


def test_a_stream_of_which_nothing_is_known_still_has_its_kind(client, world):
    streams = world.ga4.property(345678901).data_streams
    streams[3] = replace(streams[2], id=3, data={})
    assert "ios_app_stream_data" in client.get_data_stream(name=f"{ROOT}/dataStreams/3")


def test_google_ads_links(client):
    (link,) = client.list_google_ads_links(parent=ROOT)
    assert (link.name, link.customer_id) == (f"{ROOT}/googleAdsLinks/1", "1234567890")
    assert (link.ads_personalization_enabled, link.can_manage_clients) == (True, False)


# ---- pages


@pytest.fixture
def many(world):
    """A property with 250 key events beside its first two."""
    events = world.ga4.property(345678901).key_events
    for number in range(1001, 1251):
        events[number] = replace(events[12], id=number, event_name=f"mv_{number}")
    return events


def test_pages_of_fifty_by_default_and_no_more_than_two_hundred(client, many):
    assert [len(page.key_events) for page in client.list_key_events(parent=ROOT).pages] == [50, 50, 50, 50, 50, 2]
    asked = client.list_key_events(request={"parent": ROOT, "page_size": 1000})
    assert [len(page.key_events) for page in asked.pages] == [200, 52]
    names = [event.name for event in client.list_key_events(request={"parent": ROOT, "page_size": 7})]
    assert names == [f"{ROOT}/keyEvents/{number}" for number in sorted(many)]


def test_a_last_page_that_is_full_has_no_token(client, many):
    page = next(client.list_key_events(request={"parent": "properties/345678902", "page_size": 1}).pages)
    assert (len(page.key_events), page.next_page_token) == (1, "")


def test_a_deletion_between_two_pages_skips_nothing(client, many):
    first = next(client.list_key_events(request={"parent": ROOT, "page_size": 2}).pages)
    del many[11]
    del many[12]
    second = client.list_key_events(request={"parent": ROOT, "page_size": 2, "page_token": first.next_page_token})
    assert next(second.pages).key_events[0].name == f"{ROOT}/keyEvents/1001"


@pytest.mark.filterwarnings("ignore:.*conversion_events? is deprecated:DeprecationWarning")
def test_a_token_belongs_to_its_request(client, many, refused):
    token = next(client.list_key_events(request={"parent": ROOT, "page_size": 2}).pages).next_page_token
    message = "The page token does not belong to this request."
    with refused(400, message):
        client.list_key_events(request={"parent": "properties/345678902", "page_size": 2, "page_token": token})
    with refused(400, message):
        client.list_data_streams(request={"parent": ROOT, "page_token": token})
    with refused(400, message):
        client.list_conversion_events(request={"parent": ROOT, "page_token": token})


@pytest.mark.parametrize("token", ["nonsense", "=", "a b", base64.urlsafe_b64encode(b"x" * 23).decode(), "あ"])
def test_a_made_up_token_is_refused(client, refused, token):
    with refused(400, "The page token is invalid."):
        client.list_key_events(request={"parent": ROOT, "page_token": token})


def test_a_negative_page_size_is_refused(client, refused):
    with refused(400, "The page size must not be negative."):
        client.list_key_events(request={"parent": ROOT, "page_size": -1})
