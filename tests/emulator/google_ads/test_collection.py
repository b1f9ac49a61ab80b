"""Hits sent to the collection endpoint: they count once, where they belong, for the official clients' queries."""

from __future__ import annotations

import copy
import dataclasses
import json
import re
from collections import Counter, defaultdict
from datetime import timedelta
from typing import Any

import pytest
import requests
from google.analytics.data_v1beta import BetaAnalyticsDataClient
from google.api_core.client_options import ClientOptions
from google.oauth2.credentials import Credentials
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from microconv.emulator import Control, Emulator, World
from microconv.emulator.errors import ControlError, SeedError
from microconv.emulator.tokens import Principal

STORE, PROPERTY, STREAM = 1234567890, "properties/345678901", "G-AOI0000701"
TODAY = "2026-11-23"
NOW = "segments.date DURING TODAY"
METRICS = ("all_conversions", "all_conversions_value", "conversions", "conversions_value")
READONLY = "https://www.googleapis.com/auth/analytics.readonly"


@pytest.fixture(scope="session")
def content(seed) -> dict[str, Any]:
    """A store without any traffic: actions, an import, two campaigns; a property with key events."""
    content = copy.deepcopy(seed)
    store = next(one for one in content["google_ads"]["customers"] if one["id"] == STORE)
    fixed = {"default_value": 300, "always_use_default_value": True}
    settings = {"event_name": "mv_form", "property_name": "Aoi", "property_id": 345678901}
    store["conversion_actions"] = [
        {"id": 101, "name": "Purchase", "type": "WEBPAGE", "category": "PURCHASE", "counting_type": "MANY_PER_CLICK",
         "value_settings": {"default_value": 1000}},
        {"id": 102, "name": "mv_cart", "type": "WEBPAGE", "category": "ADD_TO_CART", "primary_for_goal": False,
         "counting_type": "ONE_PER_CLICK", "value_settings": fixed},
        {"id": 104, "name": "old", "type": "WEBPAGE", "category": "CONTACT", "status": "REMOVED"},
        {"id": 105, "name": "Aoi (web) mv_form", "type": "GOOGLE_ANALYTICS_4_CUSTOM", "category": "DEFAULT",
         "google_analytics_4_settings": settings},
        {"id": 106, "name": "Uploaded", "type": "UPLOAD_CLICKS", "category": "CONTACT"},
    ]  # fmt: skip
    store |= {"customer_conversion_goals": [], "campaigns": [{"id": 601, "name": "One"}, {"id": 602, "name": "Two"}]}
    owner = {"id": 345678901, "display_name": "Aoi", "currency_code": "JPY", "time_zone": "Asia/Tokyo"}
    data = {"measurement_id": STREAM, "default_uri": "https://aoi.example"}
    owner["data_streams"] = [{"id": 701, "type": "WEB_DATA_STREAM", "display_name": "Web", "web_stream_data": data}]
    value = {"numeric_value": 50, "currency_code": "JPY"}
    owner["key_events"] = [
        {"id": 11, "event_name": "mv_form", "default_value": value},
        {"id": 12, "event_name": "mv_visit", "counting_method": "ONCE_PER_SESSION"},
    ]
    owner["google_ads_links"] = [{"customer_id": str(STORE)}]
    other = {"id": 345678902, "display_name": "Other", "currency_code": "EUR", "time_zone": "Europe/Rome"}
    content["ga4"] = {"accounts": [{"id": 100, "display_name": "Aoi", "properties": [owner, other]}]}
    return content


@pytest.fixture
def world(emulator: Emulator, content: dict[str, Any]) -> World:
    """Fresh from that seed, at nine in the morning."""
    emulator.world.reset(content)
    return emulator.world


@pytest.fixture
def control(emulator, world) -> Control:
    return emulator.control


