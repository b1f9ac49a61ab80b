"""The change history through the official clients: what every change leaves there, and how it is searched."""

from __future__ import annotations

import asyncio
import importlib
from datetime import UTC, datetime, timedelta

import grpc
import pytest
from google.analytics.admin_v1alpha import types
from google.api_core.exceptions import InvalidArgument
from google.protobuf.timestamp_pb2 import Timestamp

from microconv.emulator.ga4.seeding import load_state
from microconv.emulator.principals import Access, Principals
from microconv.emulator.tokens import Principal

ACCOUNT, STORE = "accounts/100", "properties/345678901"
WEB, LINK, CART = f"{STORE}/dataStreams/1", f"{STORE}/googleAdsLinks/1", f"{STORE}/keyEvents/12"
ME = "someone@agency.example"
CREATED, UPDATED, DELETED = 1, 2, 3


def search(client, **filters):
    return list(client.search_change_history_events(request={"account": ACCOUNT, **filters}))


def short(events):
    """(resource type, action, resource name) of each change; the type is the field that holds the resource."""
    return [(kind(change), change.action.name, change.resource) for one in events for change in one.changes]


def kind(change):
    held = change.resource_after_change if "resource_after_change" in change else change.resource_before_change
    return type(held).pb(held).WhichOneof("resource")


def change_everything(client):
    """One change of each kind that both versions can make."""
    client.create_key_event(parent=STORE, key_event={"event_name": "mv_x", "counting_method": 1})
    client.update_key_event(key_event={"name": CART, "counting_method": 1}, update_mask={"paths": ["counting_method"]})
    client.delete_key_event(name=CART)
    client.create_google_ads_link(parent=STORE, google_ads_link={"customer_id": "2222222222"})
    client.delete_google_ads_link(name=LINK)
    client.update_data_stream(data_stream={"name": WEB, "display_name": "New"}, update_mask={"paths": ["display_name"]})
    client.update_property(property={"name": STORE, "display_name": "New"}, update_mask={"paths": ["display_name"]})


def test_every_change_is_there_newest_first(alpha, stored):
    change_everything(alpha)
    event = next(one for one in stored().key_events.values() if one.event_name == "mv_x")
    link = next(one for one in stored().google_ads_links.values())
    assert short(search(alpha)) == [
        ("property", "UPDATED", STORE),
        ("data_stream", "UPDATED", WEB),
        ("google_ads_link", "DELETED", LINK),
        ("google_ads_link", "CREATED", f"{STORE}/googleAdsLinks/{link.id}"),
        ("key_event", "DELETED", CART),
        ("key_event", "UPDATED", CART),
        ("key_event", "CREATED", f"{STORE}/keyEvents/{event.id}"),
    ]


def test_who_when_and_what(alpha, world, stored):
    before = world.clock.now()
    change_everything(alpha)
    events = search(alpha)
    assert [one.id for one in events] == ["7", "6", "5", "4", "3", "2", "1"]
    assert {(one.actor_type.name, one.user_actor_email, one.changes_filtered) for one in events} == {
        ("USER", ME, False)
    }
    times = [one.change_time for one in events]
    assert times == sorted(times, reverse=True)
    assert before <= times[-1]
    assert times[0] <= world.clock.now()
    rename, _, _, made, gone, counted, _ = (one.changes[0] for one in events)
    assert rename.resource_before_change.property.display_name == "Aoi store"
    assert rename.resource_after_change.property.display_name == "New"
    assert "resource_before_change" not in made
    assert made.resource_after_change.google_ads_link.customer_id == "2222222222"
    assert "resource_after_change" not in gone
    assert gone.resource_before_change.key_event.event_name == "mv_add_to_cart"
    assert counted.resource_before_change.key_event.counting_method.name == "ONCE_PER_SESSION"
    assert counted.resource_after_change.key_event.counting_method.name == "ONCE_PER_EVENT"
    assert counted.resource_after_change.key_event.name == CART


