"""Key events of linked properties become conversion actions: through official clients, on the emulator's clock."""

from __future__ import annotations

import copy
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from google.analytics.admin_v1alpha import AnalyticsAdminServiceClient, GoogleAdsLink, KeyEvent
from google.api_core.client_options import ClientOptions
from google.oauth2.credentials import Credentials

from microconv.emulator import Emulator, World
from microconv.emulator.errors import SeedError
from microconv.emulator.google_ads.seeding import dump_state
from microconv.emulator.tokens import SERVICE_ACCOUNT, Principal

STORE = "1234567890"
UNDER_AGENCY = "2345678901"
AGENCY = "9998887777"
PARENT = "properties/345678901"
LAG = timedelta(hours=25)
EDIT = "https://www.googleapis.com/auth/analytics.edit"
QUERY = """
    SELECT conversion_action.name, conversion_action.type, conversion_action.status, conversion_action.category,
      conversion_action.origin, conversion_action.primary_for_goal, conversion_action.counting_type,
      conversion_action.click_through_lookback_window_days,
      conversion_action.google_analytics_4_settings.event_name,
      conversion_action.google_analytics_4_settings.property_id,
      conversion_action.google_analytics_4_settings.property_name
    FROM conversion_action WHERE conversion_action.google_analytics_4_settings.property_id > 0
"""


def property_seed(number: int, name: str = "Aoi GA4", **more: Any) -> dict[str, Any]:
    return {"id": number, "display_name": name, "currency_code": "JPY", "time_zone": "Asia/Tokyo", **more}


@pytest.fixture(scope="session")
def content(seed) -> dict[str, Any]:
    """The seed of these tests: three properties without links, and accounts without imports."""
    content = copy.deepcopy(seed)
    content["now"] = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    customers = {one["id"]: one for one in content["google_ads"]["customers"]}
    customers[int(STORE)]["conversion_actions"] = []
    customers[int(UNDER_AGENCY)]["auto_tagging_enabled"] = True
    ios = {"id": 5, "type": "IOS_APP_DATA_STREAM", "ios_app_stream_data": {"bundle_id": "aoi.app"}}
    web = {"id": 6, "type": "WEB_DATA_STREAM", "web_stream_data": {"default_uri": "https://aoi.example"}}
    content["ga4"] = {
        "accounts": [
            {
                "id": 100,
                "display_name": "Aoi",
                "properties": [
                    property_seed(345678901, data_streams=[web], key_events=[{"id": 11, "event_name": "purchase"}]),
                    property_seed(345678902),
                    property_seed(345678903, "Aoi app", data_streams=[ios]),
                ],
            }
        ]
    }
    return content


@pytest.fixture
def world(emulator: Emulator, content: dict[str, Any]) -> World:
    emulator.world.reset(content)
    return emulator.world


def admin(emulator: Emulator, world: World) -> AnalyticsAdminServiceClient:
    token = world.tokens.issue(Principal(SERVICE_ACCOUNT), [EDIT])
    options = ClientOptions(api_endpoint=emulator.ga4_rest_endpoint)
    return AnalyticsAdminServiceClient(credentials=Credentials(token=token), transport="rest", client_options=options)


@pytest.fixture
def analytics(emulator, world, environment) -> AnalyticsAdminServiceClient:
    return admin(emulator, world)


@pytest.fixture
def link(analytics):
    def make(customer: str = STORE, parent: str = PARENT) -> GoogleAdsLink:
        return analytics.create_google_ads_link(parent=parent, google_ads_link=GoogleAdsLink(customer_id=customer))

    return make


@pytest.fixture
def mark(analytics):
    def make(event: str, parent: str = PARENT) -> KeyEvent:
        return analytics.create_key_event(parent=parent, key_event=KeyEvent(event_name=event, counting_method=1))

    return make


@pytest.fixture
def imported(ads_clients):
    """The imported actions a customer sees through GAQL, by event."""

    def read(customer: str = STORE) -> dict[str, Any]:
        rows = ads_clients("v26").get_service("GoogleAdsService").search(customer_id=customer, query=QUERY)
        actions = [row.conversion_action for row in rows]
        found = {one.google_analytics_4_settings.event_name: one for one in actions}
        assert len(found) == len(actions)
        return found

    return read


def ids(world: World, customer: str = STORE) -> list[int]:
    return sorted(world.google_ads.customers[int(customer)].actions)


