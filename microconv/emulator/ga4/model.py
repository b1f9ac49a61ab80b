"""The objects the emulated GA4 holds, with the proto's field names and enum words (v1alpha and v1beta agree on them).

Times are aware UTC datetimes; ids are the numbers of the resource names; money is in `currency_code`'s own unit.
Everything but Account and Property is frozen: an update replaces the object, so a failed one leaves no trace.
What is in a data stream is in `model_data_streams`, what only an audit reads in `model_settings`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from microconv.emulator.ga4.model_data_streams import DataStream
from microconv.emulator.ga4.model_settings import (
    AccessBinding,
    DataRetentionSettings,
    GoogleSignalsSettings,
    ReportingDataAnnotation,
)
from microconv.emulator.hits import EventHit

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
    """A key event; the old API calls the same object a conversion event.

    id: the number in its resource name.
    event_name: case-sensitive, unique in its property.
    counting_method: a word of COUNTING_METHODS.
    default_value: None without one.
    deletable: false for those GA makes and keeps.
    custom: false for those of GA_KEY_EVENTS.
    create_time: the time it was marked.
    """

    id: int
    event_name: str
    counting_method: str
    default_value: DefaultValue | None
    deletable: bool
    custom: bool
    create_time: datetime


@dataclass(frozen=True, slots=True)
class AttributionSettings:
    """The way a property credits conversions; each a word of ATTRIBUTION_WORDS."""

    acquisition_conversion_event_lookback_window: str
    other_conversion_event_lookback_window: str
    reporting_attribution_model: str
    ads_web_conversion_data_export_scope: str


@dataclass(frozen=True, slots=True)
class GoogleAdsLink:
    """A link to a Google Ads account.

    id: the number in its resource name.
    customer_id: ten digits without hyphens.
    can_manage_clients: true for a manager account.
    ads_personalization_enabled: personalised advertising is on.
    creator_email_address: of the caller who made it.
    create_time: the time it was made.
    update_time: the time of the last change.
    """

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

    id: its number in the history, counted from 1.
    change_time: the emulated time.
    user_actor_email: of the caller.
    account: the id of the account it is in.
    property_id: the id of the property it is in, or that it is.
    resource_type: a word of v1alpha's enum of that name.
    resource: the resource name.
    before: the resource, a frozen object of the model or a copy of a Property; None where it was created.
    after: likewise; None where it was deleted.
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
    """A GA4 property and what is in it.

    id: the number in its resource name.
    account: the id of its account.
    parent: ``accounts/N``, or ``properties/N`` for a subproperty.
    display_name: for people; key events imported into Google Ads carry it.
    currency_code: ISO 4217.
    time_zone: an IANA name.
    service_level: a word of SERVICE_LEVELS.
    property_type: a word of PROPERTY_TYPES.
    industry_category: a word of INDUSTRY_CATEGORIES.
    create_time: the time it was made.
    update_time: the time of the last change.
    delete_time: the time it was put into the trash, None if it is not there.
    expire_time: the time it leaves the trash for good.
    attribution_settings: None where nobody chose them.
    data_retention_settings: None where nobody chose them.
    google_signals_settings: None where nobody chose them.
    data_streams: by id.
    key_events: by id.
    google_ads_links: by id.
    access_bindings: by id; those of the property itself.
    reporting_data_annotations: by id.
    traffic: the seed's section of that name, checked by `seeding_traffic`; empty: it collects only what is sent.
    hits: the events that were sent to it, oldest first.
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
    data_retention_settings: DataRetentionSettings | None = None
    google_signals_settings: GoogleSignalsSettings | None = None
    data_streams: dict[int, DataStream] = field(default_factory=dict)
    key_events: dict[int, KeyEvent] = field(default_factory=dict)
    google_ads_links: dict[int, GoogleAdsLink] = field(default_factory=dict)
    access_bindings: dict[int, AccessBinding] = field(default_factory=dict)
    reporting_data_annotations: dict[int, ReportingDataAnnotation] = field(default_factory=dict)
    traffic: dict[str, Any] = field(default_factory=dict)
    hits: list[EventHit] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The resource name."""
        return f"properties/{self.id}"

    def key_event(self, event_name: str) -> KeyEvent | None:
        """The key event of that (case-sensitive) event name, if there is one."""
        return next((event for event in self.key_events.values() if event.event_name == event_name), None)


@dataclass(slots=True)
class Account:
    """A Google Analytics account.

    id: the number in its resource name.
    display_name: for people.
    region_code: a CLDR region such as JP.
    gmp_organization: the resource name of its Marketing Platform organisation, empty without one.
    deleted: true if it was deleted.
    create_time: the time it was made.
    update_time: the time of the last change.
    properties: by id, trashed ones too.
    access_bindings: by id; those of the account itself, which hold for its properties too.
    """

    id: int
    display_name: str
    region_code: str
    gmp_organization: str
    deleted: bool
    create_time: datetime
    update_time: datetime
    properties: dict[int, Property] = field(default_factory=dict)
    access_bindings: dict[int, AccessBinding] = field(default_factory=dict)

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