@pytest.fixture
def target(ads):
    """The conversion id and the label of an action, read from its snippet as whoever puts it on a page does."""

    def read(number: int) -> tuple[int, str]:
        query = f"SELECT conversion_action.tag_snippets FROM conversion_action WHERE conversion_action.id = {number}"
        [row] = ads.rows(query)
        found = re.search(r"AW-(\d+)/([\w-]+)", row.conversion_action.tag_snippets[0].event_snippet)
        return int(found[1]), found[2]

    return read


@pytest.fixture
def counted(ads):
    """All conversions and their value, by the name of the action; nothing for those without."""

    def ask(where: str = NOW) -> dict[str, tuple[float, float]]:
        query = f"SELECT conversion_action.name, {', '.join(f'metrics.{one}' for one in METRICS[:2])}"
        rows = ads.rows(f"{query} FROM conversion_action WHERE {where} AND metrics.all_conversions > 0")
        return {
            row.conversion_action.name: (row.metrics.all_conversions, row.metrics.all_conversions_value) for row in rows
        }

    return ask


@pytest.fixture
def report(emulator, world, environment):
    """Rows of the official Data API client, as tuples of text: dimensions, then metrics."""
    token = emulator.world.tokens.issue(Principal("someone@agency.example"), [READONLY])
    options = ClientOptions(api_endpoint=emulator.ga4_rest_endpoint)
    client = BetaAnalyticsDataClient(credentials=Credentials(token=token), transport="rest", client_options=options)

    def ask(dimensions: str, metrics: str, first: str = TODAY) -> list[tuple[str, ...]]:
        response = client.run_report(
            {
                "property": PROPERTY,
                "dimensions": [{"name": one} for one in dimensions.split()],
                "metrics": [{"name": one} for one in metrics.split()],
                "date_ranges": [{"start_date": first, "end_date": "2027-01-31"}],
                "order_bys": [{"dimension": {"dimension_name": one}} for one in dimensions.split()],
            }
        )
        return [tuple(one.value for one in (*row.dimension_values, *row.metric_values)) for row in response.rows]

    yield ask
    client.transport.close()


# ---- conversions


def test_nothing_counts_until_something_is_sent(counted, report, control, target):
    assert (counted(), report("eventName", "eventCount")) == ({}, [])
    sent = control.send_conversion(*target(101), value=2500, currency="JPY")
    assert sent == {"counted": True, "reason": "a conversion of 'Purchase'"}
    assert counted() == {"Purchase": (1, 2500)}
    control.send_conversion(*target(101))
    assert counted() == {"Purchase": (2, 3500)}  # the second has the action's default value


def test_an_action_that_a_client_has_just_made_counts_what_is_sent_to_its_label(ads, counted, control, target, world):
    ads.mutate(ads.creating(name="mv_new", category="CONTACT"))
    number = next(one.id for one in world.google_ads.customers[STORE].actions.values() if one.name == "mv_new")
    assert counted() == {}
    control.send_conversion(*target(number))
    ads.mutate(ads.updating(number, name="mv_renamed"))
    assert {name: count for name, (count, _) in counted().items()} == {"mv_renamed": 1}


def test_a_wrong_label_counts_nothing(counted, control, target):
    number, label = target(101)
    wrong = {
        f"no conversion action of AW-{number} has the label '{label.lower()}x'": (number, f"{label.lower()}x"),
        "no account has the conversion id 1": (1, label),
    }
    for reason, (number, one) in wrong.items():
        assert control.send_conversion(number, one) == {"counted": False, "reason": reason}
    assert counted() == {}


def test_what_else_counts_nothing(ads, counted, control, target, world):
    number, label = target(101)
    store = world.google_ads.customers[STORE]
    for arguments, reason in (
        ({"value": 5, "currency": "EUR"}, "the emulator has no exchange rates: send the value in JPY, not in EUR"),
        ({"value": -1}, "the value is a number of 0 or more, not -1.0"),
        ({"campaign": 9}, "no account that uses the conversion action has a campaign 9"),
    ):
        assert control.send_conversion(number, label, **arguments) == {"counted": False, "reason": reason}
    store.actions[101].fields["status"] = "HIDDEN"
    found = control.send_conversion(number, label)
    assert found == {"counted": False, "reason": "the conversion action 'Purchase' is HIDDEN"}
    store.actions[101].fields["status"] = "ENABLED"
    assert counted() == {}


