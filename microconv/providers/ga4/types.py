"""The types that microconv manages in GA4."""

from __future__ import annotations

from microconv.core.schema import ResourceType
from microconv.providers.ga4.enhanced_measurement import ENHANCED_MEASUREMENT
from microconv.providers.ga4.event_create_rule import EVENT_CREATE_RULE
from microconv.providers.ga4.google_ads_link import GOOGLE_ADS_LINK
from microconv.providers.ga4.key_event import KEY_EVENT
from microconv.providers.ga4.reporting_data_annotation import REPORTING_DATA_ANNOTATION

TYPES: tuple[ResourceType, ...] = (
    ENHANCED_MEASUREMENT,
    EVENT_CREATE_RULE,
    KEY_EVENT,
    GOOGLE_ADS_LINK,
    REPORTING_DATA_ANNOTATION,
)
"""The types, in the order in which plans list them and one needs another."""
