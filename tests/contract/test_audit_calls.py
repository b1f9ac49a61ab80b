"""The calls of an audit, counted by the emulator, and the facts that audits alone ask for."""

from __future__ import annotations

import copy
import datetime
import json

import pytest

from microconv.audit.rule import Status
from microconv.audit.rules.ga4 import NEAR_FIFTHS, STANDARD
from microconv.audit.run import Choice
from microconv.clock import utc_now
from microconv.connections import Connections
from microconv.core.documents.snapshot import from_lines, to_json
from microconv.core.kinds import ACCESS, AS_NEEDED, EVERYTHING, MEASUREMENT, PROPERTY, RETENTION, SIGNALS
from microconv.core.measures import NO_CALL_LEFT
from microconv.emulator.faults import Fault
from microconv.project import Project
from microconv.providers.ga4.audited import MANY_KEY_EVENTS
from microconv.providers.ga4.settings import AUDIT_CALLS
from tests.contract.ga4_site import condition, seeded, web

ADS = ["SearchStream"] * 11
BASE = ["ListKeyEvents", "ListGoogleAdsLinks", "ListDataStreams", "ListEventCreateRules", "RunReport"]
EXTRA = ["GetDataRetentionSettings", "ListAccessBindings"]
SCROLL = seeded("mv_scroll", 12, event_conditions=[condition("event_name", "EQUALS", "scroll")])
PEOPLE = [
    {"id": 51, "user": "anna@client.example", "roles": ["predefinedRoles/admin", "predefinedRoles/viewer"]},
    {"id": 52, "user": "Bert@Client.example", "roles": ["predefinedRoles/admin"]},
    {"id": 53, "user": "old@agency.example", "roles": ["predefinedRoles/editor"]},
    {"id": 54, "user": "reader@gmail.com", "roles": ["predefinedRoles/no-cost-data"]},
]


@pytest.fixture
def fill(world, agency):
    """Fills the store's property: `fill(rules=[…], access_bindings=[…])`."""

    def put(*, rules=(), **fields):
        content = copy.deepcopy(agency)
        one = content["ga4"]["accounts"][0]["properties"][0]
        one |= {"data_streams": [web(event_create_rules=list(rules))], "access_bindings": PEOPLE, **fields}
        world.reset(content)

    return put


@pytest.fixture
def audited(environment, world, client):
    """Audits the store over connections that only read, at the emulator's time."""

    def audit(choice=None, live=None, **fields):
        connections = Connections(read_only=True, clock=world.clock.now)
        return Project(client(**fields), connections=connections, clock=world.clock.now).audit(live, choice)

    return audit


def asked(holds):
    """The reads of Google Ads, then those of GA4, each in its order: the two are asked side by side."""
    return sorted(holds.reads(), key=lambda method: method != "SearchStream")


def result_of(audit, rule):
    return next(one for one in audit.results if one.rule.id == rule)


def test_an_audit_makes_at_most_seven_calls_of_ga4(fill, audited, holds):
    """Retention, then who has access; Google signals would be the eighth."""
    fill()
    before, audit = holds.everything(), audited()
    assert asked(holds) == [*ADS, *BASE, *EXTRA]
    assert (len(BASE + EXTRA), audit.calls) == (AUDIT_CALLS, len(ADS) + AUDIT_CALLS)
    signals = result_of(audit, "ga4-signals")
    assert (signals.status, "`--only`" in signals.reason.en) == (Status.UNKNOWN, True)
    assert (holds.everything(), holds.writes()) == (before, [])


def test_the_eighth_is_asked_for_where_another_is_not(fill, audited, holds):
    fill(google_signals_settings={"state": "GOOGLE_SIGNALS_DISABLED"})
    for choice in (Choice(only=("ga4-signals",)), Choice(ignore=("ga4-access",))):
        calls = len(holds.reads())
        assert result_of(audited(choice), "ga4-signals").status is Status.FAIL
        of_ga4 = [one for one in holds.reads()[calls:] if one != "SearchStream"]
        assert (of_ga4[-1], "ListAccessBindings" in of_ga4) == ("GetGoogleSignalsSettings", False)
        assert len(of_ga4) <= AUDIT_CALLS


