"""The conversion cycle of an account: the days within which its conversions came, and where that is not known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

import pytest

from microconv.access import Access
from microconv.connections import Connections
from microconv.core.account_ids import Accounts
from microconv.core.cycle_answer import Basis, CycleAnswer
from microconv.core.lags import LAGS
from microconv.core.ports import Silent
from microconv.emulator import World
from microconv.emulator.faults import Fault
from microconv.providers.google_ads.account import ReadAccount
from microconv.providers.google_ads.client import Connection
from microconv.providers.google_ads.convert import word
from tests.conftest import PROPERTY, STORE
from tests.contract.ads_account import action, campaign, goal
from tests.contract.month_site import methods

LOGIN = "9998887777"
WEEK, MONTH = {"SEVEN_TO_EIGHT_DAYS": 1}, {"LESS_THAN_ONE_DAY": 0.8, "TWENTY_ONE_TO_THIRTY_DAYS": 0.2}


def ask(customer: str = STORE) -> CycleAnswer:
    return Access(Accounts(customer, LOGIN), connections=Connections(read_only=True)).cycle(Silent())


@pytest.fixture
def account(environment: dict[str, str], inhabit: Callable[..., World]) -> Callable[..., World]:
    """Makes the store with a campaign that bids for purchases, and some actions."""

    def make(*actions: object) -> World:
        goals = [goal("PURCHASE", True), goal("SUBMIT_LEAD_FORM", True)]
        return inhabit(actions=list(actions), goals=goals, campaigns=[campaign(11, "Brand")])

    return make


def test_a_cycle_is_that_of_what_bidding_uses(account):
    world = account(
        action(101, "bought", "PURCHASE", primary=True, conversion_lags=MONTH),
        action(102, "form", "SUBMIT_LEAD_FORM", primary=False, conversion_lags=WEEK),
    )
    cycle = ask()
    assert cycle.basis is Basis.BIDDING
    # four of five within a day, the last of ten in the middle of the step from 21 to 30 days
    assert cycle.median_days == pytest.approx(0.5 / 0.8, abs=0.05)
    assert cycle.most_days == pytest.approx(21 + 9 * 0.1 / 0.2, abs=1)
    assert (cycle.account, str(cycle.why), cycle.emulated, cycle.known) == ("123-456-7890", "", True, True)
    assert (cycle.last - cycle.first).days == 89
    assert cycle.requests == 1
    assert methods(world) == ["SearchStream"]


def test_it_is_what_the_days_sum_up_to(account):
    account(action(101, "bought", "PURCHASE", primary=True))
    cycle = ask()
    query = (
        "SELECT segments.date, segments.conversion_lag_bucket, metrics.conversions FROM customer "
        f"WHERE segments.date BETWEEN '{cycle.first}' AND '{cycle.last}'"
    )
    counts: dict[str, float] = defaultdict(float)
    for row in ReadAccount(Connection(read_only=True), STORE, LOGIN).search(query):
        counts[word(row.segments, "conversion_lag_bucket")] += row.metrics.conversions
    assert cycle.conversions == pytest.approx(sum(counts.values()))
    for share, days in ((0.5, cycle.median_days), (0.9, cycle.most_days)):
        came = sum(
            number * min(1.0, max(0.0, (days - LAGS[lag][0]) / (LAGS[lag][1] - LAGS[lag][0])))
            for lag, number in counts.items()
        )
        assert came == pytest.approx(share * cycle.conversions)
    assert 0 < cycle.median_days < 1 < cycle.most_days < 9


def test_where_bidding_uses_too_few_it_is_that_of_all(account):
    account(action(102, "form", "SUBMIT_LEAD_FORM", primary=False, conversion_lags=WEEK))
    cycle = ask()
    assert cycle.basis is Basis.ALL
    assert (cycle.median_days, cycle.most_days) == (pytest.approx(7.5), pytest.approx(7.9))
    assert str(cycle.why) == "too few conversions that bidding uses: the lag is that of all conversions"
    assert cycle.why.ja != cycle.why.en


def test_an_account_without_conversions_has_none(account):
    account(action(101, "never", "PURCHASE", traffic=None))
    cycle = ask()
    assert (cycle.basis, cycle.conversions, cycle.median_days, cycle.most_days) == (Basis.NONE, 0.0, None, None)
    assert str(cycle.why) == "fewer than 20 conversions with a known lag in these days"
    assert not cycle.known


def test_a_manager_account_counts_nothing(account):
    account(action(101, "bought", "PURCHASE"))
    cycle = ask(LOGIN)
    assert str(cycle.why) == "a manager account counts nothing itself: its client accounts do"
    assert (cycle.basis, cycle.median_days) == (Basis.NONE, None)


@pytest.mark.parametrize("status", ["PERMISSION_DENIED", "RESOURCE_EXHAUSTED"])
def test_a_refusal_is_told(account, status):
    world = account(action(101, "bought", "PURCHASE"))
    world.faults.add(Fault("google_ads", "SearchStream", nth=0, status=status, message="Not now."))
    cycle = ask()
    assert not cycle.known
    assert "Not now." in cycle.why
    assert cycle.requests == len(methods(world))


def test_a_client_without_google_ads_has_none(environment):
    cycle = Access(Accounts(property_id=PROPERTY), connections=Connections(read_only=True)).cycle(Silent())
    assert str(cycle.why) == "the client has no Google Ads account"
    assert (cycle.requests, cycle.known) == (0, False)
