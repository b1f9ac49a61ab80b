"""campaign: its fields, and the campaigns of a customer.

Fields and behaviour from v25 and v26 of resources/campaign.proto, GAQL flags from the public v25 field reference, both
checked 2026-11-23. ``primary_status`` and ``serving_status`` are worked out from the status alone: the emulator serves
no ads. ``bidding_strategy_system_status`` is the seed's, or what follows from the strategy (the policy
``bidding_status_without_seed``); no change of a campaign moves it. Campaign groups and managers' strategies are not
emulated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from microconv.emulator.google_ads.fields import table
from microconv.emulator.google_ads.model_campaigns import SELECTED
from microconv.emulator.google_ads.resources.bidding_strategy import SCHEMES
from microconv.emulator.google_ads.resources.conversion_action import resource_name as action_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from microconv.emulator.google_ads.fields import Flat
    from microconv.emulator.google_ads.model_campaigns import Campaign
    from microconv.emulator.google_ads.view import View

NAME = "campaign"
MESSAGE = "Campaign"
ATTRIBUTED = ("bidding_strategy", "campaign_budget", "customer")
#: The field of a row that holds the resource name of an attributed resource.
JOINS = {"bidding_strategy": "bidding_strategy", "campaign_budget": "campaign_budget"}
FIELDS = table(
    """
    resource_name                                        string                               SF   immutable
    id                                                   int64                                SFO  output_only
    name                                                 string                               SFO  -
    primary_status                                       CampaignPrimaryStatus                SFO  output_only
    primary_status_reasons                               CampaignPrimaryStatusReason*         SF   output_only
    status                                               CampaignStatus                       SFO  -
    serving_status                                       CampaignServingStatus                SFO  output_only
    bidding_strategy_system_status                       BiddingStrategySystemStatus          SFO  output_only
    ad_serving_optimization_status                       AdServingOptimizationStatus          SFO  -
    advertising_channel_type                             AdvertisingChannelType               SFO  immutable
    advertising_channel_sub_type                         AdvertisingChannelSubType            SFO  immutable
    tracking_url_template                                string                               SFO  -
    url_custom_parameters                                message*                             S    -
    local_services_campaign_settings.category_bids       message*                             S    -
    travel_campaign_settings.travel_account_id           int64                                SFO  immutable
    demand_gen_campaign_settings.upgraded_targeting      bool                                 SFO  immutable
    video_campaign_settings.video_ad_sequence.steps      message*                             S    -
    video_campaign_settings.video_ad_sequence.minimum_duration VideoAdSequenceMinimumDuration       SFO  -
    video_campaign_settings.reservation_ad_category_self_disclosure.gambling bool SFO -
    video_campaign_settings.reservation_ad_category_self_disclosure.alcohol bool SFO -
    video_campaign_settings.reservation_ad_category_self_disclosure.politics bool SFO -
    video_campaign_settings.booking_details.status       BookingStatus                        SFO  output_only
    video_campaign_settings.booking_details.hold_expiration_date_time string SFO output_only
    video_campaign_settings.booking_details.cancellation_date_time string SFO output_only
    video_campaign_settings.video_ad_inventory_control.allow_in_stream bool                                 SFO  -
    video_campaign_settings.video_ad_inventory_control.allow_in_feed bool                                 SFO  -
    video_campaign_settings.video_ad_inventory_control.allow_shorts bool                                 SFO  -
    video_campaign_settings.video_ad_inventory_control.allow_non_skippable_in_stream bool SFO -
    video_campaign_settings.video_ad_format_control.format_restriction VideoAdFormatRestriction             SFO  -
    pmax_campaign_settings.brand_targeting_overrides.ignore_exclusions_for_shopping_ads bool SFO -
    real_time_bidding_setting.opt_in                     bool                                 SFO  -
    network_settings.target_google_search                bool                                 SFO  -
    network_settings.target_search_network               bool                                 SFO  -
    network_settings.target_content_network              bool                                 SFO  -
    network_settings.target_partner_search_network       bool                                 SFO  -
    network_settings.target_youtube                      bool                                 SFO  -
    network_settings.target_google_tv_network            bool                                 SFO  -
    hotel_setting.hotel_center_id                        int64                                SFO  -
    hotel_setting.disable_hotel_setting                  bool                                 SFO  -
    dynamic_search_ads_setting.domain_name               string                               SFO  -
    dynamic_search_ads_setting.language_code             string                               SFO  -
    dynamic_search_ads_setting.use_supplied_urls_only    bool                                 SFO  -
    shopping_setting.merchant_id                         int64                                SFO  -
    shopping_setting.feed_label                          string                               SFO  -
    shopping_setting.campaign_priority                   int64                                SFO  -
    shopping_setting.enable_local                        bool                                 SFO  -
    shopping_setting.use_vehicle_inventory               bool                                 SFO  immutable
    shopping_setting.advertising_partner_ids             int64*                               SF   -
    shopping_setting.disable_product_feed                bool                                 SFO  -
    targeting_setting.target_restrictions                message*                             S    -
    targeting_setting.target_restriction_operations      message*                             -    -
    audience_setting.use_audience_grouped                bool                                 SFO  immutable
    geo_target_type_setting.positive_geo_target_type     PositiveGeoTargetType                SFO  -
    geo_target_type_setting.negative_geo_target_type     NegativeGeoTargetType                SFO  -
    local_campaign_setting.location_source_type          LocationSourceType                   SFO  -
    app_campaign_setting.bidding_strategy_goal_type      AppCampaignBiddingStrategyGoalType   SFO  -
    app_campaign_setting.app_id                          string                               SFO  immutable
    app_campaign_setting.app_store                       AppCampaignAppStore                  SFO  immutable
    labels                                               string*                              SF   output_only
    experiment_type                                      CampaignExperimentType               SFO  output_only
    base_campaign                                        string                               SFO  output_only
    campaign_budget                                      string                               SF   -
    bidding_strategy_type                                BiddingStrategyType                  SFO  output_only
    accessible_bidding_strategy                          string                               SF   output_only
    campaign_group                                       string                               SF   -
    start_date_time                                      string                               SFOM -
    end_date_time                                        string                               SFOM -
    final_url_suffix                                     string                               SFO  -
    frequency_caps                                       message*                             S    -
    vanity_pharma.vanity_pharma_display_url_mode         VanityPharmaDisplayUrlMode           SFO  -
    vanity_pharma.vanity_pharma_text                     VanityPharmaText                     SFO  -
    selective_optimization.conversion_actions            string*                              SF   -
    optimization_goal_setting.optimization_goal_types    OptimizationGoalType*                SF   -
    tracking_setting.tracking_url                        string                               SFO  output_only
    payment_mode                                         PaymentMode                          SFO  -
    optimization_score                                   double                               SFO  output_only
    excluded_parent_asset_field_types                    AssetFieldType*                      SF   -
    excluded_parent_asset_set_types                      AssetSetType*                        SF   -
    performance_max_upgrade.performance_max_campaign     string                               SFO  output_only
    performance_max_upgrade.pre_upgrade_campaign         string                               SFO  output_only
    performance_max_upgrade.status                       PerformanceMaxUpgradeStatus          SFO  output_only
    hotel_property_asset_set                             string                               SFO  immutable
    listing_type                                         ListingType                          SFO  immutable
    asset_automation_settings                            message*                             S    -
    keyword_match_type                                   CampaignKeywordMatchType             SFO  -
    brand_guidelines_enabled                             bool                                 SF   immutable
    brand_guidelines.main_color                          string                               SF   -
    brand_guidelines.accent_color                        string                               SF   -
    brand_guidelines.predefined_font_family              string                               SF   -
    text_guidelines.term_exclusions                      string*                              SF   -
    text_guidelines.messaging_restrictions               message*                             S    -
    third_party_integration_partners.viewability_integration_partners message*                             S    -
    third_party_integration_partners.brand_lift_integration_partners message*                             S    -
    third_party_integration_partners.brand_safety_integration_partners message*                             S    -
    third_party_integration_partners.reach_integration_partners message*                             S    -
    ai_max_setting.enable_ai_max                         bool                                 SFO  -
    contains_eu_political_advertising                    EuPoliticalAdvertisingStatus         SFO  -
    feed_types                                           AssetSetType*                        SF   output_only
    missing_eu_political_advertising_declaration         bool                                 SFO  output_only
    bidding_strategy                                     string                               SF   -
    commission.commission_rate_micros                    int64                                SFO  -
    manual_cpa                                           message                              S    -
    manual_cpc.enhanced_cpc_enabled                      bool                                 SFO  -
    manual_cpm                                           message                              S    -
    manual_cpv                                           message                              S    -
    maximize_conversions.cpc_bid_ceiling_micros          int64                                -    -
    maximize_conversions.cpc_bid_floor_micros            int64                                -    -
    maximize_conversions.target_cpa_micros               int64                                SFO  -
    maximize_conversion_value.target_roas                double                               SFO  -
    maximize_conversion_value.cpc_bid_ceiling_micros     int64                                -    -
    maximize_conversion_value.cpc_bid_floor_micros       int64                                -    -
    maximize_conversion_value.target_roas_tolerance_percent_millis int64                                SFO  -
    target_cpa.target_cpa_micros                         int64                                SFO  -
    target_cpa.cpc_bid_ceiling_micros                    int64                                SFO  -
    target_cpa.cpc_bid_floor_micros                      int64                                SFO  -
    target_impression_share.location                     TargetImpressionShareLocation        SFO  -
    target_impression_share.location_fraction_micros     int64                                SFO  -
    target_impression_share.cpc_bid_ceiling_micros       int64                                SFO  -
    target_roas.target_roas                              double                               SFO  -
    target_roas.cpc_bid_ceiling_micros                   int64                                SFO  -
    target_roas.cpc_bid_floor_micros                     int64                                SFO  -
    target_roas.target_roas_tolerance_percent_millis     int64                                SFO  -
    target_spend.target_spend_micros                     int64                                SFO  -
    target_spend.cpc_bid_ceiling_micros                  int64                                SFO  -
    percent_cpc.cpc_bid_ceiling_micros                   int64                                SFO  -
    percent_cpc.enhanced_cpc_enabled                     bool                                 SFO  -
    target_cpm.target_frequency_goal.target_count        int64                                SFO  -
    target_cpm.target_frequency_goal.time_unit           TargetFrequencyTimeUnit              SFO  -
    fixed_cpm.goal                                       FixedCpmGoal                         SFO  -
    fixed_cpm.target_frequency_info.target_count         int64                                SFO  -
    fixed_cpm.target_frequency_info.time_unit            FixedCpmTargetFrequencyTimeUnit      SFO  -
    target_cpv                                           message                              S    -
    target_cpc.target_cpc_micros                         int64                                SFO  -
    view_through_conversion_optimization_enabled         bool                                 SFO  -
    pmax_campaign_settings.local_services_pmax_campaign_settings.navigational_query_leads_enabled bool SFO -
    pmax_campaign_settings.local_services_pmax_campaign_settings.founding_year int64 SF -
    pmax_campaign_settings.local_services_pmax_campaign_settings.country_code string SFO immutable
    pmax_campaign_settings.local_services_pmax_campaign_settings.phone_numbers message* S -
    pmax_campaign_settings.local_services_enabled        bool                                 SFO  output_only
    shopping_setting.ignore_brand_exclusion_in_shopping_ads bool                                 SFO  -
    third_party_integration_partners.conversion_attribution_integration_partners message* S -
    aca_migration_date_time                              string                               SFO  output_only
    broad_match_migration_date_time                      string                               SFO  output_only
    pmax_campaign_settings.local_services_pmax_campaign_settings.listing_id int64 SFO -
    lift_measurement_config                              string                               SF   output_only
    """
)
#: Fields that exist, but of which the emulator holds nothing; selecting or sending one is answered with UNIMPLEMENTED.
NOT_EMULATED = frozenset(
    {
        "ai_max_setting.bundling_required",
        "video_brand_safety_suitability",
        "video_campaign_settings.video_ad_format_control.non_skippable_in_stream_restrictions.max_duration",
        "video_campaign_settings.video_ad_format_control.non_skippable_in_stream_restrictions.min_duration",
    }
)
#: Fields that are worked out when read, never stored and never in a seed.
COMPUTED = frozenset(
    {
        "resource_name",
        "id",
        "base_campaign",
        "bidding_strategy_type",
        "campaign_budget",
        "experiment_type",
        "missing_eu_political_advertising_declaration",
        "pmax_campaign_settings.local_services_enabled",
        "primary_status",
        "primary_status_reasons",
        "serving_status",
    }
)
#: The field of each bidding strategy that a campaign can have of its own, and the BiddingStrategyType it stands for.
STRATEGIES = {
    "commission": "COMMISSION",
    "fixed_cpm": "FIXED_CPM",
    "manual_cpa": "MANUAL_CPA",
    "manual_cpc": "MANUAL_CPC",
    "manual_cpm": "MANUAL_CPM",
    "manual_cpv": "MANUAL_CPV",
    "maximize_conversion_value": "MAXIMIZE_CONVERSION_VALUE",
    "maximize_conversions": "MAXIMIZE_CONVERSIONS",
    "percent_cpc": "PERCENT_CPC",
    "target_cpa": "TARGET_CPA",
    "target_cpc": "TARGET_CPC",
    "target_cpm": "TARGET_CPM",
    "target_cpv": "TARGET_CPV",
    "target_impression_share": "TARGET_IMPRESSION_SHARE",
    "target_roas": "TARGET_ROAS",
    "target_spend": "TARGET_SPEND",
}
#: Strategies without a status: it is not reported for bids set by hand (support page 13020501, copy of 2026-11), and
#: UNAVAILABLE is a strategy that "currently does not support status reporting" (comment of the enum). The others are
#: automated; which of the rarer ones report is not said.
_WITHOUT_STATUS = frozenset({"commission", "fixed_cpm", "manual_cpa", "manual_cpc", "manual_cpm", "manual_cpv"})
_PRIMARY = {
    "ENABLED": ("ELIGIBLE", []),
    "PAUSED": ("PAUSED", ["CAMPAIGN_PAUSED"]),
    "REMOVED": ("REMOVED", ["CAMPAIGN_REMOVED"]),
}


def rows(view: View, needed: Collection[str]) -> Iterator[Flat]:
    """The customer's campaigns, removed ones too."""
    for campaign in view.customer.campaigns.values():
        yield flat(view, campaign)


