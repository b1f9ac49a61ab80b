"""From the config to the objects that it wants, by the attribute tables alone."""

from __future__ import annotations

from collections.abc import Iterable

from microconv.core.client import Client
from microconv.core.conversion import GA4_IMPORT, Conversion
from microconv.core.resource import Address, Desired, frozen
from microconv.core.schema import UNSET, Attribute, Change, ResourceType, Scalar, Target, Unset


def desired(types: Iterable[ResourceType], client: Client) -> tuple[Desired, ...]:
    """Every object that `client` wants, in the order of the types and of the config."""
    found = []
    for resource_type in types:
        for conversion in client.conversions:
            target = resource_type.target(conversion, client)
            if target is not None:
                found.append(_want(resource_type, target, conversion, client))
    return tuple(found)


def _want(resource_type: ResourceType, target: Target, conversion: Conversion, client: Client) -> Desired:
    state: dict[str, Scalar] = {}
    for attribute in resource_type.attributes:
        if attribute.change is not Change.NEVER and applies(attribute, conversion):
            value = wanted(attribute, conversion, client)
            if not isinstance(value, Unset):
                state[attribute.name] = value
    return Desired(
        address=Address(resource_type.name, target.name),
        target=target,
        state=frozen(state),
        conversion=conversion.name,
        protect=conversion.protect,
        span=conversion.span,
    )


def applies(attribute: Attribute, conversion: Conversion) -> bool:
    """Whether an attribute is planned for a conversion with this source."""
    if attribute.sources is not None:
        return conversion.source in attribute.sources
    return attribute.imported or conversion.source != GA4_IMPORT


def wanted(attribute: Attribute, conversion: Conversion, client: Client) -> Scalar | Unset:
    """What the config wants an attribute to be, or UNSET."""
    if attribute.derive is not None:
        return attribute.derive(conversion, client)
    return conversion.settings.get(attribute.yaml, UNSET) if attribute.yaml else UNSET