@pytest.mark.parametrize(
    ("content", "calls"),
    [
        ({"rules": [SCROLL]}, [*BASE, "GetEnhancedMeasurementSettings", "GetDataRetentionSettings"]),
        ({"key_events": [{"event_name": f"mv_{number:02}"} for number in range(MANY_KEY_EVENTS)]},
         [*BASE, "GetProperty", "GetDataRetentionSettings"]),
        ({"key_events": [{"event_name": f"mv_{number:02}"} for number in range(MANY_KEY_EVENTS)], "rules": [SCROLL]},
         [*BASE, "GetProperty", "GetEnhancedMeasurementSettings"]),
        ({"key_events": [{"event_name": f"mv_{number:02}"} for number in range(MANY_KEY_EVENTS - 1)]}, [*BASE, *EXTRA]),
        ({"rules": [seeded("mv_other", 13)]}, [*BASE, *EXTRA]),
    ],
)  # fmt: skip
def test_what_something_depends_on_is_read_first(fill, audited, holds, content, calls):
    """The service level from the number of key events on at which it matters; measurement where a rule starts there."""
    fill(**content)
    audit = audited()
    assert asked(holds) == [*ADS, *calls]
    assert len(calls) <= AUDIT_CALLS
    enhanced = result_of(audit, "ga4-enhanced-off")
    assert enhanced.status is not Status.UNKNOWN
    assert not result_of(audit, "ga4-key-events").findings or "(?)" not in str(result_of(audit, "ga4-key-events"))


def test_the_number_of_key_events_is_that_of_the_rule():
    assert MANY_KEY_EVENTS * 5 == STANDARD * NEAR_FIFTHS


def test_a_property_alone_has_its_name_and_no_links(fill, audited, holds):
    fill()
    audit = audited(customer_id="", login_customer_id="")
    assert holds.reads() == [
        *("ListKeyEvents", "ListDataStreams", "ListEventCreateRules", "RunReport", "GetProperty"), *EXTRA,
    ]  # fmt: skip
    assert audit.about.name == "Aoi GA4"


def test_another_time_zone_than_the_account_s_takes_the_report_again(fill, audited, holds, world, client):
    """At 09:00 in Tokyo it is the day before in Los Angeles: a day that is not over is not counted."""
    fill(time_zone="America/Los_Angeles")
    audit = audited()
    assert asked(holds) == [*ADS, *BASE, "RunReport", "GetDataRetentionSettings"]
    (finding,) = result_of(audit, "ga4-time-zone").findings
    assert finding.evidence.seen.en == "GA4: America/Los_Angeles, Google Ads: Asia/Tokyo"
    readers = Connections(read_only=True, clock=world.clock.now).readers(client().accounts, EVERYTHING - AS_NEEDED)
    account = readers[0].read()
    property_ = readers[1].audited(readers[1].read(), (), (account,), sparing=True)
    assert property_.measures.until == datetime.date(2026, 11, 22)
    assert account.facts.customer.time_zone == "Asia/Tokyo"


def test_where_the_report_fails_the_property_is_read(fill, audited, holds, world):
    fill()
    world.faults.add(Fault("ga4", "RunReport", nth=0, status="PERMISSION_DENIED", message="The API is not enabled."))
    audit = audited()
    assert asked(holds) == [*ADS, *BASE, "GetProperty", "GetDataRetentionSettings"]
    assert result_of(audit, "ga4-currency").status is Status.PASS
    assert result_of(audit, "silence-key-event").status is Status.UNKNOWN


def test_counts_of_people_and_no_names(fill, environment, world, client):
    fill(data_retention_settings={"event_data_retention": "TWO_MONTHS", "user_data_retention": "FOURTEEN_MONTHS"},
         google_signals_settings={"state": "GOOGLE_SIGNALS_ENABLED"})  # fmt: skip
    project = Project(client(), connections=Connections(read_only=True, clock=world.clock.now), everything=True)
    _, reading = project.measured()
    known = reading.facts.property
    assert (known.event_retention, known.user_retention) == ("two_months", "fourteen_months")
    assert known.google_signals == "google_signals_enabled"
    assert known.access == ("admin client.example 2", "editor agency.example 1", "other gmail.com 1")
    assert (reading.has(PROPERTY), reading.has(MEASUREMENT), dict(reading.measures.missing)) == (True, True, {})