def test_what_v1alpha_alone_can_change(alpha):
    condition = {"field": "event_name", "comparison_type": "EQUALS", "value": "page_view"}
    rule = {"destination_event": "mv_y", "event_conditions": [condition]}
    name = alpha.create_event_create_rule(parent=WEB, event_create_rule=rule).name
    alpha.update_event_create_rule(
        event_create_rule={"name": name, "destination_event": "mv_z"}, update_mask={"paths": ["destination_event"]}
    )
    alpha.delete_event_create_rule(name=name)
    settings = {"name": f"{WEB}/enhancedMeasurementSettings", "scrolls_enabled": True}
    alpha.update_enhanced_measurement_settings(
        enhanced_measurement_settings=settings, update_mask={"paths": ["scrolls_enabled"]}
    )
    edit = {"display_name": "E", "event_conditions": [condition],
            "parameter_mutations": [{"parameter": "p", "parameter_value": "v"}]}  # fmt: skip
    edited = alpha.create_event_edit_rule(parent=WEB, event_edit_rule=edit).name
    alpha.reorder_event_edit_rules(request={"parent": WEB, "event_edit_rules": [edited]})
    alpha.delete_event_edit_rule(name=edited)
    events = search(alpha)
    assert short(events) == [
        ("enhanced_measurement_settings", "UPDATED", settings["name"]),
        ("event_create_rule", "DELETED", name),
        ("event_create_rule", "UPDATED", name),
        ("event_create_rule", "CREATED", name),
    ]
    change = events[2].changes[0]
    assert change.resource_before_change.event_create_rule.destination_event == "mv_y"
    assert change.resource_after_change.event_create_rule.destination_event == "mv_z"
    assert change.resource_after_change.event_create_rule.event_conditions[0].value == "page_view"
    change = events[0].changes[0]
    assert change.resource_before_change.enhanced_measurement_settings.scrolls_enabled is False
    assert change.resource_after_change.enhanced_measurement_settings.scrolls_enabled is True


def test_properties_and_streams_that_come_and_go(client):
    name = client.create_property(property={"parent": ACCOUNT, "display_name": "P", "time_zone": "Asia/Tokyo"}).name
    stream = client.create_data_stream(
        parent=name, data_stream={"type_": 1, "display_name": "W", "web_stream_data": {}}
    ).name
    client.delete_data_stream(name=stream)
    client.delete_property(name=name)
    assert short(search(client, property=name)) == [
        ("property", "DELETED", name),
        ("data_stream", "DELETED", stream),
        ("data_stream", "CREATED", stream),
        ("property", "CREATED", name),
    ]


@pytest.mark.parametrize("transport", ["grpc", "rest"])
def test_v1beta_shows_what_it_has_a_word_for(ga4, world, transport):
    client = ga4.client("v1beta", transport)
    change_everything(client)
    expected = ["property", "data_stream", "google_ads_link", "google_ads_link"]
    assert [name for name, _, _ in short(search(client))] == expected
    world.policies.set("key_events_in_v1beta_history", "CONVERSION_EVENT")
    events = search(client)
    assert [name for name, _, _ in short(events)] == [*expected, *["conversion_event"] * 3]
    assert short(events)[5] == ("conversion_event", "UPDATED", f"{STORE}/conversionEvents/12")
    held = events[5].changes[0].resource_after_change.conversion_event
    assert (held.name, held.event_name) == (f"{STORE}/conversionEvents/12", "mv_add_to_cart")
    assert [name for name, _, _ in short(search(client, resource_type=[9]))] == ["conversion_event"] * 3
    newer = ga4.client("v1alpha", transport)
    assert [name for name, _, _ in short(search(newer))] == [*expected, *["key_event"] * 3]


@pytest.mark.filterwarnings("ignore:.*conversion_events? is deprecated:DeprecationWarning")
def test_conversion_events_are_key_events_there_too(ga4):
    old = ga4.client("v1beta", "grpc")
    name = old.create_conversion_event(parent=STORE, conversion_event={"event_name": "mv_old"}).name
    old.delete_conversion_event(name=name)
    name = name.replace("conversionEvents", "keyEvents")
    assert short(search(ga4.client("v1alpha", "grpc"))) == [
        ("key_event", "DELETED", name),
        ("key_event", "CREATED", name),
    ]


