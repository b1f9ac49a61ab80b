"""The dimensions and metrics the emulator has, those it knows of and has not, and the refusals of all others.

Names and types as the API schema and live metadata have them (checked 2026-11-23 in copies; keyEvents is TYPE_FLOAT
there); the descriptions are the emulator's own words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from microconv.emulator.ga4.errors import ApiError
from microconv.emulator.ga4_data.errors import not_emulated, refuse

if TYPE_CHECKING:
    from microconv.emulator.ga4.model import Property

_SCHEMA = "https://developers.google.com/analytics/devguides/reporting/data/v1/api-schema"
_EXPLORER = "https://ga-dev-tools.web.app/ga4/dimensions-metrics-explorer/"


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension the emulator has.

    name: its API name.
    ui_name: its name in the interface.
    category: its group in the interface.
    scope: the thing that decides its value: a ``date``, a ``session``, an ``event``.
    description: as getMetadata has it.
    deprecated: earlier API names.
    """

    name: str
    ui_name: str
    category: str
    scope: str
    description: str
    deprecated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric the emulator has.

    name: its API name.
    ui_name: its name in the interface.
    category: its group in the interface.
    type: a word of MetricType.
    description: as getMetadata has it.
    deprecated: earlier API names.
    event_name: the key event it is about, for the metrics of one key event.
    """

    name: str
    ui_name: str
    category: str
    type: str
    description: str
    deprecated: tuple[str, ...] = ()
    event_name: str = ""


_DIMENSIONS = (
    Dimension("date", "Date", "Time", "date", "The day of the event, YYYYMMDD."),
    Dimension("year", "Year", "Time", "date", "The year of the event, four digits."),
    Dimension("month", "Month", "Time", "date", "The month of the event, 01 to 12."),
    Dimension("yearMonth", "Year month", "Time", "date", "Year and month of the event, YYYYMM."),
    Dimension("day", "Day", "Time", "date", "The day of the month, 01 to 31."),
    Dimension("dayOfWeek", "Day of week", "Time", "date", "0 (Sunday) to 6 (Saturday).", ("dayOfWeekZero",)),
    Dimension("eventName", "Event name", "Event", "event", "What the event is called."),
    Dimension(
        "isKeyEvent",
        "Is key event",
        "Event",
        "event",
        "true if the event was a key event when it happened.",
        ("isConversionEvent",),
    ),
    Dimension("pagePath", "Page path", "Page / screen", "event", "The path of the page, without host and query."),
    Dimension(
        "deviceCategory",
        "Device category",
        "Platform / device",
        "session",
        "Kind of device, such as mobile or desktop.",
    ),
    Dimension(
        "sessionDefaultChannelGroup",
        "Session default channel group",
        "Traffic Source",
        "session",
        "The channel that led to the session, by Google's own rules.",
        ("sessionDefaultChannelGrouping",),
    ),
)
_METRICS = (
    Metric("eventCount", "Event count", "Event", "TYPE_INTEGER", "How many events there were."),
    Metric("eventValue", "Event value", "Event", "TYPE_FLOAT", "The sum of the events' parameter `value`."),
    Metric("keyEvents", "Key events", "Event", "TYPE_FLOAT", "How many key events were counted.", ("conversions",)),
    Metric("sessions", "Sessions", "Session", "TYPE_INTEGER", "How many sessions there were."),
    Metric("totalUsers", "Total users", "User", "TYPE_INTEGER", "How many people had an event at all."),
    Metric("activeUsers", "Active users", "User", "TYPE_INTEGER", "How many people used the site."),
    Metric(
        "sessionKeyEventRate",
        "Session key event rate",
        "Session",
        "TYPE_FLOAT",
        "The share of sessions with any key event.",
        ("sessionConversionRate",),
    ),
    Metric(
        "userKeyEventRate",
        "User key event rate",
        "User",
        "TYPE_FLOAT",
        "The share of people with any key event.",
        ("userConversionRate",),
    ),
)
DIMENSIONS = {dimension.name: dimension for dimension in _DIMENSIONS}
METRICS = {metric.name: metric for metric in _METRICS}
_ALIASES = {old: one.name for one in (*_DIMENSIONS, *_METRICS) for old in one.deprecated}
#: Added by the API itself to a report of several date ranges; may be asked for, filtered and ordered by too.
DATE_RANGE = "dateRange"

_ITEM = "itemId itemName itemBrand itemVariant itemCategory itemCategory2 itemCategory3 itemListId itemListName"
_ITEM_DIMENSIONS = frozenset(_ITEM.split())
_EVENT_SCOPED_COMMERCE = frozenset(("itemViewEvents", "itemListViewEvents", "itemListClickEvents"))
_ADVERTISER = frozenset(
    ("advertiserAdCost", "advertiserAdClicks", "advertiserAdImpressions", "advertiserAdCostPerClick", "returnOnAdSpend")
)
_CAMPAIGN_DIMENSIONS = frozenset(
    ("campaignName", "campaignId", "sessionCampaignName", "sessionCampaignId", "sessionGoogleAdsCampaignName")
)
#: Of the real service's several hundred, the ones clients use most: these are refused as missing here, not as wrong.
_OTHER_DIMENSION_NAMES = """
    achievementId audienceId audienceName browser browserId campaignId campaignName city cityId cohort
    cohortNthDay cohortNthMonth cohortNthWeek contentGroup contentId contentType continent continentId country
    countryId dateHour dateHourMinute dayOfWeekName defaultChannelGroup deviceModel eventId fileExtension fileName
    firstSessionDate firstUserCampaignName firstUserDefaultChannelGroup firstUserMedium firstUserSource
    firstUserSourceMedium fullPageUrl googleAdsAccountName googleAdsAdGroupName googleAdsCampaignId
    googleAdsCampaignName googleAdsCustomerId googleAdsKeyword googleAdsQuery hostName hour isoWeek isoYear
    isoYearIsoWeek landingPage landingPagePlusQueryString language languageCode linkClasses linkDomain linkId
    linkText linkUrl medium minute mobileDeviceBranding mobileDeviceModel newVsReturning nthDay nthMonth nthWeek
    operatingSystem operatingSystemVersion operatingSystemWithVersion outbound pageLocation
    pagePathPlusQueryString pageReferrer pageTitle percentScrolled platform platformDeviceCategory region
    screenResolution searchTerm sessionCampaignId sessionCampaignName sessionGoogleAdsCampaignId
    sessionGoogleAdsCampaignName sessionManualTerm sessionMedium sessionPrimaryChannelGroup sessionSource
    sessionSourceMedium sessionSourcePlatform signedInWithUserId source sourceMedium sourcePlatform streamId
    streamName transactionId unifiedPagePathScreen unifiedPageScreen unifiedScreenClass unifiedScreenName
    userAgeBracket userGender videoProvider videoTitle videoUrl visible week yearWeek
