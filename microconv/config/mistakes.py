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
from microconv.config.hints import hint_for
from microconv.config.interface import Instead, key_for, word_for
from microconv.config.wording import closest, cut, did_you_mean, quote
from microconv.core.diagnostics import Diagnostic, Severity, Span

_CONVERSIONS = "conversions"
_OTHER_EVENTS = "ga4.event_rules"
"""The last place to be named of several: a key of its rules belongs to a conversion first."""
ALLOWED = "allowed: "
"""The beginning of a problem's detail that says what may be written."""


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
    hint = f"write `{key.name}: {example(key)}`" if key.examples else ""
    return _problem("missing", span, f"{name} is missing", why or key.summary.rstrip("."), hint)


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
    where = " in a conversion" if where == _CONVERSIONS else where and f" under {where}"
    return _problem(
        "unknown-key", mistake.span, f"unknown key {quote(part)}{where}", f"{ALLOWED}{', '.join(names)}", hint
    )


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


def _elsewhere(mistake: Mistake) -> str:
    """A hint for a known key at the wrong place."""
    here = ".".join(mistake.path)
    below, others = _homes(mistake, here)
    inner = quote(str(mistake.part).rpartition(".")[2])
    if below:
        return f"{inner} belongs under {_from(here, below[0])}"
    if not others:
        return ""
    home = others[0]
    if not home:
        return f"{inner} belongs to the top level of the file"
    if home == _CONVERSIONS:
        return f"{inner} belongs to a conversion"
    inside = home.startswith(f"{_CONVERSIONS}.") and not here.startswith(_CONVERSIONS)
    return f"{inner} belongs under {_dotted(home.split('.'))}" + (" in a conversion" if inside else "")


def _value(mistake: Mistake) -> Diagnostic:
    form, value = mistake.form, mistake.value
    if isinstance(form, OneOf):
        chosen = form.choose(value)
        if chosen is not None and isinstance(form.forms[chosen], Number | TextForm):
            form = form.forms[chosen]
    subject = _subject(mistake)
    if not mistake.path:
        kind = "a list" if isinstance(value, list) else "one value"
        hint = "begin with `version: 1`, then `client: …`"
        return _problem("not-a-map", mistake.span, f"a config is a map of keys, and this is {kind}", hint=hint)
    assert form is not None
    rule = f"{ALLOWED}{allowed(form)}"
    if value is None:
        return _problem("empty-value", mistake.span, f"{subject} has no value", rule, _fill(mistake, form))
    drawn = _draw(value, mistake.text)
    if isinstance(form, Only) and not isinstance(form.value, bool):
        summary, rule = f"{subject} {drawn} is not known", f"this microconv reads version {form.value}"
        return _problem("unknown-version", mistake.span, summary, rule)
    if isinstance(value, str) and not value.strip() and isinstance(form, TextForm | Digits | Date):
        return _problem("empty-value", mistake.span, f"{subject} is empty", rule)
    code, summary = _verdict(form, value, f"{subject} cannot be {drawn}")
    word = _interface_word(mistake, form)
    hint = f"write `{word}`" if word else hint_for(form, value, mistake.text)
    return _problem(code, mistake.span, summary, rule, hint)


def _interface_word(mistake: Mistake, form: Form) -> str | None:
    """The word that a word of Google's interface means here; None where it is none, or may not be written here."""
    if not isinstance(mistake.value, str | int | float) or isinstance(mistake.part, int):
        return None
    words = [word for one in getattr(form, "forms", (form,)) if isinstance(one, Word) for word in one.words]
    word = word_for(".".join(_spoken(mistake.path)), mistake.text)
    return word if word in words else None


def _verdict(form: Form, value: Any, summary: str) -> tuple[str, str]:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if isinstance(form, Number | Whole) and number:
        if not math.isfinite(value):
            return "not-finite", f"{summary}: not a finite number"
        if form.minimum is not None and value < form.minimum:
            return "out-of-range", f"{summary}: too small"
        if form.maximum is not None and value > form.maximum:
            return "out-of-range", f"{summary}: too large"
    if isinstance(value, str):
        if isinstance(form, Word):
            return "wrong-word", summary
        if isinstance(form, TextForm | Digits | Date):
            return "wrong-form", summary
    if isinstance(form, Digits) and number:
        return "wrong-form", summary
    return "wrong-type", summary


def _fill(mistake: Mistake, form: Form) -> str:
    empty = {ListOf: "`[]` for an empty list", Map: "its keys below it"}.get(type(form), "a value")
    if isinstance(mistake.part, int):
        return f"write {empty}, or take the item out"
    needed = mistake.key is not None and mistake.key.required
    return f"write {empty}" + ("" if needed else ", or leave the key out")


def _subject(mistake: Mistake) -> str:
    name = _dotted(mistake.path)
    return f"item {mistake.part + 1} of {name}" if isinstance(mistake.part, int) else name


def _draw(value: Any, text: str) -> str:
    if isinstance(value, dict):
        return "a map"
    if isinstance(value, list):
        return "a list"
    return quote(value) if isinstance(value, str) else cut(text)


def _dotted(path: Sequence[str]) -> str:
    """A path as people say it: `google_ads.source` for one of a conversion."""
    return ".".join(path[1:] if len(path) > 1 and path[0] == _CONVERSIONS else path)


def _spoken(path: Sequence[str]) -> Sequence[str]:
    """A path from the conversion on, for one of a conversion or of the defaults."""
    return path[1:] if len(path) > 1 and path[0] in {_CONVERSIONS, "defaults"} else path


def _problem(code: str, span: Span, summary: str, detail: str = "", hint: str = "") -> Diagnostic:
    return Diagnostic(Severity.ERROR, code, summary, detail, span, hint=hint)
