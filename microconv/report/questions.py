"""The questions of a monthly report: its chains of conversions, and what is asked of the APIs."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from microconv.core.client import Client
from microconv.core.conversion import Conversion
from microconv.core.monthly import GA4_TABLES, FunnelWanted, MonthWanted
from microconv.core.months import Month
from microconv.report.model import SECTIONS

MOST_STEPS = 10
"""Steps of a chain. GA4's own reports have at most ten; of a longer chain the last ones are asked for."""

BREAKDOWNS = ("device", "channel")
"""The breakdowns of the funnels of a monthly report, one funnel each."""

_NEEDED: dict[str, frozenset[str]] = {
    "days": frozenset({"trend"}),
    "day_events": frozenset({"trend"}),
    "groups": frozenset({"funnel"}),
    "group_events": frozenset({"funnel"}),
    "pages": frozenset({"pages"}),
    "page_events": frozenset({"pages"}),
    "landing_pages": frozenset({"landing_pages"}),
    "landing_events": frozenset({"landing_pages"}),
    "items": frozenset({"items"}),
}
"""The sections that a table of GA4 is for; one that is not here is asked for always."""


def chains(client: Client) -> tuple[tuple[Conversion, ...], ...]:
    """The chains of `funnel: {next}`, the farthest conversion first, in the config's order of those.

    A conversion without a GA4 event is left out of its chain; what has fewer than two steps then is no chain.
    """
    by_name = client.by_name
    follows = {conversion.next for conversion in client.conversions}
    made: dict[tuple[str, ...], tuple[Conversion, ...]] = {}
    for first in client.conversions:
        if first.next is not None and first.name not in follows:
            steps = [one for one in _from(first, by_name) if one.event is not None]
            if len(steps) > 1:
                chain = tuple(steps[-MOST_STEPS:])
                made.setdefault(tuple(one.name for one in chain), chain)
    return tuple(made.values())


def wanted(
    client: Client, month: Month, sections: Collection[str] = SECTIONS, *, breakdowns: Sequence[str] = BREAKDOWNS
) -> MonthWanted:
    """The question of a report with these sections; of its first funnel of each chain also what users did next."""
    funnels = [
        FunnelWanted(
            steps=tuple(one.name for one in chain),
            events=tuple(one.event or "" for one in chain),
            by=by,
            next_actions=by == breakdowns[0],
        )
        for chain in (chains(client) if "funnel" in sections else ())
        for by in breakdowns
    ]
    return MonthWanted(
        month,
        events=tuple(dict.fromkeys(one.event for one in client.conversions if one.event is not None)),
        tables=frozenset(name for name in GA4_TABLES if name not in _NEEDED or _NEEDED[name] & set(sections)),
        funnels=tuple(funnels),
    )


def _from(conversion: Conversion, by_name: dict[str, Conversion]) -> list[Conversion]:
    """The conversion and what it leads to. A circle ends where it begins again."""
    steps: dict[str, Conversion] = {}
    following: Conversion | None = conversion
    while following is not None and following.name not in steps:
        steps[following.name] = following
        following = by_name.get(following.next) if following.next is not None else None
    return list(steps.values())
