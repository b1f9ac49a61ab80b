"""Japanese verbs at the end of built-in sentences: from the polite form to the plain one, inside a longer sentence."""

from __future__ import annotations

import re

_ASIDE = re.compile(r"（[^（）]*）$")
_GODAN_SU = re.compile(r"(?<![一-鿿])[戻外残直移消示返渡試押探出足正写起壊話]$|[やばらがかなわごさ]$|落と$|起こ$")
"""The stems before `します` of verbs that end in す; the other ones are of する."""

_EXCEPTIONS = {
    "あり": ("ある", "ない"),
    "でき": ("できる", "できない"),
    "起き": ("起きる", "起きない"),
    "見": ("見る", "見ない"),
    "試み": ("試みる", "試みない"),
    "足り": ("足りる", "足りない"),
    "落ち": ("落ちる", "落ちない"),
    "過ぎ": ("過ぎる", "過ぎない"),
    "すぎ": ("すぎる", "すぎない"),
    "延び": ("延びる", "延びない"),
    "伸び": ("伸びる", "伸びない"),
}
"""Stems that do not go by their last letter: the plain form, and the plain form that denies."""

_ROWS = dict(zip("きぎちにびみりい", zip("くぐつぬぶむるう", "かがたなばまらわ", strict=True), strict=True))
_E_ROW = frozenset("えけげせぜてでねべめれじ")
_HELPED = re.compile(r"[てでがにはも]い$")
_NOUNS = re.compile(r"(違|扱|狙|願)い$")


def plain_form(sentence: str) -> str | None:
    """A sentence without its full stop and an aside at its end, its verb in the plain form.

    None where the end is not known: the past, a request, a noun without a verb. `tests/unit/render/test_plain.py` goes
    through the headings and proposals of all rules.
    """
    text = _ASIDE.sub("", sentence.removesuffix("。"))
    if text.endswith("です"):
        noun = text.removesuffix("です")
        return noun if noun.endswith("い") and not _NOUNS.search(noun) else f"{noun}である"
    for ending, denied in (("ません", True), ("ます", False)):
        if text.endswith(ending):
            return _verb(text.removesuffix(ending), denied=denied)
    return None


def _verb(stem: str, *, denied: bool) -> str | None:
    """The plain form of a verb from the stem before `ます`."""
    for end, (yes, no) in _EXCEPTIONS.items():
        if stem.endswith(end):
            return stem.removesuffix(end) + (no if denied else yes)
    head, last = stem[:-1], stem[-1:]
    if last in _E_ROW or _HELPED.search(stem):
        return stem + ("ない" if denied else "る")
    if last == "し":
        if _GODAN_SU.search(head):
            return head + ("さない" if denied else "す")
        return head + ("しない" if denied else "する")
    if last not in _ROWS:
        return None
    plain, negative = _ROWS[last]
    return head + (f"{negative}ない" if denied else plain)