@pytest.mark.parametrize(
    ("filters", "kinds"),
    [
        ({"resource_type": ["KEY_EVENT"]}, ["key_event"] * 3),
        ({"resource_type": [7, 18]}, ["data_stream", "google_ads_link", "google_ads_link"]),
        ({"resource_type": ["AUDIENCE"]}, []),
        ({"action": [DELETED]}, ["google_ads_link", "key_event"]),
        ({"action": [CREATED, DELETED], "resource_type": [30]}, ["key_event", "key_event"]),
        ({"actor_email": [ME, "other@agency.example"], "action": [UPDATED]}, ["property", "data_stream", "key_event"]),
        ({"actor_email": ["other@agency.example"]}, []),
        ({"property": "properties/345678902"}, []),
        ({"property": STORE, "resource_type": ["PROPERTY"]}, ["property"]),
    ],
)
def test_filters(alpha, filters, kinds):
    change_everything(alpha)
    assert [name for name, _, _ in short(search(alpha, **filters))] == kinds


def test_time_spans_hold_both_their_ends(alpha, world):
    for name in ("mv_1", "mv_2", "mv_3"):
        alpha.create_key_event(parent=STORE, key_event={"event_name": name, "counting_method": 1})
        world.clock.advance(timedelta(minutes=10))
    times = {one.changes[0].resource_after_change.key_event.event_name: one.change_time for one in search(alpha)}

    def found(**span):
        events = search(alpha, **{f"{end}_change_time": time for end, time in span.items()})
        return [one.changes[0].resource_after_change.key_event.event_name for one in events]

    assert found(earliest=times["mv_2"]) == ["mv_3", "mv_2"]
    assert found(latest=times["mv_2"]) == ["mv_2", "mv_1"]
    assert found(earliest=times["mv_2"], latest=times["mv_2"]) == ["mv_2"]
    assert found(earliest=times["mv_1"] + timedelta(seconds=1), latest=times["mv_3"] - timedelta(seconds=1)) == ["mv_2"]
    assert found(earliest=datetime(2027, 1, 1, tzinfo=UTC)) == []


def test_a_time_that_is_none(ga4, refused):
    client = ga4.client("v1alpha", "grpc")
    one = types.SearchChangeHistoryEventsRequest(account=ACCOUNT)
    type(one).pb(one).earliest_change_time.CopyFrom(Timestamp(seconds=10**15))
    with refused(400, "The time is out of range."):
        client.search_change_history_events(request=one)


@pytest.mark.parametrize("order", ["NEWEST_FIRST", "OLDEST_FIRST"])
def test_pages_in_either_order(alpha, world, refused, order):
    world.policies.set("change_history_order", order)
    change_everything(alpha)
    request = {"account": ACCOUNT, "page_size": 3}
    pages = list(alpha.search_change_history_events(request=request).pages)
    ids = [[int(one.id) for one in page.change_history_events] for page in pages]
    assert ids == ([[7, 6, 5], [4, 3, 2], [1]] if order == "NEWEST_FIRST" else [[1, 2, 3], [4, 5, 6], [7]])
    again = {**request, "page_token": pages[0].next_page_token}
    with refused(400, "The page token does not belong to this request."):
        alpha.search_change_history_events(request={**again, "action": [DELETED]})
    alpha.delete_key_event(name=f"{STORE}/keyEvents/{key(world, 'mv_x')}")
    assert [int(one.id) for one in alpha.search_change_history_events(request=again)][:3] == ids[1]


def key(world, event_name):
    return world.ga4.property(345678901).key_event(event_name).id


def test_what_is_refused(client, refused):
    with refused(400, "'accounts/x' is not a resource name of the form accounts/{number}."):
        client.search_change_history_events(request={"account": "accounts/x"})
    with refused(403, "The caller does not have permission"):
        client.search_change_history_events(request={"account": "accounts/1"})
    with refused(403, "The caller does not have permission"):
        search(client, property="properties/345678903")
    with refused(400, f"The property {STORE} is not in accounts/200."):
        client.search_change_history_events(request={"account": "accounts/200", "property": STORE})
    with refused(400, "The resource type 99 is unknown."):
        search(client, resource_type=[99])
    with refused(400, "The action 0 is unknown."):
        search(client, action=[0])


