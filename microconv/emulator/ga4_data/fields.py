"""The dimensions and metrics the emulator has, and the refusals of all others.

Names and types as the API schema and live metadata have them (checked 2026-11-23 in copies; keyEvents is TYPE_FLOAT
there); the descriptions are the emulator's own words. What else Google has: `fields_published`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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
    scope: the thing that decides its value: a ``date``, a ``session``, an ``event``.
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


_DIMENSIONS = (
    Dimension("date", "Date", "Time", "date", "The day of the event, YYYYMMDD."),
    Dimension("year", "Year", "Time", "date", "The year of the event, four digits."),
    Dimension("month", "Month", "Time", "date", "The month of the event, 01 to 12."),
    Dimension("yearMonth", "Year month", "Time", "date", "Year and month of the event, YYYYMM."),
    Dimension("day", "Day", "Time", "date", "The day of the month, 01 to 31."),
    Dimension("dayOfWeek", "Day of week", "Time", "date", "0 (Sunday) to 6 (Saturday).", ("dayOfWeekZero",)),
    Dimension("eventName", "Event name", "Event", "event", "What the event is called."),
    Dimension(
        "isKeyEvent",
        "Is key event",
        "Event",
        "event",
        "true if the event was a key event when it happened.",
        ("isConversionEvent",),
    ),
    Dimension("pagePath", "Page path", "Page / screen", "event", "The path of the page, without host and query."),
    Dimension(
        "deviceCategory",
        "Device category",
        "Platform / device",
        "session",
        "Kind of device, such as mobile or desktop.",
    ),
    Dimension(
        "sessionDefaultChannelGroup",
        "Session default channel group",
        "Traffic Source",
        "session",
        "The channel that led to the session, by Google's own rules.",
        ("sessionDefaultChannelGrouping",),
    ),
)
_METRICS = (
    Metric("eventCount", "Event count", "Event", "TYPE_INTEGER", "How many events there were."),
    Metric("eventValue", "Event value", "Event", "TYPE_FLOAT", "The sum of the events' parameter `value`."),
    Metric("keyEvents", "Key events", "Event", "TYPE_FLOAT", "How many key events were counted.", ("conversions",)),
    Metric("sessions", "Sessions", "Session", "TYPE_INTEGER", "How many sessions there were."),
    Metric("totalUsers", "Total users", "User", "TYPE_INTEGER", "How many people had an event at all."),
    Metric("activeUsers", "Active users", "User", "TYPE_INTEGER", "How many people used the site."),
    Metric(
        "sessionKeyEventRate",
        "Session key event rate",
        "Session",
        "TYPE_FLOAT",
        "The share of sessions with any key event.",
        ("sessionConversionRate",),
    ),
    Metric(
        "userKeyEventRate",
        "User key event rate",
        "User",
        "TYPE_FLOAT",
        "The share of people with any key event.",
        ("userConversionRate",),
    ),
)
DIMENSIONS = {dimension.name: dimension for dimension in _DIMENSIONS}
METRICS = {metric.name: metric for metric in _METRICS}
_ALIASES = {old: one.name for one in (*_DIMENSIONS, *_METRICS) for old in one.deprecated}
#: Added by the API itself to a report of several date ranges; may be asked for, filtered and ordered by too.
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


def find_metric(name: str, owner: Property) -> Metric:
    """A metric by its present or deprecated name, or that of one of the property's key events.

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


def key_event_metrics(owner: Property) -> list[Metric]:
    """The two rates of each key event of a property, as getMetadata lists them."""
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
        for event in owner.key_events.values()
    ]