def test_an_order_counts_once_and_a_click_where_one_is_counted(counted, control, target):
    for _ in range(3):
        control.send_conversion(*target(101), order="A-1", click="c1")
    control.send_conversion(*target(101), order="A-2", click="c1")  # MANY_PER_CLICK
    again = [control.send_conversion(*target(102), click="c1", value=5)["counted"] for _ in range(2)]
    assert again == [True, False]
    assert counted() == {"Purchase": (2, 2000), "mv_cart": (1, 300)}  # always its default value


@pytest.mark.parametrize("policy", ["counts", "received"])
def test_without_a_click_it_is_a_policy(ads, counted, control, target, world, policy, report):
    world.policies.set("hit_without_click", policy)
    control.send_conversion(*target(101))
    control.send_event(STREAM, "mv_form")
    names = {"Purchase": (1, 1000), "Aoi (web) mv_form": (1, 50)} if policy == "counts" else {}
    assert counted() == names
    channel = "Paid Search" if policy == "counts" else "Direct"
    assert report("sessionDefaultChannelGroup", "keyEvents") == [(channel, "1")]
    [row] = ads.rows(
        "SELECT metrics.conversion_last_received_request_date_time, metrics.conversion_last_conversion_date "
        "FROM conversion_action WHERE conversion_action.id = 101"
    )
    assert row.metrics.conversion_last_received_request_date_time.startswith(f"{TODAY} 09:00:")
    assert row.metrics.conversion_last_conversion_date == (TODAY if policy == "counts" else "")
    control.send_conversion(*target(101), click="c1")
    control.send_event(STREAM, "mv_form", click="c1")
    assert {name: count for name, (count, _) in counted().items()} == dict.fromkeys(
        ("Purchase", "Aoi (web) mv_form"), 2 if policy == "counts" else 1
    )


def test_a_request_that_counts_nothing_is_the_last_one_received(ads, control, target, world):
    """The sign of a tag that works while no ad brings anybody: the days of the two go apart."""
    control.send_conversion(*target(101))
    world.clock.advance(timedelta(days=2), spare_tokens=True)
    world.policies.set("hit_without_click", "received")
    control.send_conversion(*target(101))
    [row] = ads.rows(
        "SELECT metrics.conversion_last_received_request_date_time, metrics.conversion_last_conversion_date, "
        "metrics.all_conversions FROM conversion_action WHERE conversion_action.id = 101"
    )
    assert row.metrics.conversion_last_conversion_date == TODAY
    assert row.metrics.conversion_last_received_request_date_time.startswith("2026-11-25 09:00:")
    assert row.metrics.all_conversions == 1


def test_a_conversion_stays_where_it_was_counted(ads, control, target):
    """In the campaign that it names; without one in any, and later hits do not move it."""

    def by_campaign():
        rows = ads.rows(f"SELECT campaign.id, metrics.all_conversions FROM campaign WHERE {NOW}")
        return Counter({row.campaign.id: row.metrics.all_conversions for row in rows})

    for number in (602, 601, 602, 602, 602, 602, 602, 602, 602):
        control.send_conversion(*target(101), campaign=number)
    before = by_campaign()
    assert before == {601: 1, 602: 8}
    for sent in range(1, 13):
        control.send_conversion(*target(101))
        after = by_campaign()
        assert (after.total(), all(after[one] >= before[one] for one in after)) == (9 + sent, True)
        before = after
    assert 1 < before[601] < 13


