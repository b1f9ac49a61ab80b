"""Texts of problems of single conversions."""

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
