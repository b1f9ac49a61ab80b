"""The emulator's own tables against the official package: field names, types, enum words, resources."""

from __future__ import annotations

import pytest

from microconv.emulator.google_ads import types
from microconv.emulator.google_ads.enums import ENUMS
from microconv.emulator.google_ads.policies import POLICIES
from microconv.emulator.google_ads.query.catalog import RESOURCES, resource_names
from microconv.emulator.google_ads.wire import Versions

VERSIONS = Versions()
NEWEST = VERSIONS.names[-1]


@pytest.mark.parametrize("name", sorted(ENUMS))
def test_enum_words_are_those_of_the_newest_version(name):
    from importlib import import_module

    module = import_module(f"google.ads.googleads.{NEWEST}.enums.types")
    words = [one.name for one in getattr(getattr(module, f"{name}Enum"), name)]
    assert sorted(ENUMS[name]) == sorted(set(words) - {"UNSPECIFIED", "UNKNOWN"})


@pytest.mark.parametrize("resource", RESOURCES.values(), ids=lambda one: one.name)
def test_fields_are_those_of_the_package(resource):
    """Every field exists in some version with the kind the table says, and no leaf of the newest one is missing."""
    seen = {}
    for name in VERSIONS.names:
        for path, leaf in VERSIONS.get(name).row_shape(resource.name).leaves.items():
            seen[path] = leaf
    for path, field in resource.fields.items():
        leaf = seen[path]
        kind = leaf.enum.name if leaf.enum is not None else leaf.kind
        assert (kind, leaf.repeated) == (field.kind, field.repeated), path
    shape = VERSIONS.get(NEWEST).row_shape(resource.name)
    leaves = {path for path, leaf in shape.leaves.items() if leaf.kind != "message" or leaf.repeated}
    whole = tuple(f"{path}." for path, field in resource.fields.items() if field.kind == "message")
    leaves = {path for path in leaves if not path.startswith(whole)}
    assert leaves - set(resource.fields) - resource.not_emulated == set()


def test_resources_exist_in_every_version():
    for name in VERSIONS.names:
        assert set(RESOURCES) <= resource_names(VERSIONS.get(name))


def test_words_in_the_rules_are_enum_words():
    kinds = set(ENUMS["ConversionActionType"])
    for group in (types.CREATABLE, types.REJECTS_EVERY_MUTATE, types.CALLS_FROM_ADS, types.TIMED_CALLS, types.APPS):
        assert group <= kinds
    assert types.CREATABLE.isdisjoint(types.REJECTS_EVERY_MUTATE)
    assert {types.origin_of(kind) for kind in kinds} <= set(ENUMS["ConversionOrigin"])
    for kind, category in types.REFUSED_CATEGORIES:
        assert kind in kinds
        assert category in ENUMS["ConversionActionCategory"]


def test_every_error_code_in_the_program_exists():
    """Words in quotes that look like family.WORD are codes of the newest version."""
    import re
    from pathlib import Path

    import microconv.emulator.google_ads as package

    newest = VERSIONS.get(NEWEST)
    fields = newest.cls("ErrorCode").DESCRIPTOR.fields_by_name
    text = "\n".join(path.read_text("utf-8") for path in Path(package.__file__).parent.rglob("*.py"))
    codes = set(re.findall(r"[\"']([a-z_]+_error)\.([A-Z][A-Z0-9_]+)[\"']", text))
    codes |= {("query_error", word) for word in re.findall(r"query_error\(\s*\"([A-Z_]+)\"", text)}
    assert len(codes) > 60
    for family, word in codes:
        assert word in fields[family].enum_type.values_by_name, f"{family}.{word}"


@pytest.mark.parametrize("policy", POLICIES, ids=lambda one: one.name)
def test_policies_are_documented(policy):
    assert policy.check(policy.default) == policy.default
    assert policy.doc.endswith(".")
    assert policy.source.endswith(".")