def test_a_demoted_action_still_counts_but_not_for_bidding(ads, control, target):
    for number in (101, 102):
        control.send_conversion(*target(number))
    query = "SELECT segments.conversion_action_name, metrics.conversions, metrics.all_conversions FROM customer"
    query += f" WHERE {NOW}"
    rows = {row.segments.conversion_action_name: row.metrics for row in ads.rows(query)}
    assert {name: (one.conversions, one.all_conversions) for name, one in rows.items()} == {
        "Purchase": (1, 1),
        "mv_cart": (0, 1),
    }


# ---- events


def test_events_are_key_events_if_the_property_has_one_of_that_name(control, report):
    assert control.send_event(STREAM, "mv_form") == {"counted": True, "reason": f"a key event of {PROPERTY}"}
    assert control.send_event(PROPERTY, "mv_from") == {"counted": True, "reason": f"an event of {PROPERTY}"}
    control.send_event(
        STREAM, "purchase", value=12.5, currency="JPY", page="https://aoi.example/thanks?x=1", device="mobile"
    )
    assert report("eventName isKeyEvent", "eventCount keyEvents eventValue") == [
        ("mv_form", "true", "1", "1", "50"),
        ("mv_from", "false", "1", "0", "0"),
        ("purchase", "false", "1", "0", "12.5"),
    ]
    assert report("eventName pagePath deviceCategory", "eventCount")[2] == ("purchase", "/thanks", "mobile", "1")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("G-NONE", "mv_form"), "no web stream has the measurement ID 'G-NONE'"),
        (("properties/9", "mv_form"), "no web stream has the measurement ID 'properties/9'"),
        ((STREAM, "mv form"), "'mv form' is no name of an event"),
        ((STREAM, "x" * 41), f"'{'x' * 41}' is no name of an event"),
    ],
)
def test_events_that_no_property_collects(control, report, arguments, reason):
    assert control.send_event(*arguments) == {"counted": False, "reason": reason}
    assert report("eventName", "eventCount") == []


def test_events_of_the_past(control, world, report):
    now = world.clock.now()
    assert control.send_event(STREAM, "mv_form", at=now - timedelta(days=2))["counted"]
    assert not control.send_event(STREAM, "mv_form", at=now - timedelta(hours=73))["counted"]
    assert not control.send_event(STREAM, "mv_form", at=now + timedelta(hours=1))["counted"]
    assert report("date", "eventCount", "2026-11-01") == [("20261121", "1")]


def test_sessions_and_key_events_once_a_session(control, report):
    for client, session in (("a", "1"), ("a", "1"), ("a", "2"), ("b", "1"), ("b", "1")):
        control.send_event(STREAM, "mv_visit", client=client, session=session)
    control.send_event(STREAM, "mv_other", client="c")
    assert report("", "eventCount keyEvents sessions sessionKeyEventRate:mv_visit") == [("6", "3", "4", "0.75")]
    assert report("eventName", "sessions") == [("mv_other", "1"), ("mv_visit", "3")]


def test_a_key_event_counts_from_when_it_was_marked(control, world, report):
    """To the moment: what was sent an hour before stays an event."""
    control.send_event(STREAM, "mv_late")
    world.clock.advance(timedelta(hours=1), spare_tokens=True)
    owner = world.ga4.property(345678901)
    first = next(iter(owner.key_events.values()))
    owner.key_events[99] = dataclasses.replace(first, id=99, event_name="mv_late", create_time=world.clock.now())
    control.send_event(STREAM, "mv_late")
    assert report("eventName isKeyEvent", "eventCount") == [("mv_late", "false", "1"), ("mv_late", "true", "1")]


def test_an_import_counts_once_a_session_where_the_key_event_does(control, world, counted):
    settings = {"google_analytics_4_settings.event_name": "mv_visit"}
    world.google_ads.customers[STORE].actions[105].fields.update(settings)
    for session in ("1", "1", "2"):
        control.send_event(STREAM, "mv_visit", client="a", session=session, value=4)
    assert counted() == {"Aoi (web) mv_form": (2, 8)}


