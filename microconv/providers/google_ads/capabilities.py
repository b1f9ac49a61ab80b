"""The Google Ads API's limits for each type of conversion action.

Sources: the v26 client's ConversionActionType docstrings and ConversionActionError; the page "Create conversion
actions" (developers.google.com/google-ads/api/docs/conversions/create-conversion-actions), both checked 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from microconv.core.conversion import GA4_IMPORT
from microconv.core.value import Scalar, State

WEBSITE = "website"

TYPE_OF_SOURCE: Mapping[str, str] = MappingProxyType(
    {
        WEBSITE: "webpage",
        "ad_call": "ad_call",
        "click_to_call": "click_to_call",
        "google_play_download": "google_play_download",
        "google_play_in_app_purchase": "google_play_in_app_purchase",
        "store_sales_direct_upload": "store_sales_direct_upload",
        "upload_calls": "upload_calls",
        "upload_clicks": "upload_clicks",
        "website_call": "website_call",
    }
)
"""The sources that can be created, with the type of conversion action that each makes."""

SOURCES: tuple[str, ...] = (WEBSITE, GA4_IMPORT, *(source for source in TYPE_OF_SOURCE if source != WEBSITE))
"""Every word for `source`."""

CALL_SOURCES = frozenset({"ad_call", "website_call"})
"""Calls: their value is fixed, they have no view-through window, and they count from a length of call on."""

RULE_BASED_MODELS = frozenset(
    {
        "external",
        "google_search_attribution_first_click",
        "google_search_attribution_linear",
        "google_search_attribution_time_decay",
        "google_search_attribution_position_based",
    }
)
"""The attribution models that Google does not let one set."""

APP_SOURCES = frozenset({"google_play_download", "google_play_in_app_purchase"})

REFUSED_CATEGORIES: Mapping[str, frozenset[str]] = MappingProxyType({WEBSITE: frozenset({"download"})})
"""Categories that the API is known to refuse for a source: FieldError.INVALID_VALUE (seen on v25, October 2026)."""

IMPORTED_TYPES = frozenset({"firebase", "google_analytics_4", "universal_analytics", "third_party_app_analytics"})
"""Beginnings of the names of types that exist only because another product was linked."""

FIXED_TYPES = frozenset(
    {
        "webpage_codeless",
        "lead_form_submit",
        "google_hosted",
        "store_visits",
        "smart_campaign_ad_clicks_to_call",
        "smart_campaign_map_clicks_to_call",
        "smart_campaign_map_directions",
        "smart_campaign_tracked_calls",
        "android_app_pre_registration",
        "android_installs_all_other_apps",
        "floodlight_action",
        "floodlight_transaction",
        "salesforce",
        "search_ads_360",
        "store_sales",
        "local_services_ads",
    }
)
"""Types whose actions refuse every change: MutateError.MUTATE_NOT_ALLOWED, or documented as read only."""

DATA_DRIVEN = "google_search_attribution_data_driven"
"""The attribution model that Google takes only once it has made a model for the action."""


def refuses_category(name: str, value: Scalar, live: State) -> bool:
    """True where `name` is the category, and the API is known to refuse it for actions of the live one's type."""
    sources = (source for source, type_name in TYPE_OF_SOURCE.items() if type_name == live.get("type"))
    return name == "category" and any(value in REFUSED_CATEGORIES.get(source, ()) for source in sources)
