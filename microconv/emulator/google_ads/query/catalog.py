"""What a query may name in a given API version: resources, their fields, and what exists at Google but not here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from microconv.emulator.google_ads.resources import (
    conversion_action,
    customer,
    customer_client,
    customer_conversion_goal,
)

if TYPE_CHECKING:
    from microconv.emulator.google_ads.fields import Field, Flat
    from microconv.emulator.google_ads.messages import Version
    from microconv.emulator.google_ads.view import View


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource that can be queried.

    Args:
        name: in GAQL.
        message: short name of its message.
        fields: by path without the resource's name.
        attributed: other resources whose fields a query about it may use.
        rows: makes its rows; gets the paths that will be read.
        segments, metrics: names that Google allows with it, None if there are too many to list; the emulator has none
            of their data yet.
        not_emulated: fields that exist, but of which the emulator holds nothing.
    """

    name: str
    message: str
    fields: Mapping[str, Field]
    attributed: tuple[str, ...]
    rows: Callable[[View, Collection[str]], Iterator[Flat]]
    segments: frozenset[str] | None = frozenset()
    metrics: frozenset[str] | None = frozenset()
    not_emulated: frozenset[str] = frozenset()


RESOURCES: dict[str, Resource] = {
    resource.name: resource
    for resource in (
        Resource(
            conversion_action.NAME,
            conversion_action.MESSAGE,
            conversion_action.FIELDS,
            conversion_action.ATTRIBUTED,
            conversion_action.rows,
            segments=conversion_action.SEGMENTS,
            metrics=conversion_action.METRICS,
        ),
        Resource(
            customer.NAME,
            customer.MESSAGE,
            customer.FIELDS,
            customer.ATTRIBUTED,
            customer.rows,
            segments=None,
            metrics=None,
            not_emulated=customer.NOT_EMULATED,
        ),
        Resource(
            customer_client.NAME,
            customer_client.MESSAGE,
            customer_client.FIELDS,
            customer_client.ATTRIBUTED,
            customer_client.rows,
        ),
        Resource(
            customer_conversion_goal.NAME,
            customer_conversion_goal.MESSAGE,
            customer_conversion_goal.FIELDS,
            customer_conversion_goal.ATTRIBUTED,
            customer_conversion_goal.rows,
        ),
    )
}


def resource_names(version: Version) -> frozenset[str]:
    """Every resource of the version, emulated or not: the fields of GoogleAdsRow but metrics and segments."""
    return frozenset(field.name for field in version.row.fields) - {"metrics", "segments"}


def statistic_exists(version: Version, head: str, path: str) -> bool:
    """Whether the version has a metric or segment of this (dotted) name; `head` is ``metrics`` or ``segments``."""
    return path in version.row_shape(head).leaves
