"""Counts of the accounts, read from the emulator, against sums of single days that are asked for otherwise."""

from __future__ import annotations

import copy
from collections import defaultdict
from datetime import date, datetime, timedelta

import pytest

from microconv.connections import Connections
from microconv.core import kinds
from microconv.core.context import PARTS, Context
from microconv.core.errors import CredentialsError
from microconv.core.facts import Property
from microconv.core.ga4_import import properties_of
from microconv.core.kinds import ACTION, EVERYTHING
from microconv.core.measures import COUNTS, EVENTS, LAGS, SPEND, Counted
from microconv.emulator.faults import Fault
from microconv.emulator.principals import Access, Principals
from microconv.emulator.tokens import SERVICE_ACCOUNT
from microconv.providers.google_ads.context import NOT_OF_MANAGERS
from microconv.providers.google_ads.measures import NO_METRICS_OF_MANAGERS
from microconv.providers.google_ads.ownership import ClientBelow
from microconv.providers.google_ads.writing import Account
from tests.conftest import PROPERTY, STORE
from tests.contract.ads_account import action, campaign, imported

MANAGER, SHARING = "9998887777", "3456789012"
TODAY = date(2026, 11, 23)
DENIED = "AuthorizationError.USER_PERMISSION_DENIED"


@pytest.fixture
def connections(environment, world):
    """Read only, and the emulator's own clock."""
    return Connections(read_only=True, clock=world.clock.now)


@pytest.fixture
def readers(connections, client):
    """The store's readers, unless fields say otherwise: of everything that an audit reads."""
    return lambda **fields: connections.readers(client(**fields).accounts, EVERYTHING)


@pytest.fixture
def ads_reader(readers):
    return lambda **fields: readers(property_id="", **fields)[0]


@pytest.fixture
def ga4_reader(readers):
    return lambda **fields: readers(customer_id="", **fields)[0]


def id_of(number, customer=STORE):
    return f"customers/{customer}/conversionActions/{number}"


@pytest.fixture
def busy(inhabit):
    """Primary and secondary actions, one that is new, one switched off, an import, and two campaigns."""
    half = {"LESS_THAN_ONE_DAY": 1, "SEVEN_TO_EIGHT_DAYS": 1}
    return inhabit(
        [
            action(1, "mv_primary", "PURCHASE"),
            action(2, "mv_secondary", primary=False, conversion_lags=half),
            action(3, "mv_off", status="HIDDEN"),
            imported(4, "lead", status="ENABLED"),
        ],
        key_events=[{"event_name": "lead"}],
        campaigns=[campaign(71, "Brand"), campaign(72, "Generic")],
    )


def single_days(connections, first, last):
    """Every action's counts between two days, asked for day by day and by name, and added up here."""
    names = {"mv_primary": 1, "mv_secondary": 2, "Aoi GA4 (web) lead": 4}
    fields = ("conversions", "conversions_value", "all_conversions", "all_conversions_value")
    query = (
        f"SELECT segments.date, segments.conversion_action_name, {', '.join(f'metrics.{one}' for one in fields)} "
        f"FROM customer WHERE segments.date BETWEEN '{first}' AND '{last}'"
    )
    found = defaultdict(lambda: [0.0] * 4)
    latest = {}
    for row in Account(connections._made["google_ads", True, ""], STORE, MANAGER).search(query):
        number = names[row.segments.conversion_action_name]
        assert first <= date.fromisoformat(row.segments.date) <= last
        for index, name in enumerate(fields):
            found[number][index] += getattr(row.metrics, name)
        latest[number] = max(latest.get(number, ""), row.segments.date)
    return found, latest


def cost(connections, first, last):
    """The cost of every campaign between two days, asked for day by day and added up here."""
    query = (
        "SELECT segments.date, campaign.id, metrics.cost_micros FROM campaign "
        f"WHERE segments.date BETWEEN '{first}' AND '{last}'"
    )
    found = defaultdict(float)
    for row in Account(connections._made["google_ads", True, ""], STORE, MANAGER).search(query):
        found[str(row.campaign.id)] += row.metrics.cost_micros / 1e6
    return found


