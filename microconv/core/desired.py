"""From the config to the objects that it wants, by the attribute tables alone."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from microconv.core.client import Client
from microconv.core.conversion import GA4_IMPORT, Conversion
from microconv.core.resource import Address, Desired
from microconv.core.schema import UNSET, Attribute, Change, ResourceType, Scalar, Target, Unset


def desired(types: Iterable[ResourceType], client: Client) -> tuple[Desired, ...]:
    """Every object that `client` wants, in the order of the types and of the config."""
    found = []
    for resource_type in types:
        planned: dict[str | None, tuple[Attribute, ...]] = {}
        for conversion in client.conversions:
            target = resource_type.target(conversion, client)
            if target is None:
                continue
            source = conversion.source
            if source not in planned:
                planned[source] = tuple(item for item in resource_type.attributes if applies(item, source))
            found.append(_want(resource_type.name, target, planned[source], conversion, client))
    return tuple(found)


def _want(
    type_name: str, target: Target, attributes: tuple[Attribute, ...], conversion: Conversion, client: Client
) -> Desired:
    state: dict[str, Scalar] = {}
    for attribute in attributes:
        value = wanted(attribute, conversion, client)
        if value is not UNSET:
            state[attribute.name] = value
    return Desired(
        address=Address(type_name, target.name),
        target=target,
        state=MappingProxyType(state),
        conversion=conversion.name,
        protect=conversion.protect,
        span=conversion.span,
    )


def applies(attribute: Attribute, source: str | None) -> bool:
    """Whether an attribute is planned for conversions with this source."""
    if attribute.change is Change.NEVER:
        return False
    if attribute.sources is not None:
        return source in attribute.sources
    return attribute.imported or source != GA4_IMPORT


def wanted(attribute: Attribute, conversion: Conversion, client: Client) -> Scalar | Unset:
    """What the config wants an attribute to be, or UNSET."""
    if attribute.derive is not None:
        return attribute.derive(conversion, client)
    return conversion.settings.get(attribute.yaml, UNSET) if attribute.yaml else UNSET
