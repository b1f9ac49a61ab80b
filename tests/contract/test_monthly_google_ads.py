"""Thirteen months of Google Ads: every number against the days it is made of, what is refused, and the requests."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from microconv.access import Access
from microconv.connections import Connections
from microconv.core.account_ids import Accounts
from microconv.core.answers import Table
from microconv.core.monthly import GOOGLE_ADS_TABLES, GoogleAdsMonth, MonthWanted
from microconv.core.months import Month
from microconv.core.ports import Silent
from microconv.emulator import World
from microconv.emulator.faults import Fault
from microconv.providers.google_ads.account import ReadAccount
from microconv.providers.google_ads.client import Connection
from tests.conftest import PROPERTY, STORE
from tests.contract.ads_account import action, campaign, goal, imported
from tests.contract.month_site import methods

LOGIN = "9998887777"
OCTOBER = Month(2026, 10)
MONTHS = [f"2025-{number:02}" for number in (10, 11, 12)] + [f"2026-{number:02}" for number in range(1, 11)]
HOSTILE = "<b>検索\x1b[31m"
BY_CLICK = ("conversions", "conversions_value", "all_conversions", "all_conversions_value")
BY_DATE = tuple(f"{one}_by_conversion_date" for one in BY_CLICK)


@pytest.fixture
def account(environment: dict[str, str], inhabit: Callable[..., World]) -> World:
    """The store with two campaigns, of which one bids for purchases alone, and three actions."""
    return inhabit(
        actions=[
            action(101, "purchase", "PURCHASE", primary=True),
            action(102, HOSTILE, "SUBMIT_LEAD_FORM", primary=False, conversion_lags={"SEVEN_TO_EIGHT_DAYS": 1}),
            imported(103, "order_complete", status="ENABLED"),
            action(104, "never", traffic=None),
        ],
        goals=[goal("PURCHASE", True), goal("SUBMIT_LEAD_FORM", True)],
        campaigns=[campaign(11, "Brand"), campaign(12, HOSTILE)],
        key_events=[{"id": 14, "event_name": "order_complete"}],
    )


def answers(month: Month = OCTOBER, customer: str = STORE, login: str = LOGIN) -> GoogleAdsMonth:
    """The answers of Google Ads, as a report of the command line asks it."""
    access = Access(Accounts(customer, login), connections=Connections(read_only=True))
    ga4, google_ads = access.monthly(MonthWanted(month, ("purchase",)), Silent())
    assert google_ads is not None
    assert ga4 is None
    return google_ads


def summed(table: Table, keys: int) -> dict[tuple[str, ...], list[float]]:
    """The numbers of a table by its first keys; rows of zeros alone are none."""
    assert table.answered
    sums: dict[tuple[str, ...], list[float]] = defaultdict(lambda: [0.0] * len(table.metrics))
    for row in table.rows:
        for index, number in enumerate(row.numbers):
            sums[row.keys[:keys]][index] += number or 0.0
    return {key: numbers for key, numbers in sums.items() if any(numbers)}


def by_days(query: str, key: Callable[[Any], str], metrics: Sequence[str]) -> dict[tuple[str, ...], list[float]]:
    """The sums of a query's days by month and a key."""
    sums: dict[tuple[str, ...], list[float]] = defaultdict(lambda: [0.0] * len(metrics))
    for row in ReadAccount(Connection(read_only=True), STORE, LOGIN).search(query):
        for index, name in enumerate(metrics):
            sums[row.segments.date[:7], key(row)][index] += getattr(row.metrics, name)
    return {key: numbers for key, numbers in sums.items() if any(numbers)}


def near(sums: dict[tuple[str, ...], list[float]]) -> Any:
    return {key: pytest.approx(numbers, abs=1e-3) for key, numbers in sums.items()}