def test_what_actions_counted(busy, connections, ads_reader, holds):
    reader = ads_reader()
    before, reading = holds.everything(), reader.read()
    calls, asked = reader.calls, len(holds.reads())
    measured = reader.measured(reading)
    measures = measured.measures
    assert (measured.calls, reader.calls, holds.reads()[asked:]) == (reading.calls + 7, calls + 7, ["SearchStream"] * 7)
    assert (measured.resources, measured.facts, reading.measures) == (reading.resources, reading.facts, None)
    assert (measures.until, dict(measures.missing), dict(measures.events)) == (TODAY, {}, {})
    month, _ = single_days(connections, TODAY - timedelta(30), TODAY - timedelta(1))
    assert set(measures.actions) == {id_of(1), id_of(2), id_of(4)} < {one.id for one in reading.resources}
    for number, sums in month.items():
        counted = measures.actions[id_of(number)]
        assert (counted.bid, counted.bid_value, counted.all, counted.all_value) == pytest.approx(sums)
        assert sum(counted.days.values()) == pytest.approx(sums[2])
    days = sorted(measures.actions[id_of(1)].days)
    assert (days[0], days[-1], len(days)) == (TODAY - timedelta(30), TODAY - timedelta(1), 30)
    costs = cost(connections, TODAY - timedelta(30), TODAY - timedelta(1))
    assert measures.spend == pytest.approx(costs)
    assert (set(costs), min(costs.values()) > 0) == ({"71", "72"}, True)
    assert measures.actions[id_of(1)].bid == measures.actions[id_of(1)].all > 100
    assert measures.actions[id_of(2)].bid == 0 < measures.actions[id_of(2)].all
    quarter, _ = single_days(connections, TODAY - timedelta(90), TODAY - timedelta(1))
    for number, (_, _, every, _) in quarter.items():
        assert sum(measures.actions[id_of(number)].lags.values()) == pytest.approx(every)
    assert set(measures.actions[id_of(2)].lags) == {"less_than_one_day", "seven_to_eight_days"}
    assert measures.actions[id_of(1)].lags["less_than_one_day"] > quarter[1][2] / 2
    _, latest = single_days(connections, date(2026, 1, 1), TODAY)
    for number, day in latest.items():
        counted = measures.actions[id_of(number)]
        assert counted.last == date.fromisoformat(day)
        assert counted.asked.startswith(f"{day} ")
    assert (holds.everything(), holds.writes()) == (before, [])


def test_the_last_conversion_is_told_however_long_ago(busy, world, ads_reader):
    """Nothing in the last 30 days, and no lag either: absent from both, but the day is known."""
    world.google_ads.customers[int(STORE)].campaigns[71].fields["end_date_time"] = "2026-05-05 23:59:59"
    world.google_ads.customers[int(STORE)].campaigns[72].fields["end_date_time"] = "2026-05-05 23:59:59"
    reader = ads_reader()
    found = reader.measured(reader.read()).measures.actions[id_of(1)]
    assert found == Counted(last=date(2026, 5, 5), asked=found.asked)
    assert reader.measured(reader.read()).measures.spend == {"71": 0.0, "72": 0.0}


@pytest.mark.parametrize("style", ["querying_customer", "owner"])
def test_shared_actions_are_known_as_they_were_read(world, ads_reader, style):
    world.policies.set("shared_action_resource_name", style)
    for manage_owner in (False, True):
        reader = ads_reader(customer_id=SHARING, manage_owner=manage_owner)
        reading = reader.measured(reader.read())
        assert set(reading.measures.actions) == {id_of(901, MANAGER)}
        assert id_of(901, MANAGER) in {one.id for one in reading.resources if one.address.type == ACTION}
        assert reading.measures.actions[id_of(901, MANAGER)].all > 0


def test_a_manager_account_has_no_metrics(world, ads_reader, holds):
    reader = ads_reader(customer_id=MANAGER)
    reading = reader.read()
    calls = len(holds.reads())
    measured = reader.measured(reading)
    parts = dict.fromkeys(PARTS, NOT_OF_MANAGERS)
    counts = dict.fromkeys((COUNTS, LAGS, SPEND), NO_METRICS_OF_MANAGERS)
    assert dict(measured.measures.missing) == {**parts, **counts}
    assert measured.measures.context == Context()
    assert (measured.calls, len(holds.reads())) == (reading.calls, calls)


def test_the_day_is_that_of_the_account(inhabit, ads_reader, world):
    """At 20:00 UTC Tokyo has the next day already, New York has not."""
    for zone, day in (("Asia/Tokyo", date(2026, 11, 23)), ("America/New_York", date(2026, 11, 22))):
        inhabit([action(1, "mv_a")], time_zone=zone)
        world.clock.restart(datetime.fromisoformat("2026-11-22T20:00:00+00:00"))
        reader = ads_reader()
        reading = reader.read()
        assert (reading.facts.customer.time_zone, reader.measured(reading).measures.until) == (zone, day)


