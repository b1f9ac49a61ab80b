"""Sessions and conversions by channel and by device."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from microconv.core.answers import Period
from microconv.report.arithmetic import compared, quotient
from microconv.report.conversion_numbers import ConversionNumbers
from microconv.report.figures import Compared, Figure
from microconv.report.ground import Ground
from microconv.report.traffic import Group


def groups(ground: Ground, conversions: Sequence[ConversionNumbers]) -> tuple[Group, ...]:
    """The channels and then the devices of any of the three months, those with most sessions first."""
    with_event = [one for one in conversions if one.event]
    return tuple(group for by in ("channel", "device") for group in _groups(ground, with_event, by))


def _groups(ground: Ground, conversions: Sequence[ConversionNumbers], by: str) -> Iterator[Group]:
    numbers = ground.ga4("groups", by)
    made = [
        Group(by, of, sessions := numbers.compared("sessions", of), _counts(ground, conversions, by, of, sessions))
        for (of,) in (numbers.named() if numbers.table.answered else ())
    ]
    yield from sorted(made, key=lambda one: (-(one.sessions.now.value or 0), one.of))


def _counts(
    ground: Ground, conversions: Sequence[ConversionNumbers], by: str, of: str, sessions: Compared
) -> tuple[tuple[str, Compared, Figure], ...]:
    counts = []
    for one in conversions:
        now, before, year = (one.within("group_events", by, of, period=period) for period in Period)
        counts.append((one.conversion.name, compared(now, before, year, ground.lengths), quotient(now, sessions.now)))
    return tuple(counts)
