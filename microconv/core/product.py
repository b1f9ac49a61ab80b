"""The products that tags are of."""

from __future__ import annotations

import enum


class Product(enum.StrEnum):
    """The product that a tag is of."""

    GOOGLE_ADS = "Google Ads"
    GA4 = "GA4"
