"""The forms that a value in a config can have, and the keys that carry them.

One tree of keys gives validation, JSON Schema, error messages and reference text.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from microconv.core.text import NO_TEXT, Text, joined, untranslated
from microconv.core.value import draw

ONE_LINE = r"^\S(.*\S)?$"
"""Text that is not empty and has no blanks at its ends."""


class Invalid(enum.Enum):
    """The type of INVALID: stands in for a value that was refused, so that later checks leave it alone."""

    INVALID = "invalid"


INVALID = Invalid.INVALID

ALTERNATIVE = "\x00"
"""Begins what the validator calls an alternative. No key can begin so: control characters are refused earlier."""


class TextForm(NamedTuple):
    """Text. `pattern` is a regular expression that Rust, Python and ECMAScript read alike.

    `hints`: what to say to text that holds certain signs. `longest`: the most characters; None for any number.
    """

    pattern: str = ONE_LINE
    meaning: str = Text("text", "文字列")
    hints: tuple[tuple[str, str], ...] = ()
    longest: int | None = None


class Word(NamedTuple):
    """One of a list of words.

    Of a list too long for messages `meaning` says what is allowed, and the JSON Schema keeps it once, as `shared`.
    """

    words: tuple[str, ...]
    meaning: str = ""
    shared: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""


class Whole(NamedTuple):
    """A whole number; the limits are inclusive, in `unit`."""

    minimum: int | None = None
    maximum: int | None = None
    unit: str = ""


class Number(NamedTuple):
    """A finite number; the limits are inclusive, in `unit`."""

    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""


class Digits(NamedTuple):
    """An id made of digits, written as a number or as text. `hints`: what to say to text that begins like a key."""

    pattern: str
    lowest: int
    highest: int
    meaning: str
    hints: tuple[tuple[str, str], ...] = ()


class Date(NamedTuple):
    """A day, as YYYY-MM-DD."""

    pattern: str = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"


class Only(NamedTuple):
    """One value: `false`, or a whole number."""

    value: bool | int


class ListOf(NamedTuple):
    """A list whose items all have one form."""

    item: Form


class Named(NamedTuple):
    """A map with keys of one's own choice: the form of a key, which later checks look at, that of a value, a sample."""

    name: TextForm
    item: Form
    sample: tuple[tuple[str, str | int | Mapping[str, str | int]], ...]


@dataclass(frozen=True)
class Map:
    """A map with these keys and no others."""

    keys: tuple[Key, ...]

    @cached_property
    def by_name(self) -> dict[str, Key]:
        """The keys by name."""
        return {key.name: key for key in self.keys}


class OneOf(NamedTuple):
    """Alternatives that differ in what they are made of, so that a value belongs to one of them at most."""

    forms: tuple[Form, ...]

    @property
    def different(self) -> tuple[Form, ...]:
        """The alternatives without a list of what may stand there alone too: its keys are the same."""
        return tuple(one for one in self.forms if not (isinstance(one, ListOf) and one.item in self.forms))

    def choose(self, value: object) -> int | None:
        """The position of the alternative that a value of this Python type belongs to."""
        return next((number for number, form in enumerate(self.forms) if _made_of(form, value)), None)


Form = TextForm | Word | Flag | Whole | Number | Digits | Date | Only | ListOf | Named | Map | OneOf


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a map: the form of its value, and its meaning.

    name: the word before the colon
    form: the form of the value
    summary: the meaning, in sentences
    required: true if the map must have it
    default: the default as in a config; empty for none
    examples: values that may be written, the best one first
    source: where the facts come from
    google: Google's words for it, if they come from an attribute table
    shared: a name under which the JSON Schema keeps the form once, for several places
    """

    name: str
    form: Form
    summary: str
    required: bool = False
    default: str = ""
    examples: tuple[str | int | float | bool, ...] = ()
    source: str = ""
    google: Text | None = field(default=None, compare=False)
    shared: str = field(default="", compare=False)


def _made_of(form: Form, value: object) -> bool:
    if isinstance(form, Map | Named | ListOf):
        return isinstance(value, list if isinstance(form, ListOf) else dict)
    if isinstance(form, Number | Whole):
        return isinstance(value, int | float) and not isinstance(value, bool)
    if isinstance(form, Word | TextForm):
        return isinstance(value, str)
    return isinstance(form, Only) and isinstance(value, bool)


def walk(form: Form, path: str = "") -> Iterator[tuple[str, Key]]:
    """Every key below a form with its dotted path, in order."""
    if isinstance(form, ListOf):
        yield from walk(form.item, path)
    elif isinstance(form, OneOf):
        for choice in form.different:
            yield from walk(choice, path)
    elif isinstance(form, Map):
        for key in form.keys:
            dotted = f"{path}.{key.name}" if path else key.name
            yield dotted, key
            yield from walk(key.form, dotted)


def allowed(form: Form) -> Text:
    """The values that a form allows, as a phrase: `a whole number of days from 1 to 30`."""
    if isinstance(form, OneOf):
        return joined((allowed(choice) for choice in form.forms), ", or ", "、または ")
    if isinstance(form, ListOf):
        item = Text("maps", "マップ") if isinstance(form.item, Map) else allowed(form.item)
        return Text(f"a list of {item.en}", f"リスト（各項目: {item.ja}）")
    if isinstance(form, Map):
        names = ", ".join(key.name for key in form.keys)
        return Text(f"a map with the keys {names}", f"次のキーを持つマップ: {names}")
    if isinstance(form, Named):
        value = allowed(form.item)
        return Text(f"a map of names, each with {value.en}", f"名前をキーとするマップ（各値: {value.ja}）")
    if isinstance(form, Word):
        return untranslated(form.meaning or ", ".join(form.words))
    if isinstance(form, Whole | Number):
        noun = Text("a whole number", "整数") if isinstance(form, Whole) else Text("a number", "数値")
        unit, limits = _UNITS.get(form.unit, form.unit), _limits(form)
        return Text(
            noun.en + (f" of {form.unit}" if form.unit else "") + limits.en,
            limits.ja + noun.ja + (f"（単位: {unit}）" if unit else ""),
        )
    return _plain(form)


_UNITS = {"days": "日", "seconds": "秒", "currency units": "通貨単位", "per cent": "%"}
"""The units of numbers in Japanese."""


def example(key: Key) -> str:
    """The first example of a key, as people write it."""
    drawn = draw(key.examples[0])
    return f"[{drawn}]" if isinstance(key.form, ListOf) else drawn


def _plain(form: TextForm | Flag | Digits | Date | Only) -> Text:
    if isinstance(form, TextForm | Digits):
        return untranslated(form.meaning)
    if isinstance(form, Flag):
        return Text("true or false", "true または false")
    if isinstance(form, Date):
        return Text("a date as YYYY-MM-DD", "YYYY-MM-DD 形式の日付")
    return untranslated("false" if form.value is False else str(form.value))


def _limits(form: Whole | Number) -> Text:
    low, high = form.minimum, form.maximum
    if low is not None and high is not None:
        return Text(f" from {_said(low)} to {_said(high)}", f"{_said(low)}～{_said(high)} の")
    if low is not None:
        return Text(f", {_said(low)} or more", f"{_said(low)} 以上の")
    return NO_TEXT if high is None else Text(f", {_said(high)} or less", f"{_said(high)} 以下の")


_READABLE = 10**15
"""The number from which on zeros are counted for the reader."""


def _said(limit: float) -> str:
    return f"{limit:g}".replace("e+", "e") if limit >= _READABLE or not float(limit).is_integer() else f"{int(limit):,}"
