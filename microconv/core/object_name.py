"""Objects in the words of a config, in both languages: `conversion "mv_cart"`, `goal purchase (website)`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from microconv.core.goal_pair import campaign_goal_parts, goal_parts
from microconv.core.kinds import (
    ACCOUNT_GOAL,
    ACTION,
    ADS_TAG,
    ANNOTATION,
    BUILT_IN_VARIABLE,
    CAMPAIGN_CONFIG,
    CAMPAIGN_GOAL,
    CUSTOM_GOAL,
    CUSTOMER,
    EVENT_RULE,
    GA4_TAG,
    GOOGLE_TAG,
    KEY_EVENT,
    LINK,
    LINKER,
    LIVE_VERSION,
    MEASUREMENT,
    OTHER_TAG,
    TRIGGER,
    VARIABLE,
)
from microconv.core.resource import Address
from microconv.core.text import Text, joined, untranslated

_TITLES: Mapping[str, Text] = {
    ACTION: Text('conversion "{}"', "コンバージョン「{}」"),
    "conversion": Text('conversion "{}"', "コンバージョン「{}」"),
    CUSTOMER: Text("account {}", "アカウント {}"),
    "google_ads.account": Text("Google Ads account {}", "Google 広告アカウント {}"),
    "ga4.account": Text("GA4 property {}", "GA4 プロパティ {}"),
    "client": Text('client "{}"', "クライアント「{}」"),
    CUSTOM_GOAL: Text('custom goal "{}"', "カスタム目標「{}」"),
    CAMPAIGN_CONFIG: Text('campaign "{}"', "キャンペーン「{}」"),
    KEY_EVENT: Text('key event "{}"', "キーイベント「{}」"),
    EVENT_RULE: Text('event rule "{}"', "イベント作成ルール「{}」"),
    LINK: Text("link to Google Ads {}", "Google 広告 {} とのリンク"),
    ANNOTATION: Text('annotation "{}"', "アノテーション「{}」"),
    MEASUREMENT: Text('enhanced measurement of "{}"', "「{}」の拡張計測機能"),
    ACCOUNT_GOAL: Text("goal {}", "目標 {}"),
    "tag_manager.container": Text("container {}", "コンテナ {}"),
    "tag_manager.account": Text("Tag Manager container {}", "Google タグ マネージャーのコンテナ {}"),
    BUILT_IN_VARIABLE: Text('built-in variable "{}"', "組み込み変数「{}」"),
    VARIABLE: Text('variable "{}"', "変数「{}」"),
    TRIGGER: Text('trigger "{}"', "トリガー「{}」"),
    GA4_TAG: Text('GA4 event tag of "{}"', "「{}」の GA4 イベントタグ"),
    ADS_TAG: Text('Google Ads tag of "{}"', "「{}」の Google 広告タグ"),
    GOOGLE_TAG: Text('Google tag "{}"', "Google タグ「{}」"),
    LINKER: Text('conversion linker "{}"', "コンバージョン リンカー「{}」"),
    OTHER_TAG: Text('tag "{}"', "タグ「{}」"),
    LIVE_VERSION: Text("live version of {}", "{} の公開バージョン"),
    CAMPAIGN_GOAL: Text('campaign "{}": goal {}', "キャンペーン「{}」の目標 {}"),
}

_KINDS: Mapping[str, Text] = {
    ACTION: Text("conversions", "コンバージョン"),
    CUSTOM_GOAL: Text("custom goals", "カスタム目標"),
    KEY_EVENT: Text("key events", "キーイベント"),
    EVENT_RULE: Text("event rules", "イベント作成ルール"),
    BUILT_IN_VARIABLE: Text("built-in variables", "組み込み変数"),
    VARIABLE: Text("variables", "変数"),
    TRIGGER: Text("triggers", "トリガー"),
    GA4_TAG: Text("GA4 event tags", "GA4 イベントタグ"),
    ADS_TAG: Text("Google Ads tags", "Google 広告タグ"),
}


def object_name(address: Address) -> Text:
    """An object in the config's words: `conversion "mv_cart"`, `goal purchase (website)`. Not yet safe to be shown."""
    title = _TITLES.get(address.type)
    if title is None:
        return untranslated(str(address))
    if address.type == CAMPAIGN_GOAL:
        campaign, pair = campaign_goal_parts(address.name)
        goal = goal_name(pair)
        return Text(title.en.format(campaign, goal.en), title.ja.format(campaign, goal.ja))
    if address.type == ACCOUNT_GOAL:
        goal = goal_name(address.name)
        return Text(title.en.format(goal.en), title.ja.format(goal.ja))
    return Text(title.en.format(address.name), title.ja.format(address.name))


def object_names(addresses: Iterable[Address]) -> Text:
    """Several objects, one behind the other. Not yet safe to be shown."""
    return joined(map(object_name, addresses))


def grouped(addresses: Iterable[Address]) -> Text:
    """Several objects, those of a type together: `triggers "mv_a", "mv_b"`. Not yet safe to be shown."""
    groups: dict[str, list[Address]] = {}
    for address in addresses:
        groups.setdefault(address.type, []).append(address)
    return joined([_together(kind, them) for kind, them in groups.items()], "; ", "、")


def _together(kind: str, them: list[Address]) -> Text:
    if len(them) == 1 or kind not in _KINDS:
        return object_names(them)
    title = _KINDS[kind]
    names = [item.name for item in them]
    english = ", ".join(f'"{name}"' for name in names)
    return Text(f"{title.en} {english}", title.ja + "".join(f"「{name}」" for name in names))


def kind_name(kind: str) -> Text:
    """Objects of one type in the config's words: `key events`. A type that has no name there keeps its own."""
    return _KINDS.get(kind) or Text(f"{kind} objects", f"{kind} ")


def goal_name(pair: str) -> Text:
    """A goal by its pair: `purchase (website)`. Not yet safe to be shown."""
    category, origin = goal_parts(pair)
    return Text(f"{category} ({origin})", f"{category}（{origin}）")
