"""Texts of problems that several parts of a config have."""

from __future__ import annotations

from microconv.core.text import Text

LEAVE_OUT = Text("leave the key out", "このキーを省略してください")
LEAVE_ONE_OUT = Text("leave one of them out", "どちらか一方だけにしてください")
TAKE_ONE_OUT = Text("take one of them out", "どちらかを削除してください")
NAME_ONE = Text(
    "name one of the conversions in this config", "この設定ファイルにあるコンバージョンの名前を書いてください"
)
RENAME = Text("give one of them another name, or take one out", "どちらかの名前を変えるか、一方を削除してください")
KEEP_ONE = Text("keep one of the two", "どちらか一方だけにしてください")


def first_at(place: object) -> Text:
    """The detail of a problem about what stands there twice."""
    return Text(f"first at {place}", f"最初の記載: {place}")


def stands_at(place: object) -> Text:
    """The detail of a problem that looks at another place."""
    return Text(f"it stands at {place}", f"記載箇所: {place}")


def no_section(key: str, section: str, here: str = "") -> Text:
    """The summary of a key that needs an account that the client has not. `here`: a word for the English one."""
    return Text(
        f"{key} is set{here}, but the client has no {section} section",
        f"{key} が指定されていますが、クライアントに {section} セクションがありません",
    )


def write_section(section: str, key: str) -> Text:
    """What to do about it."""
    return Text(
        f"write `{section}: {{{key}: …}}` at the top of the file",
        f"ファイルの最上位に `{section}: {{{key}: …}}` と書いてください",
    )