def test_an_audit_of_a_snapshot_knows_it_all_without_a_call(fill, audited, environment, world, client, holds):
    fill()
    project = Project(client(), connections=Connections(read_only=True, clock=world.clock.now), everything=True)
    text = to_json(project.measured(), utc_now().isoformat())
    assert "anna" not in text
    snapshot = from_lines(text.encode().splitlines(keepends=True))
    calls = len(holds.reads())
    audit = audited(live=snapshot)
    assert (len(holds.reads()), audit.calls) == (calls, 0)
    assert {rule: result_of(audit, rule).status for rule in ("ga4-retention", "ga4-signals", "ga4-access")} == {
        "ga4-retention": Status.FAIL,
        "ga4-signals": Status.FAIL,
        "ga4-access": Status.FAIL,
    }


def test_a_snapshot_without_them_passes_nothing(fill, audited, world, client, environment):
    fill()
    project = Project(client(), connections=Connections(read_only=True, clock=world.clock.now), everything=True)
    snapshot = from_lines(to_json(project.read(), utc_now().isoformat()).encode().splitlines(keepends=True))
    audit = audited(live=snapshot)
    for rule in ("ga4-retention", "ga4-signals", "ga4-access"):
        assert result_of(audit, rule).status is Status.UNKNOWN


@pytest.mark.parametrize(
    ("method", "rule", "name"),
    [
        ("GetDataRetentionSettings", "ga4-retention", RETENTION),
        ("ListAccessBindings", "ga4-access", ACCESS),
        ("GetGoogleSignalsSettings", "ga4-signals", SIGNALS),
    ],
)
def test_what_is_refused_is_unknown_and_stops_nothing(fill, audited, world, client, environment, method, rule, name):
    fill()
    world.faults.add(Fault("ga4", method, nth=0, status="PERMISSION_DENIED", message="The caller may not."))
    project = Project(client(), connections=Connections(read_only=True, clock=world.clock.now), everything=True)
    _, reading = project.measured()
    assert dict(reading.measures.missing) == {name: "PERMISSION_DENIED: The caller may not."}
    found = result_of(audited(Choice(only=(rule,))), rule)
    assert (found.status, "PERMISSION_DENIED" in found.reason.en) == (Status.UNKNOWN, True)


def test_one_who_is_no_administrator_is_told_what_it_takes(fill, audited, world):
    from microconv.emulator.tokens import SERVICE_ACCOUNT

    fill(access_bindings=[*PEOPLE, {"id": 55, "user": SERVICE_ACCOUNT, "roles": ["predefinedRoles/editor"]}])
    found = result_of(audited(), "ga4-access")
    assert found.status is Status.UNKNOWN
    assert "administrator" in found.reason.en
    assert "analytics.manage.users.readonly" in found.reason.en


def test_a_user_without_the_scope_costs_no_call(fill, audited, world, monkeypatch, tmp_path, holds):
    """The token is refused before anything is asked; Google signals is read in its place."""
    fill()
    user = {"client_id": "i", "client_secret": "s", "refresh_token": "r"}
    scopes = ["https://www.googleapis.com/auth/analytics.readonly", "https://www.googleapis.com/auth/adwords"]
    content = world.dump()
    content["principals"]["users"] = [{"email": "anna@agency.example", "scopes": scopes, **user}]
    world.reset(content)
    path = tmp_path / "user.json"
    path.write_text(json.dumps({"type": "authorized_user", **user}))
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(path))
    endpoint = world.tokens.token_uri
    monkeypatch.setattr("google.oauth2.credentials._GOOGLE_OAUTH2_TOKEN_ENDPOINT", endpoint)
    audit = audited(customer_id="", login_customer_id="")
    asked = [one for one in holds.reads() if one]  # requests for tokens have no method
    assert asked[-2:] == ["GetDataRetentionSettings", "GetGoogleSignalsSettings"]
    assert (len(asked), audit.calls) == (AUDIT_CALLS, AUDIT_CALLS)
    found = result_of(audit, "ga4-access")
    assert (found.status, "invalid_scope" in found.reason.en) == (Status.UNKNOWN, True)
    assert NO_CALL_LEFT not in found.reason.en
