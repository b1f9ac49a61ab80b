"""Mistakes in the structure of a config: the problem, the allowed values, and the probable intention."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from microconv.config.forms import (
    Date,
    Digits,
    Form,
    Key,
    ListOf,
    Map,
    Number,
    OneOf,
    Only,
    TextForm,
    Whole,
    Word,
    allowed,
    example,
    walk,
)
from microconv.config.hints import hint_for, to_write
from microconv.config.interface import Instead, key_for, word_for
from microconv.config.wording import closest, cut, did_you_mean, quote, quoted
from microconv.core.diagnostics import Diagnostic, Severity, Span
from microconv.core.text import NO_TEXT, Text, untranslated

BEGIN = Text("begin with `version: 1`, then `client: …`", "`version: 1` から始め、続けて `client: …` と書いてください")
"""The next step for a file that is no config yet."""
_CONVERSIONS = "conversions"
_OTHER_EVENTS = "ga4.event_rules"
"""The last place to be named of several: a key of its rules belongs to a conversion first."""
ALLOWED = "allowed: "
"""The beginning of a problem's detail that says what may be written."""


def may_be(values: Text) -> Text:
    """The detail of a problem that says what may be written."""
    return Text(f"{ALLOWED}{values.en}", f"指定できる値: {values.ja}")


@dataclass(frozen=True, slots=True)
class Mistake:
    """One value, or one key, that the structure does not allow.

    kind: a missing key, an unknown one, or a value that its key does not take
    span: its place in the file
    path: the keys from the top to the map or value in question
    part: the last step: a key, or a position in a list
    form: the form that is expected there; for an unknown key, that of the map that holds it
    value: the data that was refused, or that an unknown key has
    text: a scalar as it is written
    key: the key that is missing, or has the value
    root: the form of the whole file
    """

    kind: Literal["missing", "unknown", "value"]
    span: Span
    path: Sequence[str]
    part: str | int | None
    form: Form | None
    value: Any = None
    text: str = ""
    key: Key | None = None
    root: Map | None = None


def explain(mistake: Mistake) -> Diagnostic:
    """The problem as people read it."""
    if mistake.kind == "missing" and mistake.key is not None:
        return missing(mistake.key, mistake.span, mistake.path)
    if mistake.kind == "unknown":
        return _unknown(mistake)
    return _value(mistake)


def missing(key: Key, span: Span, path: Sequence[str] = (), why: str = "") -> Diagnostic:
    """A key that must be there is not; `why` replaces its summary."""
    name = _dotted((*path, key.name))
    hint = to_write(f"`{key.name}: {example(key)}`") if key.examples else NO_TEXT
    reason = why or Text(key.summary.rstrip("."), "必須のキーです")
    return _problem("missing", span, Text(f"{name} is missing", f"{name} がありません"), reason, hint)


def meant(mistake: Mistake) -> str | None:
    """The key of the same map that an unknown key probably means, or belongs below; None when that is unclear."""
    if not isinstance(mistake.form, Map):
        return None
    here = ".".join(mistake.path)
    instead = _instead(mistake, here)
    if instead is not None:
        inside = instead.place == here or not here or instead.place.startswith(f"{here}.")
        return _from(here, instead.place).partition(".")[0] or None if inside else None
    word = closest(str(mistake.part), mistake.form.by_name)
    if word is not None:
        return word
    below, _ = _homes(mistake, here)
    return _from(here, below[0]).partition(".")[0] if below else None


def _from(here: str, path: str) -> str:
    """A dotted path below the map `here`, as it is written there."""
    return path.removeprefix(here).removeprefix(".")


