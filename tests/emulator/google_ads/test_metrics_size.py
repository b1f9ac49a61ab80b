"""Large accounts: what a metrics query costs does not grow with actions times campaigns, and parts sum to the whole."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import date

import pytest

from microconv.emulator.google_ads.call import Call
from microconv.emulator.google_ads.metrics import AccountMetrics
from microconv.emulator.google_ads.query import executor
from microconv.emulator.google_ads.query.parser import parse
from microconv.emulator.google_ads.query.semantics import Checker
from microconv.emulator.google_ads.traffic import Series
from microconv.emulator.google_ads.wire import Version
from microconv.emulator.series import AdsRates, ads_daily, day_clicks, limits
from microconv.emulator.tokens import Principal
from microconv.emulator.world import World
from tests.heavy import heavy

CUSTOMER = 1234567890
CATEGORIES = ("PURCHASE", "ADD_TO_CART", "PAGE_VIEW", "SUBMIT_LEAD_FORM")
PLAN = "SELECT conversion_action.id, metrics.all_conversions, metrics.all_conversions_value FROM conversion_action"
BY_CAMPAIGN = (
    "SELECT campaign.id, metrics.conversions, metrics.all_conversions, metrics.conversions_value FROM campaign"
)
WEEK = " WHERE segments.date BETWEEN '2026-10-01' AND '2026-10-07'"
OCTOBER = " WHERE segments.date BETWEEN '2026-10-01' AND '2026-10-31'"


def account(actions: int, campaigns: int) -> World:
    """An account of WEBPAGE actions, every third counting each conversion."""
    content = [
        {
            "id": 1 + at,
            "name": f"mv_{at}",
            "type": "WEBPAGE",
            "category": CATEGORIES[at % len(CATEGORIES)],
            "counting_type": "ONE_PER_CLICK" if at % 3 else "MANY_PER_CLICK",
            "primary_for_goal": at % 2 == 0,
            "value_settings": {"default_value": 100 + at},
            "traffic": "usual",
        }
        for at in range(actions)
    ]
    named = [{"id": 100_000 + at, "name": f"campaign {at}"} for at in range(campaigns)]
    customer = {"id": CUSTOMER, "conversion_actions": content, "campaigns": named}
    return World.load({"version": 1, "now": "2026-11-23T03:00:00Z", "google_ads": {"customers": [customer]}})


def metrics_of(world: World) -> AccountMetrics:
    series = Series()
    series.observe(world.google_ads, world.clock.now())
    return AccountMetrics(world, world.google_ads.customers[CUSTOMER], series)


def ask(world: World, metrics: AccountMetrics, query: str) -> list:
    version = Version("v26")
    call = Call(world, version, Principal("x@example.com"), None, "", Series())
    plan = Checker(version, manager=False, today=metrics.today).check(parse(query))
    with world.lock:
        return executor.run(plan, version, call.view(world.google_ads.customers[CUSTOMER]), metrics).rows


@heavy
@pytest.mark.parametrize("query", [PLAN, BY_CAMPAIGN])
def test_work_does_not_grow_with_actions_times_campaigns(query):
    def work(actions: int, campaigns: int) -> int:
        """The calls of Python functions that a query takes."""
        world = account(actions, campaigns)
        metrics = metrics_of(world)
        ask(world, metrics, query + WEEK)  # messages and descriptors are made once
        metrics = metrics_of(world)
        counted = Counter()
        sys.setprofile(lambda frame, event, argument: counted.update([event]))
        try:
            ask(world, metrics, query + WEEK)
        finally:
            sys.setprofile(None)
        return counted["call"] + counted["c_call"]

    small, more_actions, more_campaigns, both = work(300, 4), work(600, 4), work(300, 16), work(600, 16)
    assert both < 1.25 * (more_actions + more_campaigns - small)


def test_campaigns_together_are_the_sum_of_each():
    world = account(30, 6)
    metrics = metrics_of(world)
    together = ask(world, metrics, PLAN + OCTOBER)
    campaigns = ask(world, metrics, BY_CAMPAIGN + OCTOBER)
    both = "SELECT campaign.id, segments.conversion_action, segments.conversion_lag_bucket, metrics.all_conversions, "
    both += f"metrics.conversions, metrics.conversions_value FROM campaign{OCTOBER}"
    by_both = ask(world, metrics, both)
    per_action, per_campaign, used, worth = Counter(), Counter(), Counter(), Counter()
    for row in by_both:
        per_action[int(row.segments.conversion_action.rpartition("/")[2])] += row.metrics.all_conversions
        per_campaign[row.campaign.id] += row.metrics.all_conversions
        used[row.campaign.id] += row.metrics.conversions
        worth[row.campaign.id] += row.metrics.conversions_value
    assert {row.conversion_action.id: row.metrics.all_conversions for row in together} == per_action
    assert {row.campaign.id: row.metrics.all_conversions for row in campaigns} == per_campaign
    assert {row.campaign.id: row.metrics.conversions for row in campaigns} == used
    assert {row.campaign.id: row.metrics.conversions_value for row in campaigns} == pytest.approx(worth)
    assert all(0 < used[one] < per_campaign[one] for one in used)


def test_merged_clicks_count_like_each_campaign_also_where_they_are_sampled():
    day = date(2026, 11, 3)
    means = {1: 120.0, 2: 60.0, 3: 20_000.0}
    for many in (False, True):
        rates = AdsRates(0.0, 0.3, many_per_click=many)
        together = day_clicks(7, CUSTOMER, means, day)
        each = [
            ads_daily(7, CUSTOMER, campaign, "cart", AdsRates(mean, 0.3, many_per_click=many), day).conversions
            for campaign, mean in means.items()
        ]
        assert together.count(limits(rates)) == sum(each)
        assert sum(together.parts(limits(rates), [0.2, 0.2, 0.9, 1.0])) == sum(each)


@pytest.mark.parametrize("per_click", [0.0, 0.01, 0.4, 3.0])
def test_many_per_click_has_the_mean_it_is_given(per_click):
    rates = AdsRates(0.0, per_click, many_per_click=True)
    assert sum(limits(rates)) / 2**32 == pytest.approx(per_click, abs=1e-6)
    assert list(limits(rates)) == sorted(limits(rates), reverse=True)
