"""The attributes of a change in the config's words: `role primary → secondary`, `value 300 JPY → 500 JPY`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from microconv.core.action_state import (
    ALWAYS_DEFAULT,
    CATEGORY,
    COUNTING,
    CURRENCY,
    ENABLED,
    NAME,
    PRIMARY,
    STATUS,
    TYPE,
    VALUE,
)
from microconv.core.goal_state import BIDDABLE, LEVEL, LISTS, ORIGIN, USES
from microconv.core.kinds import ACCOUNT_GOAL, ACTION, AUTO_TAGGING, CAMPAIGN_CONFIG, CUSTOM_GOAL, KEY_EVENT
from microconv.core.plan import Action, AttributeChange, Change
from microconv.core.text import Language, Text
from microconv.core.value import Money, Scalar, draw
from microconv.render.money import money
from microconv.render.plan_words import EMPTY

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
}
_SAID_BY_THE_OBJECT: Mapping[str, frozenset[str]] = {
    ACTION: frozenset({NAME}),
    CUSTOM_GOAL: frozenset({NAME}),
    KEY_EVENT: frozenset({"event_name"}),
    ACCOUNT_GOAL: frozenset({CATEGORY, ORIGIN}),
    "ga4.event_create_rule": frozenset({"destination_event"}),
    "ga4.google_ads_link": frozenset({"customer_id"}),
}
"""Attributes of a new object that repeat its name."""


@dataclass(frozen=True, slots=True)
class Part:
    """One attribute as it is shown; `before` is None for what a create sets. Not yet safe to be shown."""

    label: Text
    before: Text | None
    after: Text
    name: str

    def of(self, language: Language) -> str:
        """`role primary → secondary`."""
        label, after = self.label.of(language), self.after.of(language)
        return f"{label} {after}" if self.before is None else f"{label} {self.before.of(language)} → {after}"


def parts(change: Change, currency: str) -> list[Part]:
    """The attributes of a change, in the order of the plan. `currency` is the one of amounts that name none."""
    return list(_parts(change, currency))


def _parts(change: Change, currency: str) -> Iterator[Part]:
    made = change.action is Action.CREATE
    by_name = {item.name: item for item in change.attributes}
    said = _SAID_BY_THE_OBJECT.get(change.address.type, frozenset()) if made else frozenset()
    for item in change.attributes:
        if item.name in said or (made and item.name == STATUS and item.after == ENABLED):
            continue
        if item.name == CURRENCY and VALUE in by_name:
            continue
        if item.name == ALWAYS_DEFAULT and made and item.after is True:
            continue
        before, after = _drawn(item, by_name, currency, change.address.type)
        label = _LABELS.get(item.name) or _plain(item.name.removesuffix("_enabled"))
        yield Part(label, None if made else before, after, item.name)


def _drawn(
    item: AttributeChange, by_name: Mapping[str, AttributeChange], currency: str, kind: str
) -> tuple[Text, Text]:
    if item.name == VALUE:
        code = by_name.get(CURRENCY)
        before, after = (code.before, code.after) if code is not None else (currency, currency)
        return _amount(item.before, before or after), _amount(item.after, after)
    return _word(item.name, item.before, kind), _word(item.name, item.after, kind)


def _amount(value: Scalar, currency: Scalar) -> Text:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _plain(money(float(value), str(currency or "")))
    return _empty_or(value)


def _word(name: str, value: Scalar, kind: str) -> Text:
    if isinstance(value, bool):
        if name == PRIMARY:
            return _ROLE[value]
        return _YES[not value if name == ALWAYS_DEFAULT else value]
    if isinstance(value, Money):
        return _plain(money(value.amount, value.currency))
    if isinstance(value, str) and (name, value) in _WORDS and (name != LEVEL or kind == CAMPAIGN_CONFIG):
        return _WORDS[name, value]
    return _empty_or(value)


def _empty_or(value: Scalar) -> Text:
    return EMPTY if value is None or value == () else _plain(draw(value))


def _plain(text: str) -> Text:
    return Text(text, text)


def only_role(shown: Sequence[Part]) -> bool:
    """True where nothing but the role of an action changes."""
    return [item.name for item in shown] == [PRIMARY]