def _unknown(mistake: Mistake) -> Diagnostic:
    part = str(mistake.part)
    names = list(mistake.form.by_name) if isinstance(mistake.form, Map) else []
    instead = _instead(mistake, ".".join(mistake.path))
    hint = instead.hint if instead is not None else did_you_mean(part, names) or _elsewhere(mistake)
    where = _dotted(mistake.path)
    en = " in a conversion" if where == _CONVERSIONS else where and f" under {where}"
    ja = "（コンバージョン内）" if where == _CONVERSIONS else where and f"（{where} の下）"
    summary = Text(f"unknown key {quote(part)}{en}", f"不明なキーです: {cut(part)}{ja}")
    listed = ", ".join(names)
    return _problem("unknown-key", mistake.span, summary, Text(f"{ALLOWED}{listed}", f"指定できるキー: {listed}"), hint)


def _instead(mistake: Mistake, here: str) -> Instead | None:
    """The key of a config for one of Google's interface or API."""
    known = frozenset(path for path, _ in walk(mistake.root)) if mistake.root is not None else frozenset()
    return key_for(str(mistake.part), mistake.value, here, known)


def _homes(mistake: Mistake, here: str) -> tuple[list[str], list[str]]:
    """The maps that know an unknown key: those below the one where it stands, and those above or elsewhere."""
    if mistake.root is None:
        return [], []
    inner = str(mistake.part).rpartition(".")[2]
    homes = [path.rpartition(".")[0] for path, _ in walk(mistake.root) if path.rpartition(".")[2] == inner]
    homes.sort(key=lambda home: (home.count("."), home == _OTHER_EVENTS))
    below = [home for home in homes if home != here and (not here or home.startswith(f"{here}."))]
    above = sorted((home for home in homes if not home or here.startswith(f"{home}.")), key=len, reverse=True)
    return below, above or [home for home in homes if home not in below]


def _elsewhere(mistake: Mistake) -> Text:
    """A hint for a known key at the wrong place."""
    here = ".".join(mistake.path)
    below, others = _homes(mistake, here)
    inner = quoted(str(mistake.part).rpartition(".")[2])
    if below:
        place = _from(here, below[0])
        return Text(f"{inner.en} belongs under {place}", f"{inner.ja}は {place} の下に書いてください")
    if not others:
        return NO_TEXT
    home = others[0]
    if not home:
        return Text(f"{inner.en} belongs to the top level of the file", f"{inner.ja}はファイルの最上位に書いてください")
    if home == _CONVERSIONS:
        return Text(f"{inner.en} belongs to a conversion", f"{inner.ja}はコンバージョンのキーです")
    inside, place = home.startswith(f"{_CONVERSIONS}.") and not here.startswith(_CONVERSIONS), _dotted(home.split("."))
    return Text(
        f"{inner.en} belongs under {place}" + (" in a conversion" if inside else ""),
        f"{inner.ja}は{'コンバージョンの ' if inside else ' '}{place} の下に書いてください",
    )


def _value(mistake: Mistake) -> Diagnostic:
    form, value = mistake.form, mistake.value
    if isinstance(form, OneOf):
        chosen = form.choose(value)
        if chosen is not None and isinstance(form.forms[chosen], Number | TextForm):
            form = form.forms[chosen]
    subject = _subject(mistake)
    if not mistake.path:
        kind = Text("a list", "リスト") if isinstance(value, list) else Text("one value", "単独の値")
        summary = Text(
            f"a config is a map of keys, and this is {kind.en}",
            f"設定ファイルはキーと値で書きますが、{kind.ja}になっています",
        )
        return _problem("not-a-map", mistake.span, summary, hint=BEGIN)
    assert form is not None
    rule = may_be(allowed(form))
    if value is None:
        summary = Text(f"{subject.en} has no value", f"{subject.ja} に値がありません")
        return _problem("empty-value", mistake.span, summary, rule, _fill(mistake, form))
    drawn = _draw(value, mistake.text)
    if isinstance(form, Only) and not isinstance(form.value, bool):
        summary = Text(f"{subject.en} {drawn.en} is not known", f"{subject.ja} {drawn.ja} には対応していません")
        reads = Text(
            f"this microconv reads version {form.value}", f"この microconv が対応するのは version {form.value} です"
        )
        return _problem("unknown-version", mistake.span, summary, reads)
    if isinstance(value, str) and not value.strip() and isinstance(form, TextForm | Digits | Date):
        return _problem("empty-value", mistake.span, Text(f"{subject.en} is empty", f"{subject.ja} が空です"), rule)
    refused = Text(f"{subject.en} cannot be {drawn.en}", f"{subject.ja} に{drawn.ja}は指定できません")
    code, summary = _verdict(form, value, refused)
    word = _interface_word(mistake, form)
    hint = to_write(f"`{word}`") if word else hint_for(form, value, mistake.text)
    return _problem(code, mistake.span, summary, rule, hint)


