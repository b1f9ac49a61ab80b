"""From the config to what is wanted of each API."""

from __future__ import annotations

from dataclasses import replace

import pytest
from strategies import ACTION, KEY_EVENT, client, conversion

from microconv.core.client import Client
from microconv.core.conversion import GA4_IMPORT, Conversion, Role, Value
from microconv.core.planning.desired import desired
from microconv.core.resource import Desired
from microconv.core.value import Money
from microconv.providers import TYPES


def wanted(item: Conversion, **said) -> dict[str, Desired]:
    return {found.address.type: found for found in desired(TYPES, client(item, **said))}


def test_unset_stays_unset() -> None:
    found = wanted(conversion("mv_cart"))
    assert dict(found[ACTION].state) == {
        "name": "mv_cart",
        "type": "webpage",
        "status": "enabled",
        "category": "add_to_cart",
        "primary_for_goal": False,
    }
    assert KEY_EVENT not in found


def test_a_role_is_always_said() -> None:
    assert wanted(conversion(role=Role.PRIMARY))[ACTION].state["primary_for_goal"] is True
    assert wanted(conversion(role=Role.SECONDARY))[ACTION].state["primary_for_goal"] is False


@pytest.mark.parametrize(
    ("value", "ads", "ga4"),
    [
        (None, {}, {}),
        (
            Value(500.0, "JPY"),
            {"default_value": 500.0, "default_currency_code": "JPY", "always_use_default_value": True},
            {"default_value": Money(500.0, "JPY")},
        ),
        (
            Value(500.0, "USD", from_event=True),
            {"default_value": 500.0, "default_currency_code": "USD", "always_use_default_value": False},
            {"default_value": Money(500.0, "USD")},
        ),
        (
            Value(0.0, "JPY"),
            {"default_value": 0.0, "default_currency_code": "JPY", "always_use_default_value": True},
            {"default_value": Money(0.0, "JPY")},
        ),
        (
            Value(None, "JPY"),
            {"default_value": 0.0, "always_use_default_value": True},
            {"default_value": None},
        ),
    ],
)
def test_values(value: Value | None, ads: dict, ga4: dict) -> None:
    found = wanted(conversion("mv_cart", event="mv_cart", value=value))
    state = found[ACTION].state
    assert {k.removeprefix("value_settings."): v for k, v in state.items() if k.startswith("value_settings.")} == ads
    assert {k: v for k, v in found[KEY_EVENT].state.items() if k == "default_value"} == ga4


@pytest.mark.parametrize("value", [None, Value(500.0, "JPY"), Value(None, "JPY"), Value(5.0, "JPY", from_event=True)])
def test_a_value_that_is_not_for_the_key_event_is_unset_there(value: Value | None) -> None:
    both = wanted(conversion("mv_cart", event="mv_cart", value=value))
    found = wanted(conversion("mv_cart", event="mv_cart", value=value, event_value=False))
    assert dict(found[KEY_EVENT].state) == {"event_name": "mv_cart"}
    assert found[ACTION].state == both[ACTION].state


def test_settings_go_where_their_key_belongs() -> None:
    said = {
        "counting": "one_per_click",
        "ga4.counting": "once_per_session",
        "google_ads.click_through_lookback_window_days": 7,
        "google_ads.view_through_lookback_window_days": 3,
        "google_ads.attribution_model": "google_ads_last_click",
    }
    found = wanted(conversion("mv_cart", event="cart", settings=said))
    state = found[ACTION].state
    assert state["counting_type"] == "one_per_click"
    assert state["click_through_lookback_window_days"] == 7
    assert state["view_through_lookback_window_days"] == 3
    assert state["attribution_model_settings.attribution_model"] == "google_ads_last_click"
    assert dict(found[KEY_EVENT].state) == {"event_name": "cart", "counting_method": "once_per_session"}
    assert found[KEY_EVENT].address.name == "cart"
    assert found[KEY_EVENT].conversion == "mv_cart"


def test_call_length_only_of_calls_and_app_id_only_of_apps() -> None:
    said = {"google_ads.phone_call_duration_seconds": 60, "google_ads.app_id": "com.example.shop"}
    assert "phone_call_duration_seconds" not in wanted(conversion(settings=said))[ACTION].state
    assert "app_id" not in wanted(conversion(settings=said))[ACTION].state
    call = wanted(conversion(source="ad_call", settings=said))[ACTION].state
    assert call["phone_call_duration_seconds"] == 60
    assert "app_id" not in call
    assert (
        wanted(conversion(source="google_play_download", settings=said))[ACTION].state["app_id"] == "com.example.shop"
    )


@pytest.mark.parametrize("source", ["ad_call", "website_call"])
@pytest.mark.parametrize("value", [None, Value(None, "JPY"), Value(500.0, "JPY")])
def test_a_call_always_says_that_its_default_value_counts(source: str, value: Value | None) -> None:
    """The API refuses a call whose request leaves it out or says false, also where the config names no value."""
    state = wanted(conversion("mv_call", source=source, value=value))[ACTION].state
    assert state["value_settings.always_use_default_value"] is True


def test_an_import_wants_what_the_config_says_of_itself() -> None:
    """Google decides what it takes; the value is that of the key event unless the config says otherwise."""
    said = {"category": "add_to_cart", "counting": "one_per_click"}
    item = conversion(source=GA4_IMPORT, event="mv_cart", value=Value(500.0, "JPY"), settings=said)
    found = wanted(item)[ACTION]
    state = {
        "status": "enabled",
        "primary_for_goal": False,
        "category": "add_to_cart",
        "counting_type": "one_per_click",
    }
    assert dict(found.state) == state
    own = wanted(replace(item, event_value=False))[ACTION].state
    assert own["value_settings.default_value"] == 500.0
    assert found.target.identity == "ga4:345678901/mv_cart"
    assert not found.target.creatable


@pytest.mark.parametrize(
    ("said", "types"),
    [
        ({"customer_id": ""}, {KEY_EVENT}),
        ({"property_id": ""}, {ACTION}),
        ({"customer_id": "", "property_id": ""}, set()),
        ({}, {ACTION, KEY_EVENT}),
    ],
)
def test_an_api_that_the_client_does_not_use_gets_nothing(said: dict, types: set) -> None:
    assert set(wanted(conversion(event="mv_cart"), **said)) == types


def test_no_source_no_action_and_no_event_no_key_event() -> None:
    assert set(wanted(conversion(source=None, event="mv_cart"))) == {KEY_EVENT}
    assert set(wanted(conversion(source="website", event=None))) == {ACTION}


def test_the_order_is_that_of_types_then_config() -> None:
    both: Client = client(conversion("mv_b", event="mv_b"), conversion("mv_a", event="mv_a"))
    assert [str(item.address) for item in desired(TYPES, both)] == [
        'google_ads.conversion_action["mv_b"]',
        'google_ads.conversion_action["mv_a"]',
        'ga4.key_event["mv_b"]',
        'ga4.key_event["mv_a"]',
    ]


def test_what_is_wanted_cannot_be_changed_afterwards() -> None:
    state = wanted(conversion())[ACTION].state
    with pytest.raises(TypeError, match="cannot be changed"):
        state["primary_for_goal"] = True  # type: ignore[index]
