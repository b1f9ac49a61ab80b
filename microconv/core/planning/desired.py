"""From the config to the objects that it wants, by the attribute tables alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from microconv.core.client import Client
from microconv.core.conversion import GA4_IMPORT, Conversion
from microconv.core.frozen import FrozenDict
from microconv.core.resource import Address, Desired
from microconv.core.schema import UNSET, Attribute, ResourceType, Settable, Unset, declares_none
from microconv.core.value import Scalar


def desired(types: Iterable[ResourceType], client: Client) -> tuple[Desired, ...]:
    """Every object that `client` wants, in the order of the types and of the config."""
    objects: list[Desired] = []
    for resource_type in types:
        if resource_type.declares is not None:
            objects += resource_type.declares(client)
        if resource_type.declares is not None or resource_type.target is declares_none:
            continue
        planned: dict[str | None, tuple[_Source, ...]] = {}
        for conversion in client.conversions:
            target = resource_type.target(conversion, client)
            if target is None:
                continue
            source = conversion.source
            if source not in planned:
                planned[source] = _sources(resource_type, source)
            state = _state(planned[source], conversion, client)
            objects.append(
                Desired(
                    address=Address(resource_type.name, target.name),
                    target=target,
                    state=FrozenDict(state),
                    conversion=conversion.name,
                    protect=conversion.protect,
                    span=conversion.span,
                )
            )
    return tuple(objects)


_Source = tuple[str, str, Callable[[Conversion, Client], Scalar | Unset] | None]
"""Where an attribute's value comes from: its name, its YAML key, and what computes it, if anything does."""


def _sources(resource_type: ResourceType, source: str | None) -> tuple[_Source, ...]:
    return tuple(
        (item.name, item.yaml, item.derive)
        for item in resource_type.attributes
        if applies(item, source) and (item.yaml or item.derive)
    )


def _state(sources: tuple[_Source, ...], conversion: Conversion, client: Client) -> dict[str, Scalar]:
    """The values that the config names, and nothing else."""
    settings = conversion.settings
    state: dict[str, Scalar] = {}
    for name, yaml, derive in sources:
        value = settings.get(yaml, UNSET) if derive is None else derive(conversion, client)
        if value is not UNSET:
            state[name] = value
    return state


def applies(attribute: Attribute, source: str | None) -> bool:
    """True where an attribute is planned for conversions with this source."""
    if attribute.settable is Settable.NEVER:
        return False
    if attribute.sources is not None:
        return source in attribute.sources
    return attribute.imported or source != GA4_IMPORT
