"""Facts about an account as JSON and back, without loss: one key for each fact, such as `customer.currency_code`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from microconv.core.facts import Access, AccountFacts, Customer, Owner, Property, Stream
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
        "owner.account": str,
        "owner.managed": bool,
        "owner.shared_with": tuple,
        "property.display_name": str,
        "property.currency_code": str,
        "property.service_level": str,
        "property.time_zone": str,
        "stream.measurement_id": str,
        "stream.name": str,
        "stream.refusal": str,
    }
)
"""The keys of the facts that are known, which are the paths of their fields, with the type of their values."""


def facts_to_dict(facts: AccountFacts) -> dict[str, Scalar]:
    """Facts by key. What was not read has no key."""
    known: dict[str, Scalar] = {} if facts.emulated is None else {"emulated": facts.emulated}
    for key in _TYPES:
        group, _, name = key.partition(".")
        value = getattr(getattr(facts, group), name)
        if value is not None:
            known[key] = value
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
        elif isinstance(value, _TYPES.get(key, ())):
            groups.setdefault(group, {})[name] = value
        else:
            other.append((key, value))
    return AccountFacts(
        emulated=emulated,
        account=Access(**groups.get("account", {})),
        customer=Customer(**groups.get("customer", {})),
        owner=Owner(**groups.get("owner", {})),
        property=Property(**groups.get("property", {})),
        stream=Stream(**groups.get("stream", {})),
        other=tuple(sorted(other, key=lambda item: item[0])),
    )
