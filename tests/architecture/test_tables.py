"""The attribute tables against the installed clients' own messages: no wrong name can agree with itself."""

from __future__ import annotations

import re
from functools import reduce
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from microconv.core.action_state import ORIGIN_OF_TYPE
from microconv.core.bidding.goals import NOT_BIDDABLE_BY_DEFAULT
from microconv.core.event_rule import (
    COMPARISONS,
    MAX_CONDITIONS,
    MAX_PARAMETER_NAME,
    MAX_PARAMETER_VALUE,
    MAX_PARAMETERS,
    NEEDS,
)
from microconv.core.kinds import ACTION, ANNOTATION, EVENT_RULE, KEY_EVENT, LINK, MEASUREMENT
from microconv.core.naming import RESERVED_EVENTS
from microconv.core.schema import Attribute, Kind, ResourceType, Settable
from microconv.providers import TYPES
from microconv.providers.ga4.enhanced_measurement import key
from microconv.providers.ga4.provider import Ga4
from microconv.providers.ga4.settings import ALPHA_ONLY, version_of
from microconv.providers.google_ads.capabilities import (
    FIXED_TYPES,
    REFUSED_CATEGORIES,
    SOURCES,
    TYPE_OF_SOURCE,
)
from microconv.providers.google_ads.settings import API_VERSION, ENUMS
from microconv.providers.words import enum_words, words

OF_CLIENTS = [kind for kind in TYPES if kind.provider != "tag_manager"]
"""Tag Manager has no client with messages: tests/unit/providers/tag_manager and the emulator test its JSON."""
ATTRIBUTES = [(kind, attribute) for kind in OF_CLIENTS for attribute in kind.attributes]
IDS = [f"{kind.name}.{attribute.name}" for kind, attribute in ATTRIBUTES]


BY_NAME = {kind.name: kind for kind in TYPES}


def descriptor(kind: ResourceType) -> Any:
    """The message of a type: its name in a plan is the API's, in words."""
    leaf = kind.name.partition(".")[2]
    name = "".join(word.capitalize() for word in leaf.split("_"))
    if kind.provider == "google_ads":
        module = import_module(f"google.ads.googleads.{API_VERSION}.resources.types.{leaf}")
    else:
        module = import_module(f"google.analytics.admin_{version_of(leaf)}.types")
    return getattr(module, name).pb().DESCRIPTOR


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
        Kind.LINES: {found.TYPE_STRING, found.TYPE_MESSAGE},
    }
    if attribute.kind is Kind.TEXT and found.message_type is not None:
        assert (found.message_type.full_name, attribute.settable) == ("google.protobuf.Timestamp", Settable.NEVER)
        return
    wrapped = found.message_type is not None and found.message_type.full_name == "google.protobuf.BoolValue"
    assert found.type in types[attribute.kind] or (wrapped and attribute.kind is Kind.FLAG)
    assert found.is_repeated == (attribute.kind is Kind.LINES)


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
    """No field that the API lets one set is forgotten (published proto, v25 = v26)."""
    not_settable = {
        "resource_name", "id", "origin", "owner_customer", "tag_snippets", "mobile_app_vendor", "firebase_settings",
        "third_party_app_analytics_settings", "google_analytics_4_settings",
        "include_in_conversions_metric",  # FieldError.IMMUTABLE_FIELD on create and update
    }  # fmt: skip
    actions = BY_NAME[ACTION]
    table = settable(actions)
    for found in descriptor(actions).fields:
        name = found.name.rstrip("_")
        if name in not_settable:
            continue
        leaves = {f"{name}.{leaf.name}" for leaf in found.message_type.fields} if found.message_type else {name}
        assert leaves - {"attribution_model_settings.data_driven_model_status"} <= table, name


def settable(kind: ResourceType) -> set[str]:
    return {attribute.name for attribute in kind.attributes if attribute.settable is not Settable.NEVER}


OUTPUT_ONLY = {
    KEY_EVENT: {"name", "create_time", "deletable", "custom"},
    LINK: {"name", "can_manage_clients", "create_time", "update_time", "creator_email_address"},
    EVENT_RULE: {"name"},
    MEASUREMENT: {"name"},
    ANNOTATION: {"name", "system_generated"},
}
"""Fields that only the server sets (published protos, v1beta and v1alpha)."""

