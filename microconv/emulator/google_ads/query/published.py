"""The published fields index: what a query about a resource may use at Google, emulated or not.

Names that exist come from the messages of the installed client. What goes together does not: it is kept here for the
resources of conversion measurement, from the field reference of v25 as extracted on 2026-09-23 by a public repository
(RaphizSanders/google-ads-mcp, tests/fixtures/google-ads-v25-fields.json; read 2026-11-29). Of a resource that is not
here it is not known, and of a name that v25 does not have neither: no index of a later version was found.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from microconv.emulator.google_ads.wire import Versions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from microconv.emulator.google_ads.wire import Version

#: Resources whose fields a query about the first may select: attributed and segmenting ones.
_COMPANIONS = """
    bidding_strategy: customer
    campaign: accessible_bidding_strategy bidding_strategy campaign_budget campaign_group customer
    campaign_budget: campaign customer
    campaign_conversion_goal: campaign customer
    campaign_goal_config: campaign customer goal
    change_event: ad_group asset campaign customer
    change_status: ad_group asset asset_group asset_set campaign campaign_budget combined_audience customer shared_set
    conversion_action: customer
    conversion_custom_variable: customer
    conversion_goal_campaign_config: campaign custom_conversion_goal customer
    conversion_value_rule: customer
    conversion_value_rule_set: customer
    custom_conversion_goal: customer
    customer:
    customer_client: customer
    customer_client_link: customer
    customer_conversion_goal: customer
    customer_manager_link: customer
    customer_user_access: customer
    goal: customer
    offline_conversion_upload_client_summary: customer
    offline_conversion_upload_conversion_action_summary: customer
