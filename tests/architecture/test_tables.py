"""The attribute tables against the installed clients' own messages: no wrong name can agree with itself."""

from __future__ import annotations

import re
from functools import reduce
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from microconv.core.schema import Attribute, Change, Kind, ResourceType
from microconv.providers import TYPES
from microconv.providers.google_ads.capabilities import (
    FIXED_TYPES,
    ORIGIN_OF_TYPE,
    REFUSED_CATEGORIES,
    SOURCES,
    TYPE_OF_SOURCE,
)
from microconv.providers.google_ads.settings import API_VERSION, ENUMS
from microconv.providers.words import enum_words, words

ATTRIBUTES = [(kind, attribute) for kind in TYPES for attribute in kind.attributes]
IDS = [f"{kind.name}.{attribute.name}" for kind, attribute in ATTRIBUTES]


def descriptor(kind: ResourceType) -> Any:
    if kind.provider == "google_ads":
        module = import_module(f"google.ads.googleads.{API_VERSION}.resources.types.conversion_action")
        return module.ConversionAction.pb().DESCRIPTOR
    return import_module("google.analytics.admin_v1beta.types").KeyEvent.pb().DESCRIPTOR


def field(kind: ResourceType, attribute: Attribute) -> Any:
    found = descriptor(kind)
    *parents, leaf = attribute.name.split(".")
    for parent in parents:
        found = found.fields_by_name[parent].message_type
    return found.fields_by_name.get(leaf) or found.fields_by_name[f"{leaf}_"]


@pytest.mark.parametrize(("kind", "attribute"), ATTRIBUTES, ids=IDS)
def test_every_attribute_is_a_leaf_field_of_the_right_type(kind: ResourceType, attribute: Attribute) -> None:
    found = field(kind, attribute)
    types = {
        Kind.TEXT: {found.TYPE_STRING},
        Kind.WORD: {found.TYPE_ENUM},
        Kind.FLAG: {found.TYPE_BOOL},
        Kind.WHOLE: {found.TYPE_INT64, found.TYPE_INT32},
        Kind.AMOUNT: {found.TYPE_DOUBLE},
        Kind.MONEY: {found.TYPE_MESSAGE},
    }
    assert found.type in types[attribute.kind]
    assert not found.is_repeated


@pytest.mark.parametrize(
    ("kind", "attribute"),
    [pytest.param(*pair, id=name) for name, pair in zip(IDS, ATTRIBUTES, strict=True) if pair[1].words],
)
def test_words_read_from_source_are_the_enum_of_the_field(kind: ResourceType, attribute: Attribute) -> None:
    enum = field(kind, attribute).enum_type
    imported = {value.name for value in enum.values if value.number not in {0, 1} or kind.provider == "ga4"}
    imported -= {name for name in imported if name.endswith("UNSPECIFIED")}
    assert {word.upper() for word in enum_words(attribute.words)} == imported
    assert attribute.refused <= set(enum_words(attribute.words)), "a refused word that the client does not have"
    assert words(attribute)


def test_every_settable_field_of_a_conversion_action_is_an_attribute() -> None:
    """What the API lets one set (published proto, v25 = v26): no field is forgotten."""
    not_settable = {
        "resource_name", "id", "origin", "owner_customer", "tag_snippets", "mobile_app_vendor", "firebase_settings",
        "third_party_app_analytics_settings", "google_analytics_4_settings",
        "include_in_conversions_metric",  # FieldError.IMMUTABLE_FIELD on create and update
    }  # fmt: skip
    table = {attribute.name for attribute in TYPES[0].attributes if attribute.change is not Change.NEVER}
    for found in descriptor(TYPES[0]).fields:
        name = found.name.rstrip("_")
        if name in not_settable:
            continue
        leaves = {f"{name}.{leaf.name}" for leaf in found.message_type.fields} if found.message_type else {name}
        assert leaves - {"attribution_model_settings.data_driven_model_status"} <= table, name


def test_every_settable_field_of_a_key_event_is_an_attribute() -> None:
    table = {attribute.name for attribute in TYPES[1].attributes if attribute.change is not Change.NEVER}
    assert table == {"event_name", "counting_method", "default_value"}


def test_the_api_version_is_the_newest_that_is_installed() -> None:
    spec = find_spec("google.ads.googleads")
    assert spec is not None
    assert spec.submodule_search_locations
    folders = [path.name for path in Path(next(iter(spec.submodule_search_locations))).iterdir()]
    versions = [int(name[1:]) for name in folders if re.fullmatch(r"v\d+", name)]
    assert f"v{max(versions)}" == API_VERSION


def test_capabilities_use_the_clients_words() -> None:
    types = set(enum_words(f"{ENUMS}/conversion_action_type.py:ConversionActionTypeEnum.ConversionActionType"))
    origins = set(enum_words(f"{ENUMS}/conversion_origin.py:ConversionOriginEnum.ConversionOrigin"))
    categories = set(enum_words(TYPES[0].attribute("category").words))
    assert set(TYPE_OF_SOURCE.values()) <= types
    assert types >= FIXED_TYPES
    assert set(ORIGIN_OF_TYPE) == set(TYPE_OF_SOURCE.values())
    assert set(ORIGIN_OF_TYPE.values()) <= origins
    assert set(REFUSED_CATEGORIES) <= set(SOURCES)
    assert reduce(set.union, (set(items) for items in REFUSED_CATEGORIES.values()), set()) <= categories


def test_yaml_keys_are_unique() -> None:
    keys = [attribute.yaml for _, attribute in ATTRIBUTES if attribute.yaml]
    assert len(keys) == len(set(keys))