def test_the_story_in_three_steps(world, emulator, ads_clients, link, mark, imported):
    link()
    mark("mv_signup")
    assert imported() == {}
    world.advance(timedelta(hours=23))
    assert imported() == {}
    emulator.control.advance(timedelta(hours=2))

    action = imported()["mv_signup"]
    assert action.name == "Aoi GA4 (web) mv_signup"
    assert (action.type_.name, action.status.name) == ("GOOGLE_ANALYTICS_4_CUSTOM", "HIDDEN")
    assert (action.category.name, action.origin.name) == ("DEFAULT", "WEBSITE")
    assert (action.primary_for_goal, action.click_through_lookback_window_days) == (False, 90)
    settings = action.google_analytics_4_settings
    assert (settings.property_id, settings.property_name) == (345678901, "Aoi GA4")
    assert world.google_ads.customers[int(STORE)].goals["DEFAULT", "WEBSITE"] is True

    client = ads_clients("v26")
    operation = client.get_type("ConversionActionOperation")
    operation.update.resource_name = action.resource_name
    operation.update.status = client.enums.ConversionActionStatusEnum.ENABLED
    operation.update_mask.paths.append("status")
    client.get_service("ConversionActionService").mutate_conversion_actions(customer_id=STORE, operations=[operation])
    assert imported()["mv_signup"].status.name == "ENABLED"
    world.advance(LAG)
    assert {event: one.status.name for event, one in imported().items()} == {
        "mv_signup": "ENABLED",
        "purchase": "HIDDEN",  # in the seed before the link was made, so imported with it
    }


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("follows", ["ONE_PER_CLICK", "MANY_PER_CLICK"]),
        ("at_import", ["ONE_PER_CLICK", "ONE_PER_CLICK"]),
        ("many_per_click", ["MANY_PER_CLICK", "MANY_PER_CLICK"]),
    ],
)
def test_the_counting_of_an_import(world, analytics, link, imported, policy, expected):
    world.policies.set("ga4_import_counting", policy)
    link()
    event = analytics.create_key_event(parent=PARENT, key_event=KeyEvent(event_name="mv_signup", counting_method=2))
    world.advance(LAG)
    found = [imported()["mv_signup"].counting_type.name]
    event.counting_method = 1
    analytics.update_key_event(key_event=event, update_mask={"paths": ["counting_method"]})
    found.append(imported()["mv_signup"].counting_type.name)
    assert found == expected


def test_the_counting_of_an_import_stays_when_another_field_of_the_key_event_changes(world, analytics, link, imported):
    link()
    event = analytics.create_key_event(parent=PARENT, key_event=KeyEvent(event_name="mv_signup", counting_method=1))
    world.advance(LAG)
    world.google_ads.customers[int(STORE)].named("Aoi GA4 (web) mv_signup").fields["counting_type"] = "ONE_PER_CLICK"
    event.default_value = {"numeric_value": 5, "currency_code": "JPY"}
    analytics.update_key_event(key_event=event, update_mask={"paths": ["default_value"]})
    assert imported()["mv_signup"].counting_type.name == "ONE_PER_CLICK"


@pytest.mark.parametrize(
    ("event", "kind", "category"),
    [
        ("purchase", "PURCHASE", "PURCHASE"),
        ("generate_lead", "GENERATE_LEAD", "SUBMIT_LEAD_FORM"),
        ("qualify_lead", "QUALIFY_LEAD", "QUALIFIED_LEAD"),
        ("close_convert_lead", "CLOSE_CONVERT_LEAD", "CONVERTED_LEAD"),
        ("add_to_cart", "CUSTOM", "DEFAULT"),
    ],
)
def test_type_and_category_follow_the_event(world, link, mark, imported, event, kind, category):
    link()
    if event != "purchase":
        mark(event)
    world.advance(LAG)
    action = imported()[event]
    assert (action.type_.name, action.category.name) == (f"GOOGLE_ANALYTICS_4_{kind}", category)


def test_what_a_seed_holds_is_at_rest(emulator, content, imported):
    held = copy.deepcopy(content)
    held["ga4"]["accounts"][0]["properties"][0]["google_ads_links"] = [{"id": 1, "customer_id": STORE}]
    emulator.world.reset(held)
    emulator.world.advance(timedelta(days=9))
    assert imported() == {}


def test_not_without_auto_tagging(world, link, mark, imported):
    world.google_ads.customers[int(STORE)].fields["auto_tagging_enabled"] = False
    link()
    mark("mv_signup")
    world.advance(LAG)
    assert imported() == {}
    world.google_ads.customers[int(STORE)].fields["auto_tagging_enabled"] = True
    assert set(imported()) == {"mv_signup", "purchase"}


