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
_COMPARISONS: Mapping[str, Text] = {
    "equals": Text("equals", "等しい"),
    "contains": Text("contains", "含む"),
    "starts_with": Text("starts with", "先頭が一致"),
    "ends_with": Text("ends with", "最後が一致"),
    "matches": Text("matches RegEx", "正規表現に一致"),
    "greater_than": Text("greater than", "より大きい"),
    "at_least": Text("greater than or equal to", "以上"),
    "less_than": Text("less than", "より小さい"),
    "at_most": Text("less than or equal to", "以下"),
    "fits_selector": Text("matches CSS selector", "CSS セレクタに一致する"),
}


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
    word = _COMPARISONS.get(condition.comparison) or Text(condition.comparison, condition.comparison)
    english = f"{'does not: ' if condition.negated else ''}{word.en}{' (ignore case)' if condition.ignore_case else ''}"
    japanese = (
        f"{word.ja}{'（大文字と小文字を区別しない）' if condition.ignore_case else ''}"
        f"{'（否定）' if condition.negated else ''}"
    )
    return Text(f"{variable} {english} {condition.value}", f"{variable} が「{condition.value}」{japanese}")
