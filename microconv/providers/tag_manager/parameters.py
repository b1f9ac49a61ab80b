"""Parameters in the JSON of Tag Manager: a list of texts, flags, lists and maps, each with a key.

Facts: schema Parameter of the discovery document (v2, revision 20260826), checked 2026-11-29: flags are the texts
`true` and `false`; the order of parameters with keys means nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

Json = dict[str, Any]

TEMPLATE = "template"
FLAG = "boolean"


def parameter(key: str, value: str, kind: str = TEMPLATE) -> Json:
    """A parameter that is one text."""
    return {"type": kind, "key": key, "value": value}


def find(parameters: Iterable[Json], key: str) -> Json | None:
    """The parameter with a key."""
    return next((one for one in parameters if one.get("key") == key), None)


def value_of(parameters: Iterable[Json], key: str) -> str | None:
    """The text of a parameter; None where there is none, or an empty one."""
    one = find(parameters, key)
    return str(one.get("value", "")) or None if one is not None else None


def is_on(parameters: Iterable[Json], key: str) -> bool:
    """True where a flag is set."""
    return value_of(parameters, key) == "true"


def put(raw: Json, key: str, value: str | None, kind: str = TEMPLATE) -> None:
    """Set a parameter of an object; None takes it out. What else the parameter has stays."""
    parameters: list[Json] = list(raw.get("parameter", ()))
    there = find(parameters, key)
    if value is None:
        parameters = [one for one in parameters if one is not there]
    elif there is None:
        parameters.append(parameter(key, value, kind))
    else:
        parameters = [{**one, "type": kind, "value": value} if one is there else one for one in parameters]
    raw["parameter"] = parameters


def put_flag(raw: Json, key: str, on: bool) -> None:
    """Set a flag of an object."""
    put(raw, key, "true" if on else "false", FLAG)


def rows_of(raw: Json, key: str) -> Sequence[Json]:
    """The maps in a list among an object's parameters."""
    table = find(raw.get("parameter", ()), key)
    return [one for one in (table or {}).get("list", ()) if one.get("type") == "map"]


def put_rows(raw: Json, key: str, rows: Sequence[Json]) -> None:
    """Set the maps in a list of an object; none takes the list out."""
    others = [one for one in raw.get("parameter", ()) if one.get("key") != key]
    table = find(raw.get("parameter", ()), key) or {"type": "list", "key": key}
    raw["parameter"] = [*others, {**table, "list": list(rows)}] if rows else others
