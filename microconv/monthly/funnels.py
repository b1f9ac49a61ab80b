"""The chains of a client's conversions in a month, asked for alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from microconv.clock import Clock
from microconv.connections import Access
from microconv.core.client import Client
from microconv.core.errors import ReportError
from microconv.core.months import Month
from microconv.core.ports import Events
from microconv.core.resource import Reading
from microconv.core.text import Text
from microconv.monthly.frozen import FrozenReports
from microconv.monthly.when import check_begun, known_zone, zone_of_readings
from microconv.report.build import funnel_notes
from microconv.report.chains import FunnelMonth
from microconv.report.funnel import funnel_months
from microconv.report.given import Given
from microconv.report.ground import Ground
from microconv.report.model import Calls
from microconv.report.questions import wanted
from microconv.version import __version__


@dataclass(frozen=True, slots=True)
class FunnelChoice:
    """How chains are asked for.

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
class Funnels:
    """The chains of a client in a month; none where the config has no `funnel: {next}` between two GA4 events.

    client: its label.
    month, before: the month, and the one that it is compared with.
    made: when the numbers were read, ISO 8601; empty where nobody was asked.
    provisional: true before the third day of the next month.
    emulated: true where the numbers come from the emulator.
    funnels: the chains, in the config's order.
    calls: what it cost.
    """

    client: str
    month: str
    before: str
    made: str = ""
    provisional: bool = False
    emulated: bool = False
    funnels: tuple[FunnelMonth, ...] = ()
    calls: Calls = Calls()


@dataclass(frozen=True)
class FunnelQuestion:
    """The chains of `client` in `month`, None for the last whole one.

    access: the way to its property. `read`: reads the facts about it. `frozen`: its reports.
    """

    client: Client
    access: Access
    read: Callable[[], Sequence[Reading]]
    frozen: FrozenReports
    clock: Clock
    events: Events

    def answer(self, month: Month | None, choice: FunnelChoice) -> Funnels:
        """The chains. Raises ReportError, ApiError, CredentialsError."""
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
            return Funnels(self.client.label, str(month), str(month.before))
        asked = replace(question, tables=frozenset({"totals"}), funnels=chains)
        ga4, _ = self.access.monthly(asked, self.events)
        if ga4 is None:
            raise ReportError(Text("the client has no GA4 property", "GA4 プロパティが設定されていません"))
        zone = known_zone(ga4.time_zone or "UTC")
        check_begun(month, now, zone)
        provisional = not month.settled(now.astimezone(zone).date())
        made = now.astimezone(zone).isoformat(timespec="seconds")
        given = Given(month, made, __version__, ga4=ga4, provisional=provisional)
        labels = {one.name: one.label for one in self.client.conversions}
        return Funnels(
            client=self.client.label,
            month=str(month),
            before=str(month.before),
            made=made,
            provisional=provisional,
            emulated=ga4.emulated,
            funnels=funnel_months(ga4.funnels, labels, funnel_notes(Ground(self.client, given))),
            calls=Calls(ga4=ga4.requests, funnels=ga4.funnel_requests, tokens=ga4.tokens),
        )
