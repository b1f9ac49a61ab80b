"""Field tables: what each field of a resource is, and what a client may do with it.

A table is text, one field a line: path, type, GAQL flags, behaviour. Types: string, int64, double, bool, the name of an
enum, ``message`` for one that is selected whole, and ``*`` after a type for a repeated field. Flags as in the public
field reference: S selectable, F filterable, O sortable, ``-`` for none; M is ours and marks a text that is a moment
(``yyyy-MM-dd HH:mm:ss``), which is compared by order and takes DURING. Behaviour from ``google.api.field_behavior``
in the published protos: ``output_only``, ``immutable``; ``-`` for none.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from microconv.emulator.errors import SeedError, near
from microconv.emulator.google_ads.enums import ENUMS
from microconv.emulator.seed import mapping

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

#: A stored value: text (also an enum's word), number, truth value, or a list of such or of nested values.
Value = Any
#: A resource by dotted field path; a path that is absent is unset.
Flat = dict[str, Value]

SCALARS = ("string", "int64", "double", "bool", "message")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a resource.

    path: dotted, without the resource's own name.
    kind: one of SCALARS, or an enum's name.
    repeated: it holds a list.
    selectable: a query may select it.
    filterable: a query may filter by it.
    sortable: a query may sort by it.
    output_only: no client may set it.
    immutable: a client may set it in a create only.
    moment: its text is a point in time.
    """

    path: str
    kind: str
    repeated: bool
    selectable: bool
    filterable: bool
    sortable: bool
    output_only: bool
    immutable: bool
    moment: bool = False

    @property
    def is_enum(self) -> bool:
        """Its values are words of an enum."""
        return self.kind not in SCALARS

    @property
    def is_resource_name(self) -> bool:
        """Its values name a resource: filterable by equality only."""
        return self.path == "resource_name"


def table(text: str) -> dict[str, Field]:
    """Read a table; see the module's documentation for the form.

    Raises ValueError for a line that is not of the form; the table is part of the program.
    """
    fields = {}
    for line in text.strip().splitlines():
        path, kind, flags, behaviour = line.split()
        base = kind.rstrip("*")
        if base not in SCALARS and base not in ENUMS:
            raise ValueError(f"{path}: there is no type {kind}")
        fields[path] = Field(
            path=path,
            kind=base,
            repeated=kind.endswith("*"),
            selectable="S" in flags,
            filterable="F" in flags,
            sortable="O" in flags,
            output_only=behaviour == "output_only",
            immutable=behaviour == "immutable",
            moment="M" in flags,
        )
    return fields


def read_fields(
    content: Mapping[str, Any], fields: Mapping[str, Field], where: str, besides: Collection[str] = ()
) -> Flat:
    """Flatten nested seed content into stored values, each checked against its field.

    besides: keys that are no fields, and read elsewhere.

    Raises SeedError for an unknown field, an unknown enum word, or a value of the wrong type.
    """
    flat: Flat = {}
    _read({key: value for key, value in content.items() if key not in besides}, fields, where, "", flat)
    return flat


def _read(content: Mapping[str, Any], fields: Mapping[str, Field], where: str, prefix: str, flat: Flat) -> None:
    for key, value in content.items():
        path = prefix + key
        place = f"{where}.{path}"
        field = fields.get(path)
        if field is not None:
            if value is not None:
                flat[path] = check_value(field, value, place)
        elif any(name.startswith(path + ".") for name in fields):
            _read(mapping(value, place), fields, where, path + ".", flat)
        else:
            known = {name.removeprefix(prefix).partition(".")[0] for name in fields if name.startswith(prefix)}
            raise SeedError(place, "there is no such field" + near(key, known))


def check_value(field: Field, value: object, place: str) -> Value:
    """The value as it is stored.

    Raises SeedError if it does not fit the field's type.
    """
    if field.repeated:
        if not isinstance(value, (list, tuple)):
            raise SeedError(place, f"must be a list, not {value!r}")
        return [_check_one(field, one, f"{place}[{index}]") for index, one in enumerate(value)]
    return _check_one(field, value, place)


def _check_one(field: Field, value: object, place: str) -> Value:
    if field.is_enum:
        if not isinstance(value, str) or value not in ENUMS[field.kind]:
            there = ", ".join(ENUMS[field.kind])
            meant = near(str(value).upper(), ENUMS[field.kind])
            raise SeedError(place, f"{value!r} is no {field.kind}{meant or f'; there are: {there}'}")
        return value
    if field.kind == "bool":
        fits = isinstance(value, bool)
    elif field.kind == "int64":
        fits = isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63
    elif field.kind == "double":
        fits = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
        return float(value) if fits and isinstance(value, (int, float)) else _misfit(field, value, place)
    elif field.kind == "string":
        fits = isinstance(value, str)
    else:
        fits = isinstance(value, dict)
    return value if fits else _misfit(field, value, place)


def _misfit(field: Field, value: object, place: str) -> Value:
    raise SeedError(place, f"must be of type {field.kind}, not {value!r}")


def nest(flat: Flat) -> dict[str, Any]:
    """The opposite of `read_fields`: stored values as nested content."""
    content: dict[str, Any] = {}
    for path, value in flat.items():
        *parents, last = path.split(".")
        level = content
        for part in parents:
            level = level.setdefault(part, {})
        level[last] = value
    return content
