"""Numbers of the whole property and of the whole Google Ads account."""

from __future__ import annotations

from microconv.core.answers import Period
from microconv.report.arithmetic import compared, compared_as, noted
from microconv.report.conversion_numbers import GROWING, fractional
from microconv.report.figures import Compared, Note
from microconv.report.ground import Ground

OF_GA4 = ("sessions", "users", "active_users", "new_users", "engaged_sessions", "page_views", "engagement_seconds")
OF_GOOGLE_ADS = (
    "cost", "clicks", "impressions", "conversions", "all_conversions", "conversions_value", "all_conversions_value",
    "conversions_by_date", "all_conversions_by_date",
)  # fmt: skip

RATES = ("click_rate", "cost_per_click", "conversion_rate", "cost_per_conversion", "value_per_cost")
"""Clicks for each impression (CTR), cost for each click (CPC), conversions for each click (CVR), cost for each
conversion (CPA), value of conversions for each unit of cost (ROAS). All by the day of the click."""

TOTALS = (*OF_GA4, *OF_GOOGLE_ADS, *RATES)
"""The names of the totals, in their order. Money of Google Ads is in its account's currency."""

_NOT_ADDITIVE = frozenset({"users", "active_users"})


def totals(ground: Ground) -> tuple[tuple[str, Compared], ...]:
    """The totals; those of an API that was not asked are left out."""
    named: dict[str, Compared] = {}
    if ground.given.ga4 is not None:
        numbers = ground.ga4("totals")
        named |= {name: numbers.compared(name, additive=name not in _NOT_ADDITIVE) for name in OF_GA4}
    if ground.given.google_ads is not None:
        named |= {name: campaign_compared(ground, name) for name in OF_GOOGLE_ADS}
        named |= ads_rates(named)
    return tuple((name, named[name]) for name in TOTALS if name in named)


def campaign_compared(ground: Ground, metric: str, *campaign: str) -> Compared:
    """A metric of a campaign, or of the whole account, side by side."""
    numbers = ground.ads("campaigns", "campaign") if campaign else ground.ads("campaigns")
    now, before, year = (fractional(numbers.at(metric, period, *campaign), metric) for period in Period)
    later = (Note.LAG_TO_COME,) if metric in GROWING and ground.to_come.expected() else ()
    return compared(noted(now, *later), before, year, ground.lengths)


def ads_rates(named: dict[str, Compared]) -> dict[str, Compared]:
    """The rates of clicks, conversions, cost and value with these names."""
    return {
        "click_rate": compared_as(named["clicks"], named["impressions"]),
        "cost_per_click": compared_as(named["cost"], named["clicks"]),
        "conversion_rate": compared_as(named["conversions"], named["clicks"]),
        "cost_per_conversion": compared_as(named["cost"], named["conversions"]),
        "value_per_cost": compared_as(named["conversions_value"], named["cost"]),
    }
