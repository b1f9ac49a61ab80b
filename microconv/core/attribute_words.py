"""The attributes of objects in the config's words, in both languages: `role`, メイン.

Google's Japanese words are those of its own pages: support.google.com/google-ads/answer/11461796 (メイン, サブ),
support.google.com/analytics/answer/9267568 (キーイベント), checked 2026-11-28.
"""

from __future__ import annotations

from collections.abc import Mapping

from microconv.core.action_state import (
    ALWAYS_DEFAULT,
    CATEGORY,
    COUNTING,
    CURRENCY,
    NAME,
    PRIMARY,
    STATUS,
    TYPE,
    VALUE,
)
from microconv.core.goal_state import BIDDABLE, LEVEL, LISTS, ORIGIN, USES
from microconv.core.kinds import AUTO_TAGGING, CAMPAIGN_CONFIG
from microconv.core.publication import NEW, OTHERS, OURS, READ, SHOWN, VERSION, words_of
from microconv.core.text import Text, untranslated
from microconv.core.value import Scalar, draw

EMPTY = Text("(empty)", "（なし）")
"""No value."""

_LABELS: Mapping[str, Text] = {
    PRIMARY: Text("role", "役割"),
    VALUE: Text("value", "値"),
    "default_value": Text("value", "値"),
    CURRENCY: Text("currency", "通貨"),
    ALWAYS_DEFAULT: Text("value from event", "イベントの値を使用"),
    COUNTING: Text("counting", "カウント方法"),
    "counting_method": Text("counting", "カウント方法"),
    CATEGORY: Text("category", "カテゴリ"),
    ORIGIN: Text("origin", "発生元"),
    STATUS: Text("status", "ステータス"),
    TYPE: Text("source", "計測方法"),
    NAME: Text("name", "名前"),
    "event_name": Text("event", "イベント"),
    BIDDABLE: Text("biddable", "入札に使用"),
    LEVEL: Text("uses", "使用する目標"),
    USES: Text("custom goal", "カスタム目標"),
    AUTO_TAGGING: Text("auto-tagging", "自動タグ設定"),
    LISTS: Text("conversions", "コンバージョン"),
    "click_through_lookback_window_days": Text("days after a click", "クリックスルー計測期間（日）"),
    "view_through_lookback_window_days": Text("days after a view", "ビュースルー計測期間（日）"),
    "attribution_model_settings.attribution_model": Text("attribution", "アトリビューション モデル"),
    "phone_call_duration_seconds": Text("seconds of a call", "通話時間（秒）"),
    "app_id": Text("app", "アプリ"),
    "event_conditions": Text("when", "条件"),
    "destination_event": Text("event", "イベント"),
    "source_copy_parameters": Text("copies parameters", "パラメータのコピー"),
    "parameter_mutations": Text("sets parameters", "パラメータの変更"),
    "ads_personalization_enabled": Text("ads personalization", "広告のパーソナライズ"),
    "customer_id": Text("account", "アカウント"),
    "value": Text("value", "値"),
    "currency": Text("currency", "通貨"),
    "kind": Text("type", "種類"),
    "data_layer": Text("data layer", "データレイヤーのキー"),
    "conditions": Text("conditions", "条件"),
    "event": Text("event", "イベント"),
    "listens_where": Text("listens where", "監視するページの条件"),
    "scroll_percent": Text("scroll depth (%)", "スクロール距離（%）"),
    "element": Text("element", "要素"),
    "visible_percent": Text("visible (%)", "表示率（%）"),
    "frequency": Text("fires", "配信頻度"),
    "interval": Text("after (ms)", "間隔（ミリ秒）"),
    "limit": Text("limit", "制限"),
    "video": Text("video", "動画"),
    "measurement_id": Text("measurement id", "測定 ID"),
    "parameters": Text("parameters", "パラメータ"),
    "send_to": Text("sends to", "送信先"),
    "transaction_id": Text("transaction id", "トランザクション ID"),
    "tag_id": Text("tag id", "タグ ID"),
    "fires_on": Text("fires on", "配信トリガー"),
    "paused": Text("paused", "一時停止"),
    VERSION: Text("version", "バージョン"),
    OURS: Text("on the website", "公開される変更"),
    OTHERS: Text("by others", "ほかの人の変更"),
    READ: Text("what goes live", "公開される内容"),
    SHOWN: Text("shown", "表示した内容"),
    "title": Text("title", "タイトル"),
    "description": Text("description", "説明"),
    "color": Text("color", "色"),
}
_ROLE = {True: Text("primary", "メイン"), False: Text("secondary", "サブ")}
_YES = {True: Text("true", "はい"), False: Text("false", "いいえ")}
_WORDS: Mapping[tuple[str, str], Text] = {
    (LEVEL, "customer"): Text("the account's goals", "アカウントの目標"),
    (LEVEL, "campaign"): Text("its own goals", "キャンペーン固有の目標"),
    (TYPE, "webpage"): Text("website", "ウェブサイト"),
    (COUNTING, "one_per_click"): Text("one_per_click", "初回のみ"),
    (COUNTING, "many_per_click"): Text("many_per_click", "全件"),
    ("counting_method", "once_per_event"): Text("once_per_event", "イベントごとに 1 回"),
    ("counting_method", "once_per_session"): Text("once_per_session", "セッションごとに 1 回"),
    (STATUS, "enabled"): Text("enabled", "有効"),
    (STATUS, "hidden"): Text("hidden", "非表示"),
    (STATUS, "removed"): Text("removed", "削除済み"),
    (VERSION, NEW): Text("a new one, made of the workspace", "ワークスペースから作成する新しいバージョン"),
}


def attribute_label(name: str) -> Text:
    """The config's word for an attribute: `role`, 役割. One that has none keeps its own."""
    return _LABELS.get(name) or untranslated(name.removesuffix("_enabled"))


def attribute_word(name: str, value: Scalar, kind: str = "") -> Text:
    """A value in the config's words: `primary`, メイン. `kind` is the type of its object."""
    if name in {OURS, OTHERS} and value:
        return words_of(value)
    if isinstance(value, bool):
        if name == PRIMARY:
            return _ROLE[value]
        return _YES[not value if name == ALWAYS_DEFAULT else value]
    if isinstance(value, str) and (name, value) in _WORDS and (name != LEVEL or kind == CAMPAIGN_CONFIG):
        return _WORDS[name, value]
    return EMPTY if value is None or value == () else untranslated(draw(value))
