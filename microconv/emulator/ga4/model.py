"""The objects the emulated GA4 holds, with the proto's field names and enum words (v1alpha and v1beta agree on them).

Times are aware UTC datetimes; ids are the numbers of the resource names; money is in `currency_code`'s own unit.
Everything but Account and Property is frozen: an update replaces the object, so a failed one leaves no trace.
(The rules of a data stream are the exception: two dicts that live as long as the stream.)
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

COUNTING_METHODS = ("ONCE_PER_EVENT", "ONCE_PER_SESSION")
SERVICE_LEVELS = ("GOOGLE_ANALYTICS_STANDARD", "GOOGLE_ANALYTICS_360")
PROPERTY_TYPES = ("PROPERTY_TYPE_ORDINARY", "PROPERTY_TYPE_SUBPROPERTY", "PROPERTY_TYPE_ROLLUP")
_INDUSTRIES = """
    INDUSTRY_CATEGORY_UNSPECIFIED AUTOMOTIVE BUSINESS_AND_INDUSTRIAL_MARKETS FINANCE HEALTHCARE TECHNOLOGY TRAVEL OTHER
    ARTS_AND_ENTERTAINMENT BEAUTY_AND_FITNESS BOOKS_AND_LITERATURE FOOD_AND_DRINK GAMES HOBBIES_AND_LEISURE
    HOME_AND_GARDEN INTERNET_AND_TELECOM LAW_AND_GOVERNMENT NEWS ONLINE_COMMUNITIES PEOPLE_AND_SOCIETY PETS_AND_ANIMALS
    REAL_ESTATE REFERENCE SCIENCE SPORTS JOBS_AND_EDUCATION SHOPPING
"""
INDUSTRY_CATEGORIES = tuple(_INDUSTRIES.split())
#: Data stream type -> the sub-message of DataStream that goes with it, and that message's fields.
STREAM_DATA: dict[str, tuple[str, tuple[str, ...]]] = {
    "WEB_DATA_STREAM": ("web_stream_data", ("measurement_id", "firebase_app_id", "default_uri")),
    "ANDROID_APP_DATA_STREAM": ("android_app_stream_data", ("firebase_app_id", "package_name")),
    "IOS_APP_DATA_STREAM": ("ios_app_stream_data", ("firebase_app_id", "bundle_id")),
}
#: The search parameters of a stream on which nobody changed them (a published fixture; facts, section 2).
SEARCH_QUERY_PARAMETER = "q,s,search,query,keyword"
COMPARISON_TYPES = (
    *("EQUALS", "EQUALS_CASE_INSENSITIVE", "CONTAINS", "CONTAINS_CASE_INSENSITIVE"),
    *("STARTS_WITH", "STARTS_WITH_CASE_INSENSITIVE", "ENDS_WITH", "ENDS_WITH_CASE_INSENSITIVE"),
    *("GREATER_THAN", "GREATER_THAN_OR_EQUAL", "LESS_THAN", "LESS_THAN_OR_EQUAL"),
    *("REGULAR_EXPRESSION", "REGULAR_EXPRESSION_CASE_INSENSITIVE"),
)
#: Field of AttributionSettings -> its words.
ATTRIBUTION_WORDS: dict[str, tuple[str, ...]] = {
    "acquisition_conversion_event_lookback_window": (
        "ACQUISITION_CONVERSION_EVENT_LOOKBACK_WINDOW_7_DAYS",
        "ACQUISITION_CONVERSION_EVENT_LOOKBACK_WINDOW_30_DAYS",
    ),
    "other_conversion_event_lookback_window": (
        "OTHER_CONVERSION_EVENT_LOOKBACK_WINDOW_30_DAYS",
        "OTHER_CONVERSION_EVENT_LOOKBACK_WINDOW_60_DAYS",
        "OTHER_CONVERSION_EVENT_LOOKBACK_WINDOW_90_DAYS",
    ),
    "reporting_attribution_model": (
        "PAID_AND_ORGANIC_CHANNELS_DATA_DRIVEN",
        "PAID_AND_ORGANIC_CHANNELS_LAST_CLICK",
        "GOOGLE_PAID_CHANNELS_LAST_CLICK",
    ),
    "ads_web_conversion_data_export_scope": (
        "NOT_SELECTED_YET",
        "PAID_AND_ORGANIC_CHANNELS",
        "GOOGLE_PAID_CHANNELS",
    ),
}
#: Key events that GA makes by itself (`custom` false). `purchase` comes with every property (a published fixture), the
#: lead ones with an objective (third-party reports), the others with app streams (inferred). Checked 2026-11-23.
GA_KEY_EVENTS = frozenset(
    {
        "purchase",
        "close_convert_lead",
        "qualify_lead",
        "first_open",
        "in_app_purchase",
        "app_store_subscription_convert",
        "app_store_subscription_renew",
    }
)


@dataclass(frozen=True, slots=True)
class DefaultValue:
    """The value a key event gets when the event carries none: `numeric_value` in `currency_code` (ISO 4217)."""

    numeric_value: float
    currency_code: str


@dataclass(frozen=True, slots=True)
class KeyEvent:
    """A key event; the old API calls the same object a conversion event."""

    id: int
    event_name: str
    counting_method: str
    default_value: DefaultValue | None
    deletable: bool
    custom: bool
    create_time: datetime


@dataclass(frozen=True, slots=True)
class MatchingCondition:
    """A condition that an event must meet for a rule to apply: `field` is ``event_name`` or a parameter."""

    field: str
    comparison_type: str
    value: str
    negated: bool


@dataclass(frozen=True, slots=True)
class ParameterMutation:
    """A parameter that a rule sets; a value ``[[other]]`` copies another parameter."""

    parameter: str
    parameter_value: str


@dataclass(frozen=True, slots=True)
class EventCreateRule:
    """Makes a new event of each event that meets every condition."""

    id: int
    destination_event: str
    event_conditions: tuple[MatchingCondition, ...]
    source_copy_parameters: bool
    parameter_mutations: tuple[ParameterMutation, ...]


@dataclass(frozen=True, slots=True)
class EventEditRule:
    """Changes each event that meets every condition; the rule with the lowest `processing_order` comes first."""

    id: int
    display_name: str
    event_conditions: tuple[MatchingCondition, ...]
    parameter_mutations: tuple[ParameterMutation, ...]
    processing_order: int


@dataclass(frozen=True, slots=True)
class EnhancedMeasurementSettings:
    """The events a web stream collects by itself."""

    stream_enabled: bool
    scrolls_enabled: bool
    outbound_clicks_enabled: bool
    site_search_enabled: bool
    video_engagement_enabled: bool
    file_downloads_enabled: bool
    page_changes_enabled: bool
    form_interactions_enabled: bool
    search_query_parameter: str
    uri_query_parameter: str


@dataclass(frozen=True, slots=True)
class AttributionSettings:
    """The way a property credits conversions; each a word of ATTRIBUTION_WORDS."""

    acquisition_conversion_event_lookback_window: str
    other_conversion_event_lookback_window: str
    reporting_attribution_model: str
    ads_web_conversion_data_export_scope: str


@dataclass(frozen=True, slots=True)
class DataStream:
    """A data stream. `data` holds the fields of the sub-message that STREAM_DATA names for its type.

    `enhanced_measurement_settings` is None for an app stream, and for a web stream on which nobody changed them.
    """

    id: int
    type: str
    display_name: str
    data: dict[str, str]
    create_time: datetime
    update_time: datetime
    enhanced_measurement_settings: EnhancedMeasurementSettings | None = None
    event_create_rules: dict[int, EventCreateRule] = field(default_factory=dict)
    event_edit_rules: dict[int, EventEditRule] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GoogleAdsLink:
    """A link to a Google Ads account. `customer_id` is ten digits without hyphens."""

    id: int
    customer_id: str
    can_manage_clients: bool
    ads_personalization_enabled: bool
    creator_email_address: str
    create_time: datetime
    update_time: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one resource, as the change history keeps it.

    `before` and `after` are the resource, a frozen object of this module or a copy of a Property; `before` is None
    where it was created, `after` where it was deleted. `resource_type` is a word of v1alpha's enum of that name.
    """

    id: int
    change_time: datetime
    user_actor_email: str
    account: int
    property_id: int
    resource_type: str
    resource: str
    before: object | None
    after: object | None

    @property
    def action(self) -> str:
        """A word of ActionType."""
        if self.before is None:
            return "CREATED"
        return "DELETED" if self.after is None else "UPDATED"