def _interface_word(mistake: Mistake, form: Form) -> str | None:
    """The word that a word of Google's interface means here; None where it is none, or may not be written here."""
    if not isinstance(mistake.value, str | int | float) or isinstance(mistake.part, int):
        return None
    words = [word for one in getattr(form, "forms", (form,)) if isinstance(one, Word) for word in one.words]
    word = word_for(".".join(_spoken(mistake.path)), mistake.text)
    return word if word in words else None


def _verdict(form: Form, value: Any, summary: Text) -> tuple[str, Text]:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if isinstance(form, Number | Whole) and number:
        if not math.isfinite(value):
            return "not-finite", Text(f"{summary.en}: not a finite number", f"{summary.ja}（有限の数値ではありません）")
        if form.minimum is not None and value < form.minimum:
            return "out-of-range", Text(f"{summary.en}: too small", f"{summary.ja}（小さすぎます）")
        if form.maximum is not None and value > form.maximum:
            return "out-of-range", Text(f"{summary.en}: too large", f"{summary.ja}（大きすぎます）")
    if isinstance(value, str):
        if isinstance(form, Word):
            return "wrong-word", summary
        if isinstance(form, TextForm | Digits | Date):
            return "wrong-form", summary
    if isinstance(form, Digits) and number:
        return "wrong-form", summary
    return "wrong-type", summary


def _fill(mistake: Mistake, form: Form) -> Text:
    empty = {
        ListOf: Text("`[]` for an empty list", "空のリストなら `[]` と書く"),
        Map: Text("its keys below it", "下の階層にキーを書く"),
    }.get(type(form), Text("a value", "値を書く"))
    if isinstance(mistake.part, int):
        return Text(f"write {empty.en}, or take the item out", f"{empty.ja}か、この項目を削除してください")
    if mistake.key is not None and mistake.key.required:
        return Text(f"write {empty.en}", f"{empty.ja}必要があります")
    return Text(f"write {empty.en}, or leave the key out", f"{empty.ja}か、キーを省略してください")


def _subject(mistake: Mistake) -> Text:
    name = _dotted(mistake.path)
    if not isinstance(mistake.part, int):
        return untranslated(name)
    return Text(f"item {mistake.part + 1} of {name}", f"{name} の {mistake.part + 1} 番目の項目")


def _draw(value: Any, text: str) -> Text:
    if isinstance(value, dict):
        return Text("a map", "マップ")
    if isinstance(value, list):
        return Text("a list", "リスト")
    return quoted(value) if isinstance(value, str) else Text(cut(text), f" {cut(text)} ")


def _dotted(path: Sequence[str]) -> str:
    """A path as people say it: `google_ads.source` for one of a conversion."""
    return ".".join(path[1:] if len(path) > 1 and path[0] == _CONVERSIONS else path)


def _spoken(path: Sequence[str]) -> Sequence[str]:
    """A path from the conversion on, for one of a conversion or of the defaults."""
    return path[1:] if len(path) > 1 and path[0] in {_CONVERSIONS, "defaults"} else path


def _problem(code: str, span: Span, summary: str, detail: str = "", hint: str = "") -> Diagnostic:
    return Diagnostic(Severity.ERROR, code, summary, detail, span, hint=hint)