def test_an_import_that_had_to_wait_counts_nothing_of_the_time_before(control, world, counted, content):
    """It was due after a day, and auto-tagging came a week later."""
    without_import(world, content)
    control.set_policies(ga4_import_status="ENABLED")
    store = world.google_ads.customers[STORE]
    store.fields["auto_tagging_enabled"] = False
    control.advance(timedelta(days=7))
    control.send_event(STREAM, "mv_form")
    store.fields["auto_tagging_enabled"] = True
    control.send_event(STREAM, "mv_form")
    assert counted("segments.date DURING LAST_7_DAYS") == {}
    assert counted() == {"Aoi (web) mv_form": (1, 50)}


def test_an_import_on_time_counts_from_that_day_on_however_late_somebody_looks(control, world, counted, content):
    without_import(world, content)
    control.set_policies(ga4_import_status="ENABLED")
    control.advance(timedelta(days=7))
    control.send_event(STREAM, "mv_form", at=world.clock.now() - timedelta(days=2))
    assert counted("segments.date DURING LAST_7_DAYS") == {"Aoi (web) mv_form": (1, 50)}


def without_import(world, content):
    """The store without its import, which is on its way."""
    content = copy.deepcopy(content)
    store = next(one for one in content["google_ads"]["customers"] if one["id"] == STORE)
    store["conversion_actions"] = [one for one in store["conversion_actions"] if one["id"] != 105]
    content["pending_imports"] = [{"property": 345678901, "event_name": "mv_form", "customer_id": str(STORE)}]
    world.reset(content)


def test_an_import_counts_its_event_from_when_it_was_imported(control, world, counted, content):
    without_import(world, content)
    control.set_policies(ga4_import_status="ENABLED")
    control.send_event(STREAM, "mv_form")
    control.advance(timedelta(hours=25))
    assert counted("segments.date DURING LAST_7_DAYS") == {}
    assert counted() == {}
    control.send_event(STREAM, "mv_form", value=70)
    control.send_event(STREAM, "mv_form", channel="Organic Search")
    control.send_event(STREAM, "mv_visit")
    assert counted("segments.date BETWEEN '2026-11-01' AND '2026-11-30'") == {"Aoi (web) mv_form": (1, 70)}
    again = World.load(world.dump())
    assert again.google_ads.customers[STORE].actions == world.google_ads.customers[STORE].actions


# ---- as tags send them


@pytest.fixture
def post(control):
    def call(path: str, body: str = "", method: str = "POST") -> Any:
        headers = {"Authorization": f"Bearer {control._token}"}
        found = requests.request(method, control.address + path, data=body, headers=headers, timeout=30)
        assert found.status_code == 200, found.text
        return found.json()["hits"]

    return call


def test_the_requests_of_google_s_tags(post, target, counted, report):
    number, label = target(101)
    for method in ("GET", "POST"):
        [hit] = post(f"/pagead/conversion/{number}/?label={label}&value=7.5&currency_code=JPY&fmt=3", method=method)
        assert hit["counted"]
    page = "https%3A%2F%2Faoi.example%2Fform%3Fgclid%3Dc9"
    post(f"/g/collect?v=2&tid={STREAM}&cid=1.2&sid=3&en=mv_form&dl={page}&epn.value=4&cu=JPY", method="GET")
    post(f"/g/collect?v=2&tid={STREAM}&cid=1.2&sid=3", "en=mv_visit\r\nen=scroll&ep.percent=90")
    body = {"client_id": "1.2", "events": [{"name": "mv_form", "params": {"value": 5, "session_id": 3}}, {"name": "x"}]}
    assert len(post(f"/mp/collect?measurement_id={STREAM}&api_secret=s", json.dumps(body))) == 2
    assert counted() == {"Purchase": (2, 15), "Aoi (web) mv_form": (2, 9)}
    assert report("eventName", "eventCount sessions") == [
        ("mv_form", "2", "1"),
        ("mv_visit", "1", "1"),
        ("scroll", "1", "1"),
        ("x", "1", "1"),
    ]
    assert ("mv_form", "/form", "1") in report("eventName pagePath", "eventCount")


