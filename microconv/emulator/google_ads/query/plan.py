"""A query that was checked and can be carried out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from microconv.emulator.google_ads.fields import Field
from microconv.emulator.google_ads.query.catalog import Resource
from microconv.emulator.google_ads.query.statistics import METRICS, SEGMENTS

#: The names before the dot that are no resource.
STATISTICS = (METRICS, SEGMENTS)


@dataclass(frozen=True, slots=True)
class Column:
    """A field as a query names it: `resource` is its resource, or ``metrics`` or ``segments``; `path` the rest."""

    resource: str
    path: str
    field: Field

    @property
    def name(self) -> str:
        """``resource.path``."""
        return f"{self.resource}.{self.path}"


@dataclass(frozen=True, slots=True)
class Filter:
    """A checked condition. `first` and `last` are the days it confines a core date segment to, None for an open end."""

    column: Column
    test: Callable[[Any], bool]
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A query that can be carried out.

    resource: in FROM.
    select: what was asked for, in that order, each once.
    returned: `select` and the resource names that always come with it, by resource.
    filters: the conditions, all of which must hold.
    order_by: column and whether descending; the first decides first.
    limit: the most rows to return, None for all.
    """

    resource: Resource
    select: tuple[Column, ...]
    returned: tuple[Column, ...]
    filters: tuple[Filter, ...]
    order_by: tuple[tuple[Column, bool], ...]
    limit: int | None

    @property
    def columns(self) -> Iterator[Column]:
        """Every column that is read, some of them more than once."""
        yield from self.returned
        yield from (one.column for one in self.filters)
        yield from (one for one, _ in self.order_by)

    def needed(self, resource: str) -> frozenset[str]:
        """The paths of one resource (or of ``metrics``, ``segments``) that will be read."""
        return frozenset(column.path for column in self.columns if column.resource == resource)

    @property
    def segments(self) -> tuple[str, ...]:
        """The selected segments: what divides a row into several."""
        return tuple(column.path for column in self.select if column.resource == SEGMENTS)

    @property
    def has_statistics(self) -> bool:
        """True if a metric or a segment is used anywhere."""
        return any(column.resource in STATISTICS for column in self.columns)

    @property
    def has_metrics(self) -> bool:
        """True if a metric is selected."""
        return any(column.resource == METRICS for column in self.select)
