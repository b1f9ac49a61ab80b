"""The sentences of an import about event rules, in both languages. Names in them are not yet safe to be shown."""

from __future__ import annotations

from microconv.core.text import Text

TWICE = Text("it has the same condition twice", "同じ条件が 2 回あります")
NO_EVENT = Text("no condition says which event it starts from", "起点となるイベントを指定する条件がありません")
OTHER_EVENT = Text(
    "it looks at the event's name in a way that `ga4.when` cannot say",
    "イベント名の条件が、`ga4.when` では書けない形です",
)
PARAMETERS = Text(
    "it sets a parameter twice, or too many of them", "同じパラメータを 2 回設定しているか、数が多すぎます"
)
COLLECTED = Text("it makes an event that GA4 collects itself", "GA4 が自動で収集するイベントを作成しています")


def conditions(count: int) -> Text:
    """A rule with more conditions than GA4 takes, or none."""
    return Text(f"it has {count} conditions", f"条件が {count} 件あります")


def condition(line: str) -> Text:
    """A condition that no config can say."""
    return Text(f"its condition {line!r} cannot be said", f"条件「{line}」は設定に書けません")


def blanks(line: str) -> Text:
    """A condition with a value that no config can hold."""
    return Text(
        f"its condition {line!r} has a value that is not one line without blanks at its ends",
        f"条件「{line}」の値が複数行か、前後に空白があります",
    )


def no_number(line: str) -> Text:
    """A comparison of numbers with something else."""
    return Text(
        f"its condition {line!r} compares with what is not a plain number",
        f"条件「{line}」の比較対象が単純な数値ではありません",
    )


def expression(value: str) -> Text:
    """A regular expression that cannot be checked."""
    return Text(
        f"its regular expression {value!r} is not one that microconv can check",
        f"正規表現「{value}」は microconv で確認できません",
    )


def parameter(line: str) -> Text:
    """A parameter that no config can say."""
    return Text(f"its parameter {line!r} cannot be said", f"パラメータ「{line}」は設定に書けません")


def chained(event: str) -> Text:
    """A rule that starts from what another rule makes."""
    return Text(
        f"it starts from {event}, which another rule makes",
        f"起点の {event} は、別のルールが作成するイベントです",
    )
