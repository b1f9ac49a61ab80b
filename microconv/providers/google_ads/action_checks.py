"""Rules of Google Ads for a new conversion action that no attribute's entry says by itself.

Facts: "Create conversion actions", section on validations, checked 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Iterator

from microconv.core import naming
from microconv.core.client import Client
from microconv.core.conversion import GA4_IMPORT, Conversion
from microconv.core.schema import Problem
from microconv.core.text import Text
from microconv.providers.google_ads.capabilities import APP_SOURCES, CALL_SOURCES, REFUSED_CATEGORIES


def check_action(conversion: Conversion, client: Client) -> Iterator[Problem]:
    """Everything that Google would refuse of the action that a conversion declares."""
    source = conversion.source
    if source is None or source == GA4_IMPORT:
        return
    settings = conversion.settings
    category = settings.get("category")
    if category is None:
        yield Problem(
            "missing",
            "",
            Text("category is missing", "category がありません"),
            Text("an action that is created needs one", "新しく作成するコンバージョン アクションには必要です"),
        )
    elif category in REFUSED_CATEGORIES.get(source, ()):
        refused = Text(
            f"the API refuses category {category} for source {source}",
            f"API では、source {source} に category {category} を設定できません",
        )
        yield Problem("category", "category", refused)
    if len(conversion.name) > naming.MAX_ACTION_NAME:
        summary = Text(
            f"the name has {len(conversion.name)} characters; {naming.MAX_ACTION_NAME} at most",
            f"名前が {len(conversion.name)} 文字です。上限は {naming.MAX_ACTION_NAME} 文字です",
        )
        yield Problem("name-length", "name", summary)
    if source in CALL_SOURCES:
        yield from _check_call(conversion)
    app = settings.get("google_ads.app_id")
    if app is not None and any(
        other is not conversion and other.source == source and other.settings.get("google_ads.app_id") == app
        for other in client.conversions
    ):
        summary = Text(
            f"another conversion has source {source} and app {app} too; Google takes one of each",
            f"source が {source}、アプリが {app} のコンバージョンが他にもあります。登録できるのは 1 つだけです",
        )
        yield Problem("duplicate-app", "google_ads.app_id", summary)
    if source in APP_SOURCES and app is None:
        missing = Text(
            f"google_ads.app_id is missing: source {source} needs it",
            f"google_ads.app_id がありません。source {source} には必要です",
        )
        yield Problem("missing", "google_ads", missing)


def _check_call(conversion: Conversion) -> Iterator[Problem]:
    settings = conversion.settings
    if conversion.value is not None and conversion.value.from_event:
        yield Problem(
            "call-value",
            "value.from_event",
            Text(
                f"source {conversion.source} always uses its default value",
                f"source {conversion.source} では常にデフォルト値が使われます",
            ),
            Text("write the value as one number", "value を 1 つの数値で書いてください"),
        )
    days = settings.get("google_ads.click_through_lookback_window_days")
    if isinstance(days, int) and days > 60:
        yield Problem(
            "call-window",
            "google_ads.click_through_lookback_window_days",
            Text(
                f"{days} is too much: source {conversion.source} allows 1 to 60 days",
                f"{days} は大きすぎます。source {conversion.source} では 1～60 日です",
            ),
        )
