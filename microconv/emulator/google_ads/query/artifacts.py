"""The artifacts of GoogleAdsFieldService: every resource, attribute, segment and metric of a version.

What the emulator has not is there with what the version's messages tell of it; `selectable`, `filterable`, `sortable`
and what it goes with are unset, so that `selectable = TRUE` finds what can be asked for. `selectable_with` of an
attribute is taken to be that of its resource; the comments of resources/google_ads_field.proto say what each field
means (checked 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from microconv.emulator.google_ads.fields import table
from microconv.emulator.google_ads.query import statistics
from microconv.emulator.google_ads.query.catalog import RESOURCES, Resource, field_paths, resource_names
from microconv.emulator.google_ads.query.published import field_names
from microconv.emulator.google_ads.query.statistics import DAYS, METRICS, SEGMENTS

if TYPE_CHECKING:
    from microconv.emulator.google_ads.fields import Field, Flat
    from microconv.emulator.google_ads.wire import Version

#: The fields of an artifact, as a query names them. Flags: the emulator lets all be filtered, and single ones sorted.
FIELDS = table(
    """
    resource_name        string                  SF   output_only
    name                 string                  SFO  output_only
    category             GoogleAdsFieldCategory  SFO  output_only
    data_type            GoogleAdsFieldDataType  SFO  output_only
    selectable           bool                    SFO  output_only
    filterable           bool                    SFO  output_only
    sortable             bool                    SFO  output_only
    is_repeated          bool                    SFO  output_only
    selectable_with      string*                 SF   output_only
    attribute_resources  string*                 SF   output_only
    metrics              string*                 SF   output_only
    segments             string*                 SF   output_only
    enum_values          string*                 SF   output_only
    type_url             string                  SFO  output_only
    """
)
_TYPES = {
    "bool": "BOOLEAN",
    "double": "DOUBLE",
    "enum": "ENUM",
    "int64": "INT64",
    "message": "MESSAGE",
    "string": "STRING",
}
_DAY_METRICS = frozenset({"conversion_last_conversion_date"})


@lru_cache(maxsize=8)
def artifacts(version: Version) -> dict[str, Flat]:
    """Every artifact of a version by name, in alphabetical order; not to be changed."""
    made = {flat["name"]: flat for flat in _others(version)}
    made.update((flat["name"], flat) for flat in _all(version))
    return {name: made[name] for name in sorted(made)}


def _others(version: Version) -> Iterator[Flat]:
    """Everything in the messages; the tables of the emulator tell more of what it has."""
    for head in sorted(resource_names(version)):
        type_url = version.row_shape(head).descriptor.full_name
        yield {**_named(head, "RESOURCE"), "data_type": "MESSAGE", "is_repeated": False, "type_url": type_url}
        for path in field_paths(version, head):
            yield _described(version, head, path, "ATTRIBUTE")
    for head, category in ((SEGMENTS, "SEGMENT"), (METRICS, "METRIC")):
        for path in field_names(version, head):
            yield _described(version, head, path, category)


def _named(name: str, category: str) -> Flat:
    return {"resource_name": f"googleAdsFields/{name}", "name": name, "category": category}


def _described(version: Version, head: str, path: str, category: str) -> Flat:
    """A field as the version's messages have it."""
    leaf = version.row_shape(head).leaves[path]
    flat = {**_named(f"{head}.{path}", category), "is_repeated": leaf.repeated}
    flat["data_type"] = "RESOURCE_NAME" if path == "resource_name" else _TYPES[leaf.kind]
    described: Any = leaf.enum if leaf.enum is not None else leaf.descriptor.message_type
    if described is not None:
        flat["type_url"] = described.full_name
    if leaf.enum is not None:
        flat["enum_values"] = [value.name for value in leaf.enum.values if value.number > 0]
    return flat


def _all(version: Version) -> Iterator[Flat]:
    exists = resource_names(version)
    resources = [one for name, one in RESOURCES.items() if name in exists]
    for resource in resources:
        yield _resource(version, resource)
        leaves = version.row_shape(resource.name).leaves
        for path, field in resource.fields.items():
            if path in leaves:
                companions = _companions(version, resource)
                yield _artifact(version, resource.name, field, "ATTRIBUTE", companions)
    for head, category in ((SEGMENTS, "SEGMENT"), (METRICS, "METRIC")):
        for path, field in statistics.TABLES[head].items():
            if statistics.exists(version, head, path):
                yield _artifact(version, head, field, category, _partners(version, resources, head, path))


def _names(version: Version, resource: Resource, head: str) -> list[str]:
    known = statistics.of_resource(resource.name)
    paths = known.segments if head == SEGMENTS else known.metrics
    return [f"{head}.{path}" for path in sorted(paths) if statistics.exists(version, head, path)]


def _companions(version: Version, resource: Resource) -> list[str]:
    names = [*resource.attributed, *_names(version, resource, METRICS), *_names(version, resource, SEGMENTS)]
    return sorted(names)


def _resource(version: Version, resource: Resource) -> Flat:
    return {
        **_named(resource.name, "RESOURCE"),
        "data_type": "MESSAGE",
        "selectable": False,
        "filterable": False,
        "sortable": False,
        "is_repeated": False,
        "selectable_with": _companions(version, resource),
        "attribute_resources": sorted(resource.attributed),
        "metrics": _names(version, resource, METRICS),
        "segments": _names(version, resource, SEGMENTS),
        "type_url": version.row_shape(resource.name).descriptor.full_name,
    }


def _artifact(version: Version, head: str, field: Field, category: str, companions: list[str]) -> Flat:
    return {
        **_described(version, head, field.path, category),
        "data_type": _data_type(head, field),
        "selectable": field.selectable,
        "filterable": field.filterable,
        "sortable": field.sortable,
        "is_repeated": field.repeated,
        "selectable_with": companions,
    }


def _data_type(head: str, field: Field) -> str:
    if field.is_enum:
        return "ENUM"
    if field.is_resource_name or (head == SEGMENTS and field.path == "conversion_action"):
        return "RESOURCE_NAME"
    is_day = (head == SEGMENTS and field.path in DAYS) or (head == METRICS and field.path in _DAY_METRICS)
    return "DATE" if is_day or field.moment else _TYPES[field.kind]


def _partners(version: Version, resources: list[Resource], head: str, path: str) -> list[str]:
    """The names a metric or a segment may be selected with: resources in FROM, segments and metrics."""
    names = set()
    for resource in resources:
        known = statistics.of_resource(resource.name)
        if path not in (known.segments if head == SEGMENTS else known.metrics):
            continue
        names.add(resource.name)
        for one in known.segments:
            if head == SEGMENTS or statistics.compatible(path, one):
                names.update(_existing(version, SEGMENTS, one))
        for one in known.metrics:
            if head == METRICS or statistics.compatible(one, path):
                names.update(_existing(version, METRICS, one))
    return sorted(names - {f"{head}.{path}"})


def _existing(version: Version, head: str, path: str) -> list[str]:
    return [f"{head}.{path}"] if statistics.exists(version, head, path) else []
