"""Conversions by action and day, and sessions and events by day, against what is known to have happened."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from microconv.access import Access
from microconv.connections import Connections
from microconv.core.account_ids import Accounts
from microconv.core.answers import Limits
from microconv.core.counts import ActionDays, DayCount, EventDays
from microconv.core.ports import Silent
from microconv.emulator import Control, World
from microconv.emulator.faults import Fault
from tests.conftest import PROPERTY, STORE
from tests.contract.ads_account import action, campaign, goal
from tests.contract.month_site import methods
from tests.contract.paths_site import FIRST, LAST, TRAFFIC, People, export, seed

LOGIN = "9998887777"
BOUGHT, FORM, NEVER = (f"customers/{STORE}/conversionActions/{number}" for number in (101, 102, 103))
HOSTILE = "<b>検索\x1b[31m"
EVENTS = ("mv_form", "MV_Form", "generate_lead", "never")


def day(month: int, number: int) -> datetime.date:
    return datetime.date(2026, month, number)


def access(*accounts: str, property_id: str = "") -> Access:
    return Access(Accounts(*accounts, property_id=property_id), connections=Connections(read_only=True))


def counted(first: datetime.date, last: datetime.date, customer: str = STORE) -> ActionDays:
    return access(customer, LOGIN).action_days(first, last, Silent())


def happened(*names: str, first: datetime.date = FIRST, last: datetime.date = LAST) -> EventDays:
    answer = access(property_id=PROPERTY).event_days(first, last, names, Silent())
    assert answer is not None
    return answer


def hit(at: str, value: float) -> dict[str, Any]:
    """One conversion of a tag, at a time in Japan."""
    return {"at": f"2026-{at}:00+09:00", "value": value}


def hits(name: str = "bought") -> list[dict[str, Any]]:
    """Actions whose conversions are known one by one: the first is used by bidding, the last has none."""
    bought = [hit("09-30T23:59", 100), hit("10-01T00:01", 200.5), hit("10-01T08:59", 300), hit("10-04T12:00", 50)]
    form = [hit("10-03T23:30", 5), hit("10-05T00:10", 7)]
    many = {"counting_type": "MANY_PER_CLICK", "conversion_lags": {"LESS_THAN_ONE_DAY": 1}}
    return [
        action(101, name, "PURCHASE", hits=bought, traffic=None, **many),
        action(102, HOSTILE, "SUBMIT_LEAD_FORM", primary=False, hits=form, traffic=None, **many),
        action(103, "never", "PURCHASE", traffic=None),
    ]


@pytest.fixture
def account(environment: dict[str, str], inhabit: Callable[..., World]) -> Callable[..., World]:
    """Makes the store with a campaign that bids for purchases, and some actions."""
    del environment

    def make(actions: list[dict[str, Any]]) -> World:
        goals = [goal("PURCHASE", True), goal("SUBMIT_LEAD_FORM", True)]
        return inhabit(actions=actions, goals=goals, campaigns=[campaign(11, "Brand")])

    return make


@pytest.fixture
def site(emulator, environment) -> World:
    emulator.world.reset(seed())
    return emulator.world


# ---- conversions


def test_conversions_are_told_on_their_day_in_the_account_s_time_zone(account):
    world = account(hits())
    told = counted(day(10, 1), day(10, 4))
    # the account is in Japan: by UTC two of the first day's would be of September
    assert dict(told.days) == {
        BOUGHT: {day(10, 1): DayCount(2, 500.5, 2, 500.5), day(10, 4): DayCount(1, 50, 1, 50)},
        FORM: {day(10, 3): DayCount(0, 0, 1, 5)},
    }
    assert dict(told.names) == {BOUGHT: "bought", FORM: HOSTILE}
    assert (told.first, told.last) == (day(10, 1), day(10, 4))
    assert (told.account, told.currency, told.emulated, told.known) == ("123-456-7890", "JPY", True, True)
    assert (methods(world), told.requests, str(told.refused)) == (["SearchStream"], 1, "")


def test_both_ends_are_in_it(account):
    account(hits())
    assert {one: set(days) for one, days in counted(day(9, 30), day(10, 5)).days.items()} == {
        BOUGHT: {day(9, 30), day(10, 1), day(10, 4)},
        FORM: {day(10, 3), day(10, 5)},
    }
    assert dict(counted(day(10, 2), day(10, 2)).days) == {}


def test_late_conversions_are_of_the_day_they_came(account):
    """Bought a week after the click: a click of the last day counts on no day that is asked for."""
    world = account([action(101, "bought", "PURCHASE", conversion_lags={"SEVEN_TO_EIGHT_DAYS": 1})])
    at_once = counted(day(9, 1), day(10, 31))
    world.log.clear()
    later = counted(day(10, 1), day(10, 31))
    assert later.days[BOUGHT] == {one: n for one, n in at_once.days[BOUGHT].items() if one >= day(10, 1)}
    account([action(101, "bought", "PURCHASE", conversion_lags={"LESS_THAN_ONE_DAY": 1})])
    assert counted(day(10, 1), day(10, 31)).days[BOUGHT] != later.days[BOUGHT]


def test_a_renamed_action_is_the_same_with_the_new_name(account):
    account(hits())
    before = counted(day(10, 1), day(10, 4))
    account(hits("mv_bought"))
    after = counted(day(10, 1), day(10, 4))
    assert after.days == before.days
    assert after.names == {**before.names, BOUGHT: "mv_bought"}


def test_an_account_that_counted_nothing_is_known(account):
    account([action(103, "never", "PURCHASE", traffic=None)])
    told = counted(day(10, 1), day(10, 31))
    assert (dict(told.days), dict(told.names), told.currency, told.known) == ({}, {}, "", True)
    assert told.total(NEVER, day(10, 1), day(10, 31)) == DayCount()


def test_a_manager_account_counts_nothing(account):
    account(hits())
    told = counted(day(10, 1), day(10, 4), LOGIN)
    assert str(told.refused) == "a manager account counts nothing itself: its client accounts do"
    assert "MCC" in told.refused.ja
    assert (dict(told.days), told.known, told.account) == ({}, False, "999-888-7777")


@pytest.mark.parametrize("status", ["PERMISSION_DENIED", "RESOURCE_EXHAUSTED"])
def test_a_refusal_of_google_ads_is_told(account, status):
    world = account(hits())
    world.faults.add(Fault("google_ads", "SearchStream", nth=0, status=status, message="Not now."))
    told = counted(day(10, 1), day(10, 4))
    assert "Not now." in told.refused
    assert (dict(told.days), told.known, told.emulated) == ({}, False, True)
    assert (told.first, told.last, told.requests) == (day(10, 1), day(10, 4), len(methods(world)))


# ---- sessions and events


def test_sessions_and_events_are_those_of_each_day(site, tmp_path: Path):
    people = People(export(site, tmp_path))
    told = happened(*EVENTS)
    for name in EVENTS:
        days = Counter(_day(act.day) for act in people.all if act.event == name)
        assert told.events.get(name, {}) == days, name
    assert (min(told.sessions), max(told.sessions), len(told.sessions)) == (FIRST, LAST, 90)
    assert set(told.events) == {"mv_form", "MV_Form", "generate_lead"}
    assert (told.limits, told.whole, str(told.refused)) == (Limits(), True, "")
    assert (told.first, told.last, told.emulated, told.requests) == (FIRST, LAST, True, 1)
    assert methods(site) == ["BatchRunReports"]


def test_they_are_the_truth(site, emulator):
    control = Control(emulator.control.address, (emulator.folder / "control-token").read_text("ascii").strip())
    told = happened("mv_form", "generate_lead")
    for one in (FIRST, *(day(2, number) for number in range(1, 9)), LAST):
        truth = control.truth(int(PROPERTY), one, one)
        assert told.sessions[one] == truth["totals"]["sessions"]
        for name in ("mv_form", "generate_lead"):
            assert told.events[name].get(one, 0) == truth["events"].get(name, {"sent": 0})["sent"]


def test_days_without_an_event_are_absent(emulator, environment):
    quiet = {
        **TRAFFIC,
        "events": {"mv_form": {"rate": 0.5, "since": "2026-02-10", "until": "2026-02-12"}},
        "chains": [],
    }
    emulator.world.reset(seed(quiet))
    told = happened("mv_form")
    assert set(told.events["mv_form"]) == {day(2, 10), day(2, 11), day(2, 12)}
    assert len(told.sessions) == 90


def test_without_events_sessions_are_told_alone(site):
    told = happened()
    assert told.sessions == happened("mv_form").sessions
    assert dict(told.events) == {}
    assert told.requests == 1


def test_nobody_comes(emulator, environment):
    emulator.world.reset(seed(None))
    told = happened("mv_form")
    assert (dict(told.sessions), dict(told.events), str(told.refused)) == ({}, {}, "")


def test_the_row_of_the_rest_is_no_event_of_a_day(site):
    site.policies.set("data_rows_before_other", 30)
    told = happened("mv_form", "MV_Form")
    assert told.limits.other_row
    assert len(told.sessions) == 29
    assert set(told.events) <= {"mv_form", "MV_Form"}


def test_a_limit_of_the_events_alone_is_told(site):
    """Sessions have 90 rows, events more."""
    free = happened("mv_form", "MV_Form")
    site.policies.set("data_rows_before_other", 95)
    told = happened("mv_form", "MV_Form")
    assert told.limits == Limits(other_row=True)
    assert told.sessions == free.sessions
    assert sum(map(len, told.events.values())) == 94 < sum(map(len, free.events.values()))


def test_withheld_days_are_told(site):
    free = happened("generate_lead")
    site.policies.set("data_threshold_users", 4)
    told = happened("generate_lead")
    assert told.limits == Limits(thresholded=True)
    assert told.sessions == free.sessions
    assert told.events["generate_lead"].keys() < free.events["generate_lead"].keys()


def test_samples_of_both_reports_are_told(site):
    site.policies.set("data_sampling_percent", 40)
    told = happened("mv_form")
    assert len(told.limits.samples) == 2
    assert all(0 < read < there for read, there in told.limits.samples)


@pytest.mark.parametrize("status", ["PERMISSION_DENIED", "INVALID_ARGUMENT"])
def test_a_refusal_of_ga4_is_told(site, status):
    site.faults.add(Fault("ga4", "BatchRunReports", nth=0, status=status, message="No."))
    told = happened("mv_form")
    assert (dict(told.sessions), dict(told.events), str(told.refused)) == ({}, {}, f"{status}: No.")
    assert (told.first, told.last, told.emulated, told.requests) == (FIRST, LAST, True, 1)


# ---- clients with one of the two


def test_a_client_of_ga4_alone(site):
    told = access(property_id=PROPERTY).action_days(FIRST, LAST, Silent())
    assert told == ActionDays()
    assert (told.account, told.known, told.requests) == ("", False, 0)
    assert methods(site) == []


def test_a_client_of_google_ads_alone(account):
    world = account(hits())
    assert access(STORE, LOGIN).event_days(FIRST, LAST, EVENTS, Silent()) is None
    assert methods(world) == []


def test_progress_is_told_of_the_account_that_is_asked(account):
    account(hits())
    told: list[tuple[str, str, str]] = []

    class Watching(Silent):
        def reading(self, provider: str, account: str) -> None:
            told.append(("reading", provider, account))

        def read(self, provider: str, account: str) -> None:
            told.append(("read", provider, account))

    both = access(STORE, LOGIN, property_id=PROPERTY)
    both.action_days(day(10, 1), day(10, 2), Watching())
    both.event_days(day(10, 1), day(10, 2), EVENTS, Watching())
    assert told == [
        ("reading", "google_ads", "123-456-7890"),
        ("read", "google_ads", "123-456-7890"),
        ("reading", "ga4", PROPERTY),
        ("read", "ga4", PROPERTY),
    ]


def _day(text: str) -> datetime.date:
    """The day of an export."""
    return datetime.date.fromisoformat(text)