def test_v1beta_has_no_word_for_key_events(ga4, refused):
    with refused(400, "The resource type 30 is unknown."):
        search(ga4.client("v1beta", "grpc"), resource_type=[30])


def test_reading_it_takes_the_right_to_edit(ga4, refused):
    token = ga4.token("https://www.googleapis.com/auth/analytics.readonly")
    for transport in ("grpc", "rest"):
        with refused(403, "Request had insufficient authentication scopes."):
            search(ga4.client("v1alpha", transport, token))


def test_what_the_caller_may_not_see_is_left_out(alpha, world):
    change_everything(alpha)
    alpha.update_property(
        property={"name": "properties/345678902", "display_name": "x"}, update_mask={"paths": ["display_name"]}
    )
    assert len(search(alpha)) == 8
    world.principals = Principals({ME: Access(ga4=frozenset({345678902}))})
    assert short(search(alpha)) == [("property", "UPDATED", "properties/345678902")]


def test_what_is_refused_or_the_same_leaves_nothing(alpha, world, refused):
    with refused(409, "Requested entity already exists"):
        alpha.create_key_event(parent=STORE, key_event={"event_name": "purchase", "counting_method": 1})
    alpha.update_key_event(key_event={"name": CART, "counting_method": 2}, update_mask={"paths": ["counting_method"]})
    assert search(alpha) == []
    assert world.ga4.changes == []


def test_several_people(ga4, world):
    for who in ("a@agency.example", "b@agency.example"):
        token = world.tokens.issue(Principal(who), ("https://www.googleapis.com/auth/analytics.edit",))
        event = {"event_name": f"mv_{who[0]}", "counting_method": 1}
        ga4.client("v1alpha", "grpc", token).create_key_event(parent=STORE, key_event=event)
    client = ga4.client("v1alpha", "rest")
    assert [one.user_actor_email for one in search(client)] == ["b@agency.example", "a@agency.example"]
    (found,) = search(client, actor_email=["a@agency.example"])
    assert found.changes[0].resource_after_change.key_event.event_name == "mv_a"


def test_the_history_is_no_part_of_a_seed(alpha, world):
    change_everything(alpha)
    dumped = world.dump()["ga4"]
    again = load_state(dumped, world.clock.now())
    assert again == world.ga4
    assert (len(world.ga4.changes), again.changes) == (7, [])


@pytest.mark.parametrize("version", ["v1beta", "v1alpha"])
def test_the_asynchronous_client(ga4, stored, version):
    client_type = importlib.import_module(f"google.analytics.admin_{version}").AnalyticsAdminServiceAsyncClient

    async def run():
        channel = grpc.aio.secure_channel(ga4.emulator.ga4_grpc_endpoint, ga4.channel_credentials(ga4.token()))
        async with client_type(transport=client_type.get_transport_class("grpc_asyncio")(channel=channel)) as client:
            link = await client.create_google_ads_link(parent=STORE, google_ads_link={"customer_id": "2222222222"})
            with pytest.raises(InvalidArgument, match=r"The customer ID '1' must be ten digits\."):
                await client.create_google_ads_link(parent=STORE, google_ads_link={"customer_id": "1"})
            if version == "v1alpha":
                rule = {
                    "destination_event": "mv_y",
                    "event_conditions": [{"field": "event_name", "comparison_type": 1, "value": "click"}],
                }
                made = await client.create_event_create_rule(parent=WEB, event_create_rule=rule)
                with pytest.raises(InvalidArgument, match=r"At least one event condition is required\."):
                    await client.create_event_create_rule(parent=WEB, event_create_rule={"destination_event": "mv_y"})
                assert [one async for one in await client.list_event_create_rules(parent=WEB)] == [made]
            found = await client.search_change_history_events(request={"account": ACCOUNT})
            return link, short([one async for one in found])

    link, changes = asyncio.run(run())
    assert ("google_ads_link", "CREATED", link.name) in changes
    assert len(changes) == (2 if version == "v1alpha" else 1)
    assert {one.customer_id for one in stored().google_ads_links.values()} == {"1234567890", "2222222222"}
    assert len(stored().data_streams[1].event_create_rules) == len(changes) - 1
