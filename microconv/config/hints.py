"""Hints for values that their form does not allow: the value to write instead, where that can be told."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from microconv.config.forms import Digits, Flag, Form, ListOf, Number, OneOf, TextForm, Whole, Word
from microconv.config.wording import cut, did_you_mean

_YES_NO = {
    **dict.fromkeys(("yes", "on", "y", "はい", "オン", "有効"), "true"),
    **dict.fromkeys(("no", "off", "n", "いいえ", "オフ", "無効"), "false"),
}


def hint_for(form: Form, value: Any, text: str) -> str:
    """A hint for a value of this form, which is written as `text`; empty where none can be given."""
    if isinstance(form, OneOf):
        words = [word for choice in form.forms if isinstance(choice, Word) for word in choice.words]
        numeric = any(isinstance(choice, Number) for choice in form.forms)
        hint = did_you_mean(value, words) if isinstance(value, str) else ""
        return hint or (_number_hint(value) if numeric else "")
    if isinstance(form, ListOf):
        return "" if isinstance(value, dict | list) else f"write `[{cut(text)}]`"
    if isinstance(form, Number | Whole):
        return _number_hint(value)
    if isinstance(form, Flag):
        return f"write {_YES_NO[value.lower()]}" if isinstance(value, str) and value.lower() in _YES_NO else ""
    if isinstance(form, Word):
        return _word_hint(form, value) if isinstance(value, str) else ""
    if isinstance(form, Digits):
        return _digits_hint(form, value, text)
    return _text_hint(form, value, text) if isinstance(form, TextForm) else ""


def _word_hint(form: Word, value: str) -> str:
    """The word that was meant. Codes, of which there are many, are too short for guesses: only case and width count."""
    if not form.meaning:
        return did_you_mean(value, form.words)
    code = unicodedata.normalize("NFKC", value).strip().upper()
    return f"write `{code}`" if code in form.words else ""


def _text_hint(form: TextForm, value: Any, text: str) -> str:
    if isinstance(value, int | float):
        return f'put it in quotes: "{cut(text)}"' if re.search(form.pattern, text) else ""
    if not isinstance(value, str):
        return ""
    if value != value.strip():
        return "take out the blanks at its ends"
    return next((hint for sign, hint in form.hints if sign in value), "")


def _number_hint(value: Any) -> str:
    if not isinstance(value, str):
        return ""
    bare = re.sub(r"[,_\s¥$€円]", "", unicodedata.normalize("NFKC", value))
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", bare):
        return ""
    return "take the quotes away" if bare == value else f"write {cut(bare)}"


def _digits_hint(form: Digits, value: Any, text: str) -> str:
    if isinstance(value, str):
        narrow = re.sub("[‐‑–—−]", "-", unicodedata.normalize("NFKC", value))
        if narrow != value and re.search(form.pattern, narrow):
            return f"write {narrow}: these signs are full-width"
        return next((hint for start, hint in form.hints if value.startswith(start)), "")
    return "put it in quotes" if text.startswith("0") and re.search(form.pattern, text) else ""
