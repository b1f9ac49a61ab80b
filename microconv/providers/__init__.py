"""One folder for each API, with its row in the registry. Cheap to import: no Google client is loaded."""

from __future__ import annotations

from microconv.providers.ga4.row import GA4
from microconv.providers.google_ads.row import GOOGLE_ADS
from microconv.providers.registry import register
from microconv.providers.tag_manager.row import TAG_MANAGER

for _row in (GOOGLE_ADS, GA4, TAG_MANAGER):
    register(_row)

API_VERSIONS = tuple(sorted((row.name, row.versions) for row in (GOOGLE_ADS, GA4, TAG_MANAGER)))
"""The versions of the APIs that come with microconv, by provider."""

TYPES = (*GOOGLE_ADS.types, *GA4.types, *TAG_MANAGER.types)
"""The types of resources that come with microconv, in the order in which plans list them."""
