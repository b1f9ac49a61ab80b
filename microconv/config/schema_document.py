"""The JSON Schema of a config, from the same tree of keys that checks it."""

from __future__ import annotations

from typing import Any

from microconv.config.forms import (
    Date,
    Digits,
    Flag,
    Form,
    Key,
    ListOf,
    Map,
    Named,
    Number,
    OneOf,
    Only,
    TextForm,
    Whole,
    Word,
)
from microconv.config.forms import allowed as in_words
from microconv.config.key_reference import default_of, example_value, google_words

Schema = dict[str, Any]


def schema(
    form: Map,
    title: str = "microconv config",
    about: str = "The conversions of one client account: what there is to be in Google Ads and GA4.",
) -> Schema:
    """The schema of one config file, draft 2020-12. Keys used in several places stand once, under `$defs`."""
    shared: dict[str, Schema] = {}
    body = _map(form, shared, "")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "description": about,
        **body,
        "$defs": shared,
    }


def _key(key: Key, shared: dict[str, Schema], path: str) -> Schema:
    if not key.shared:
        return _described(key, shared, path)
    if key.shared not in shared:
        shared[key.shared] = _described(key, shared, path)
    return {"$ref": f"#/$defs/{key.shared}"}


def _described(key: Key, shared: dict[str, Schema], path: str) -> Schema:
    described: Schema = {"description": _description(key, path), **_form(key.form, shared, path)}
    listed = isinstance(key.form, ListOf) or not key.examples
    described["examples"] = [example_value(key, path)] if listed else list(key.examples)
    return described


def _description(key: Key, path: str) -> str:
    parts = [key.summary]
    if isinstance(key.form, Whole | Number) and key.form.unit:
        parts.append(f"In {key.form.unit}.")
    if not key.required:
        parts.append(f"Default: {default_of(key, path)}.")
    google = google_words(key, path)
    if google is not None:
        parts.append(f"In Google: {google.en}; {google.ja}.")
    return " ".join(parts)


def _form(form: Form, shared: dict[str, Schema], path: str) -> Schema:
    if isinstance(form, Map):
        return _map(form, shared, path)
    if isinstance(form, ListOf):
        return {"type": "array", "items": _form(form.item, shared, path)}
    if isinstance(form, Named):
        names = {"pattern": form.name.pattern}
        return {"type": "object", "propertyNames": names, "additionalProperties": _form(form.item, shared, path)}
    if isinstance(form, OneOf):
        return {"anyOf": [_form(choice, shared, path) for choice in form.forms]}
    if isinstance(form, Word) and form.shared:
        shared[form.shared] = {"title": in_words(form), **_leaf(form)}
        return {"$ref": f"#/$defs/{form.shared}"}
    if isinstance(form, Digits):
        number = {"type": "integer", "minimum": form.lowest, "maximum": form.highest}
        return {"anyOf": [number, {"type": "string", "pattern": form.pattern}]}
    return _leaf(form)


def _map(form: Map, shared: dict[str, Schema], path: str) -> Schema:
    body: Schema = {"type": "object", "additionalProperties": False}
    required = [key.name for key in form.keys if key.required]
    if required:
        body["required"] = required
    body["properties"] = {key.name: _key(key, shared, f"{path}.{key.name}" if path else key.name) for key in form.keys}
    return body


def _leaf(form: TextForm | Word | Flag | Whole | Number | Date | Only) -> Schema:
    if isinstance(form, Word):
        return {"enum": list(form.words)}
    if isinstance(form, Flag):
        return {"type": "boolean"}
    if isinstance(form, Only):
        return {"const": form.value}
    if isinstance(form, Whole | Number):
        limits = {"minimum": form.minimum, "maximum": form.maximum}
        kind = "integer" if isinstance(form, Whole) else "number"
        return {"type": kind, **{name: limit for name, limit in limits.items() if limit is not None}}
    if isinstance(form, Date):
        return {"type": "string", "format": "date", "pattern": form.pattern}
    limit = {} if form.longest is None else {"maxLength": form.longest}
    return {"type": "string", "pattern": form.pattern, **limit, "title": in_words(form)}
