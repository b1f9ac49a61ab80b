"""Texts of problems of conversions and event rules."""

from __future__ import annotations

from collections.abc import Iterable

from microconv.config.wording import cut, quote
from microconv.core.text import Text

EVENT_MISSING = (
    Text(
        "ga4.event is missing: source ga4 imports a key event",
        "ga4.event がありません（`source: ga4` はキーイベントのインポートです）",
    ),
    Text("Google finds the action by its event", "アクションは GA4 のイベントから作成されます"),
    Text("write `ga4: {event: …}`", "`ga4: {event: …}` と書いてください"),
)
NOWHERE = Text("the conversion is in neither Google Ads nor GA4", "Google 広告にも GA4 にもないコンバージョンです")
MAKE_KEY_EVENT = Text("write `ga4: {}` to make it a key event", "キーイベントにする場合は `ga4: {}` と書いてください")
VALUE_WITHOUT_EFFECT = Text(
    "ga4.value has no effect: the conversion has no `value`", "ga4.value は反映されません: `value` がありません"
)
IN_DEFAULTS = Text("in the conversion or in `defaults`", "コンバージョン、または `defaults` に必要です")


def named_as_micro(name: str, written: str, prefix: str) -> tuple[Text, Text, Text]:
    """The summary, detail and hint where the name is that of a micro-conversion, and `kind` says something else."""
    return (
        Text(f"{quote(name)} cannot be {written}", f"「{cut(name)}」に `kind: {written}` は指定できません"),
        Text(
            f"a name with the prefix {prefix!r} is that of a micro-conversion",
            f"接頭辞 {prefix} の付いた名前は、マイクロコンバージョンを表します",
        ),
        Text(
            "take out `kind`, or take the prefix out of the name", "`kind` を削除するか、名前から接頭辞を外してください"
        ),
    )


def no_prefix(name: str, prefix: str) -> Text:
    """The summary where `kind: micro` stands with another name."""
    return Text(
        f"{quote(name)} cannot be micro: the prefix {prefix!r} is missing",
        f"「{cut(name)}」に `kind: micro` は指定できません: 接頭辞 {prefix} がありません",
    )


def neither(name: str, prefix: str) -> tuple[Text, Text, Text]:
    """The summary, detail and hint where neither the name nor `kind` tells."""
    return (
        Text(
            f"{quote(name)} is neither named as a micro-conversion nor marked as macro",
            f"「{cut(name)}」は、マイクロコンバージョンの名前でも `kind: macro` でもありません",
        ),
        Text(
            f"a micro-conversion's name begins with {prefix!r}; anything else must say `kind: macro`",
            f"マイクロコンバージョンの名前は {prefix} で始めます。それ以外には `kind: macro` が必要です",
        ),
        Text("write `kind: macro`", "`kind: macro` と書いてください"),
    )


def meant(suggested: str) -> Text:
    """The hint that names what was probably meant."""
    return Text(f"did you mean {quote(suggested)}?", f"「{cut(suggested)}」の誤りではありませんか")


def may_be_refused(key: str, value: object) -> Text:
    """The summary for a value that is higher than documented."""
    return Text(f"{key} is {value}: the API may refuse it", f"{key} が {value} です: API に拒否される可能性があります")


def without_effect(key: str) -> Text:
    """The summary for a key of a conversion that is not in Google Ads."""
    return Text(
        f"{key} has no effect: the conversion is not in Google Ads",
        f"{key} は反映されません: Google 広告にないコンバージョンです",
    )


def not_for_source(key: str, source: str, sources: Iterable[str]) -> tuple[Text, Text]:
    """The summary and detail for a key that the source does not take."""
    listed = ", ".join(sorted(sources))
    return (
        Text(f"{key} is not for source {source}", f"{key} は `source: {source}` では使えません"),
        Text(f"only for {listed}", f"使えるのは {listed} だけです"),
    )


SAME_CONDITION = Text("this condition stands there twice", "同じ条件が 2 回書かれています")
OWN_NAME = Text("give the event a name of its own in `ga4.event`", "`ga4.event` で別のイベント名を指定してください")
NO_START = (
    Text("ga4.when has neither page nor event", "ga4.when に page も event もありません"),
    Text(
        "a rule starts from a page that is reached, or from another event",
        "ルールには、起点となるページまたは別のイベントが必要です",
    ),
    Text(
        "write `page: /form/step1`, or `event: scroll`", "`page: /form/step1` または `event: scroll` と書いてください"
    ),
)
EVENT_NAME = (
    Text("ga4.when.where cannot look at event_name", "ga4.when.where で event_name は指定できません"),
    Text("`event` says which event it is", "イベントは `event` で指定します"),
    Text(
        "write `event: …` under `when`, and take this item out",
        "`when` の下に `event: …` と書き、この項目を削除してください",
    ),
)
NO_COMPARISON = Text("ga4.when.where has no comparison", "ga4.when.where に比較条件がありません")
ONE_COMPARISON = (
    Text("an item makes one comparison", "1 つの項目に書ける比較条件は 1 つだけです"),
    Text(
        "write an item for each: all must hold", "条件ごとに項目を分けてください（すべての条件を満たす必要があります）"
    ),
)
OWN_EVENT = Text("start from another event", "別のイベントを起点にしてください")
RECEIVED_EVENT = Text(
    "start from the event that GA4 receives, with conditions of its own",
    "GA4 が受信するイベントを起点にし、条件を書いてください",
)
NO_VALUE_TO_SEND = (
    Text("ga4.when.send_value has no value to send", "ga4.when.send_value で送る値がありません"),
    Text("the conversion has no `value`, or none as a number", "コンバージョンに数値の `value` がありません"),
    Text("write `value: 500`, or leave the key out", "`value: 500` と書くか、キーを省略してください"),
)
NEITHER = Text("ga4.when.set has neither to nor from", "ga4.when.set に to も from もありません")
TO_OR_FROM = Text(
    "write `to: …`, or `from: …` to copy another parameter",
    "`to: …`、または別のパラメータをコピーする `from: …` を書いてください",
)
TO_AND_FROM = Text("ga4.when.set has both to and from", "ga4.when.set に to と from の両方があります")
BRACKETS = Text(
    "the brackets that GA4 puts around a copied parameter count as well",
    "コピーするパラメータを囲む角かっこも文字数に含まれます",
)