@pytest.mark.parametrize(
    ("path", "body", "message"),
    [
        ("/pagead/conversion/1/", "", "a conversion ping needs a label"),
        ("/pagead/conversion/1/?label=x&value=much", "", "value must be a number, not 'much'"),
        ("/pagead/conversion/1/?label=x&campaign=One", "", "campaign must be an id, not 'One'"),
        ("/g/collect?en=x", "", "a hit needs tid"),
        ("/g/collect?tid=G-1", "", "a hit needs en"),
        ("/mp/collect?measurement_id=G-1", "{", "the body is not JSON: "),
        ("/mp/collect?measurement_id=G-1", "[" * 100_000, "the body is not JSON: "),
        ("/g/collect?tid=G-1&en=x&dl=https://[", "", "'https://[' is not the address of a page"),
        (
            "/mp/collect?measurement_id=G-1",
            '{"events": [{"name": "x", "params": {"value": 1%s}}]}' % ("0" * 400),
            "value is too large",
        ),
        ("/mp/collect?measurement_id=G-1", "{}", "events must be a list of 1 to 25"),
        ("/mp/collect", '{"events": [{"name": "x"}]}', "a hit needs measurement_id"),
        ("/mp/collect?measurement_id=G-1", '{"events": [{}]}', "an event needs a name, and params"),
        (
            "/mp/collect?measurement_id=G-1",
            '{"events": [{"name": "x", "params": {"value": "1"}}]}',
            "value must be a number, not '1'",
        ),
        (
            "/mp/collect?measurement_id=G-1",
            '{"timestamp_micros": "now", "events": [{"name": "x"}]}',
            "timestamp_micros",
        ),
    ],
)
def test_requests_that_are_no_hits(control, path, body, message):
    headers = {"Authorization": f"Bearer {control._token}"}
    found = requests.post(control.address + path, data=body, headers=headers, timeout=30)
    assert found.status_code == 400
    assert found.json()["error"]["message"].startswith(message)


def test_a_tag_needs_the_token_as_everything_here(control):
    with pytest.raises(ControlError, match="needs its token"):
        Control(control.address, "other").send_event(STREAM, "x")


# ---- what is kept


def test_hits_survive_dumps_and_snapshots_and_not_a_reset(control, world, counted, target, content):
    control.take_snapshot("before")
    control.send_conversion(*target(101), value=3, campaign=601, order="A-1")
    control.send_event(STREAM, "mv_form", client="a", page="/form")
    found = counted()
    dumped = control.dump_seed()
    control.restore_snapshot("before")
    assert counted() == {}
    control.load_seed(dumped)
    assert counted() == found != {}
    assert not control.send_conversion(*target(101), order="A-1")["counted"]
    control.load_seed(content)
    assert counted() == {}


@pytest.mark.parametrize(
    ("hits", "message"),
    [
        ({}, ": a list is needed, not a mapping"),
        ([{}], "[0].at: is missing"),
        ([{"at": "2026-11-20"}], "[0].at: a time with a time zone is needed"),
        ([{"at": "soon"}], "[0].at: 'soon' is not a time"),
        ([{"at": "2026-11-20T10:00:00Z", "label": 3}], "[0]: unknown key 'label'; known are at, campaign"),
        ([{"at": "2026-11-20T10:00:00Z", "value": -3}], "[0].value: a number of 0 or more is needed"),
        ([{"at": "2026-11-20T10:00:00Z", "campaign": "One"}], "[0].campaign: must be an id, not 'One'"),
        ([{"at": "2026-11-20T10:00:00Z", "order": 3}], "[0].order: a text is needed"),
        ([{"at": "2026-11-20T10:00:00Z", "counted": 1}], "[0].counted: true or false is needed"),
    ],
)
def test_hits_of_a_seed_that_are_refused(content, hits, message):
    content = copy.deepcopy(content)
    store = next(one for one in content["google_ads"]["customers"] if one["id"] == STORE)
    store["conversion_actions"][0]["hits"] = hits
    with pytest.raises(SeedError) as caught:
        World.load(content)
    assert str(caught.value).startswith(f"google_ads.customers[1].conversion_actions[0].hits{message}")