def test_every_number_is_the_sum_of_its_days(account):
    told = answers()
    assert methods(account) == ["SearchStream", "SearchStream"]
    assert told.requests == 2
    days = "WHERE segments.date BETWEEN '2025-10-01' AND '2026-10-31'"
    clicks = ("cost_micros", "clicks", "impressions", *BY_CLICK, *BY_DATE)
    columns = ", ".join(f"metrics.{one}" for one in clicks)
    of_campaigns = by_days(
        f"SELECT campaign.id, segments.date, {columns} FROM campaign {days}", lambda row: str(row.campaign.id), clicks
    )
    of_campaigns = {key: [numbers[0] / 1_000_000, *numbers[1:]] for key, numbers in of_campaigns.items()}
    assert summed(told.campaigns, 2) == near(of_campaigns)
    assert {key[0] for key in of_campaigns} == set(MONTHS)
    assert {key[1] for key in of_campaigns} == {"11", "12"}
    columns = ", ".join(f"metrics.{one}" for one in (*BY_CLICK, *BY_DATE))
    of_actions = by_days(
        f"SELECT segments.conversion_action, segments.date, {columns} FROM customer {days}",
        lambda row: row.segments.conversion_action.rpartition("/")[2],
        (*BY_CLICK, *BY_DATE),
    )
    assert summed(told.actions, 2) == near(of_actions)
    assert {key[1] for key in of_actions} == {"101", "102", "103"}
    # what campaigns have together is what actions have together
    for place in range(8):
        whole = dict.fromkeys(MONTHS, 0.0)
        for (month, _), numbers in summed(told.campaigns, 2).items():
            whole[month] += numbers[place + 3]
        for (month, _), numbers in summed(told.actions, 2).items():
            whole[month] -= numbers[place]
        assert whole == {month: pytest.approx(0, abs=1e-2) for month in MONTHS}


def test_lags_by_click_and_by_date(account):
    rows = answers().actions.rows
    late = [row for row in rows if row.keys[1] == "102"]
    assert {row.keys[2] for row in late} == {"seven_to_eight_days"}
    clicked = {row.keys[0]: row.numbers[2] for row in late}
    dated = {row.keys[0]: row.numbers[6] for row in late}
    assert clicked.keys() == dated.keys() == set(MONTHS)
    # it comes a week after the click: of October's clicks the last week's conversions are November's
    assert clicked != dated
    # it is secondary: bidding uses none of it
    assert {row.numbers[0] for row in late} == {0.0}
    assert "less_than_one_day" in {row.keys[2] for row in rows if row.keys[1] == "101"}


def test_fractions_are_kept_and_names_are_by_number(account):
    told = answers()
    imported_ones = [row.numbers[2] for row in told.actions.rows if row.keys[1] == "103"]
    assert any(number and not float(number).is_integer() for number in imported_ones)
    assert dict(told.campaign_names) == {"11": "Brand", "12": HOSTILE}
    assert dict(told.action_names) == {"101": "purchase", "102": HOSTILE, "103": "Aoi GA4 (web) order_complete"}
    assert (told.currency, told.time_zone, told.emulated) == ("JPY", "Asia/Tokyo", True)
    for name in ("campaigns", "actions"):
        table = getattr(told, name)
        assert (table.columns, table.metrics) == GOOGLE_ADS_TABLES[name]
        assert len({row.keys for row in table.rows}) == len(table.rows)


def test_a_month_of_28_days_ends_with_its_last(account):
    told = answers(Month(2026, 2))
    months = {row.keys[0] for row in told.campaigns.rows}
    # the emulated account has no metrics before October 2025
    assert months == {"2025-10", "2025-11", "2025-12", "2026-01", "2026-02"}
    assert summed(told.campaigns, 2)["2026-02", "11"] == summed(answers().campaigns, 2)["2026-02", "11"]


