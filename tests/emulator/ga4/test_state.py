"""The seed section: what it may say, what it means, what is refused, and that it comes back as it was."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from typing import Any

import pytest
import yaml

from microconv.emulator.errors import SeedError
from microconv.emulator.ga4 import model, model_data_streams
from microconv.emulator.ga4.seeding import dump_state, load_state
from microconv.emulator.ga4.state import FIRST_GENERATED_ID, Ga4State

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def seed(**changes: Any) -> dict[str, Any]:
    """A section with one property, changed."""
    one: dict[str, Any] = {"id": 1, "display_name": "P", "time_zone": "Asia/Tokyo"}
    return {"accounts": [{"id": 100, "display_name": "A", "properties": [one | changes]}]}


def load(section: dict[str, Any] | None) -> Ga4State:
    return load_state(section, NOW)


def test_nothing_is_an_empty_state():
    assert load(None) == load({}) == Ga4State()


def test_what_is_left_out_is_what_ga_gives_a_new_property():
    one = load(seed()).property(1)
    assert (one.parent, one.account, one.currency_code) == ("accounts/100", 100, "USD")
    assert (one.service_level, one.property_type) == ("GOOGLE_ANALYTICS_STANDARD", "PROPERTY_TYPE_ORDINARY")
    assert (one.create_time, one.update_time, one.delete_time) == (NOW, NOW, None)
    (purchase,) = one.key_events.values()
    assert purchase == model.KeyEvent(FIRST_GENERATED_ID, "purchase", "ONCE_PER_EVENT", None, False, False, NOW)


def test_an_empty_list_of_key_events_is_none_at_all():
    assert load(seed(key_events=[])).property(1).key_events == {}


def test_what_a_key_event_is_by_its_name():
    events = load(seed(key_events=[{"event_name": "mv_x"}, {"event_name": "purchase"}])).property(1).key_events
    assert [(one.event_name, one.custom, one.deletable) for one in events.values()] == [
        ("mv_x", True, True),
        ("purchase", False, False),
    ]
    assert list(events) == [FIRST_GENERATED_ID, FIRST_GENERATED_ID + 1]


def test_generated_ids_stay_clear_of_given_ones():
    state = load(seed(key_events=[{"id": 10**12, "event_name": "mv_x"}]))
    assert state.new_id() == 10**12 + 1
    assert state.new_id() == 10**12 + 2


FULL = """
next_id: 5000000000
accounts:
  - id: 100
    display_name: 葵
    region_code: US
    gmp_organization: gmpOrganizations/1
    create_time: 2020-01-01T00:00:00+09:00
    properties:
      - id: 345678901
        display_name: Aoi store
        currency_code: JPY
        time_zone: Asia/Tokyo
        service_level: GOOGLE_ANALYTICS_360
        industry_category: SHOPPING
        create_time: "2021-02-03T04:05:06.789Z"
        data_streams:
          - {id: 1, type: WEB_DATA_STREAM, display_name: W, web_stream_data: {measurement_id: G-1, default_uri: "https://a.example"}}
          - {id: 2, type: ANDROID_APP_DATA_STREAM, android_app_stream_data: {package_name: a.b}}
        key_events:
          - {id: 11, event_name: purchase, counting_method: ONCE_PER_SESSION,
             default_value: {numeric_value: 500, currency_code: JPY}, deletable: false, custom: false,
             create_time: 2022-01-01T00:00:00Z}
          - {id: 12, event_name: mv_x}
        google_ads_links:
          - {id: 1, customer_id: "1234567890", ads_personalization_enabled: false, creator_email_address: a@b.example}
      - {id: 2, display_name: Sub, time_zone: Asia/Tokyo, parent: properties/345678901,
         property_type: PROPERTY_TYPE_SUBPROPERTY, delete_time: 2026-01-01T00:00:00Z, expire_time: 2026-02-05T00:00:00Z}
  - {id: 200, display_name: Empty, deleted: true}
