"""Two editions of a report: every number that changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from microconv.report.chains import FunnelMonth, FunnelPart, FunnelStep, Leak, NextAction
from microconv.report.figures import NOTHING, Figure, Known
from microconv.report.model import ConversionMonth, Report
from microconv.report.traffic import Campaign, Group, Item, LandingPage, Page, Point, SideBySide

_NOT_NUMBERS = frozenset(
    {"heading", "calls", "left_out", "format", "notes", "disclosures", "sources", "conclusion", "changes"}
)
"""The parts of a report that are no numbers of the client's."""

_NAMES: dict[type[Any], tuple[str, ...]] = {
    ConversionMonth: ("name",),
    Point: ("day",),
    Group: ("by", "of"),
    FunnelMonth: ("steps",),
    FunnelPart: ("by", "of"),
    FunnelStep: ("name",),
    Leak: ("step", "next", "by", "of"),
    NextAction: ("step", "event"),
    Page: ("path",),
    LandingPage: ("path",),
    Item: ("name",),
    Campaign: ("number",),
    SideBySide: ("conversion",),
}
"""The fields that tell what one of several is of."""

_OF_PAIR = ("count", "rate")

_SEPARATOR = " / "


@dataclass(frozen=True, slots=True)
class Moved:
    """A number that changed: its place (`conversions / purchase / count / now`), what it was and what it is."""

    place: str
    old: Figure
    new: Figure


def changed(old: Report, new: Report) -> tuple[Moved, ...]:
    """Every number of `new` that is not the one of `old`, in the order of the report.

    A number that one of the two does not have is NOT_ASKED there. Numbers that were computed of others are among them.
    """
    before, after = (dict(_figures(report, ())) for report in (old, new))
    places = dict.fromkeys([*after, *before])
    return tuple(
        Moved(_SEPARATOR.join(place), before.get(place, NOTHING), after.get(place, NOTHING))
        for place in places
        if _known(before.get(place, NOTHING)) != _known(after.get(place, NOTHING))
    )


def _known(figure: Figure) -> tuple[Any, ...]:
    return figure.known, figure.value, figure.low, figure.high


def _figures(part: Any, place: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Figure]]:
    if isinstance(part, Figure):
        yield place, part
    elif isinstance(part, tuple):
        yield from _several(part, place)
    elif isinstance(part, int | float) and not isinstance(part, bool):
        yield place, Figure(float(part), Known.YES)
    elif is_dataclass(part):
        for one in fields(part):
            if not (place == () and one.name in _NOT_NUMBERS):
                yield from _figures(getattr(part, one.name), (*place, one.name))


def _several(parts: tuple[Any, ...], place: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Figure]]:
    """The numbers of several parts, each under its name."""
    for part in parts:
        if isinstance(part, tuple) and part and isinstance(part[0], str):
            rest = part[1:]
            for number, one in enumerate(rest):
                yield from _figures(one, (*place, part[0], *((_OF_PAIR[number],) if len(rest) > 1 else ())))
        elif type(part) in _NAMES:
            yield from _figures(part, (*place, _name(part)))


def _name(part: Any) -> str:
    names = [getattr(part, name) for name in _NAMES[type(part)]]
    return " ".join(" > ".join(name) if isinstance(name, tuple) else name for name in names if name) or "all"
