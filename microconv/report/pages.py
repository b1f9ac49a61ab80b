"""Pages: how many users they reach, how long these stay, and what they do there; and pages on which sessions begin.

The stay on a page is its engagement time divided by its users. A stay is short where it is below half of the typical
stay, which is the median of all pages with ENOUGH users or more; it is judged for these pages alone, and where there
are three.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import replace

from microconv.core.answers import Period
from microconv.report.arithmetic import compared_as, merged, no_data, number, quotient, share
from microconv.report.conversion_numbers import ConversionNumbers
from microconv.report.figures import NOTHING, Figure, Why
from microconv.report.ground import Ground
from microconv.report.numbers import Numbers
from microconv.report.traffic import LandingPage, Page

MOST = 100
"""Pages that a report shows beside those that the config names."""

ENOUGH = 50
"""Users of a page from which on its stay is judged. A judgement."""

PAGES = 3
"""Pages with enough users that a typical stay is made of, at least."""

SHORT = 0.5
"""The part of the typical stay below which a stay is short. A judgement."""


def pages(ground: Ground, conversions: Sequence[ConversionNumbers]) -> tuple[tuple[Page, ...], Figure]:
    """The pages, those with most users first, and their typical stay in seconds."""
    numbers = ground.ga4("pages", "page")
    if not numbers.table.answered:
        return (), NOTHING
    with_event = [one for one in conversions if one.event]
    typical = _typical_stay(numbers)
    paths = shown_paths(ground, numbers, ("users", "page_views"))
    return tuple(_judged(_page(ground, with_event, path), typical) for path in paths), typical


def shown_paths(ground: Ground, numbers: Numbers, metrics: Sequence[str]) -> list[str]:
    """The pages of a table that are shown: those that the config names, and MOST of the others, by their metrics."""
    order = {
        path: (*(-(numbers.at(metric, Period.MONTH, path).value or 0) for metric in metrics), path)
        for (path,) in numbers.named()
    }
    paths = sorted(order, key=order.__getitem__)
    others = [path for path in paths if path not in ground.given.pages]
    shown = {*others[:MOST], *ground.given.pages}
    return [path for path in paths if path in shown]


def _typical_stay(numbers: Numbers) -> Figure:
    """The median stay of the pages with enough users, in seconds."""
    stays = [
        quotient(numbers.at("engagement_seconds", Period.MONTH, *key), users)
        for key in numbers.named()
        for users in (numbers.at("users", Period.MONTH, *key),)
        if (users.value or 0) >= ENOUGH
    ]
    known = [stay.value for stay in stays if stay.value is not None]
    if len(known) < PAGES:
        return no_data(Why.FEW)
    return number(statistics.median(known), merged(*(stay.notes for stay in stays)))


def _judged(page: Page, typical: Figure) -> Page:
    stay = page.stay.now.value
    if typical.value is None or stay is None or (page.users.now.value or 0) < ENOUGH:
        return page
    return replace(page, short=stay < typical.value * SHORT)


def _page(ground: Ground, conversions: Sequence[ConversionNumbers], path: str) -> Page:
    numbers = ground.ga4("pages", "page")
    label, heatmap = ground.given.pages.get(path, ("", ""))
    users = numbers.compared("users", path, additive=False)
    return Page(
        path=path,
        label=label,
        heatmap=heatmap,
        views=numbers.compared("page_views", path),
        users=users,
        reach=share(users.now, ground.ga4("totals").at("users", Period.MONTH)),
        stay=compared_as(numbers.compared("engagement_seconds", path, additive=False), users),
        counts=tuple((one.conversion.name, one.within("page_events", "page", path)) for one in conversions),
        completion=tuple(
            (one.conversion.name, share(one.within("page_events", "page", path, "users"), users.now))
            for one in conversions
        ),
    )


def landing_pages(ground: Ground, conversions: Sequence[ConversionNumbers]) -> tuple[LandingPage, ...]:
    """The pages on which sessions begin, those with most sessions first."""
    numbers = ground.ga4("landing_pages", "landing_page")
    with_event = [one for one in conversions if one.event]
    if not numbers.table.answered:
        return ()
    return tuple(_landing_page(ground, with_event, path) for path in shown_paths(ground, numbers, ("sessions",)))


def _landing_page(ground: Ground, conversions: Sequence[ConversionNumbers], path: str) -> LandingPage:
    numbers = ground.ga4("landing_pages", "landing_page")
    label, heatmap = ground.given.pages.get(path, ("", ""))
    sessions = numbers.compared("sessions", path)
    engaged = numbers.compared("engaged_sessions", path)
    counts = []
    for one in conversions:
        count = one.within("landing_events", "landing_page", path)
        counts.append((one.conversion.name, count, quotient(count, sessions.now)))
    return LandingPage(path, label, heatmap, sessions, compared_as(engaged, sessions), tuple(counts))