ASKED = {"value_rules", "lifecycle_goals", "users"}
FAULTS = {
    "no access": (Fault("google_ads", "SearchStream", status="PERMISSION_DENIED",
                        error=("authorization_error", "METRIC_ACCESS_DENIED"), message="No metrics."),
                  "AuthorizationError.METRIC_ACCESS_DENIED: No metrics.", {COUNTS, LAGS, SPEND, *ASKED}, 1),
    "not known there": (Fault("google_ads", "SearchStream", nth=3, status="UNIMPLEMENTED", message="No lags."),
                        "UNIMPLEMENTED: No lags.", {LAGS}, 7),
    "no answer": (Fault("google_ads", "SearchStream", nth=0, status="DEADLINE_EXCEEDED", message="Too late."),
                  "DEADLINE_EXCEEDED: Too late.", {COUNTS, LAGS, SPEND, *ASKED}, 5),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_what_google_does_not_tell_is_missing_and_nothing_else(busy, ads_reader, holds, name):
    fault, why, missing, calls = FAULTS[name]
    reader = ads_reader()
    reading = reader.read()
    busy.faults.add(fault)
    measured = reader.measured(reading)
    assert dict(measured.measures.missing) == dict.fromkeys(missing, why)
    assert measured.calls - reading.calls == calls
    assert (len(measured.measures.actions) == 3) is (COUNTS not in missing)


# ---- GA4


def by_day(world, connections, event):
    """Counts of an event on each of the last 30 days, asked of the Data API day by day."""
    from google.analytics import data_v1beta as data

    request = data.RunReportRequest(
        property=f"properties/{PROPERTY}",
        dimensions=[data.Dimension(name="date")],
        metrics=[data.Metric(name="eventCount")],
        date_ranges=[data.DateRange(start_date="30daysAgo", end_date="yesterday")],
        dimension_filter=data.FilterExpression(
            filter=data.Filter(field_name="eventName", string_filter=data.Filter.StringFilter(value=event))
        ),
    )
    rows = connections._made["ga4", True, ""].data().run_report(request).rows
    assert sorted(row.dimension_values[0].value for row in rows)[-1] == "20261122"
    return sum(int(row.metric_values[0].value) for row in rows)


def test_what_happened_on_the_site(world, connections, ga4_reader, holds):
    reader = ga4_reader()
    before, reading = holds.everything(), reader.read()
    measured = reader.measured(reading)
    measures = measured.measures
    assert (measured.calls, holds.reads()[-1]) == (reading.calls + 1, "RunReport")
    assert (measures.until, dict(measures.missing), dict(measures.actions)) == (TODAY, {}, {})
    assert {"page_view", "session_start", "purchase", "order_complete", "mv_add_to_cart"} <= set(measures.events)
    for event in ("page_view", "purchase"):
        assert measures.events[event] == by_day(world, connections, event) > 0
    assert (holds.everything(), holds.writes()) == (before, [])


def test_events_that_need_several_pages(world, ga4_reader, holds, monkeypatch):
    reader = ga4_reader()
    reading = reader.read()
    whole = reader.measured(reading).measures.events
    assert len(whole) > 6
    calls = len(holds.reads())
    monkeypatch.setattr("microconv.providers.ga4.measures.REPORT_ROWS", 3)
    measured = reader.measured(reading)
    pages = -(-len(whole) // 3)
    assert (measured.measures.events, measured.calls - reading.calls) == (whole, pages)
    assert holds.reads()[calls:] == ["RunReport"] * pages


def test_a_property_without_events(world, agency, ga4_reader):
    content = copy.deepcopy(agency)
    content["ga4"]["accounts"][0]["properties"][0]["traffic"] = {"sessions_per_day": 0}
    world.reset(content)
    reader = ga4_reader()
    measures = reader.measured(reader.read()).measures
    assert (dict(measures.events), dict(measures.missing)) == ({}, {})


@pytest.mark.parametrize(
    ("status", "message", "why"),
    [
        ("RESOURCE_EXHAUSTED", "Exhausted tokens per hour.", "RESOURCE_EXHAUSTED: Exhausted tokens per hour."),
        ("PERMISSION_DENIED", "The API is not enabled.", "PERMISSION_DENIED: The API is not enabled."),
        ("DEADLINE_EXCEEDED", "Too late.", "HTTP 504: Too late."),
    ],
)  # fmt: skip
def test_a_report_that_is_refused_is_missing(world, ga4_reader, status, message, why):
    reader = ga4_reader()
    reading = reader.read()
    world.faults.add(Fault("ga4", "RunReport", nth=0, status=status, message=message))
    measured = reader.measured(reading)
    assert (dict(measured.measures.missing), dict(measured.measures.events)) == ({EVENTS: why}, {})
    assert measured.resources == reading.resources


def test_without_the_data_api_s_client(world, ga4_reader, holds, monkeypatch):
    def lacking():
        raise ImportError("No module named 'google.analytics.data_v1beta'")

    reader = ga4_reader()
    reading = reader.read()
    calls = len(holds.reads())
    monkeypatch.setattr("microconv.providers.ga4.measures.data_library", lacking)
    measures = reader.measured(reading).measures
    assert dict(measures.missing) == {EVENTS: "the package google-analytics-data is not installed"}
    assert len(holds.reads()) == calls


def test_credentials_that_were_revoked_are_an_error(world, ga4_reader, monkeypatch):
    from google.analytics.data_v1beta import BetaAnalyticsDataClient
    from google.auth.exceptions import RefreshError

    def refuse(*args, **kwargs):
        raise RefreshError("invalid_grant: Token has been expired or revoked.")

    monkeypatch.setattr(BetaAnalyticsDataClient, "run_report", refuse)
    reader = ga4_reader()
    reading = reader.read()
    with pytest.raises(CredentialsError, match=r"^Google refused the credentials for GA4 345678901 \(invalid_grant\)$"):
        reader.measured(reading)


# ---- what it costs


def test_the_calls_of_a_snapshot(busy, readers, holds):
    """Google Ads: actions, goals, custom goals, campaigns, their goals; then four for counts and costs, and three for
    the settings around them: sets of value rules, lifecycle goals, users. GA4: the property, key events, links,
    streams, enhanced measurement, event rules; then one report.
    """
    ads, ga4 = (reader.measured(reader.read()) for reader in readers())
    assert (ads.calls, ga4.calls) == (5 + 4 + 3, 6 + 1)
    assert holds.reads() == [
        *["SearchStream"] * 12,
        "GetProperty",
        "ListKeyEvents",
        "ListGoogleAdsLinks",
        "ListDataStreams",
        "GetEnhancedMeasurementSettings",
        "ListEventCreateRules",
        "RunReport",
    ]


# ---- more of an account


def test_what_is_told_of_the_property_costs_one_call(world, connections, client, ga4_reader, holds):
    reading = ga4_reader().read()
    assert reading.facts.property == Property("Aoi GA4", "JPY", "google_analytics_standard", "Asia/Tokyo")
    assert (reading.has(kinds.PROPERTY), holds.reads().count("GetProperty")) == (True, 1)
    calls = len(holds.reads())
    without = connections.readers(client(customer_id="").accounts, EVERYTHING - {kinds.PROPERTY})[0].read()
    assert without.facts.property == Property()
    assert (without.has(kinds.PROPERTY), "GetProperty" in holds.reads()[calls:]) == (False, False)
    assert without.calls == reading.calls - 1


def test_when_a_key_event_was_made(world, ga4_reader):
    found = {item.address.name: item.state.get("create_time") for item in ga4_reader().read().resources}
    assert found["purchase"] == "2026-11-23T00:00:00Z"  # the emulated now, in Tokyo nine hours later


def test_the_clients_below_a_manager(world, connections, holds):
    """At any level, each once, without managers, cancelled accounts, and the manager itself."""
    content = world.dump()
    customers = content["google_ads"]["customers"]
    customers.append({"id": 8887776666, "manager": True, "currency_code": "JPY", "clients": [int(STORE), 1112223333]})
    customers.append({"id": 1112223333, "descriptive_name": "Deep", "currency_code": "EUR", "time_zone": "Europe/Rome"})
    next(one for one in customers if int(one["id"]) == int(MANAGER))["clients"] += [8887776666]
    world.reset(content)
    found = connections.clients_below(MANAGER)
    assert [one.customer_id for one in found] == [
        "1112223333", STORE, "2345678901", SHARING, "5556667777", "6667778888",
    ]  # fmt: skip
    assert found[0] == ClientBelow("1112223333", "Deep", "EUR", "Europe/Rome")
    assert found[1] == ClientBelow(STORE, "あおいストア", "JPY", "Asia/Tokyo")
    assert holds.reads() == ["SearchStream"]


def test_an_account_that_is_no_manager_has_no_clients(world, connections):
    assert connections.clients_below(STORE) == ()


@pytest.mark.usefixtures("no_login")
def test_the_manager_is_reached_through_the_one_above_it(world, connections):
    content = world.dump()
    above = {"id": 8887776666, "manager": True, "currency_code": "JPY", "clients": [int(MANAGER)]}
    content["google_ads"]["customers"].append(above)
    world.reset(content)
    world.principals = Principals(grants={SERVICE_ACCOUNT: Access(frozenset({8887776666}), None)})
    assert STORE in {one.customer_id for one in connections.clients_below(MANAGER, "8887776666")}
    assert STORE in {one.customer_id for one in connections.clients_below(MANAGER)}  # found by the hierarchy


def test_the_properties_behind_the_imports(inhabit, ads_reader):
    inhabit(
        [
            imported(1, "lead"),
            imported(2, "buy", 345678902),
            action(3, "ga4:99/name"),
            imported(4, "x", 7, status="REMOVED"),
        ]
    )
    assert properties_of(ads_reader().read()) == ("345678901", "345678902")
