"""The questions of a review: which ways are counted, over which days."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from microconv.core.client import Client
from microconv.core.conversion import ConversionKind
from microconv.core.cycle import ConversionCycle
from microconv.core.naming import check_event
from microconv.core.paths import EventsSeen, PathsWanted, SeenWanted
from microconv.review.chains import ways
from microconv.review.evidence import days_of, horizon_of

BUSIEST = 15
"""Events and pages together that are asked about, so that the number of requests stays small."""

OF_EVERY_VISIT = frozenset(
    {"first_visit", "session_start", "user_engagement", "page_view", "first_open", "ad_impression", "screen_view"}
)
"""Events that GA4 sends of every visit by itself (support.google.com/analytics/answer/9234069)."""


def paths_wanted(
    client: Client, last: datetime.date, cycle: ConversionCycle | None = None, seen: EventsSeen | None = None
) -> PathsWanted:
    """The question of values, and with `seen` of suggestions: the ways of all steps, and of the busiest others.

    The others are asked about for one final conversion only: the one that most steps lead to, else the first.
    """
    horizon = horizon_of(cycle)
    every = [way for way in ways(client) if way.final is not None]
    pairs = [(way.step.event, way.final.event) for way in every if way.final is not None]
    known = [(event, final) for event, final in pairs if event is not None and final is not None]
    events, pages = _others(client, seen)
    final = _main_final(client)
    return PathsWanted(
        first=last - datetime.timedelta(days=days_of(horizon) - 1),
        last=last,
        horizon_days=float(horizon),
        pairs=tuple(dict.fromkeys([*known, *((event, final) for event in events if final)])),
        pages=tuple((page, final) for page in pages if final),
    )


def seen_wanted(client: Client, last: datetime.date, cycle: ConversionCycle | None = None) -> SeenWanted:
    """The question for the busiest events and pages, over the days of `paths_wanted`; conversions are left out."""
    first = last - datetime.timedelta(days=days_of(horizon_of(cycle)) - 1)
    conversions = {one.event for one in client.conversions if one.event is not None}
    return SeenWanted(first, last, frozenset(conversions | OF_EVERY_VISIT))


def _others(client: Client, seen: EventsSeen | None) -> tuple[list[str], list[str]]:
    """The busiest events and pages that are no conversions; events with a name that no config takes are passed over."""
    if seen is None:
        return [], []
    conversions = {one.event for one in client.conversions} | OF_EVERY_VISIT
    events = [(one.users or 0, one.name, False) for one in seen.events if _nameable(one.name, conversions)]
    pages = [(one.users or 0, one.name, True) for one in seen.pages if one.name]
    both = sorted([*events, *pages], key=lambda one: (-one[0], one[2], one[1]))[:BUSIEST]
    return [name for _, name, page in both if not page], [name for _, name, page in both if page]


def _nameable(event: str, conversions: Collection[str | None]) -> bool:
    return event not in conversions and not check_event(event, collected_by_ga4=True)


def _main_final(client: Client) -> str:
    """The event of the final conversion that most steps lead to; empty where none has an event."""
    counts: dict[str, int] = {}
    for way in ways(client):
        if way.final is not None and way.final.event is not None:
            counts[way.final.event] = counts.get(way.final.event, 0) + 1
    if counts:
        return max(counts, key=lambda event: counts[event])
    return next((one.event for one in client.conversions if one.kind is ConversionKind.MACRO and one.event), "")
