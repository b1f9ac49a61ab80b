"""Google Ads by campaign: cost and clicks, conversions by the day of the click and by their own."""

from __future__ import annotations

from microconv.report.ground import Ground
from microconv.report.totals import ads_rates, campaign_compared
from microconv.report.traffic import Campaign

_METRICS = (
    "cost", "clicks", "impressions", "conversions", "all_conversions", "conversions_by_date", "all_conversions_by_date",
    "conversions_value",
)  # fmt: skip


def campaigns(ground: Ground) -> tuple[Campaign, ...]:
    """The campaigns that have numbers in any of the three months, the dearest of the report's month first."""
    numbers = ground.ads("campaigns", "campaign")
    made = (_campaign(ground, *key) for key in numbers.named()) if numbers.table.answered else ()
    return tuple(sorted(made, key=lambda one: (-(one.cost.now.value or 0), -(one.cost.before.value or 0), one.number)))


def _campaign(ground: Ground, number: str) -> Campaign:
    named = {metric: campaign_compared(ground, metric, number) for metric in _METRICS}
    rates = ads_rates(named)
    names = ground.given.google_ads.campaign_names if ground.given.google_ads else {}
    return Campaign(
        number=number,
        name=names.get(number, ""),
        cost=named["cost"],
        clicks=named["clicks"],
        impressions=named["impressions"],
        conversions=named["conversions"],
        all_conversions=named["all_conversions"],
        conversions_by_date=named["conversions_by_date"],
        all_conversions_by_date=named["all_conversions_by_date"],
        value=named["conversions_value"],
        cost_per=rates["cost_per_conversion"],
        value_per_cost=rates["value_per_cost"],
        rate=rates["conversion_rate"],
    )
