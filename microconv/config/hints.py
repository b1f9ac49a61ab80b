"""Hints for values that their form does not allow: the value to write instead, where that can be told."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from microconv.config.forms import Digits, Flag, Form, ListOf, Number, OneOf, TextForm, Whole, Word
from microconv.config.wording import cut, did_you_mean
from microconv.core.text import NO_TEXT, Text, untranslated

_YES_NO = {
    **dict.fromkeys(("yes", "on", "y", "はい", "オン", "有効"), "true"),
    **dict.fromkeys(("no", "off", "n", "いいえ", "オフ", "無効"), "false"),
}


def hint_for(form: Form, value: Any, text: str) -> Text:
    """A hint for a value of this form, which is written as `text`; empty where none can be given."""
    if isinstance(form, OneOf):
        words = [word for choice in form.forms if isinstance(choice, Word) for word in choice.words]
        numeric = any(isinstance(choice, Number) for choice in form.forms)
        hint = did_you_mean(value, words) if isinstance(value, str) else NO_TEXT
        return hint or (_number_hint(value) if numeric else NO_TEXT)
    if isinstance(form, ListOf):
        return NO_TEXT if isinstance(value, dict | list) else to_write(f"`[{cut(text)}]`")
    if isinstance(form, Number | Whole):
        return _number_hint(value)
    if isinstance(form, Flag):
        known = isinstance(value, str) and value.lower() in _YES_NO
        return to_write(_YES_NO[value.lower()]) if known else NO_TEXT
    if isinstance(form, Word):
        return _word_hint(form, value) if isinstance(value, str) else NO_TEXT
    if isinstance(form, Digits):
        return _digits_hint(form, value, text)
    return _text_hint(form, value, text) if isinstance(form, TextForm) else NO_TEXT


def to_write(text: str) -> Text:
    """A hint that says to write this."""
    return Text(f"write {text}", f"{text} と書いてください")


def _word_hint(form: Word, value: str) -> Text:
    """The word that was meant. Codes, of which there are many, are too short for guesses: only case and width count."""
    if not form.meaning:
        return did_you_mean(value, form.words)
    code = unicodedata.normalize("NFKC", value).strip().upper()
    return to_write(f"`{code}`") if code in form.words else NO_TEXT


def _text_hint(form: TextForm, value: Any, text: str) -> Text:
    if isinstance(value, int | float):
        hint = Text(f'put it in quotes: "{cut(text)}"', f'引用符で囲んでください: "{cut(text)}"')
        return hint if re.search(form.pattern, text) else NO_TEXT
    if not isinstance(value, str):
        return NO_TEXT
    if value != value.strip():
        return Text("take out the blanks at its ends", "前後の空白を削除してください")
    return untranslated(next((hint for sign, hint in form.hints if sign in value), NO_TEXT))


def _number_hint(value: Any) -> Text:
    if not isinstance(value, str):
        return NO_TEXT
    bare = re.sub(r"[,_\s¥$€円]", "", unicodedata.normalize("NFKC", value))
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", bare):
        return NO_TEXT
    return Text("take the quotes away", "引用符を外してください") if bare == value else to_write(cut(bare))


def _digits_hint(form: Digits, value: Any, text: str) -> Text:
    if isinstance(value, str):
        narrow = re.sub("[‐‑–—−]", "-", unicodedata.normalize("NFKC", value))
        if narrow != value and re.search(form.pattern, narrow):
            return Text(f"write {narrow}: these signs are full-width", f"全角ではなく半角で {narrow} と書いてください")
        return untranslated(next((hint for start, hint in form.hints if value.startswith(start)), NO_TEXT))
    quotes = Text("put it in quotes", "引用符で囲んでください")
    return quotes if text.startswith("0") and re.search(form.pattern, text) else NO_TEXT
