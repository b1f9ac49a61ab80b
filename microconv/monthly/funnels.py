"""The chains of a client's conversions in a month, asked for alone."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from microconv.access import Access
from microconv.clock import Clock
from microconv.core.client import Client
from microconv.core.monthly import GA4Month
from microconv.core.months import Month
from microconv.core.ports import Events
from microconv.core.resource import Reading
from microconv.monthly.answered import check_measured
from microconv.monthly.frozen import FrozenReports
from microconv.monthly.when import check_begun, known_zone, zone_of_readings
from microconv.report.build import build
from microconv.report.given import Given
from microconv.report.model import Report
from microconv.report.questions import wanted
from microconv.version import __version__


@dataclass(frozen=True, slots=True)
class FunnelChoice:
    """The terms on which chains are asked for.

    by: what they are broken down by: `device`, `channel`, `page`.
    closed: users begin at the first step.
    within_days: the longest time between two steps, in days; None for any.
    next_actions: also what users did right after a step.
    """

    by: tuple[str, ...] = ("device", "channel")
    closed: bool = True
    within_days: float | None = None
    next_actions: bool = False


@dataclass(frozen=True)
class FunnelQuestion:
    """The question of a client's chains alone.

    client: its config.
    access: the way to its property.
    read: reads the facts about the property.
    frozen: its reports, which may know the time zone.
    clock: tells the time.
    events: hears what is waited for.
    """

    client: Client
    access: Access
    read: Callable[[], Sequence[Reading]]
    frozen: FrozenReports
    clock: Clock
    events: Events

    def report(self, month: Month | None, choice: FunnelChoice) -> Report:
        """A report of the chains alone; without any chain nobody is asked.

        Raises ReportError, also where nothing was measured in the month, and CredentialsError.
        """
        now = self.clock()
        if month is not None:
            check_begun(month, now)
        month = month or self.frozen.last_month(now, lambda: zone_of_readings(self.read()))
        question = wanted(self.client, month, ("funnel",), breakdowns=choice.by or ("",))
        chains = tuple(
            replace(
                one,
                closed=choice.closed,
                within_days=choice.within_days,
                next_actions=choice.next_actions and one.next_actions,
            )
            for one in question.funnels
        )
        if not chains:
            return self._built(month, now, datetime.UTC, None)
        asked = replace(question, tables=frozenset({"totals", "events"}), funnels=chains)
        ga4, _ = self.access.monthly(asked, self.events)
        zone = known_zone((ga4.time_zone if ga4 else "") or "UTC")
        check_begun(month, now, zone)
        if ga4 is not None:
            check_measured(month, [table for table in ga4.tables.values() if table.asked])
        return self._built(month, now, zone, ga4)

    def _built(self, month: Month, now: datetime.datetime, zone: datetime.tzinfo, ga4: GA4Month | None) -> Report:
        there = now.astimezone(zone)
        given = Given(
            month=month,
            made=there.isoformat(timespec="seconds"),
            version=__version__,
            ga4=ga4,
            provisional=not month.settled(there.date()),
            sections=("funnel",),
        )
        return build(self.client, given)