def test_auto_tagging_does_not_matter_if_the_policy_says_so(world, link, mark, imported):
    world.google_ads.customers[int(STORE)].fields["auto_tagging_enabled"] = False
    world.policies.set("ga4_import_needs_auto_tagging", False)
    link()
    world.advance(LAG)
    assert set(imported()) == {"purchase"}


def test_the_conversion_customer_gets_it(world, link, imported):
    link(UNDER_AGENCY)
    before = ids(world, UNDER_AGENCY)
    world.advance(LAG)
    assert set(imported(AGENCY)) == {"purchase"}
    assert ids(world, UNDER_AGENCY) == before


def test_not_to_a_cancelled_or_unknown_account(world, link):
    for customer in ("3456789012", "1112223333"):
        link(customer)
    world.policies.set("ga4_import_needs_auto_tagging", False)
    before = dump_state(world.google_ads)
    world.advance(LAG)
    assert dump_state(world.google_ads) == before


def test_a_property_with_app_streams_only_imports_no_web_events(world, link, mark, imported):
    link(parent="properties/345678903")
    mark("mv_signup", parent="properties/345678903")
    world.advance(LAG)
    assert imported() == {}


def test_not_twice(world, analytics, link, mark, imported):
    made = link()
    event = mark("mv_signup")
    world.advance(LAG)
    before = ids(world)
    assert len(before) == 2
    analytics.delete_google_ads_link(name=made.name)
    analytics.delete_key_event(name=event.name)
    link()
    mark("mv_signup")
    world.advance(LAG)
    assert ids(world) == before
    assert imported()["mv_signup"].status.name == "HIDDEN"


@pytest.mark.parametrize(("policy", "count"), [("not_again", 2), ("again", 3)])
def test_after_the_action_was_removed(world, ads_clients, analytics, link, mark, policy, count):
    world.policies.set("ga4_import_after_removal", policy)
    link()
    event = mark("mv_signup")
    world.advance(LAG)
    action = world.google_ads.customers[int(STORE)].named("Aoi GA4 (web) mv_signup")
    client = ads_clients("v26")
    operation = client.get_type("ConversionActionOperation")
    operation.remove = f"customers/{STORE}/conversionActions/{action.id}"
    client.get_service("ConversionActionService").mutate_conversion_actions(customer_id=STORE, operations=[operation])
    world.advance(LAG)
    assert len(ids(world)) == 2  # nothing was made anew
    analytics.delete_key_event(name=event.name)
    mark("mv_signup")
    world.advance(LAG)
    assert len(ids(world)) == count
    live = [one for one in world.google_ads.customers[int(STORE)].actions.values() if one.status != "REMOVED"]
    assert [one.name for one in live].count("Aoi GA4 (web) mv_signup") == count - 2


@pytest.mark.parametrize(("policy", "status"), [("stays", "HIDDEN"), ("hidden", "HIDDEN"), ("removed", "REMOVED")])
def test_a_key_event_that_is_deleted(world, analytics, link, mark, imported, policy, status):
    world.policies.set("ga4_import_key_event_removed", policy)
    link()
    event = mark("mv_signup")
    world.advance(LAG)
    if policy == "hidden":
        world.google_ads.customers[int(STORE)].named("Aoi GA4 (web) mv_signup").fields["status"] = "ENABLED"
    analytics.delete_key_event(name=event.name)
    found = imported()
    assert (found["mv_signup"].status.name, found["purchase"].status.name) == (status, "HIDDEN")


def test_a_key_event_that_is_deleted_in_time_is_never_imported(world, analytics, link, mark, imported):
    link()
    event = mark("mv_signup")
    world.advance(timedelta(hours=23))
    analytics.delete_key_event(name=event.name)
    world.advance(timedelta(hours=9))
    assert set(imported()) == {"purchase"}


def test_a_key_event_that_is_deleted_after_its_time_was_imported_before(world, emulator, link, mark):
    """The lag has passed by the emulator's clock alone, and nobody asked Google Ads meanwhile."""
    link()
    event = mark("mv_signup")
    world.clock.advance(LAG)
    admin(emulator, world).delete_key_event(name=event.name)
    assert world.google_ads.customers[int(STORE)].named("Aoi GA4 (web) mv_signup") is not None


