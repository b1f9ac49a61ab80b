"""The words of the enums of resources that the emulator only shows, as of v26; see ``enums``."""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


READ_ONLY_ENUMS: dict[str, tuple[str, ...]] = {
    "AccessRole": _words("ADMIN STANDARD READ_ONLY EMAIL_ONLY"),
    "BiddingStrategyStatus": _words("ENABLED REMOVED"),
    "ConversionValueRuleSetStatus": _words("ENABLED REMOVED PAUSED"),
    "ConversionValueRuleStatus": _words("ENABLED REMOVED PAUSED"),
    "CustomerLifecycleOptimizationMode": _words("TARGET_ALL TARGET_SPECIFIC"),
    "GoalOptimizationEligibility": _words("ELIGIBLE INELIGIBLE"),
    "GoalType": _words("CUSTOMER_RETENTION NEW_CUSTOMER_ACQUISITION LOYALTY_RETENTION"),
    "OfflineConversionDiagnosticStatus": _words("EXCELLENT GOOD NEEDS_ATTENTION NO_RECENT_UPLOAD"),
    "OfflineEventUploadClient": _words("GOOGLE_ADS_API GOOGLE_ADS_WEB_CLIENT ADS_DATA_CONNECTOR"),
    "ValueRuleDeviceType": _words("MOBILE DESKTOP TABLET"),
    "ValueRuleGeoLocationMatchType": _words("ANY LOCATION_OF_PRESENCE"),
    "ValueRuleOperation": _words("ADD MULTIPLY SET"),
    "ValueRuleSetAttachmentType": _words("CUSTOMER CAMPAIGN"),
    "ValueRuleSetDimension": _words("GEO_LOCATION DEVICE AUDIENCE NO_CONDITION ITINERARY"),
}
