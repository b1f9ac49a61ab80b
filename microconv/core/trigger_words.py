"""Triggers of Tag Manager in the words of its interface, in both languages.

Types: support.google.com/tagmanager/answer/7679316, in English and Japanese, checked 2026-11-29.
"""

from __future__ import annotations

from collections.abc import Mapping

from microconv.core.tag_condition import TagCondition
from microconv.core.tag_trigger import TagTrigger, TriggerKind
from microconv.core.text import NO_TEXT, Text, joined

TRIGGERS: Mapping[TriggerKind, Text] = {
    TriggerKind.PAGE: Text("Page View", "ページビュー"),
    TriggerKind.CLICK: Text("Click - All Elements", "クリック - すべての要素"),
    TriggerKind.LINK: Text("Click - Just Links", "クリック - リンクのみ"),
    TriggerKind.FORM: Text("Form Submission", "フォームの送信"),
    TriggerKind.SCROLL: Text("Scroll Depth", "スクロール距離"),
    TriggerKind.VISIBLE: Text("Element Visibility", "要素の表示"),
    TriggerKind.TIMER: Text("Timer", "タイマー"),
    TriggerKind.VIDEO: Text("YouTube Video", "YouTube 動画"),
    TriggerKind.EVENT: Text("Custom Event", "カスタム イベント"),
}
_COMPARISONS: Mapping[str, tuple[Text, Text]] = {
    "equals": (Text("equals {}", "が「{}」と等しい"), Text("does not equal {}", "が「{}」と等しくない")),
    "contains": (Text("contains {}", "に「{}」を含む"), Text("does not contain {}", "に「{}」を含まない")),
    "starts_with": (
        Text("starts with {}", "の先頭が「{}」に一致"),
        Text("does not start with {}", "の先頭が「{}」に一致しない"),
    ),
    "ends_with": (
        Text("ends with {}", "の最後が「{}」に一致"),
        Text("does not end with {}", "の最後が「{}」に一致しない"),
    ),
    "matches": (
        Text("matches RegEx {}", "が正規表現「{}」に一致"),
        Text("does not match RegEx {}", "が正規表現「{}」に一致しない"),
    ),
    "greater_than": (Text("greater than {}", "が {} より大きい"), Text("not greater than {}", "が {} より大きくない")),
    "at_least": (
        Text("greater than or equal to {}", "が {} 以上"),
        Text("not greater than or equal to {}", "が {} 以上でない"),
    ),
    "less_than": (Text("less than {}", "が {} より小さい"), Text("not less than {}", "が {} より小さくない")),
    "at_most": (
        Text("less than or equal to {}", "が {} 以下"),
        Text("not less than or equal to {}", "が {} 以下でない"),
    ),
    "fits_selector": (
        Text("matches CSS selector {}", "が CSS セレクタ「{}」に一致"),
        Text("does not match CSS selector {}", "が CSS セレクタ「{}」に一致しない"),
    ),
    "fits_url": (
        Text("matches URL {}", "が URL「{}」に一致"),
        Text("does not match URL {}", "が URL「{}」に一致しない"),
    ),
}
"""The comparisons of a condition, and the opposites; `{}` is what it is compared with."""


def trigger_text(trigger: TagTrigger) -> Text:
    """A trigger: its type, what is entered for it, and its conditions, as they are entered by hand."""
    detail = _detail(trigger)
    conditions = [condition_text(one) for one in trigger.all_conditions]
    parts = [TRIGGERS[trigger.kind], *([detail] if detail else [])]
    if conditions:
        parts.append(joined(conditions, " and ", "、かつ "))
    return joined(parts, ", ", "、")


def _detail(trigger: TagTrigger) -> Text:
    value = trigger.value
    if trigger.kind is TriggerKind.SCROLL:
        return Text(f"Vertical Scroll Depths, percentages {value}", f"縦方向スクロール距離、割合 {value}")
    if trigger.kind is TriggerKind.VISIBLE:
        return Text(f"CSS Selector {value}, once per page", f"CSS セレクタ {value}、1 ページにつき 1 度")
    if trigger.kind is TriggerKind.TIMER:
        return Text(
            f"interval {int(value) * 1000} milliseconds, limit 1, on every page",
            f"間隔 {int(value) * 1000} ミリ秒、制限 1、すべてのページ",
        )
    if trigger.kind is TriggerKind.VIDEO:
        words = {"start": Text("start", "開始"), "complete": Text("complete", "完了")}
        return words.get(value) or Text(f"progress, percentages {value}", f"進捗状況、割合 {value}")
    if trigger.kind is TriggerKind.EVENT:
        return Text(f"event name {value}", f"イベント名 {value}")
    return NO_TEXT


def condition_text(condition: TagCondition) -> Text:
    """A condition in one line: the variable, the comparison, the value."""
    variable = condition.variable.removeprefix("{{").removesuffix("}}")
    other = Text(f"{condition.comparison} {{}}", f"が {condition.comparison}「{{}}」")
    text = _COMPARISONS.get(condition.comparison, (other, Text(f"not {other.en}", f"{other.ja}でない")))[
        condition.negated
    ]
    english, japanese = (words.replace("{}", condition.value) for words in (text.en, text.ja))
    ignoring = Text(" (ignore case)", "（大文字と小文字を区別しない）") if condition.ignore_case else NO_TEXT
    return Text(f"{variable} {english}{ignoring.en}", f"{variable} {japanese}{ignoring.ja}")