"""
#: Resources with metrics and segments; the others of the list above have none.
_WITH_STATISTICS = frozenset({"bidding_strategy", "campaign", "campaign_budget", "conversion_action", "customer"})
#: Metrics and segments of resources for which the whole list is kept; those of the others are many.
_STATISTICS = {
    "bidding_strategy": """
        metrics.all_conversions metrics.all_conversions_from_interactions_rate
        metrics.all_conversions_from_interactions_value_per_interaction metrics.all_conversions_value
        metrics.all_conversions_value_per_cost metrics.average_cost metrics.average_cpc metrics.average_cpm
        metrics.average_target_cpa_micros metrics.average_target_roas metrics.clicks
        metrics.clicks_unique_query_clusters metrics.conversions metrics.conversions_from_interactions_rate
        metrics.conversions_from_interactions_value_per_interaction metrics.conversions_unique_query_clusters
        metrics.conversions_value metrics.conversions_value_per_cost metrics.cost_micros
        metrics.cost_per_all_conversions metrics.cost_per_conversion metrics.cross_device_conversions metrics.ctr
        metrics.gmail_forwards metrics.gmail_saves metrics.gmail_secondary_clicks metrics.impressions
        metrics.impressions_unique_query_clusters metrics.interaction_event_types metrics.interaction_rate
        metrics.interactions metrics.trueview_average_cpv
        metrics.value_per_all_conversions metrics.value_per_conversion metrics.video_trueview_view_rate
        metrics.video_trueview_views metrics.view_through_conversions segments.ad_network_type
        segments.ad_sub_network_type segments.click_type segments.conversion_action segments.conversion_action_category
        segments.conversion_action_name segments.date segments.day_of_week segments.device
        segments.external_conversion_source segments.hour segments.month segments.month_of_year segments.quarter
        segments.slot segments.week segments.year
    """,
    "campaign_budget": """
        metrics.all_conversions metrics.all_conversions_from_interactions_rate metrics.all_conversions_value
        metrics.average_cost metrics.average_cpc metrics.average_cpe metrics.average_cpm metrics.clicks
        metrics.conversions metrics.conversions_from_interactions_rate metrics.conversions_value metrics.cost_micros
        metrics.cost_per_all_conversions metrics.cost_per_conversion metrics.cross_device_conversions metrics.ctr
        metrics.engagement_rate metrics.engagements metrics.impressions metrics.interaction_event_types
        metrics.interaction_rate metrics.interactions metrics.trueview_average_cpv metrics.value_per_all_conversions
        metrics.value_per_conversion metrics.video_trueview_view_rate metrics.video_trueview_views
        metrics.view_through_conversions segments.budget_campaign_association_status.campaign
        segments.budget_campaign_association_status.status segments.conversion_action
        segments.conversion_action_category segments.conversion_action_name segments.date
        segments.external_conversion_source
    """,
    "conversion_action": """
        metrics.all_conversions metrics.all_conversions_value metrics.conversion_last_conversion_date
        metrics.conversion_last_received_request_date_time segments.date segments.month segments.quarter segments.week
    """,
}
#: What the index has for other resources (experiments, lift studies, insights of search terms, assets, ad groups), and
#: neither for campaigns nor for customers, which have most metrics and segments.
_OF_OTHERS = re.compile(
    r"metrics[.](.*brand_lift.*|.*lifted_cookie.*|.*incremental_conversion.*|conversion_lift_.*|asset_pinned_.*"
    r"|control_.*|relative_conversion_(value_)?lift.*|combined_.*|organic_.*"
    r"|.*_(margin_of_error|p_value|point_estimate)|linked_(entities_count|sample_entities)|search_volume.*|cross_device_conversions_value)"
    r"|segments[.](ad_group|asset_group|brand_lift_measurement_type|campaign|keyword[.].*|search_subcategory|webpage"
    r"|search_term(_match_source|_match_type|_targeting_status)?)"
)
#: The same of one of the two.
_OF_THE_OTHER = {
    "campaign": re.compile(r"metrics[.]conversion_last_.*"),
    "customer": re.compile(
        r"metrics[.](average_impression_frequency_per_user|average_target_(cpa_micros|roas)|(coviewed|primary)_impressions"
        r"|hotel_(average_lead_value_micros|eligible_impressions|price_difference_percentage)|unique_users.*"
        r"|message_(chat_rate|chats|impressions)|mobile_friendly_clicks_percentage|results_conversions_purchase|speed_score"
        r"|publisher_(organic|purchased|unknown)_clicks|store_visits_last_click_model_attributed_conversions|svr"
        r"|valid_accelerated_mobile_pages_clicks_percentage)"
        r"|segments[.](activity_.*|ad_destination_type|adjusted_(age_range|gender)|asset_interaction_target[.].*"
        r"|budget_campaign_association_status[.].*|external_activity_id|hotel_.*|interaction_on_this_extension"
        r"|geo_target_(canton|country|county|district|most_specific_location|postal_code|province|state)|partner_hotel_id"
        r"|landing_page_source|loyalty_membership|product_feed_label|product_sold_.*|travel_destination_.*)"
    ),
}


def _companions() -> dict[str, frozenset[str]]:
    lines = (line.partition(":") for line in _COMPANIONS.strip().splitlines())
    return {name.strip(): frozenset(others.split()) for name, _, others in lines}


#: The version whose index it is.
INDEXED = "v25"
COMPANIONS: Mapping[str, frozenset[str]] = _companions()
STATISTICS: Mapping[str, frozenset[str]] = {name: frozenset(text.split()) for name, text in _STATISTICS.items()}


def may_join(resource: str, other: str) -> bool:
    """False if Google refuses fields of the other resource in queries about the first; True where it is not known."""
    return resource not in COMPANIONS or other in COMPANIONS[resource] or other not in _indexed("")


def may_have(resource: str, name: str) -> bool:
    """False if Google refuses this metric or segment in queries about the resource; True where it is not known."""
    head, _, path = name.partition(".")
    if resource not in COMPANIONS or path not in _indexed(head):
        return True
    if resource not in _WITH_STATISTICS:
        return False
    if resource in _OF_THE_OTHER:
        return not (_OF_OTHERS.fullmatch(name) or _OF_THE_OTHER[resource].fullmatch(name))
    return resource not in STATISTICS or name in STATISTICS[resource]


@lru_cache(maxsize=8)
def _indexed(head: str) -> frozenset[str]:
    """The metrics or segments that the version of the index has, for no head its resources.

    None of them if the installed client does not have that version: then the index tells of no name.
    """
    version = Versions().get(INDEXED)
    if version is None:
        return frozenset()
    return field_names(version, head) if head else frozenset(version.row.fields_by_name)


@lru_cache(maxsize=4096)
def field_names(version: Version, head: str) -> frozenset[str]:
    """The fields of a resource, of ``metrics`` or of ``segments`` in a version, as paths below it.

    A message that only holds other fields is none; one without fields is, and so is a list of messages.
    """
    leaves = version.row_shape(head).leaves
    inner = {path.rpartition(".")[0] for path in leaves}
    return frozenset(path for path in leaves if path not in inner)