"""


def test_a_seed_comes_back_as_it_was():
    state = load(yaml.safe_load(FULL))
    dumped = dump_state(state)
    again = load_state(json.loads(json.dumps(dumped)), datetime(2030, 1, 1, tzinfo=UTC))
    assert again == state
    assert dump_state(again) == dumped
    one = again.property(345678901)
    assert again.accounts[100].create_time == datetime(2019, 12, 31, 15, tzinfo=UTC)
    assert state.accounts[100].create_time.tzinfo is UTC
    assert one.create_time == datetime(2021, 2, 3, 4, 5, 6, 789000, tzinfo=UTC)
    assert one.key_events[11].default_value == model.DefaultValue(500.0, "JPY")
    assert one.google_ads_links[1].ads_personalization_enabled is False
    assert one.data_streams[2].data == {"package_name": "a.b"}
    assert again.next_id == state.next_id == 5000000001


@pytest.mark.parametrize(
    ("section", "path", "message"),
    [
        ({"accountz": []}, "ga4", "unknown key 'accountz'; did you mean accounts?"),
        ({"accounts": {}}, "ga4.accounts", "a list is needed, not a mapping"),
        ({"accounts": [5]}, "ga4.accounts[0]", "a mapping is needed, not a number"),
        ({"accounts": [{"id": 1}]}, "ga4.accounts[0].display_name", "is missing"),
        ({"accounts": [{"id": "1", "display_name": "A"}]}, "ga4.accounts[0].id", "a positive whole number is needed"),
        ({"accounts": [{"id": 1, "display_name": "A"}] * 2}, "ga4.accounts[1].id", "account 1 is there twice"),
        ({"next_id": 0}, "ga4.next_id", "a positive whole number is needed"),
    ],
)
def test_sections_that_are_refused(section, path, message):
    with pytest.raises(SeedError) as caught:
        load(section)
    assert (caught.value.path, caught.value.message) == (path, message)


@pytest.mark.parametrize(
    ("changes", "path", "message"),
    [
        ({"display_name": None}, "display_name", "is missing"),
        ({"display_name": 5}, "display_name", "a text is needed, not a number"),
        ({"currency_code": "JYP"}, "currency_code", "'JYP' is not an ISO 4217 code such as JPY"),
        (
            {"service_level": "FREE"},
            "service_level",
            "'FREE' is not one of GOOGLE_ANALYTICS_STANDARD, GOOGLE_ANALYTICS_360",
        ),
        (
            {"create_time": "2026-01-01"},
            "create_time",
            "a time with a time zone is needed, such as 2026-11-23T09:00:00Z",
        ),
        ({"create_time": "soon"}, "create_time", "'soon' is not a time such as 2026-11-23T09:00:00Z"),
        ({"key_events": [{"id": 1, "event_name": ""}]}, "key_events[0].event_name", "is empty"),
        (
            {"key_events": [{"event_name": "a", "counting_method": "ONCE"}]},
            "key_events[0].counting_method",
            "'ONCE' is not one of ONCE_PER_EVENT, ONCE_PER_SESSION",
        ),
        (
            {"key_events": [{"event_name": "a", "deletable": "no"}]},
            "key_events[0].deletable",
            "true or false is needed, not a text",
        ),
        (
            {"key_events": [{"event_name": "a"}, {"event_name": "a"}]},
            "key_events[1].event_name",
            "the key event 'a' is there twice",
        ),
        (
            {"key_events": [{"id": 1, "event_name": "a"}, {"id": 1, "event_name": "b"}]},
            "key_events[1].id",
            "1 is there twice in one property",
        ),
        (
            {"key_events": [{"event_name": "a", "default_value": {"numeric_value": 5}}]},
            "key_events[0].default_value.currency_code",
            "is missing",
        ),
        (
            {
                "key_events": [
                    {"event_name": "a", "default_value": {"numeric_value": float("nan"), "currency_code": "JPY"}}
                ]
            },
            "key_events[0].default_value.numeric_value",
            "a finite number is needed",
        ),
        (
            {"google_ads_links": [{"customer_id": "123-456-7890"}]},
            "google_ads_links[0].customer_id",
            "'123-456-7890' is not ten digits in quotes",
        ),
        (
            {"data_streams": [{"type": "WEB_DATA_STREAM", "ios_app_stream_data": {}}]},
            "data_streams[0].ios_app_stream_data",
            "does not belong to a stream of type WEB_DATA_STREAM",
        ),
        (
            {"data_streams": [{"type": "WEB_DATA_STREAM", "web_stream_data": {"uri": "x"}}]},
            "data_streams[0].web_stream_data",
            "unknown key 'uri'; did you mean default_uri?",
        ),
    ],
)
def test_properties_that_are_refused(changes, path, message):
    with pytest.raises(SeedError) as caught:
        load(seed(**changes))
    assert (caught.value.path, caught.value.message) == (f"ga4.accounts[0].properties[0].{path}", message)


def test_a_property_is_in_one_account_only():
    section = seed()
    section["accounts"].append(copy.deepcopy(section["accounts"][0]) | {"id": 200})
    with pytest.raises(SeedError, match=r"ga4\.accounts\[1\]\.properties\[0\]\.id: property 1 is there twice"):
        load(section)


def test_a_subproperty_needs_its_parent():
    with pytest.raises(SeedError, match=r"the parent properties/9 of properties/1 is not there"):
        load(seed(parent="properties/9"))


@pytest.mark.parametrize("version", ["v1beta", "v1alpha"])
def test_the_words_are_those_of_the_proto(version):
    import importlib

    package = importlib.import_module(f"google.analytics.admin_{version}")

    def words(enum: Any) -> list[str]:
        return [one.name for one in enum if one.value != 0]

    assert list(model.COUNTING_METHODS) == words(package.KeyEvent.CountingMethod)
    assert list(model.COUNTING_METHODS) == words(package.ConversionEvent.ConversionCountingMethod)
    assert list(model.SERVICE_LEVELS) == words(package.ServiceLevel)
    assert list(model.PROPERTY_TYPES) == words(package.PropertyType)
    assert list(model.INDUSTRY_CATEGORIES[1:]) == words(package.IndustryCategory)
    assert list(model_data_streams.STREAM_DATA) == words(package.DataStream.DataStreamType)
    fields = package.DataStream.pb().DESCRIPTOR.fields_by_name
    for name, parts in model_data_streams.STREAM_DATA.values():
        assert tuple(fields[name].message_type.fields_by_name) == parts
