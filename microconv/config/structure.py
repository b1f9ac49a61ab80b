"""The structure of a config, checked by pydantic's validator, told in our own words.

The validator is built from the tree of keys with `pydantic_core`, the engine of pydantic 2: importing pydantic's model
layer and making some ten model classes would take longer than reading a config (about 0.1 s against 0.01 s, measured
2026-11-23), and no model would be used, because later checks need the data as written, with its places.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pydantic_core import CoreSchema, SchemaValidator, ValidationError, core_schema

from microconv.config.forms import (
    ALTERNATIVE,
    Date,
    Digits,
    Flag,
    Form,
    ListOf,
    Map,
    Named,
    Number,
    OneOf,
    Only,
    TextForm,
    Word,
)
from microconv.config.forms import Whole as WholeNumber
from microconv.config.keys import config_form
from microconv.config.places import SourcePlace
from microconv.config.vocabulary import Vocabulary
from microconv.core.diagnostics import Diagnostic


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
        from microconv.config.faults import problems_of

        return problems_of(details, self._form, data, place)


def _schema(form: Form) -> CoreSchema:
    if isinstance(form, Map):
        fields = {key.name: core_schema.typed_dict_field(_schema(key.form), required=key.required) for key in form.keys}
        return core_schema.typed_dict_schema(fields, extra_behavior="forbid", strict=True)
    if isinstance(form, ListOf):
        return core_schema.list_schema(_schema(form.item), strict=True)
    if isinstance(form, Named):
        return core_schema.dict_schema(core_schema.str_schema(), _schema(form.item), strict=True)
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
    longest = form.longest if isinstance(form, TextForm) else None
    return core_schema.str_schema(pattern=form.pattern, max_length=longest, strict=True)


def _alternatives(choices: list[CoreSchema], form: OneOf) -> CoreSchema:
    def tag(value: object) -> str | None:
        chosen = form.choose(value)
        return None if chosen is None else f"{ALTERNATIVE}{chosen}"

    tagged = {f"{ALTERNATIVE}{number}": choice for number, choice in enumerate(choices)}
    return core_schema.tagged_union_schema(tagged, discriminator=tag)


def _by_type(choices: dict[type, CoreSchema]) -> CoreSchema:
    tagged = {f"{ALTERNATIVE}{kind.__name__}": choice for kind, choice in choices.items()}
    return core_schema.tagged_union_schema(tagged, discriminator=lambda value: f"{ALTERNATIVE}{type(value).__name__}")
