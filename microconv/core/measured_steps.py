"""The steps of chains that are measured: at one that is configured and not yet live no user is lost.

Tables of events are asked for before funnels, so that funnels are chosen by them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from microconv.core.answers import Table
from microconv.core.monthly import FunnelWanted


@dataclass(frozen=True)
class FunnelAsked:
    """A chain that was wanted, without the steps that are not measured.

    funnel: its other steps; all of them where it is not asked for.
    left_out: the names of the conversions that are not measured.
    asked: false where fewer than two steps are left, or only the end of another chain.
    """

    funnel: FunnelWanted
    left_out: tuple[str, ...] = ()
    asked: bool = True


def unmeasured(wanted: Collection[str], events: Table, key_events: Collection[str]) -> frozenset[str]:
    """The wanted events that were counted in none of the months, and are no key events.

    `events` is GA4's table of that name. None is unmeasured where it does not tell all: it was not answered, is not
    whole, or rows may be withheld.
    """
    if not events.answered or not events.whole or events.limits.thresholded or events.limits.other_row:
        return frozenset()
    event, count = events.columns.index("event"), events.metrics.index("count")
    counted = {row.keys[event] for row in events.rows if row.numbers[count] != 0}
    return frozenset(wanted) - counted - frozenset(key_events)


def measured(funnels: Sequence[FunnelWanted], missing: Collection[str]) -> tuple[FunnelAsked, ...]:
    """Each chain without its steps whose events are missing, in the same order."""
    chosen: list[FunnelAsked] = []
    shorter = [_without(one, missing) for one in funnels]
    for place, (whole, part) in enumerate(zip(funnels, shorter, strict=True)):
        left_out = tuple(name for name in whole.steps if name not in part.steps)
        others = (*shorter[:place], *(one for one in shorter[place + 1 :] if one.steps != part.steps))
        asked = len(part.steps) > 1 and not any(_ends_alike(part, one) for one in others)
        if left_out and not asked:
            chosen.append(FunnelAsked(whole, left_out, asked=False))
        else:
            chosen.append(FunnelAsked(part, left_out))
    return tuple(chosen)


def _without(funnel: FunnelWanted, missing: Collection[str]) -> FunnelWanted:
    kept = [(name, event) for name, event in zip(funnel.steps, funnel.events, strict=True) if event not in missing]
    return replace(funnel, steps=tuple(name for name, _ in kept), events=tuple(event for _, event in kept))


def _ends_alike(part: FunnelWanted, other: FunnelWanted) -> bool:
    """True where a chain is the end of another one that is asked for on the same terms."""
    terms = (part.by, part.closed, part.within_days)
    return terms == (other.by, other.closed, other.within_days) and other.steps[-len(part.steps) :] == part.steps
