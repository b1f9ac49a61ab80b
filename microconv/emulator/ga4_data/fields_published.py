"""The dimensions and metrics of the Data API's published schema: all that Google has, emulated or not.

Source: the pages "API Dimensions & Metrics" and "Dimensions & metrics: funnel reports" of the Data API's documentation
(analytics/devguides/reporting/data/v1/api-schema and .../exploration-api-schema), read on 2026-11-29 in copies of 2025;
names of before the renaming of conversions to key events (2024) as an older copy has them. Only names are kept here:
what each means, its group and its type are Google's to say.
"""

from __future__ import annotations

import re

_DIMENSIONS = """
    achievementId adFormat adSourceName adUnitName appVersion audienceId audienceName audienceResourceName
    brandingInterest browser campaignId campaignName character city cityId cohort cohortNthDay cohortNthMonth
    cohortNthWeek contentGroup contentId contentType continent continentId country countryId currencyCode date
    dateHour dateHourMinute day dayOfWeek dayOfWeekName defaultChannelGroup deviceCategory deviceModel eventName
    fileExtension fileName firstSessionDate fullPageUrl groupId hostName hour isKeyEvent isoWeek isoYear
    isoYearIsoWeek itemAffiliation itemBrand itemCategory itemCategory2 itemCategory3 itemCategory4 itemCategory5
    itemId itemListId itemListName itemListPosition itemLocationID itemName itemPromotionCreativeName
    itemPromotionCreativeSlot itemPromotionId itemPromotionName itemVariant landingPage landingPagePlusQueryString
    language languageCode level linkClasses linkDomain linkId linkText linkUrl medium method minute
    mobileDeviceBranding mobileDeviceMarketingName mobileDeviceModel month newVsReturning nthDay nthHour nthMinute
    nthMonth nthWeek nthYear operatingSystem operatingSystemVersion operatingSystemWithVersion orderCoupon
    outbound pageLocation pagePath pagePathPlusQueryString pageReferrer pageTitle percentScrolled platform
    platformDeviceCategory primaryChannelGroup region screenResolution searchTerm shippingTier signedInWithUserId
    source sourceMedium sourcePlatform streamId streamName testDataFilterId testDataFilterName transactionId
    unifiedPagePathScreen unifiedPageScreen unifiedScreenClass unifiedScreenName userAgeBracket userGender
    videoProvider videoTitle videoUrl virtualCurrencyName visible week year yearMonth yearWeek
"""
#: Dimensions of where traffic came from: of the key event, of the session, of the user's first visit.
_SCOPES = ("", "session", "firstUser")
_ORIGINS = {
    "": """
        CampaignId CampaignName DefaultChannelGroup Medium PrimaryChannelGroup Source SourceMedium
        SourcePlatform
    """,
    "Cm360": """
        AccountId AccountName AdvertiserId AdvertiserName CampaignId CampaignName CreativeFormat CreativeId
        CreativeName CreativeType CreativeTypeId CreativeVersion Medium PlacementCostStructure PlacementId
        PlacementName RenderingId SiteId SiteName Source SourceMedium
    """,
    "Dv360": """
        AdvertiserId AdvertiserName CampaignId CampaignName CreativeFormat CreativeId CreativeName ExchangeId
        ExchangeName InsertionOrderId InsertionOrderName LineItemId LineItemName Medium PartnerId PartnerName
        Source SourceMedium
    """,
    "GoogleAds": """
        AccountName AdGroupId AdGroupName AdNetworkType CampaignId CampaignName CampaignType CreativeId
        CustomerId Keyword Query
    """,
    "Manual": """
        AdContent CampaignId CampaignName CreativeFormat MarketingTactic Medium Source SourceMedium
        SourcePlatform Term
    """,
    "Sa360": """
        AdGroupId AdGroupName CampaignId CampaignName CreativeFormat EngineAccountId EngineAccountName
        EngineAccountType KeywordText ManagerAccountId ManagerAccountName Medium Query Source SourceMedium
    """,
}
#: Spellings that only one of the scopes has, or that differ between the pages.
_ODD = "firstUserSa360Keyword sessionSa360Keyword"
_METRICS = """
    active1DayUsers active28DayUsers active7DayUsers activeUsers adUnitExposure addToCarts advertiserAdClicks
    advertiserAdCost advertiserAdCostPerClick advertiserAdCostPerKeyEvent advertiserAdImpressions
    averagePurchaseRevenue averagePurchaseRevenuePerPayingUser averagePurchaseRevenuePerUser averageRevenuePerUser
    averageSessionDuration bounceRate cartToViewRate checkouts cohortActiveUsers cohortTotalUsers
    crashAffectedUsers crashFreeUsersRate dauPerMau dauPerWau ecommercePurchases engagedSessions engagementRate
    eventCount eventCountPerUser eventValue eventsPerSession firstTimePurchaserRate firstTimePurchasers
    firstTimePurchasersPerNewUser grossItemRevenue grossPurchaseRevenue itemDiscountAmount itemListClickEvents
    itemListClickThroughRate itemListViewEvents itemPromotionClickThroughRate itemRefundAmount itemRevenue
    itemViewEvents itemsAddedToCart itemsCheckedOut itemsClickedInList itemsClickedInPromotion itemsPurchased
    itemsViewed itemsViewedInList itemsViewedInPromotion keyEvents newUsers organicGoogleSearchAveragePosition
    organicGoogleSearchClickThroughRate organicGoogleSearchClicks organicGoogleSearchImpressions promotionClicks
    promotionViews publisherAdClicks publisherAdImpressions purchaseRevenue purchaseToViewRate purchaserRate
    refundAmount returnOnAdSpend screenPageViews screenPageViewsPerSession screenPageViewsPerUser scrolledUsers
    sessionKeyEventRate sessions sessionsPerUser shippingAmount taxAmount totalAdRevenue totalPurchasers
    totalRevenue totalUsers transactions transactionsPerPurchaser userEngagementDuration userKeyEventRate
    wauPerMau
"""
#: Names of before 2024, accepted for those of today.
_FORMER_METRICS = {
    "advertiserAdCostPerConversion": "advertiserAdCostPerKeyEvent",
    "firstTimePurchaserConversionRate": "firstTimePurchaserRate",
    "purchaserConversionRate": "purchaserRate",
}
#: Fields that a property defines: custom dimensions and metrics, custom channel groups.
_CUSTOM_DIMENSION = re.compile(r"(customEvent|customUser|customItem|((session|firstUser)C|c)ustomChannelGroup):.+")
_CUSTOM_METRIC = re.compile(r"(customEvent|averageCustomEvent|countCustomEvent):.+")
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+(?:360)?|[0-9]+")
_SPELLING = {"id": "ID", "url": "URL", "cm360": "CM360", "dv360": "DV360", "sa360": "SA360", "google": "Google"}