def flat(view: View, campaign: Campaign) -> Flat:
    """One campaign of the customer of `view`."""
    name = resource_name(view.customer.id, campaign.id)
    primary, reasons = _PRIMARY[campaign.status]
    row = {
        **_system_status(view, campaign),
        **campaign.fields,
        "id": campaign.id,
        "resource_name": name,
        "base_campaign": name,
        "bidding_strategy_type": strategy_type(campaign),
        "experiment_type": "BASE",
        "missing_eu_political_advertising_declaration": campaign["contains_eu_political_advertising"] is None,
        "primary_status": primary,
        "primary_status_reasons": reasons,
        "serving_status": "NONE" if campaign.status == "REMOVED" else "SERVING",
        "campaign_budget": f"customers/{view.customer.id}/campaignBudgets/{campaign.budget}",
    }
    if campaign.selected_actions:
        row[SELECTED] = [_action_name(view, one) for one in campaign.selected_actions]
    if campaign.local_services:
        row["pmax_campaign_settings.local_services_enabled"] = True
    return row


def strategy_type(campaign: Campaign) -> str:
    """The BiddingStrategyType of a campaign, whether the strategy is its own or a portfolio's."""
    return SCHEMES[campaign.strategy] if campaign.strategy in SCHEMES else STRATEGIES[campaign.strategy]


def _system_status(view: View, campaign: Campaign) -> Flat:
    """The status of the strategy of a campaign whose seed says none."""
    if view.policies.text("bidding_status_without_seed") == "unset":
        return {}
    active = "UNAVAILABLE" if campaign.strategy in _WITHOUT_STATUS else "ENABLED"
    return {"bidding_strategy_system_status": active if campaign.status == "ENABLED" else "PAUSED"}


def _action_name(view: View, number: int) -> str:
    """The name that a query for the action itself shows."""
    owners = view.state.owners_seen_by(view.customer)
    owner = next((one for one in owners if number in one.actions), view.customer)
    by_owner = view.policies.text("shared_action_resource_name") == "owner"
    return action_name(owner.id if by_owner else view.customer.id, number)


def resource_name(customer_id: int, campaign_id: int) -> str:
    """``customers/{customer}/campaigns/{id}``."""
    return f"customers/{customer_id}/campaigns/{campaign_id}"
