"""The words of a plan, in both languages: the config's own words for what changes, Google's for what it is about.

Google's Japanese words are those of its own pages: support.google.com/google-ads/answer/11461796 (メイン, サブ),
support.google.com/analytics/answer/9267568 (キーイベント), checked 2026-11-28.
"""

from __future__ import annotations

from collections.abc import Mapping

from microconv.core.kinds import (
    ACCOUNT_GOAL,
    ACTION,
    CAMPAIGN_CONFIG,
    CAMPAIGN_GOAL,
    CUSTOM_GOAL,
    CUSTOMER,
    EVENT_RULE,
    KEY_EVENT,
    LINK,
    MEASUREMENT,
)
from microconv.core.plan import Action
from microconv.core.resource import Address
from microconv.core.text import Language, Text

PROVIDERS: Mapping[str, Text] = {"google_ads": Text("Google Ads", "Google 広告"), "ga4": Text("GA4", "GA4")}
"""The APIs as people call them."""

ACTIONS: Mapping[Action, Text] = {
    Action.CREATE: Text("create", "作成"),
    Action.UPDATE: Text("update", "変更"),
    Action.DEMOTE: Text("demote", "サブに変更"),
    Action.REMOVE: Text("remove", "削除"),
}
DONE: Mapping[Action, Text] = {
    Action.CREATE: Text("created", "作成しました"),
    Action.UPDATE: Text("updated", "変更しました"),
    Action.DEMOTE: Text("demoted", "サブに変更しました"),
    Action.REMOVE: Text("removed", "削除しました"),
}

EMULATED = Text("emulated", "エミュレーター")
BIDDING = Text("Bidding", "入札への影響")
CONFLICT = Text("conflict", "競合")
REFUSED = Text("refused", "中止")
WAITING = Text("waiting", "待機中")
EMPTY = Text("(empty)", "（なし）")
PROTECTED = Text("protected", "保護されています")
NOT_OURS = Text("not ours", "管理対象外")

_TITLES: Mapping[str, Text] = {
    ACTION: Text('conversion "{}"', "コンバージョン「{}」"),
    CUSTOMER: Text("account {}", "アカウント {}"),
    CUSTOM_GOAL: Text('custom goal "{}"', "カスタム目標「{}」"),
    CAMPAIGN_CONFIG: Text('campaign "{}"', "キャンペーン「{}」"),
    KEY_EVENT: Text('key event "{}"', "キーイベント「{}」"),
    EVENT_RULE: Text('event rule "{}"', "イベント作成ルール「{}」"),
    LINK: Text("link to Google Ads {}", "Google 広告 {} とのリンク"),
    MEASUREMENT: Text("enhanced measurement {}", "拡張計測機能 {}"),
    ACCOUNT_GOAL: Text("goal {}", "目標 {}"),
    CAMPAIGN_GOAL: Text('campaign "{}": goal {}', "キャンペーン「{}」の目標 {}"),
}


def object_name(address: Address) -> Text:
    """An object in the config's words: `conversion "mv_cart"`, `goal purchase (website)`. Not yet safe to be shown."""
    title = _TITLES.get(address.type)
    if title is None:
        return Text(str(address), str(address))
    if address.type == CAMPAIGN_GOAL:
        campaign, _, pair = address.name.rpartition("/")
        goal = _goal(pair)
        return Text(title.en.format(campaign, goal.en), title.ja.format(campaign, goal.ja))
    if address.type == ACCOUNT_GOAL:
        goal = _goal(address.name)
        return Text(title.en.format(goal.en), title.ja.format(goal.ja))
    return Text(title.en.format(address.name), title.ja.format(address.name))


def _goal(pair: str) -> Text:
    category, _, origin = pair.partition("~")
    return Text(f"{category} ({origin})", f"{category}（{origin}）")


def say(text: Text | str, language: Language) -> str:
    """A text in one language; what has none, such as a text of Google's, as it is."""
    return text.of(language) if isinstance(text, Text) else text


def count(number: int, noun: str, japanese: str) -> Text:
    """`3 changes`, `3 件の変更`."""
    return Text(f"{number:,} {noun}{'s' * (number != 1)}", f"{number:,} {japanese}")