def test_hits_of_a_property_s_seed_that_are_refused(content):
    content = copy.deepcopy(content)
    content["ga4"]["accounts"][0]["properties"][0]["hits"] = [{"at": "2026-11-20T10:00:00Z"}]
    with pytest.raises(SeedError, match=r"^ga4.accounts\[0\].properties\[0\].hits\[0\].event: is missing"):
        World.load(content)


# ---- sent = counted

HITS = st.lists(
    st.one_of(
        st.tuples(st.just("ping"), st.sampled_from([101, 102]), st.sampled_from([None, 601, 602]), st.integers(0, 900)),
        st.tuples(
            st.sampled_from(["mv_form", "mv_visit", "mv_x"]),
            st.sampled_from(["Paid Search", "Direct", "Display"]),
            st.sampled_from(["a", "b", ""]),
            st.integers(0, 900),
        ),
        st.tuples(st.just("later"), st.integers(1, 30)),
    ),
    max_size=25,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HITS)
def test_what_is_sent_is_what_any_division_sums_up_to(ads, control, world, content, target, report, steps):
    world.reset(content)
    count, value, imported = Counter(), Counter(), Counter()
    events: dict[str, Counter[str]] = defaultdict(Counter)
    labels = {number: target(number) for number in (101, 102)}
    for step in steps:
        match step:
            case ("later", hours):
                control.advance(timedelta(hours=hours))
            case ("ping", number, campaign, amount):
                assert control.send_conversion(*labels[number], value=amount, campaign=campaign)["counted"]
                count[number] += 1
                value[number] += amount if number == 101 else 300
            case (name, channel, client, amount):
                assert control.send_event(STREAM, name, channel=channel, client=client, value=amount)["counted"]
                events[name].update(number=1, value=amount)
                if name == "mv_form" and channel != "Direct":
                    imported.update(number=1, value=amount)
    if imported["number"]:
        count[105], value[105] = imported["number"], imported["value"]
    dates = "segments.date BETWEEN '2026-11-01' AND '2027-01-31'"
    wanted = {
        "all_conversions": count.total(),
        "all_conversions_value": value.total(),
        "conversions": count[101] + count[105],
        "conversions_value": value[101] + value[105],
    }
    selected = ", ".join(f"metrics.{one}" for one in METRICS)
    for resource in ("customer", "campaign"):
        for segment in ("", "segments.date, ", "segments.conversion_action, ", "segments.conversion_lag_bucket, "):
            rows = ads.rows(f"SELECT {segment}{selected} FROM {resource} WHERE {dates}")
            found = {name: round(sum(getattr(row.metrics, name) for row in rows), 4) for name in METRICS}
            assert found == wanted
    query = "SELECT conversion_action.id, metrics.all_conversions, metrics.all_conversions_value FROM conversion_action"
    query += f" WHERE {dates}"
    found = {row.conversion_action.id: row.metrics for row in ads.rows(query)}
    assert {one: (it.all_conversions, it.all_conversions_value) for one, it in found.items() if it.all_conversions} == {
        one: (number, value[one]) for one, number in count.items()
    }
    for dimension in ("", "date ", "pagePath ", "sessionDefaultChannelGroup ", "deviceCategory "):
        rows = report(f"{dimension}eventName", "eventCount eventValue", "2026-11-01")
        sums: dict[str, Counter[str]] = defaultdict(Counter)
        for *_, name, number, amount in rows:
            sums[name].update(number=int(number), value=float(amount))
        assert sums == events
