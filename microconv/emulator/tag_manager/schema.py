"""Bodies of requests by the schemas of the discovery document: unknown fields, wrong types and words are refused.

`discovery.json` has the routes and the fields of each schema, as the document has them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from microconv.emulator.json_body import JsonError, read_json
from microconv.emulator.tag_manager.errors import ApiError, invalid

_FILE = Path(__file__).with_name("discovery.json")


@lru_cache(maxsize=1)
def document() -> Mapping[str, Any]:
    """The kept parts of the discovery document: `routes` (name, verb, path) and `schemas`."""
    content: Mapping[str, Any] = json.loads(_FILE.read_text("utf-8"))
    return content


def schemas() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    """The fields of each schema by name: `{"list": true, "of": SCHEMA, "is": TYPE, "words": […]}`."""
    content: Mapping[str, Mapping[str, Mapping[str, Any]]] = document()["schemas"]
    return content


def words(schema: str, field: str) -> tuple[str, ...]:
    """The words that a field takes, without the one that means none."""
    listed: list[str] = schemas()[schema][field]["words"]
    return tuple(word for word in listed if not word.endswith("Unspecified"))


def parse(body: bytes, schema: str) -> dict[str, Any]:
    """A request's body; nothing at all is an empty object.

    Raises ApiError (400) in the words of Google's JSON parser, which are the same for every API.
    """
    if not body.strip():
        return {}
    try:
        content = read_json(body)
    except JsonError as error:
        raise invalid(f"Invalid JSON payload received. {error}") from error
    if not isinstance(content, dict):
        raise invalid('Invalid JSON payload received. Unknown name "": Root element must be a message.')
    faults = problems(content, schema)
    if faults:
        raise invalid("\n".join(faults))
    plain: dict[str, Any] = _without_null(content)
    return plain


def problems(content: Mapping[str, Any], schema: str, place: str = "") -> list[str]:
    """The reasons for which an object does not fit a schema, in the words of Google's parser; none where it fits."""
    fields, faults = schemas()[schema], []
    for name, value in content.items():
        where = f" at '{place}'" if place else ""
        if name not in fields:
            faults.append(f'Invalid JSON payload received. Unknown name "{name}"{where}: Cannot find field.')
            continue
        if value is None:
            continue
        field, path = fields[name], f"{place}.{name}" if place else name
        if field.get("list"):
            if not isinstance(value, list):
                faults.append(f"Invalid value at '{path}': a list is needed.")
                continue
            for index, item in enumerate(value):
                faults += _one(item, field, f"{path}[{index}]")
        else:
            faults += _one(value, field, path)
    return faults


def _one(value: Any, field: Mapping[str, Any], path: str) -> list[str]:
    if "of" in field:
        if not isinstance(value, dict):
            return [f"Invalid value at '{path}': an object is needed."]
        return problems(value, field["of"], path) if field["of"] in schemas() else []
    kind = field["is"]
    if kind == "string" and not isinstance(value, str):
        return [f"Invalid value at '{path}' (TYPE_STRING), {json.dumps(value)}"]
    if kind == "boolean" and not isinstance(value, bool):
        return [f"Invalid value at '{path}' (TYPE_BOOL), {json.dumps(value)}"]
    if kind == "integer" and (isinstance(value, bool) or not isinstance(value, int)):
        return [f"Invalid value at '{path}' (TYPE_INT32), {json.dumps(value)}"]
    if "words" in field and value not in field["words"]:
        return [f"Invalid value at '{path}' (TYPE_ENUM), {json.dumps(value)}"]
    return []


def _without_null(content: Any) -> Any:
    if isinstance(content, dict):
        return {key: _without_null(value) for key, value in content.items() if value is not None}
    return [_without_null(item) for item in content] if isinstance(content, list) else content


def check_word(schema: str, field: str, value: str, path: str) -> None:
    """Raise ApiError (400) unless a text is one of a field's words."""
    if value not in words(schema, field):
        raise ApiError(400, f"{path}: {value!r} is not one of {', '.join(words(schema, field))}")
