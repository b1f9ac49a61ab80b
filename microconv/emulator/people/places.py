"""Places, browsers and origins that users and sessions of the emulated world can have. All of it is the emulator's own.

Values are written as GA4 writes them (country and region in English, `(direct) / (none)`, `(not set)`); which source
and medium make which default channel group follows Google's table (support.google.com/analytics/answer/9756891, read in
copies, 2026-11-29).
"""

from __future__ import annotations

from typing import NamedTuple

NOT_SET = "(not set)"


class Place(NamedTuple):
    """A place users live in, with the language of their browsers.

    continent: in English, as all names are.
    country: its name.
    country_id: two letters.
    region: its name.
    city: its name.
    language: its name.
    language_code: such as ja-jp.
    share: of all users.
    """

    continent: str
    country: str
    country_id: str
    region: str
    city: str
    language: str
    language_code: str
    share: float


class Browser(NamedTuple):
    """A browser on an operating system."""

    browser: str
    system: str
    share: float


class Origin(NamedTuple):
    """The origin of a session: a channel, and what it is in particular."""

    channel: str
    source: str
    medium: str
    campaign: str
    share: float


#: The first place, browser and origin of each table are those of hits, which do not say.
PLACES = (
    Place(NOT_SET, NOT_SET, NOT_SET, NOT_SET, NOT_SET, NOT_SET, NOT_SET, 0.0),
    Place("Asia", "Japan", "JP", "Tokyo", "Shinjuku City", "Japanese", "ja-jp", 0.17),
    Place("Asia", "Japan", "JP", "Tokyo", "Minato City", "Japanese", "ja-jp", 0.15),
    Place("Asia", "Japan", "JP", "Tokyo", "Minato City", "English", "en-us", 0.02),
    Place("Asia", "Japan", "JP", "Osaka", "Osaka", "Japanese", "ja-jp", 0.15),
    Place("Asia", "Japan", "JP", "Kanagawa", "Yokohama", "Japanese", "ja-jp", 0.12),
    Place("Asia", "Japan", "JP", "Aichi", "Nagoya", "Japanese", "ja-jp", 0.09),
    Place("Asia", "Japan", "JP", "Fukuoka", "Fukuoka", "Japanese", "ja-jp", 0.06),
    Place("Asia", "Japan", "JP", "Hokkaido", "Sapporo", "Japanese", "ja-jp", 0.06),
    Place("Asia", "Japan", "JP", NOT_SET, NOT_SET, "Japanese", "ja-jp", 0.04),
    Place("Americas", "United States", "US", "California", "Los Angeles", "English", "en-us", 0.03),
    Place("Americas", "United States", "US", "New York", "New York", "English", "en-us", 0.03),
    Place("Americas", "United States", "US", "Texas", "Dallas", "Spanish", "es-us", 0.01),
    Place("Asia", "Taiwan", "TW", "Taipei City", NOT_SET, "Chinese", "zh-tw", 0.03),
    Place("Asia", "South Korea", "KR", "Seoul", "Seoul", "Korean", "ko-kr", 0.02),
    Place("Europe", "United Kingdom", "GB", "England", "London", "English", "en-gb", 0.02),
)
_MOBILE = (
    Browser("Safari", "iOS", 0.52),
    Browser("Chrome", "Android", 0.34),
    Browser("Safari (in-app)", "iOS", 0.06),
    Browser("Chrome", "iOS", 0.05),
    Browser("Samsung Internet", "Android", 0.03),
)
_DESKTOP = (
    Browser("Chrome", "Windows", 0.48),
    Browser("Edge", "Windows", 0.26),
    Browser("Safari", "Macintosh", 0.12),
    Browser("Chrome", "Macintosh", 0.09),
    Browser("Firefox", "Windows", 0.04),
    Browser("Chrome", "Linux", 0.01),
)
_TABLET = (Browser("Safari", "iOS", 0.75), Browser("Chrome", "Android", 0.25))
_UNKNOWN = (Browser(NOT_SET, NOT_SET, 1.0),)
_BY_DEVICE = {"": _UNKNOWN, "mobile": _MOBILE, "desktop": _DESKTOP, "tablet": _TABLET}
BROWSERS = tuple(one for table in _BY_DEVICE.values() for one in table)
ORIGINS = (
    Origin("", NOT_SET, NOT_SET, NOT_SET, 1.0),
    Origin("Direct", "(direct)", "(none)", "(direct)", 1.0),
    Origin("Organic Search", "google", "organic", "(organic)", 0.74),
    Origin("Organic Search", "yahoo", "organic", "(organic)", 0.18),
    Origin("Organic Search", "bing", "organic", "(organic)", 0.08),
    Origin("Paid Search", "google", "cpc", "brand", 0.4),
    Origin("Paid Search", "google", "cpc", "generic", 0.35),
    Origin("Paid Search", "yahoo", "cpc", "generic_yahoo", 0.25),
    Origin("Paid Shopping", "google", "cpc", "shopping", 1.0),
    Origin("Paid Video", "youtube", "cpc", "video", 1.0),
    Origin("Paid Social", "facebook", "paid_social", "retargeting", 0.6),
    Origin("Paid Social", "instagram", "paid_social", "launch", 0.4),
    Origin("Paid Other", "partner", "cpc", "partner", 1.0),
    Origin("Display", "google", "display", "awareness", 0.7),
    Origin("Display", "criteo", "display", "retargeting", 0.3),
    Origin("Cross-network", "google", "cpc", "pmax", 1.0),
    Origin("Referral", "blog.example", "referral", "(referral)", 0.6),
    Origin("Referral", "partner.example", "referral", "(referral)", 0.4),
    Origin("Organic Social", "instagram.com", "social", "(not set)", 0.5),
    Origin("Organic Social", "t.co", "social", "(not set)", 0.5),
    Origin("Organic Shopping", "google", "organic_shopping", "(not set)", 1.0),
    Origin("Organic Video", "youtube.com", "video", "(not set)", 1.0),
    Origin("Email", "newsletter", "email", "newsletter", 0.8),
    Origin("Email", "crm", "email", "winback", 0.2),
    Origin("Affiliates", "affiliate.example", "affiliate", "affiliate", 1.0),
    Origin("SMS", "sms", "sms", "sms", 1.0),
    Origin("Audio", "podcast", "audio", "podcast", 1.0),
    Origin("Mobile Push Notifications", "app", "push", "push", 1.0),
)
#: What each hour of a day has of its sessions.
HOURS = (3, 2, 1, 1, 1, 2, 3, 5, 6, 6, 6, 6, 8, 7, 6, 6, 6, 6, 7, 8, 9, 9, 8, 5)
#: Events that carry an item.
ITEM_EVENTS = (
    "view_item",
    "add_to_cart",
    "remove_from_cart",
    "begin_checkout",
    "add_payment_info",
    "purchase",
    "refund",
)


def browsers_of(device: str) -> tuple[int, tuple[float, ...]]:
    """The place of a device's first browser in BROWSERS, and the shares of its browsers."""
    before = 0
    for name, table in _BY_DEVICE.items():
        if name == (device if device in _BY_DEVICE else ""):
            return before, tuple(one.share for one in table)
        before += len(table)
    raise AssertionError(device)


def origins_of(channel: str) -> tuple[int, tuple[float, ...]]:
    """The place of a channel's first origin in ORIGINS, and the shares of its origins."""
    mine = [place for place, one in enumerate(ORIGINS) if one.channel == channel] or [0]
    return mine[0], tuple(ORIGINS[place].share for place in mine)
