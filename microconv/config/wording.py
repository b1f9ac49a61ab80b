"""Quotations from files in messages, and what several messages say."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from microconv.core.text import NO_TEXT, Text

CUT = 60
"""Longest quotation, in characters."""


def quote(text: str) -> str:
    """Text as a message shows it: in quotes, without control characters, cut to sixty characters."""
    return repr(text if len(text) <= CUT else text[: CUT - 1] + "…")


def quoted(text: str) -> Text:
    """The same in both languages, with the quotes of each."""
    return Text(quote(text), f"「{cut(text)}」")


def cut(text: str) -> str:
    """Text without quotes: control characters escaped, cut to sixty characters."""
    return quote(text)[1:-1]


def shorten(message: str, *names: str) -> str:
    """A message of the core with long names in it cut as we cut them, in both languages where it has both."""
    if isinstance(message, Text):
        return Text(_shorten(message.en, names), _shorten(message.ja, names))
    return _shorten(message, names)


def _shorten(message: str, names: Iterable[str]) -> str:
    for name in names:
        if len(name) > CUT:
            message = message.replace(name, f"{name[: CUT - 1]}…").replace(repr(name)[1:-1], cut(name))
    return message if len(message) <= 10 * CUT else f"{message[: 10 * CUT]}…"


def closest(text: str, allowed: Iterable[str]) -> str | None:
    """The allowed word that was probably meant; None when none is close."""
    from difflib import get_close_matches

    by_form = {_plain(word): word for word in reversed(list(allowed))}
    wanted = _plain(text[:CUT])
    close = get_close_matches(wanted, by_form, n=1, cutoff=0.7)
    return by_form[close[0]] if close else None


def _plain(word: str) -> str:
    """Without what people mix up: width and composition of letters, case, blanks and dashes."""
    return re.sub(r"[\s-]", "_", unicodedata.normalize("NFKC", word).lower())


def did_you_mean(text: str, allowed: Iterable[str]) -> Text:
    """A hint naming the closest allowed word; empty when none is close."""
    word = closest(text, allowed)
    return NO_TEXT if word is None else Text(f"did you mean {quote(word)}?", f"「{cut(word)}」の誤りではありませんか")


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
    """The next step."""
    return Text(
        f"write `{section}: {{{key}: …}}` at the top of the file",
        f"ファイルの最上位に `{section}: {{{key}: …}}` と書いてください",
    )