@pytest.mark.parametrize("policy", ["property_id_appended", "not_imported"])
def test_two_properties_of_one_name(world, link, mark, imported, policy):
    world.policies.set("ga4_import_name_taken", policy)
    for parent in (PARENT, "properties/345678902"):
        link(parent=parent)
    mark("mv_signup")
    mark("mv_signup", parent="properties/345678902")
    world.advance(LAG)
    names = sorted(one.name for one in world.google_ads.customers[int(STORE)].actions.values())
    first = ["Aoi GA4 (web) mv_signup", "Aoi GA4 (web) purchase"]  # a property of a seed has the key event purchase
    second = [f"{name} (345678902)" for name in first] if policy == "property_id_appended" else []
    assert names == sorted([*first, *second])


def test_the_other_policies(world, link, mark, imported):
    for name, value in {
        "ga4_import_lag_hours": 1,
        "ga4_import_status": "ENABLED",
        "ga4_import_primary": True,
        "ga4_import_click_through_days": 30,
        "ga4_import_custom_category": "BY_EVENT_NAME",
        "ga4_import_generate_lead_category": "IMPORTED_LEAD",
    }.items():
        world.policies.set(name, value)
    link()
    for event in ("sign_up", "generate_lead", "mv_other"):
        mark(event)
    world.advance(timedelta(hours=2))
    found = imported()
    assert {event: one.category.name for event, one in found.items()} == {
        "sign_up": "SIGNUP",
        "generate_lead": "IMPORTED_LEAD",
        "mv_other": "DEFAULT",
        "purchase": "PURCHASE",
    }
    one = found["sign_up"]
    assert (one.status.name, one.primary_for_goal, one.click_through_lookback_window_days) == ("ENABLED", True, 30)


def test_switched_off(world, link, imported):
    world.policies.set("ga4_import", False)
    link()
    world.advance(timedelta(days=9))
    assert imported() == {}


def test_imports_on_their_way_survive_a_dump(world, link, mark, imported):
    link()
    mark("mv_signup")
    world.advance(timedelta(hours=20))
    dumped = world.dump()
    assert dumped["pending_imports"] == [
        {"property": 345678901, "event_name": event, "customer_id": STORE} for event in ("purchase", "mv_signup")
    ]
    world.reset(dumped)
    assert world.dump()["pending_imports"] == dumped["pending_imports"]
    assert imported() == {}
    world.advance(timedelta(hours=5))
    assert set(imported()) == {"mv_signup", "purchase"}
    assert "pending_imports" not in world.dump()


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (
            {"property": 345678901, "event_name": "mv_no", "customer_id": STORE},
            r"^pending_imports\[0\]: the property has no such key event, or no link to that customer$",
        ),
        ({"property": "x"}, r"^pending_imports\[0\].property: "),
        ({"colour": 1}, r"^pending_imports\[0\].colour: unknown; there are: customer_id, event_name, property$"),
    ],
)
def test_a_seed_with_a_wrong_pending_import(world, content, entry, message):
    before = world.google_ads
    with pytest.raises(SeedError, match=message):
        world.reset({**content, "pending_imports": [entry]})
    assert world.google_ads is before


@pytest.mark.parametrize(("rule", "expected"), [("same_category_rule", False), ("always_true", True)])
def test_the_goal_of_an_import(world, link, mark, imported, rule, expected):
    """The category has a goal that is not account-default, of another origin."""
    world.policies.set("new_customer_goal", rule)
    world.policies.set("ga4_import_custom_category", "BY_EVENT_NAME")
    goals = world.google_ads.customers[int(STORE)].goals
    goals["SIGNUP", "GOOGLE_HOSTED"] = False
    assert ("SIGNUP", "WEBSITE") not in goals
    link()
    mark("sign_up")
    world.advance(LAG)
    assert imported()["sign_up"].category.name == "SIGNUP"
    assert goals["SIGNUP", "WEBSITE"] is expected


def test_a_client_turns_on_auto_tagging_and_the_import_comes(world, ads_clients, link, imported):
    client = ads_clients("v26")
    world.google_ads.customers[int(STORE)].fields["auto_tagging_enabled"] = False
    link()
    world.advance(LAG)
    assert imported() == {}
    operation = {
        "update": {"resource_name": f"customers/{STORE}", "auto_tagging_enabled": True},
        "update_mask": {"paths": ["auto_tagging_enabled"]},
    }
    request = {"customer_id": STORE, "operation": operation}
    client.get_service("CustomerService").mutate_customer(request={**request, "validate_only": True})
    assert imported() == {}
    client.get_service("CustomerService").mutate_customer(request=request)
    assert set(imported()) == {"purchase"}
