"""The words of a plan, in both languages: the config's own words for what changes, Google's for what it is about.

Google's Japanese words are those of its own pages: support.google.com/google-ads/answer/11461796 (メイン, サブ),
support.google.com/analytics/answer/9267568 (キーイベント), checked 2026-11-28.
"""

from __future__ import annotations

from collections.abc import Mapping

from microconv.core.action_words import ACTIONS
from microconv.core.plan import Action
from microconv.core.text import Language, Text

PROVIDERS: Mapping[str, Text] = {
    "google_ads": Text("Google Ads", "Google 広告"),
    "ga4": Text("GA4", "GA4"),
    "tag_manager": Text("Tag Manager", "Google タグ マネージャー"),
}
"""The APIs as people call them."""


def provider_name(name: str, language: Language) -> str:
    """An API as people call it; one that is not known, as it is."""
    return PROVIDERS[name].of(language) if name in PROVIDERS else name


EMULATED = Text("emulated", "エミュレーター")
BIDDING = Text("Bidding", "入札への影響")
CONFLICT = Text("conflict", "競合")
REFUSED = Text("refused", "中止")
UNKNOWN = Text("UNKNOWN whether it happened", "反映されたかどうか不明")
PROTECTED = Text("protected", "保護されています")


def to_do(counts: Mapping[Action, int]) -> list[Text]:
    """The number of changes of each kind that occurs: `1 to create`, `作成 1 件`."""
    return [
        Text(f"{counts[action]:,} to {word.en}", f"{word.ja} {counts[action]:,} 件")
        for action, word in ACTIONS.items()
        if counts[action]
    ]


def count(number: int, noun: str, japanese: str) -> Text:
    """`3 changes`, `3 件の変更`."""
    return Text(f"{number:,} {noun}{'s' * (number != 1)}", f"{number:,} {japanese}")
