"""The list of getMetadata, and the `traffic` of a property in a seed."""

from __future__ import annotations

import copy
from dataclasses import replace

import pytest

from microconv.emulator import World
from microconv.emulator.errors import SeedError
from microconv.emulator.ga4.errors import ApiError
from microconv.emulator.ga4_data.access import profile
from microconv.emulator.ga4_data.fields import DIMENSIONS, METRICS, find_dimension, find_metric
from microconv.emulator.ga4_data.fields_published import DIMENSION_NAMES, METRIC_NAMES
from microconv.emulator.ga4_data.methods.metadata import NOT_EMULATED
from microconv.emulator.ga4_data.policies import POLICIES
from tests.emulator.ga4_data.conftest import STORE


@pytest.mark.parametrize("version", ["v1beta", "v1alpha"])
@pytest.mark.parametrize("transport", ["grpc", "rest"])
def test_metadata_lists_what_reports_take(data, version, transport):
    found = data.client(version, transport).get_metadata(name=f"{STORE}/metadata")
    assert found.name == f"{STORE}/metadata"
    assert [one.api_name for one in emulated(found.dimensions)] == list(DIMENSIONS)
    rates = [
        f"{stem}KeyEventRate:{name}" for stem in ("session", "user") for name in ("purchase", "view_item", "mv_form")
    ]
    assert [one.api_name for one in emulated(found.metrics)] == [*METRICS, *rates]
    assert {one.api_name for one in found.dimensions} == DIMENSION_NAMES
    assert {one.api_name for one in found.metrics} == {*METRIC_NAMES, *rates}
    group = next(one for one in found.dimensions if one.api_name == "sessionDefaultChannelGroup")
    assert (group.category, list(group.deprecated_api_names)) == ("Traffic Source", ["sessionDefaultChannelGrouping"])
    types = {one.api_name: one.type_.name for one in found.metrics}
    assert (types["keyEvents"], types["sessions"]) == ("TYPE_FLOAT", "TYPE_INTEGER")
    assert all(one.ui_name and one.description for one in (*found.dimensions, *found.metrics))
    assert not any(one.custom_definition for one in (*found.dimensions, *found.metrics))


def emulated(listed):
    """The fields of a list that are not marked as missing."""
    return [one for one in listed if one.description != NOT_EMULATED]


#: What counts events that this property does not have.
NOBODY_DID = {"addToCarts", "checkouts", "itemsAddedToCart", "itemsCheckedOut", "cartToViewRate"}


def test_each_listed_field_can_be_asked_for(client):
    listed = client.get_metadata(name=f"{STORE}/metadata")
    days = [{"start_date": "2026-11-11", "end_date": "2026-11-12"}]
    for kind, fields in (("dimensions", listed.dimensions), ("metrics", listed.metrics)):
        for one in emulated(fields):
            request = {"property": STORE, kind: [{"name": one.api_name}], "date_ranges": days}
            found = client.run_report(request)
            assert [one.name for one in (*found.dimension_headers, *found.metric_headers)] == [one.api_name]
            assert found.row_count >= 1 or one.api_name in NOBODY_DID


def test_no_field_that_google_has_is_called_invalid(world):
    """Asked in process, where the answer of a report is decided: there are 450."""
    owner = world.ga4.property(345678901)
    customs = {"customEvent:method", "customUser:plan", "sessionCustomChannelGroup:9432931"}
    others = {*METRIC_NAMES, "averageCustomEvent:price", "firstTimePurchaserConversionRate"}.difference(METRICS)
    for name in {*DIMENSION_NAMES, *customs}.difference(DIMENSIONS):
        assert answer(lambda name=name: find_dimension(name)) == "UNIMPLEMENTED", name
    for name in others:
        assert answer(lambda name=name: find_metric(name, owner)) == "UNIMPLEMENTED", name
    assert all(find_dimension(name).name == name for name in DIMENSIONS)
    assert all(find_metric(name, owner).name == name for name in METRICS)
    assert answer(lambda: find_dimension("sessionSpell")) == answer(lambda: find_metric("date", owner))
    assert answer(lambda: find_dimension("customEvent:")) == "INVALID_ARGUMENT"