"""
_OTHER_METRIC_NAMES = """
    active1DayUsers active28DayUsers active7DayUsers addToCarts averagePurchaseRevenue averageRevenuePerUser
    averageSessionDuration bounceRate cartToViewRate checkouts crashAffectedUsers dauPerMau dauPerWau
    ecommercePurchases engagedSessions engagementRate eventCountPerUser eventsPerSession firstTimePurchasers
    grossItemRevenue grossPurchaseRevenue itemListClickThroughRate itemRevenue itemsAddedToCart itemsCheckedOut
    itemsPurchased itemsViewed newUsers organicGoogleSearchClicks organicGoogleSearchImpressions promotionClicks
    promotionViews purchaseRevenue purchaseToViewRate purchaserRate refundAmount screenPageViews
    screenPageViewsPerSession screenPageViewsPerUser scrolledUsers sessionsPerUser shippingAmount taxAmount
    totalAdRevenue totalPurchasers totalRevenue transactions transactionsPerPurchaser userEngagementDuration
    wauPerMau
"""
_OTHER_DIMENSIONS = _ITEM_DIMENSIONS.union(_OTHER_DIMENSION_NAMES.split())
_OTHER_METRICS = _EVENT_SCOPED_COMMERCE.union(_ADVERTISER, _OTHER_METRIC_NAMES.split())


def canonical(name: str) -> str:
    """The present name of a field; deprecated names are still accepted."""
    stem, colon, event_name = name.partition(":")
    return _ALIASES.get(stem, stem) + colon + event_name


def find_dimension(name: str) -> Dimension:
    """A dimension by its present or deprecated name.

    Raises ApiError (INVALID_ARGUMENT) for what is no dimension, UNIMPLEMENTED for one the emulator does not have.
    """
    dimension = DIMENSIONS.get(canonical(name))
    if dimension is not None:
        return dimension
    if name in _OTHER_DIMENSIONS:
        raise not_emulated(f"the dimension {name}")
    raise refuse(
        f"Field {name} is not a valid dimension. For a list of valid dimensions and metrics, see {_SCHEMA} ",
    )


def find_metric(name: str, owner: Property) -> Metric:
    """A metric by its present or deprecated name, or that of one of the property's key events.

    Raises ApiError (INVALID_ARGUMENT) for what is no metric of this property, UNIMPLEMENTED for one the emulator does
    not have.
    """
    stem, colon, event_name = canonical(name).partition(":")
    metric_of_stem = METRICS.get(stem)
    if metric_of_stem is not None and not colon:
        return metric_of_stem
    if metric_of_stem is not None and stem in ("sessionKeyEventRate", "userKeyEventRate"):
        for metric in key_event_metrics(owner):
            if metric.name == f"{stem}:{event_name}":
                return metric
    if name in _OTHER_METRICS:
        raise not_emulated(f"the metric {name}")
    raise refuse(
        f"Field {name} is not a valid metric.  For a list of valid dimensions and metrics, see {_SCHEMA} ",
    )


def key_event_metrics(owner: Property) -> list[Metric]:
    """The two rates of each key event of a property, as getMetadata lists them."""
    return [
        Metric(
            f"{stem.name}:{event.event_name}",
            f"{stem.ui_name} for {event.event_name}",
            stem.category,
            stem.type,
            f"{stem.description.removesuffix('any key event.')}the key event {event.event_name}.",
            tuple(f"{old}:{event.event_name}" for old in stem.deprecated),
            event.event_name,
        )
        for stem in (METRICS["sessionKeyEventRate"], METRICS["userKeyEventRate"])
        for event in owner.key_events.values()
    ]


def check_compatible(dimensions: list[str], metrics: list[str]) -> None:
    """Refuse fields that no report can have together, before what the emulator does not have is refused.

    All rules are about fields that the emulator does not serve: those it serves go together.

    Raises ApiError (INVALID_ARGUMENT) with the service's hint what to add or remove.
    """
    for metric in metrics:
        if metric in _EVENT_SCOPED_COMMERCE and _ITEM_DIMENSIONS.intersection(dimensions):
            raise _incompatible(f"remove {metric}")
        if metric in _ADVERTISER and not _CAMPAIGN_DIMENSIONS.intersection(dimensions):
            raise _incompatible("add sessionCampaignName")


def _incompatible(advice: str) -> ApiError:
    text = f"Please {advice} to make the request compatible for example. The request's dimensions & metrics are"
    return refuse(f"{text} incompatible. To learn more, see {_EXPLORER}")
