"""Rules of Google Ads for a new conversion action that no attribute's entry says by itself.

Facts: "Create conversion actions", section on validations, checked 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Iterator

from microconv.core import naming
from microconv.core.client import Client
from microconv.core.conversion import GA4_IMPORT, Conversion
from microconv.core.schema import Problem
from microconv.providers.google_ads.capabilities import APP_SOURCES, CALL_SOURCES, REFUSED_CATEGORIES


def check_action(conversion: Conversion, client: Client) -> Iterator[Problem]:
    """Everything that Google would refuse of the action that a conversion declares."""
    source = conversion.source
    if source is None or source == GA4_IMPORT:
        return
    settings = conversion.settings
    category = settings.get("category")
    if category is None:
        yield Problem("missing", "", "category is missing", "an action that is created needs one")
    elif category in REFUSED_CATEGORIES.get(source, ()):
        yield Problem("category", "category", f"the API refuses category {category} for source {source}")
    if len(conversion.name) > naming.MAX_ACTION_NAME:
        summary = f"the name has {len(conversion.name)} characters; {naming.MAX_ACTION_NAME} at most"
        yield Problem("name-length", "name", summary)
    if source in CALL_SOURCES:
        yield from _check_call(conversion)
    app = settings.get("google_ads.app_id")
    if app is not None and any(
        other is not conversion and other.source == source and other.settings.get("google_ads.app_id") == app
        for other in client.conversions
    ):
        summary = f"another conversion has source {source} and app {app} too; Google takes one of each"
        yield Problem("duplicate-app", "google_ads.app_id", summary)
    if source in APP_SOURCES and app is None:
        yield Problem("missing", "google_ads", f"google_ads.app_id is missing: source {source} needs it")


def _check_call(conversion: Conversion) -> Iterator[Problem]:
    settings = conversion.settings
    if conversion.value is not None and conversion.value.from_event:
        yield Problem(
            "call-value",
            "value.from_event",
            f"source {conversion.source} always uses its default value",
            "write the value as one number",
        )
    days = settings.get("google_ads.click_through_lookback_window_days")
    if isinstance(days, int) and days > 60:
        yield Problem(
            "call-window",
            "google_ads.click_through_lookback_window_days",
            f"{days} is too much: source {conversion.source} allows 1 to 60 days",
        )
