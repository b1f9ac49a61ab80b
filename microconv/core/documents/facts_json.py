"""Facts about an account as JSON and back, without loss: one key for each fact, such as `customer.currency_code`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from microconv.core.container_facts import Container, Labels
from microconv.core.facts import Access, AccountFacts, Customer, Owner, Property, Stream
from microconv.core.text import Text
from microconv.core.value import Scalar

_TYPES: Mapping[str, type] = MappingProxyType(
    {
        "account.found_through": str,
        "account.warning": str,
        "customer.currency_code": str,
        "customer.descriptive_name": str,
        "customer.manager": bool,
        "customer.time_zone": str,
        "customer.auto_tagging_enabled": bool,
        "customer.data_terms": bool,
        "customer.enhanced_conversions": str,
        "owner.account": str,
        "owner.managed": bool,
        "owner.shared_with": tuple,
        "property.display_name": str,
        "property.currency_code": str,
        "property.service_level": str,
        "property.time_zone": str,
        "property.event_retention": str,
        "property.user_retention": str,
        "property.google_signals": str,
        "property.access": tuple,
        "stream.measurement_id": str,
        "stream.name": str,
        "stream.refusal": str,
        "labels.send_tos": tuple,
        "container.name": str,
        "container.path": str,
        "container.usage": tuple,
        "container.workspace": str,
        "container.workspaces": tuple,
        "container.live_version": str,
        "container.latest_version": str,
        "container.unpublished": tuple,
        "container.unpublished_since": str,
        "container.digest": str,
        "container.changed": tuple,
        "container.merge_conflicts": tuple,
    }
)
"""The keys of the facts that are known, which are the paths of their fields, with the type of their values."""

_TEXTS = frozenset({"account.warning", "stream.refusal"})
"""The keys of sentences."""

_JAPANESE = "_ja"
"""The end of the key of a sentence's Japanese, where it has its own."""


def facts_to_dict(facts: AccountFacts) -> dict[str, Scalar]:
    """Facts by key. What was not read has no key."""
    known: dict[str, Scalar] = {} if facts.emulated is None else {"emulated": facts.emulated}
    for key in _TYPES:
        group, _, name = key.partition(".")
        value = getattr(getattr(facts, group), name)
        if value is not None:
            known[key] = value
        if isinstance(value, Text) and value.ja != value.en:
            known[key + _JAPANESE] = value.ja
    return {**known, **dict(facts.other)}


def facts_from_dict(data: Mapping[str, Scalar]) -> AccountFacts:
    """The inverse of `facts_to_dict`. A key that is not known, or with a value of another type, goes to `other`."""
    groups: dict[str, dict[str, Any]] = {}
    other: list[tuple[str, Scalar]] = []
    emulated = None
    for key, value in data.items():
        group, _, name = key.partition(".")
        if key == "emulated" and isinstance(value, bool):
            emulated = value
        elif key in _TEXTS and isinstance(value, str):
            japanese = data.get(key + _JAPANESE)
            groups.setdefault(group, {})[name] = Text(value, japanese if isinstance(japanese, str) else value)
        elif isinstance(value, _TYPES.get(key, ())):
            groups.setdefault(group, {})[name] = value
        elif _is_japanese(key, data):
            continue
        else:
            other.append((key, value))
    return AccountFacts(
        emulated=emulated,
        account=Access(**groups.get("account", {})),
        customer=Customer(**groups.get("customer", {})),
        owner=Owner(**groups.get("owner", {})),
        property=Property(**groups.get("property", {})),
        stream=Stream(**groups.get("stream", {})),
        labels=Labels(**groups.get("labels", {})),
        container=Container(**groups.get("container", {})),
        other=tuple(sorted(other, key=lambda item: item[0])),
    )


def _is_japanese(key: str, data: Mapping[str, Scalar]) -> bool:
    """True for the Japanese of a sentence that is there."""
    known = key.removesuffix(_JAPANESE)
    return known != key and known in _TEXTS and isinstance(data.get(known), str) and isinstance(data[key], str)
