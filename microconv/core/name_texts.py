"""The sentences about names that are refused, in both languages. The names are not yet safe to be shown."""

from __future__ import annotations

from microconv.core.text import Text

APPENDED = Text(
    "GA4 appends `_c` to key events and does not report names that then exceed 40 characters",
    "GA4 はキーイベントの名前に `_c` を付け、40 文字を超えるとレポートに表示しません",
)


def breaks_rule(name: str, prefix: str) -> Text:
    """A micro-conversion whose name is not by the rule."""
    return Text(
        f"{name!r} does not follow the rule for micro-conversions: {prefix!r}, then lower-case words of letters and "
        "digits joined by single underscores",
        f"「{name}」はマイクロコンバージョンの命名規則に合っていません。接頭辞 {prefix} に続けて、半角の小文字と数字の"
        "単語を 1 つのアンダースコアでつなぎます",
    )


def write_instead(name: str) -> Text:
    """The name to write instead."""
    return Text(f"write {name!r}", f"「{name}」と書いてください")


def too_long(name: str, most: int) -> Text:
    """A key event with a name that is too long."""
    return Text(
        f"{name!r} has {len(name)} characters; a key event's name has at most {most}",
        f"「{name}」は {len(name)} 文字です。キーイベントの名前は {most} 文字までです",
    )


def too_long_to_make(name: str, most: int) -> Text:
    """An event that no rule can make, as its name is too long."""
    return Text(
        f"{name!r} has {len(name)} characters; the name of an event that a rule makes has at most {most}",
        f"「{name}」は {len(name)} 文字です。ルールで作成するイベントの名前は {most} 文字までです",
    )


def not_a_name(name: str) -> Text:
    """A text that GA4 takes for no event's name."""
    return Text(
        f"{name!r} is not a GA4 event name: a letter first, then letters, digits and underscores",
        f"「{name}」は GA4 のイベント名として使えません。先頭は文字、以降は文字、数字、アンダースコアです",
    )


def kept_for_ga4(name: str, prefix: str) -> Text:
    """A name with a prefix of GA4's own."""
    return Text(
        f"{name!r} starts with {prefix!r}, which GA4 keeps for itself",
        f"「{name}」の先頭の「{prefix}」は GA4 が予約しています",
    )


def collected(name: str) -> Text:
    """The name of an event that GA4 collects without any tag."""
    return Text(f"{name!r} is an event that GA4 collects itself", f"「{name}」は GA4 が自動で収集するイベントです")
