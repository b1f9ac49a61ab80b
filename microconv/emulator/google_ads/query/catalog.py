"""Names a query may use in a given API version: resources, their fields, and what exists at Google but not here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from microconv.emulator.google_ads.query.published import field_names
from microconv.emulator.google_ads.resources import MODULES

if TYPE_CHECKING:
    from types import ModuleType

    from microconv.emulator.google_ads.fields import Field, Flat
    from microconv.emulator.google_ads.view import View
    from microconv.emulator.google_ads.wire import Version


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource that can be queried.

    name: in GAQL.
    message: short name of its message.
    fields: by path without the resource's name.
    attributed: other resources whose fields a query about it may use.
    rows: makes its rows; gets the paths that will be read.
    joins: attributed resource -> the field that holds its resource name; the customer needs none.
    not_emulated: fields that exist, but of which the emulator holds nothing.
    """

    name: str
    message: str
    fields: Mapping[str, Field]
    attributed: tuple[str, ...]
    rows: Callable[[View, Collection[str]], Iterator[Flat]]
    joins: Mapping[str, str]
    not_emulated: frozenset[str]


def _resource(module: ModuleType) -> Resource:
    """A resource as its module of ``resources`` describes it; see there for the names."""
    return Resource(
        name=module.NAME,
        message=module.MESSAGE,
        fields=module.FIELDS,
        attributed=module.ATTRIBUTED,
        rows=module.rows,
        joins=vars(module).get("JOINS", {}),
        not_emulated=vars(module).get("NOT_EMULATED", frozenset()),
    )


_NO_RESOURCES = frozenset({"metrics", "segments"})
RESOURCES: dict[str, Resource] = {module.NAME: _resource(module) for module in MODULES}


def resource_names(version: Version) -> frozenset[str]:
    """Every resource of the version, emulated or not: the fields of GoogleAdsRow but metrics and segments."""
    return frozenset(field.name for field in version.row.fields) - _NO_RESOURCES


def is_resource(version: Version, name: str) -> bool:
    """True if it is one of `resource_names`."""
    return name in version.row.fields_by_name and name not in _NO_RESOURCES


@lru_cache(maxsize=4096)
def field_paths(version: Version, name: str) -> frozenset[str]:
    """The fields of a resource that a query may name in the version, emulated or not, as paths below it.

    What is below a message that is selected whole is none.
    """
    fields = RESOURCES[name].fields if name in RESOURCES else {}
    below = tuple(f"{path}." for path, field in fields.items() if field.kind == "message")
    every = {path for path in field_names(version, name) if not path.startswith(below)}
    return frozenset(every | (fields.keys() & version.row_shape(name).leaves.keys()))
