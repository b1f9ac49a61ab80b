"""Reading a Google Ads account: every standing that an action can have, and the facts about the account."""

from __future__ import annotations

import copy

import pytest

from microconv.core.bidding.inputs import bidding_inputs
from microconv.core.documents.snapshot import from_lines, to_json
from microconv.core.facts import Access, Owner
from microconv.core.kinds import ACTION, CAMPAIGN_CONFIG
from microconv.core.resource import Standing
from microconv.providers.google_ads.conversion_action import ATTRIBUTES
from tests.contract.ads_account import action, app_campaign, campaign


@pytest.fixture
def reading(world, project):
    return project().providers[0].read()


def actions(reading):
    return [item for item in reading.resources if item.address.type == ACTION]


def live(reading, name):
    (found,) = [item for item in reading.resources if item.address.name == name]
    return found


@pytest.mark.parametrize(
    ("name", "standing", "status"),
    [
        ("mv_add_to_cart", Standing.NORMAL, "enabled"),
        ("mv_gone", Standing.REMOVED, "removed"),
        ("mv_hidden", Standing.HIDDEN, "hidden"),
        ("Aoi GA4 (web) order_complete", Standing.IMPORTED, "enabled"),
        ("mv_lead_form", Standing.FIXED, "enabled"),
        ("Local actions - Directions", Standing.SYSTEM, "enabled"),
    ],
)
def test_a_standing(reading, name, standing, status):
    found = live(reading, name)
    assert (found.standing, found.state["status"], found.owner) == (standing, status, "")


def test_an_action_of_the_manager(world, project):
    reading = project(customer_id="3456789012", property_id="").providers[0].read()
    found = live(reading, "Shared purchase")
    assert (found.standing, found.owner) == (Standing.OTHER_OWNER, "999-888-7777")
    assert reading.facts.owner == Owner("999-888-7777", managed=False)


def test_a_hidden_import_and_a_removed_one_of_the_same_name(inhabit, project):
    settings = {"event_name": "a", "property_name": "P", "property_id": 345678901}
    kind = "GOOGLE_ANALYTICS_4_CUSTOM"
    inhabit(
        [
            {"id": 1, "name": "a", "type": kind, "status": "REMOVED", "google_analytics_4_settings": settings},
            {"id": 2, "name": "a", "type": kind, "status": "HIDDEN", "google_analytics_4_settings": settings},
        ]
    )
    found = actions(project().providers[0].read())
    assert sorted((item.id[-1], item.standing.value, item.identity) for item in found) == [
        ("1", "removed", "ga4:345678901/a"),
        ("2", "hidden", "ga4:345678901/a"),
    ]


def test_what_app_campaigns_are_optimized_for_comes_with_the_campaigns(inhabit, project, holds):
    inhabit(
        [action(1, "mv_a"), action(2, "mv_b")],
        campaigns=[campaign(71, "Brand"), app_campaign(72, "App", 2, 1), app_campaign(73, "Any")],
    )
    reading = project(property_id="").providers[0].read()
    states = {item.address.name: item.state for item in reading.resources if item.address.type == CAMPAIGN_CONFIG}
    assert states["App"]["selective_optimization.conversion_actions"] == (
        "customers/1234567890/conversionActions/1",
        "customers/1234567890/conversionActions/2",
    )
    assert all("selective_optimization.conversion_actions" not in states[name] for name in ("Brand", "Any"))
    assert (reading.calls, holds.reads()) == (3, ["SearchStream"] * 3)
    snapshot = from_lines(to_json([reading], "2026-11-28").encode().splitlines(keepends=True))
    assert bidding_inputs(snapshot.reading("google_ads", reading.account).resources) == bidding_inputs(
        reading.resources
    )


def test_an_app_campaign_is_optimized_for_actions_of_the_manager(world, agency, project):
    content = copy.deepcopy(agency)
    client = next(one for one in content["google_ads"]["customers"] if str(one["id"]) == "3456789012")
    shared = next(
        one["id"]
        for customer in content["google_ads"]["customers"]
        for one in customer.get("conversion_actions", ())
        if one["name"] == "Shared purchase"
    )
    client["campaigns"] = [*client.get("campaigns", ()), app_campaign(79, "App", shared)]
    world.reset(content)
    reading = project(customer_id="3456789012", property_id="").providers[0].read()
    state = live(reading, "App").state
    assert state["selective_optimization.conversion_actions"] == (live(reading, "Shared purchase").id,)


def test_every_attribute_is_read(inhabit, project):
    inhabit(
        [
            {
                "id": 7,
                "name": "call",
                "type": "AD_CALL",
                "status": "ENABLED",
                "category": "PHONE_CALL_LEAD",
                "primary_for_goal": False,
                "counting_type": "ONE_PER_CLICK",
                "click_through_lookback_window_days": 45,
                "phone_call_duration_seconds": 90,
                "value_settings": {
                    "default_value": 1234.5,
                    "default_currency_code": "EUR",
                    "always_use_default_value": True,
                },
                "attribution_model_settings": {"attribution_model": "GOOGLE_ADS_LAST_CLICK"},
            },
            {
                "id": 8,
                "name": "install",
                "type": "GOOGLE_PLAY_DOWNLOAD",
                "category": "DOWNLOAD",
                "app_id": "com.example.aoi",
                "view_through_lookback_window_days": 3,
            },
        ]
    )
    call, install = actions(project().providers[0].read())
    assert dict(call.state) == {
        "name": "call",
        "type": "ad_call",
        "status": "enabled",
        "category": "phone_call_lead",
        "primary_for_goal": False,
        "value_settings.default_value": 1234.5,
        "value_settings.default_currency_code": "EUR",
        "value_settings.always_use_default_value": True,
        "counting_type": "one_per_click",
        "click_through_lookback_window_days": 45,
        "view_through_lookback_window_days": None,
        "attribution_model_settings.attribution_model": "google_ads_last_click",
        "phone_call_duration_seconds": 90,
        "app_id": None,
        "attribution_model_settings.data_driven_model_status": "never_generated",
        "origin": "call_from_ads",
    }
    assert (install.state["app_id"], install.state["view_through_lookback_window_days"]) == ("com.example.aoi", 3)
    assert set(call.state) == {attribute.name for attribute in ATTRIBUTES}


def test_the_facts_of_an_account(reading):
    assert reading.account == "123-456-7890"
    assert reading.facts.customer.currency_code == "JPY"
    assert reading.facts.customer.descriptive_name == "あおいストア"
    assert reading.facts.customer.manager is False
    assert reading.facts.emulated is True
    assert reading.facts.customer.auto_tagging_enabled is False
    assert (reading.facts.owner, reading.facts.account) == (Owner(), Access())


def test_an_account_without_actions_still_tells_its_currency(world, project, holds):
    reading = project(customer_id="6667778888", property_id="").providers[0].read()
    assert reading.resources == ()
    assert reading.facts.customer.currency_code == "USD"
    assert (reading.calls, holds.reads()) == (4, ["SearchStream"] * 4)


def test_more_rows_than_one_batch(inhabit, project):
    world = inhabit([{"id": n, "name": f"mv_a{n}", "type": "WEBPAGE", "category": "ENGAGEMENT"} for n in range(1, 26)])
    world.policies.set("search_page_size", 10)
    reading = project().providers[0].read()
    assert sorted(item.address.name for item in actions(reading)) == sorted(f"mv_a{n}" for n in range(1, 26))
    assert reading.calls == 3