LEFT_ALONE = {
    MEASUREMENT: {"search_query_parameter", "uri_query_parameter"},
    ANNOTATION: {"annotation_date", "annotation_date_range"},
}
"""Fields that one could set, and microconv never does, or that no plan can know: the day of a run."""


@pytest.mark.parametrize("name", OUTPUT_ONLY)
def test_every_settable_field_of_ga4_is_an_attribute(name: str) -> None:
    kind = BY_NAME[name]
    fields = {found.name for found in descriptor(kind).fields}
    assert settable(kind) == fields - OUTPUT_ONLY[name] - LEFT_ALONE.get(name, set())
    assert OUTPUT_ONLY[name] | LEFT_ALONE.get(name, set()) <= fields


def test_every_type_of_ga4_is_tested_for_its_fields() -> None:
    assert set(OUTPUT_ONLY) == {kind.name for kind in TYPES if kind.provider == "ga4"}
    assert {kind.name for kind in Ga4.types} == set(OUTPUT_ONLY)


def test_where_ga4_has_what_is_read() -> None:
    """v1beta wherever it has the resource; v1alpha only for what is nowhere else."""
    beta, alpha = (import_module(f"google.analytics.admin_{version}") for version in ("v1beta", "v1alpha"))
    for leaf in ("key_event", "google_ads_link", "data_stream", *ALPHA_ONLY):
        name = "".join(word.capitalize() for word in leaf.split("_"))
        assert hasattr(alpha, name)
        assert hasattr(beta, name) == (leaf not in ALPHA_ONLY), leaf


def test_comparisons_of_rules_are_the_clients() -> None:
    """All of them, in its order, so that every rule can be read and written without loss."""
    module = import_module("google.analytics.admin_v1alpha")
    comparisons = module.MatchingCondition.ComparisonType
    assert [f"{one.name.lower()}" for one in comparisons if one.value] == list(COMPARISONS)


def test_limits_of_rules_are_the_published_ones() -> None:
    """The installed client repeats the proto's text."""
    module = import_module("google.analytics.admin_v1alpha")
    rule, mutation = (" ".join(str(one.__doc__).split()) for one in (module.EventCreateRule, module.ParameterMutation))
    assert f"can have up to {MAX_CONDITIONS} max" in rule
    assert f"A maximum of {MAX_PARAMETERS} mutations" in rule
    assert f"be less than {MAX_PARAMETER_NAME + 1} characters" in mutation
    assert f"Must be less than {MAX_PARAMETER_VALUE + 1} characters" in mutation


def test_what_events_need_is_a_setting() -> None:
    settings = {key(attribute.name) for attribute in BY_NAME[MEASUREMENT].attributes}
    assert set(NEEDS.values()) <= settings - {"stream"}
    assert settings - set(NEEDS.values()) == {"stream", "page_changes"}, "page_view is collected without a setting"


def test_events_that_need_a_setting_are_collected_by_ga4() -> None:
    """Their names are reserved, but for one that GA4's page of reserved names leaves out."""
    assert set(NEEDS) - RESERVED_EVENTS == {"video_complete"}


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
    categories = set(enum_words(BY_NAME[ACTION].attribute("category").words))
    assert set(TYPE_OF_SOURCE.values()) <= types
    assert types >= FIXED_TYPES
    assert set(ORIGIN_OF_TYPE) == set(TYPE_OF_SOURCE.values())
    assert set(ORIGIN_OF_TYPE.values()) <= origins
    pairs = [pair.partition("~") for pair in NOT_BIDDABLE_BY_DEFAULT]
    assert {category for category, _, _ in pairs} <= categories
    assert {origin for _, _, origin in pairs} <= origins
    assert set(REFUSED_CATEGORIES) <= set(SOURCES)
    assert reduce(set.union, (set(items) for items in REFUSED_CATEGORIES.values()), set()) <= categories


def test_yaml_keys_are_unique() -> None:
    keys = [attribute.yaml for _, attribute in ATTRIBUTES if attribute.yaml]
    assert len(keys) == len(set(keys))