def _scoped() -> list[str]:
    names = [scope + origin + word for scope in _SCOPES for origin, words in _ORIGINS.items() for word in words.split()]
    return [name[0].lower() + name[1:] for name in names]


DIMENSION_NAMES = frozenset((*_DIMENSIONS.split(), *_scoped(), *_ODD.split()))
METRIC_NAMES = frozenset(_METRICS.split())


def is_dimension(name: str) -> bool:
    """True for a dimension that Google has, in every property or as a custom one."""
    return name in DIMENSION_NAMES or _CUSTOM_DIMENSION.fullmatch(name) is not None


def is_metric(name: str) -> bool:
    """True for a metric that Google has, in every property or as a custom one; former names count."""
    return name in METRIC_NAMES or name in _FORMER_METRICS or _CUSTOM_METRIC.fullmatch(name) is not None


def former_names(metric: str) -> list[str]:
    """The former names of a metric."""
    return [old for old, new in _FORMER_METRICS.items() if new == metric]


def ui_name(name: str) -> str:
    """A name to show for a field, made from its API name: ``sessionSourceMedium`` is ``Session source medium``."""
    words = [_SPELLING.get(word.lower(), word.lower()) for word in _WORDS.findall(name)]
    return " ".join([words[0][0].upper() + words[0][1:], *words[1:]]).replace("Google ads", "Google Ads")