@dataclass(slots=True)
class Property:
    """A GA4 property and what is in it. `parent` is ``accounts/N``, or ``properties/N`` for a subproperty.

    `attribution_settings` is None where nobody chose them.
    """

    id: int
    account: int
    parent: str
    display_name: str
    currency_code: str
    time_zone: str
    service_level: str
    property_type: str
    industry_category: str
    create_time: datetime
    update_time: datetime
    delete_time: datetime | None = None
    expire_time: datetime | None = None
    attribution_settings: AttributionSettings | None = None
    data_streams: dict[int, DataStream] = field(default_factory=dict)
    key_events: dict[int, KeyEvent] = field(default_factory=dict)
    google_ads_links: dict[int, GoogleAdsLink] = field(default_factory=dict)
    #: The seed's ``traffic`` section as written, checked by ga4/traffic.py; empty: made from the key events.
    traffic: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The resource name."""
        return f"properties/{self.id}"

    def key_event(self, event_name: str) -> KeyEvent | None:
        """The key event of that (case-sensitive) event name, if there is one."""
        return next((event for event in self.key_events.values() if event.event_name == event_name), None)


@dataclass(slots=True)
class Account:
    """A Google Analytics account."""

    id: int
    display_name: str
    region_code: str
    gmp_organization: str
    deleted: bool
    create_time: datetime
    update_time: datetime
    properties: dict[int, Property] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The resource name."""
        return f"accounts/{self.id}"


#: Attribution settings of a property where nobody chose them. The windows are the proto's defaults; the model and the
#: export scope are inferred (checked 2026-11-23). A seed's ``attribution_settings`` sets others.
ATTRIBUTION_DEFAULTS = AttributionSettings(
    acquisition_conversion_event_lookback_window="ACQUISITION_CONVERSION_EVENT_LOOKBACK_WINDOW_30_DAYS",
    other_conversion_event_lookback_window="OTHER_CONVERSION_EVENT_LOOKBACK_WINDOW_90_DAYS",
    reporting_attribution_model="PAID_AND_ORGANIC_CHANNELS_DATA_DRIVEN",
    ads_web_conversion_data_export_scope="NOT_SELECTED_YET",
)


def measurement_id(stream_id: int) -> str:
    """The measurement ID of a web stream: the same for the same id, of the form G-XXXXXXXXXX."""
    return f"G-{base64.b32encode(hashlib.sha256(f'stream {stream_id}'.encode()).digest())[:10].decode('ascii')}"