def answer(ask):
    """The code with which a question is refused."""
    with pytest.raises(ApiError) as caught:
        ask()
    return caught.value.code


def test_metadata_of_all_properties(data, refused):
    client = data.client()
    found = client.get_metadata(name="properties/0/metadata")
    assert [one.api_name for one in emulated(found.metrics)] == list(METRICS)
    with refused(400, f"'{STORE}' is not a resource name of the form properties/{{number}}/metadata."):
        client.get_metadata(name=STORE)


# ---- seeds


def with_traffic(content, traffic):
    seed = copy.deepcopy(content)
    seed["ga4"]["accounts"][0]["properties"][0]["traffic"] = traffic
    return seed


def test_traffic_survives_a_dump(content):
    world = World.load(content)
    again = World.load(world.dump())
    assert again.ga4.property(345678901).traffic == world.ga4.property(345678901).traffic != {}
    assert "traffic" not in world.dump()["ga4"]["accounts"][0]["properties"][2]
    assert profile(again, again.ga4.property(345678901)) == profile(world, world.ga4.property(345678901))
    assert profile(again, again.ga4.property(345678902)) == profile(world, world.ga4.property(345678902))


def test_traffic_is_what_the_profile_has(content):
    world = World.load(content)
    found = profile(world, world.ga4.property(345678901))
    assert (found.sessions_per_day, found.since.isoformat()) == (90, "2026-09-01")
    assert found.devices == (("mobile", 0.7), ("desktop", 0.3))
    purchase, form = found.event("purchase"), found.event("mv_form")
    assert (purchase.rate, purchase.value, purchase.fixed_value, purchase.pages) == (0.1, 9800, False, ("/thanks",))
    assert (form.rate, form.value, form.fixed_value) == (0.3, 500, True)
    assert found.event("add_to_cart") is None
    assert found.event("page_view").rate == 3.1


def test_no_sessions_at_all(content):
    world = World.load(with_traffic(content, {"sessions_per_day": 0}))
    assert profile(world, world.ga4.property(345678901)).sessions_per_day == 0


def test_what_happens_without_any_traffic(content):
    """No session, no event; a key event that nobody sends does not make one, whenever it was marked."""
    world = World.load(with_traffic(content, None))
    assert profile(world, world.ga4.property(345678901)).sessions_per_day == 0
    usual = World.load(with_traffic(content, "usual"))
    owner = usual.ga4.property(345678901)
    assert {"purchase", "view_item", "mv_form", "add_to_cart"} <= {one.name for one in profile(usual, owner).events}
    first = next(iter(owner.key_events.values()))
    owner.key_events[99] = replace(first, id=99, event_name="mv_later")
    assert profile(usual, owner).event("mv_later") is None
    again = World.load(usual.dump())
    assert profile(again, again.ga4.property(345678901)) == profile(usual, owner)


@pytest.mark.parametrize("sessions", [0, 60])
def test_events_are_counted_exactly_however_they_are_divided(world, content, report, sessions):
    """Also without a single session of the profile; on other days there is nothing of what has only counts."""
    counts = {"2026-11-02": 5, "2026-11-03": 400, "2026-11-04": 0}
    broken = {"per_day": 30, "broken_from": "2026-11-05"}
    events = {"mv_form": {"counts": counts, "value": 20}, "mv_tel": broken}
    world.reset(with_traffic(content, {"sessions_per_day": sessions, "events": events}))
    wanted = {"20261102": ("5", "100"), "20261103": ("400", "8000")}
    assert report("date eventName", "eventCount eventValue").count(("20261102", "mv_form", "5", "100")) == 1
    for more in ("", " pagePath", " deviceCategory sessionDefaultChannelGroup"):
        rows = [row for row in report(f"date eventName{more}", "eventCount eventValue") if row[1] == "mv_form"]
        found = {day: [row[-2:] for row in rows if row[0] == day] for day, *_ in rows}
        assert set(found) == set(wanted)
        for day, parts in found.items():
            assert tuple(str(sum(int(one) for one in column)) for column in zip(*parts, strict=True)) == wanted[day]
    tel = {row[0]: int(row[2]) for row in report("date eventName", "eventCount") if row[1] == "mv_tel"}
    assert sorted(tel) == [f"2026110{day}" for day in range(1, 5)]
    assert 27 <= min(tel.values()) <= max(tel.values()) <= 33