def too_many_conditions(number: int, most: int, implied: int) -> tuple[Text, Text]:
    """The summary and detail for a rule with more conditions than GA4 takes."""
    return (
        Text(
            f"the rule has {number} conditions, and GA4 takes {most}",
            f"ルールの条件が {number} 個あります（GA4 の上限は {most} 個）",
        ),
        Text(f"`page` and `event` make {implied} of them", f"このうち {implied} 個は `page` と `event` によるものです"),
    )


def too_many_parameters(number: int, most: int) -> Text:
    """The summary for a rule that sets more parameters than GA4 takes."""
    return Text(
        f"the rule sets {number} parameters, and GA4 takes {most}",
        f"ルールで設定するパラメータが {number} 個あります（GA4 の上限は {most} 個）",
    )


def sent_of_them(sent: int) -> Text:
    """The detail that says how many of them nobody listed."""
    return Text(f"`send_value` makes {sent} of them", f"このうち {sent} 個は `send_value` によるものです")


def reserved(event: str) -> Text:
    """The summary for an event that GA4 collects itself."""
    return Text(
        f"a rule cannot make {quote(event)}, which GA4 collects itself",
        f"「{cut(event)}」は GA4 が自動収集するイベントのため、ルールでは作成できません",
    )


def starts_from_itself(event: str) -> Text:
    """The summary for a rule whose event is its own start."""
    return Text(
        f"the rule starts from {quote(event)}, the event that it makes",
        f"「{cut(event)}」は、このルール自身が作成するイベントです",
    )


def chained(event: str, maker: str, place: object) -> tuple[Text, Text]:
    """The summary and detail for a rule that starts from what another rule makes."""
    return (
        Text(
            f"the rule starts from {quote(event)}, which another rule makes",
            f"「{cut(event)}」は、別のルールが作成するイベントです",
        ),
        Text(
            f"that of {quote(maker)} at {place}; a rule of GA4 does not see what another rule makes",
            f"{cut(maker)}（{place}）のルールです。GA4 では、ルールで作成されたイベントを別のルールの起点にできません",
        ),
    )


def no_event_name(event: str) -> tuple[Text, Text]:
    """The summary and detail for a name that no event can have."""
    return (
        Text(f"ga4.when.event cannot be {quote(event)}", f"ga4.when.event に「{cut(event)}」は指定できません"),
        Text(
            "allowed: the name of a GA4 event: a letter first, then letters, digits and underscores",
            "指定できる値: GA4 のイベント名（英字で始まり、英数字とアンダースコアからなる）",
        ),
    )


def not_ascii(page: str, written: str) -> tuple[Text, Text, Text]:
    """The summary, detail and hint for a path with signs that browsers encode."""
    return (
        Text(f"ga4.when.page cannot be {quote(page)}", f"ga4.when.page に「{cut(page)}」は指定できません"),
        Text(
            "GA4 gets the address as browsers send it, with such characters as %-codes",
            "GA4 に届く URL では、日本語などの文字は % で始まるコードになります",
        ),
        Text(f"write {written}", f"{written} と書いてください"),
    )


def both(one: str, other: str) -> Text:
    """The summary for two comparisons in one item."""
    return Text(f"ga4.when.where has both {one} and {other}", f"ga4.when.where に {one} と {other} の両方があります")


def write_one_of(words: Iterable[str]) -> Text:
    """The next step where there is none."""
    listed = ", ".join(words)
    return Text(f"write one of {listed}", f"次のいずれかを書いてください: {listed}")


def ignores_case(comparison: str, allowed: Iterable[str]) -> tuple[Text, Text]:
    """The summary and detail for `ignore_case` beside a comparison of numbers."""
    listed = ", ".join(allowed)
    return (
        Text(
            f"ga4.when.where.ignore_case is not for {comparison}",
            f"ga4.when.where.ignore_case は {comparison} では使えません",
        ),
        Text(f"only for {listed}", f"使えるのは {listed} だけです"),
    )


def no_pattern(pattern: str) -> Text:
    """The summary for what is no regular expression."""
    return Text(
        f"ga4.when.where.matches cannot be {quote(pattern)}: not a regular expression",
        f"ga4.when.where.matches の「{cut(pattern)}」は正規表現として正しくありません",
    )


def set_twice(name: str) -> Text:
    """The summary for a parameter that is set twice."""
    return Text(f"the parameter {quote(name)} is set twice", f"パラメータ「{cut(name)}」が 2 回設定されています")


def long_name(name: str, most: int) -> Text:
    """The summary for a parameter's name that is too long."""
    return Text(
        f"{quote(name)} has {len(name)} characters; a parameter's name has at most {most}",
        f"「{cut(name)}」は {len(name)} 文字です（パラメータ名は {most} 文字以内）",
    )


def long_value(length: int, most: int) -> Text:
    """The summary for a parameter's value that is too long."""
    return Text(
        f"the value has {length} characters; a parameter's value has at most {most}",
        f"値が {length} 文字です（パラメータの値は {most} 文字以内）",
    )
