"""The part of a seed's schema that follows from the tables of Google's messages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from microconv.emulator.google_ads.enums import ENUMS
from microconv.emulator.google_ads.fields import Field
from microconv.emulator.schema_nodes import Node, record

_TYPES = {"string": "string", "int64": "integer", "double": "number", "bool": "boolean", "message": "object"}


def fields_of(table: Mapping[str, Field], own: Mapping[str, Any]) -> dict[str, Node]:
    """The fields of a message that are not written in a way of the seed's own, nested as a seed has them."""
    keys: dict[str, Node] = {}
    for path, field in table.items():
        *parents, last = path.split(".")
        if (parents or [last])[0] in own:
            continue
        level = keys
        for parent in parents:
            level = level.setdefault(parent, record("", {}))["properties"]
        level[last] = _listed(field) if field.repeated else _value(field, none=True)
    return keys


def _listed(field: Field) -> Node:
    return {"type": ["array", "null"], "items": _value(field, none=False)}


def _value(field: Field, *, none: bool) -> Node:
    """One value; what is null in a seed is not set."""
    if field.is_enum:
        return {"enum": [*ENUMS[field.kind], *([None] if none else [])]}
    kind = _TYPES[field.kind]
    bounds = {"minimum": -(2**63), "maximum": 2**63 - 1} if field.kind == "int64" else {}
    return {"type": [kind, "null"] if none else kind, **bounds}