def test_the_default_history(content):
    world = World.load(content)
    owner = world.ga4.property(345678902)
    assert (owner.create_time.date() - profile(world, owner).since).days == 730


PLACE = "ga4.accounts[0].properties[0].traffic"


@pytest.mark.parametrize(
    ("traffic", "message"),
    [
        ([], "traffic: a mapping or `usual` is needed, not a list"),
        (
            {"visits": 3},
            ": unknown key 'visits'; known are chains, channels, devices, events, items, months, ",
        ),
        ({"sessions_per_day": "many"}, ".sessions_per_day: a number of 0 or more is needed"),
        ({"sessions_per_day": -1}, ".sessions_per_day: a number of 0 or more is needed"),
        ({"sessions_per_day": True}, ".sessions_per_day: a number of 0 or more is needed"),
        ({"since": "yesterday"}, ".since: 'yesterday' is not a day such as 2025-04-01"),
        ({"since": 3}, ".since: a day such as 2025-04-01 is needed"),
        ({"pages": ["/"]}, ".pages: a mapping is needed, not a list"),
        ({"pages": {"/": -1}}, ".pages./: a number of 0 or more is needed"),
        ({"devices": {"mobile": 0}}, ".devices: the shares of devices must be numbers of 0 or more, and not all 0"),
        ({"channels": {}}, ".channels: the shares of channels must be numbers of 0 or more, and not all 0"),
        ({"events": {"": 1}}, ".events: '' is not the name of an event"),
        ({"events": {"session_start": 1}}, ".events.session_start: every session has one; that cannot be changed"),
        ({"events": {"page_view": 0.5}}, ".events.page_view: every session has a page_view"),
        ({"events": {"x": "often"}}, ".events.x: a number of 0 or more is needed"),
        ({"events": {"x": {"value": 3}}}, ".events.x.rate: is missing"),
        ({"events": {"x": {"rate": 1, "when": 2}}}, ".events.x: unknown key 'when'; known are broken_from, counts, m"),
        ({"events": {"x": 0.3}}, ".sessions_per_day: is missing; x has a rate per session"),
        ({"events": {"x": {"rate": 1, "per_day": 2}}}, ".events.x.per_day: an event has a rate or a number per day"),
        (
            {"sessions_per_day": 9, "events": {"scroll": 1, "page_view": {"rate": 3, "until": "2026-01-01"}}},
            ".events.page_view: page_view follows the sessions and has no days of its own",
        ),
        ({"events": {"x": {"per_day": 3, "counts": {"soon": 3}}}}, ".events.x.counts: 'soon' is not a day such as"),
        ("busy", "traffic: a mapping or `usual` is needed, not a text"),
        ({"events": {"x": {"rate": 1, "pages": "/"}}}, ".events.x.pages: a list of pages is needed"),
        (
            {"events": {"x": {"rate": 1, "pages": ["/no"]}}},
            ".events.x.pages: '/no' is not one of the property's pages",
        ),
    ],
)
def test_traffic_that_is_refused(content, traffic, message):
    with pytest.raises(SeedError) as caught:
        World.load(with_traffic(content, traffic))
    assert str(caught.value).startswith(f"{PLACE}{message}".replace("traffictraffic", "traffic"))


def test_every_policy_has_a_test():
    from pathlib import Path

    tests = "\n".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert [policy.name for policy in POLICIES if f'set("{policy.name}"' not in tests] == []
