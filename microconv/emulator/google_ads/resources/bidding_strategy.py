"""bidding_strategy: portfolio strategies, which several campaigns share. Read only here, but for who uses them.

Fields and comments from resources/bidding_strategy.proto (v23 to v26, alike), GAQL flags from the public v25 field
reference, both checked 2026-11-29. A campaign uses one where the seed says so. Its metrics are not emulated, nor are
strategies of a manager that its clients' campaigns use (``accessible_bidding_strategy``).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from microconv.emulator.google_ads.fields import table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from microconv.emulator.google_ads.fields import Flat
    from microconv.emulator.google_ads.view import View

NAME = "bidding_strategy"
MESSAGE = "BiddingStrategy"
ATTRIBUTED = ("customer",)
FIELDS = table(
    """
    resource_name               string                 SF   immutable
    id                          int64                  SFO  output_only
    name                        string                 SFO  -
    status                      BiddingStrategyStatus  SFO  output_only
    type                        BiddingStrategyType    SFO  output_only
    currency_code               string                 SFO  immutable
    effective_currency_code     string                 SFO  output_only
    aligned_campaign_budget_id  int64                  SFO  -
    campaign_count              int64                  SFO  output_only
    non_removed_campaign_count  int64                  SFO  output_only
    enhanced_cpc                message                S    -
    maximize_conversion_value.target_roas                          double  SFO  -
    maximize_conversion_value.cpc_bid_ceiling_micros               int64   SFO  -
    maximize_conversion_value.cpc_bid_floor_micros                 int64   SFO  -
    maximize_conversion_value.target_roas_tolerance_percent_millis int64   SFO  -
    maximize_conversions.cpc_bid_ceiling_micros                    int64   SFO  -
    maximize_conversions.cpc_bid_floor_micros                      int64   SFO  -
    maximize_conversions.target_cpa_micros                         int64   SFO  -
    target_cpa.target_cpa_micros                                   int64   SFO  -
    target_cpa.cpc_bid_ceiling_micros                              int64   SFO  -
    target_cpa.cpc_bid_floor_micros                                int64   SFO  -
    target_impression_share.location           TargetImpressionShareLocation  SFO  -
    target_impression_share.location_fraction_micros               int64   SFO  -
    target_impression_share.cpc_bid_ceiling_micros                 int64   SFO  -
    target_roas.target_roas                                        double  SFO  -
    target_roas.cpc_bid_ceiling_micros                             int64   SFO  -
    target_roas.cpc_bid_floor_micros                               int64   SFO  -
    target_roas.target_roas_tolerance_percent_millis               int64   SFO  -
    target_spend.target_spend_micros                               int64   SFO  -
    target_spend.cpc_bid_ceiling_micros                            int64   SFO  -
    """
)
#: Fields that are worked out when read, never in a seed.
COMPUTED = frozenset(
    {"resource_name", "type", "effective_currency_code", "campaign_count", "non_removed_campaign_count"}
)
#: The field of each scheme that a portfolio strategy can have, and the BiddingStrategyType it stands for.
SCHEMES = {
    "enhanced_cpc": "ENHANCED_CPC",
    "maximize_conversion_value": "MAXIMIZE_CONVERSION_VALUE",
    "maximize_conversions": "MAXIMIZE_CONVERSIONS",
    "target_cpa": "TARGET_CPA",
    "target_impression_share": "TARGET_IMPRESSION_SHARE",
    "target_roas": "TARGET_ROAS",
    "target_spend": "TARGET_SPEND",
}
#: The key of a kept strategy that holds its scheme; no field of the API.
SCHEME = "scheme"


def rows(view: View, needed: Collection[str]) -> Iterator[Flat]:
    """The customer's strategies, removed ones too."""
    campaigns = [one for one in view.customer.campaigns.values() if one["bidding_strategy"] is not None]
    every = Counter(one["bidding_strategy"] for one in campaigns)
    there = Counter(one["bidding_strategy"] for one in campaigns if one.status != "REMOVED")
    currency = view.customer.fields["currency_code"]
    for strategy in view.customer.read_only.get(NAME, ()):
        name = resource_name(view.customer.id, strategy["id"])
        yield {
            **strategy,
            "resource_name": name,
            "type": SCHEMES[strategy[SCHEME]],
            "effective_currency_code": strategy.get("currency_code", currency),
            "campaign_count": every[name],
            "non_removed_campaign_count": there[name],
        }


def resource_name(customer_id: int, strategy_id: int) -> str:
    """``customers/{customer}/biddingStrategies/{id}``."""
    return f"customers/{customer_id}/biddingStrategies/{strategy_id}"