def test_where_lags_do_not_go_with_days_of_conversions_both_are_asked_apart(account):
    usual = answers()
    account.policies.set("lags_of_conversions_by_date", "refused")
    account.log.clear()
    told = answers()
    assert summed(told.actions, 2) == near(summed(usual.actions, 2))
    assert told.campaigns == usual.campaigns
    with_lag = [row for row in told.actions.rows if row.keys[2]]
    assert {row.numbers[4:] for row in with_lag} == {(0.0,) * 4}
    assert {(*row.keys, *row.numbers[:4]) for row in with_lag} == {
        (*row.keys, *row.numbers[:4]) for row in usual.actions.rows if any(row.numbers[:4])
    }
    assert [(one.method.partition(".")[2], one.status) for one in account.log.entries] == [
        ("SearchStream", "OK"),
        ("SearchStream", "INVALID_ARGUMENT"),
        ("SearchStream", "OK"),
        ("SearchStream", "OK"),
    ]
    assert told.requests == 4


# ---- what is refused


def test_a_manager_account_counts_nothing(account):
    told = answers(customer=LOGIN)
    why = "a manager account counts nothing itself: its client accounts do"
    assert (str(told.campaigns.refused), str(told.actions.refused)) == (why, why)
    assert "MCC" in told.actions.refused.ja
    assert methods(account) == ["SearchStream"]
    assert told.requests == 1


@pytest.mark.parametrize("status", ["PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "UNAVAILABLE"])
def test_what_will_not_change_is_asked_once_and_told(account, status):
    account.faults.add(Fault("google_ads", "SearchStream", nth=0, status=status, message="Not now."))
    told = answers()
    assert not told.campaigns.answered
    assert told.campaigns.refused == told.actions.refused
    assert "Not now." in told.campaigns.refused
    assert told.requests == len(methods(account))
    assert (told.currency, dict(told.campaign_names)) == ("", {})


def test_a_query_that_is_refused_leaves_the_other(account):
    account.faults.add(
        Fault(
            *("google_ads", "SearchStream"),
            nth=1,
            status="INVALID_ARGUMENT",
            error=("query_error", "UNRECOGNIZED_FIELD"),
            message="No such field.",
        )
    )
    told = answers()
    assert str(told.campaigns.refused).startswith("QueryError.UNRECOGNIZED_FIELD: ")
    assert told.campaigns.rows == ()
    assert told.actions.rows
    assert methods(account) == ["SearchStream", "SearchStream"]


def test_trouble_that_passes_is_waited_for(account):
    usual = answers()
    account.faults.add(Fault("google_ads", "SearchStream", nth=1, status="UNAVAILABLE"))
    told = answers()
    assert (told.campaigns, told.actions) == (usual.campaigns, usual.actions)
    assert told.requests == 3


def test_an_account_without_anything_has_zeros(environment, inhabit):
    world = inhabit(campaigns=[campaign(11, "Paused", status="PAUSED")])
    told = answers()
    assert (told.campaigns.rows, told.actions.rows) == ((), ())
    assert told.campaigns.answered
    assert told.actions.answered
    assert told.campaigns.whole
    assert methods(world) == ["SearchStream", "SearchStream"]


def test_progress_is_told_of_each_account(account):
    told: list[tuple[str, str, str]] = []

    class Watching(Silent):
        def reading(self, provider: str, account: str) -> None:
            told.append(("reading", provider, account))

        def read(self, provider: str, account: str) -> None:
            told.append(("read", provider, account))

    both = Access(Accounts(STORE, LOGIN, PROPERTY), connections=Connections(read_only=True))
    ga4, google_ads = both.monthly(MonthWanted(OCTOBER, ("order_complete",)), Watching())
    assert ga4 is not None
    assert google_ads is not None
    assert [one.keys for one in ga4.table("totals").rows]
    assert told == [
        ("reading", "google_ads", "123-456-7890"),
        ("read", "google_ads", "123-456-7890"),
        ("reading", "ga4", PROPERTY),
        ("read", "ga4", PROPERTY),
    ]
    assert methods(account) == ["SearchStream", "SearchStream", "BatchRunReports", "BatchRunReports", "ListKeyEvents"]
