"""The structure of a config, checked by pydantic's validator, told in our own words.

The validator is built from the tree of keys with `pydantic_core`, the engine of pydantic 2: importing pydantic's model
layer and making some ten model classes would take longer than reading a config (about 0.1 s against 0.01 s, measured
2026-11-23), and no model would be used, because later checks need the data as written, with its places.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic_core import CoreSchema, ErrorDetails, SchemaValidator, ValidationError, core_schema

from microconv.config.forms import (
    INVALID,
    Date,
    Digits,
    Flag,
    Form,
    Key,
    ListOf,
    Map,
    Number,
    OneOf,
    Only,
    TextForm,
    Word,
)
from microconv.config.forms import Whole as WholeNumber
from microconv.config.keys import config_form
from microconv.config.mistakes import Mistake, explain, meant
from microconv.config.places import SourcePlace
from microconv.config.vocabulary import Vocabulary
from microconv.core.diagnostics import Diagnostic, Severity

MAX_PROBLEMS = 100
"""The largest number of problems of structure that one file reports: the first ones."""

_TAG = "\x00"
"""Begins what the validator calls an alternative. No key can begin so: control characters are refused earlier."""


@dataclass(frozen=True, slots=True)
class _Fault:
    """One error of the validator, brought back to our data."""

    mistake: Mistake
    parent: Any
    part: str | int | None
    meant: str | None = None


@lru_cache(maxsize=8)
def structure(vocabulary: Vocabulary) -> Structure:
    """The validator for a vocabulary, built once for each."""
    return Structure(config_form(vocabulary))


class Structure:
    """The validator of one vocabulary's configs. Safe for several threads."""

    def __init__(self, form: Map) -> None:
        self._form = form
        self._validator = SchemaValidator(_schema(form))

    def check(self, data: Any, place: SourcePlace) -> tuple[Any, list[Diagnostic]]:
        """Every structural problem, in the order of the file.

        Returns the data with INVALID in place of what was refused, and without unknown keys. `data` itself is changed.
        """
        try:
            self._validator.validate_python(data)
        except ValidationError as error:
            details = error.errors(include_url=False, include_context=False)
        else:
            return data, []
        faults = [item for detail in details if (item := self._locate(detail, data, place)) is not None]
        faults = _without_echoes(faults)
        faults.sort(key=lambda item: item.mistake.span)
        problems = [explain(item.mistake) for item in faults[:MAX_PROBLEMS]]
        if len(faults) > MAX_PROBLEMS:
            problems.append(_too_many(faults[MAX_PROBLEMS:]))
        for item in faults:
            data = _mark(data, item)
        return data, problems

    def _locate(self, detail: ErrorDetails, data: Any, place: SourcePlace) -> _Fault | None:
        """The form, value and place that an error belongs to; None if that value was refused before."""
        kind = detail["type"]
        steps = list(detail["loc"])
        last = steps.pop() if kind in {"missing", "extra_forbidden"} else None
        here = _Here(self._form, data, place)
        for step in steps:
            here.enter(step)
        if here.value is INVALID:
            return None
        form, path, span = here.form, tuple(here.path), here.place.span
        if last is None:
            mistake = Mistake("value", span, path, here.part, form, here.value, here.place.text, here.key)
            return _Fault(mistake, here.parent, here.part)
        if kind == "missing":
            key = form.by_name[str(last)] if isinstance(form, Map) else None
            return _Fault(Mistake("missing", span, path, last, form, key=key), here.value, last)
        where = here.place.child(last)
        span = where.key_span if where is not None else span
        mistake = Mistake("unknown", span, path, last, form, root=self._form)
        return _Fault(mistake, here.value, last, meant(mistake))


