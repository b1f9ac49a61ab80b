"""The objects the emulated GA4 holds, with the proto's field names and enum words (v1alpha and v1beta agree on them).

Times are aware UTC datetimes; ids are the numbers of the resource names; money is in `currency_code`'s own unit.
Everything but Account and Property is frozen: an update replaces the object, so a failed one leaves no trace.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

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
#: Key events that GA makes by itself (`custom` false). `purchase` comes with every property, the lead ones with an
#: objective, the others with app streams.
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
class DataStream:
    """A data stream. `data` holds the fields of the sub-message that STREAM_DATA names for its type."""

    id: int
    type: str
    display_name: str
    data: dict[str, str]
    create_time: datetime
    update_time: datetime


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


@dataclass(slots=True)
class Property:
    """A GA4 property and what is in it. `parent` is ``accounts/N``, or ``properties/N`` for a subproperty."""

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
    data_streams: dict[int, DataStream] = field(default_factory=dict)
    key_events: dict[int, KeyEvent] = field(default_factory=dict)
    google_ads_links: dict[int, GoogleAdsLink] = field(default_factory=dict)

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
