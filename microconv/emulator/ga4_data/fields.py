"""The dimensions and metrics the emulator has, and the refusals of all others.

They are in `fields_tables`; what else Google has is in `fields_published`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from microconv.emulator.ga4_data import fields_tables
from microconv.emulator.ga4_data.errors import not_emulated, refuse
from microconv.emulator.ga4_data.fields_published import is_dimension, is_metric

if TYPE_CHECKING:
    from microconv.emulator.ga4.model import Property

_SCHEMA = "https://developers.google.com/analytics/devguides/reporting/data/v1/api-schema"


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension the emulator has.

    name: its API name.
    ui_name: its name in the interface.
    category: its group in the interface.
    scope: the thing that decides its value: a ``date``, a ``user``, a ``session``, an ``event``, an ``item``.
    description: as getMetadata has it.
    deprecated: earlier API names.
    """

    name: str
    ui_name: str
    category: str
    scope: str
    description: str
    deprecated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric the emulator has.

    name: its API name.
    ui_name: its name in the interface.
    category: its group in the interface.
    type: a word of MetricType.
    description: as getMetadata has it.
    deprecated: earlier API names.
    event_name: the key event it is about, for the metrics of one key event.
    """

    name: str
    ui_name: str
    category: str
    type: str
    description: str
    deprecated: tuple[str, ...] = ()
    event_name: str = ""


def _dimension(line: str) -> Dimension:
    name, ui_name, category, scope, description, former = line.split("|")
    former = former.replace("+", name)
    return Dimension(name, ui_name, category, scope, description, (former,) if former else ())


def _metric(line: str) -> Metric:
    name, ui_name, category, kind, description, former = line.split("|")
    return Metric(name, ui_name, category, f"TYPE_{kind}", description, (former,) if former else ())


_DIMENSIONS = tuple(_dimension(line) for line in fields_tables.DIMENSIONS.strip().splitlines())
_METRICS = tuple(_metric(line) for line in fields_tables.METRICS.strip().splitlines())
DIMENSIONS = {dimension.name: dimension for dimension in _DIMENSIONS}
METRICS = {metric.name: metric for metric in _METRICS}
_ALIASES = {
    **{old: one.name for one in _DIMENSIONS for old in one.deprecated},
    **{old: one.name for one in _METRICS for old in one.deprecated},
}
#: Added by the API itself to a report of several date ranges; may be asked for and ordered by too.
DATE_RANGE = "dateRange"


def canonical(name: str) -> str:
    """The present name of a field; deprecated names are still accepted."""
    stem, colon, event_name = name.partition(":")
    return _ALIASES.get(stem, stem) + colon + event_name


def find_dimension(name: str) -> Dimension:
    """A dimension by its present or deprecated name.

    Raises ApiError (INVALID_ARGUMENT) for what is no dimension, UNIMPLEMENTED for one the emulator does not have.
    """
    dimension = DIMENSIONS.get(canonical(name))
    if dimension is not None:
        return dimension
    if is_dimension(name):
        raise not_emulated(f"the dimension {name}", DIMENSIONS)
    raise refuse(
        f"Field {name} is not a valid dimension. For a list of valid dimensions and metrics, see {_SCHEMA} ",
    )


def find_metric(name: str, owner: Property | None) -> Metric:
    """A metric by its present or deprecated name, or that of one of the property's key events; without one, of none.

    Raises ApiError (INVALID_ARGUMENT) for what is no metric of this property, UNIMPLEMENTED for one the emulator does
    not have.
    """
    stem, colon, event_name = canonical(name).partition(":")
    metric_of_stem = METRICS.get(stem)
    if metric_of_stem is not None and not colon:
        return metric_of_stem
    if metric_of_stem is not None and stem in ("sessionKeyEventRate", "userKeyEventRate"):
        for metric in key_event_metrics(owner):
            if metric.name == f"{stem}:{event_name}":
                return metric
    if is_metric(name):
        raise not_emulated(f"the metric {name}", METRICS)
    raise refuse(
        f"Field {name} is not a valid metric.  For a list of valid dimensions and metrics, see {_SCHEMA} ",
    )


def key_event_metrics(owner: Property | None) -> list[Metric]:
    """The two rates of each key event of a property, as getMetadata lists them; none without a property."""
    return [
        Metric(
            f"{stem.name}:{event.event_name}",
            f"{stem.ui_name} for {event.event_name}",
            stem.category,
            stem.type,
            f"{stem.description.removesuffix('any key event.')}the key event {event.event_name}.",
            tuple(f"{old}:{event.event_name}" for old in stem.deprecated),
            event.event_name,
        )
        for stem in (METRICS["sessionKeyEventRate"], METRICS["userKeyEventRate"])
        for event in (() if owner is None else owner.key_events.values())
    ]