class _Here:
    """A walk down form, data and places together."""

    def __init__(self, form: Form, value: Any, place: SourcePlace) -> None:
        self.form: Form | None = form
        self.value = value
        self.place = place
        self.path: list[str] = []
        self.parent: Any = None
        self.part: str | int | None = None
        self.key: Key | None = None

    def enter(self, step: str | int) -> None:
        """Go to an entry or item, or into an alternative that is a map."""
        if isinstance(step, str) and step.startswith(_TAG):
            if isinstance(self.form, OneOf) and step[1:].isdigit():
                chosen = self.form.forms[int(step[1:])]
                self.form = chosen if isinstance(chosen, Map) else self.form
            return
        if isinstance(self.form, Map):
            self.path.append(str(step))
            self.key = self.form.by_name[str(step)]
            self.form = self.key.form
        elif isinstance(self.form, ListOf):
            self.form = self.form.item
        self.parent, self.part, self.value = self.value, step, self.value[step]
        self.place = self.place.child(step) or self.place


def _mark(data: Any, item: _Fault) -> Any:
    """Put INVALID where a value was refused, or where an unknown key probably belongs."""
    if item.part is None:
        return INVALID
    if item.mistake.kind != "unknown":
        item.parent[item.part] = INVALID
        return data
    item.parent.pop(item.part, None)
    if item.meant is not None:
        item.parent.setdefault(item.meant, INVALID)
    return data


def _without_echoes(faults: list[_Fault]) -> list[_Fault]:
    """Without the keys that are missing only because they are misspelt."""
    meant = {(id(item.parent), item.meant) for item in faults}
    return [item for item in faults if item.mistake.kind != "missing" or (id(item.parent), item.part) not in meant]


def _too_many(rest: list[_Fault]) -> Diagnostic:
    return Diagnostic(
        Severity.ERROR,
        "too-many-problems",
        f"{len(rest):,} more problems of this kind are not shown",
        span=rest[0].mistake.span,
        hint="correct those above first",
    )


def _schema(form: Form) -> CoreSchema:
    if isinstance(form, Map):
        fields = {key.name: core_schema.typed_dict_field(_schema(key.form), required=key.required) for key in form.keys}
        return core_schema.typed_dict_schema(fields, extra_behavior="forbid", strict=True)
    if isinstance(form, ListOf):
        return core_schema.list_schema(_schema(form.item), strict=True)
    if isinstance(form, OneOf):
        return _alternatives([_schema(choice) for choice in form.forms], form)
    if isinstance(form, Digits):
        number = core_schema.int_schema(ge=form.lowest, le=form.highest, strict=True)
        text = core_schema.str_schema(pattern=form.pattern, strict=True)
        return _by_type({str: text, int: number})
    return _leaf(form)


def _leaf(form: TextForm | Word | Flag | WholeNumber | Number | Date | Only) -> CoreSchema:
    if isinstance(form, Word):
        return core_schema.literal_schema(list(form.words))
    if isinstance(form, Flag):
        return core_schema.bool_schema(strict=True)
    if isinstance(form, WholeNumber):
        return core_schema.int_schema(ge=form.minimum, le=form.maximum, strict=True)
    if isinstance(form, Number):
        return core_schema.float_schema(ge=form.minimum, le=form.maximum, allow_inf_nan=False, strict=True)
    if isinstance(form, Only):
        if isinstance(form.value, bool):
            return core_schema.literal_schema([form.value])
        return core_schema.int_schema(ge=form.value, le=form.value, strict=True)
    return core_schema.str_schema(pattern=form.pattern, strict=True)


def _alternatives(choices: list[CoreSchema], form: OneOf) -> CoreSchema:
    def tag(value: object) -> str | None:
        chosen = form.choose(value)
        return None if chosen is None else f"{_TAG}{chosen}"

    tagged = {f"{_TAG}{number}": choice for number, choice in enumerate(choices)}
    return core_schema.tagged_union_schema(tagged, discriminator=tag)


def _by_type(choices: dict[type, CoreSchema]) -> CoreSchema:
    tagged = {f"{_TAG}{kind.__name__}": choice for kind, choice in choices.items()}
    return core_schema.tagged_union_schema(tagged, discriminator=lambda value: f"{_TAG}{type(value).__name__}")
