"""The questions of a sitting to the APIs, each put once, whatever is answered with it."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from microconv.access import exported
from microconv.analysis.learning import Enough, enough
from microconv.core.client import Client
from microconv.core.conversion import ConversionKind
from microconv.core.counts import ActionDays, DayCount, EventDays
from microconv.core.cycle import ConversionCycle, length_of
from microconv.core.cycle_answer import CycleAnswer
from microconv.core.frozen import FrozenDict
from microconv.core.paths import EventsSeen, PathsAnswer, PathSource, PathsWanted
from microconv.core.planning.declared import declared_actions
from microconv.core.resource import Reading, any_emulated
from microconv.core.setup_changes import Source
from microconv.core.text import Text
from microconv.core.time_zone import zone_of
from microconv.monthly.changes import Setup
from microconv.monthly.runs import Runs, client_runs, owner_of
from microconv.monthly.when import zone_of_readings
from microconv.providers.registry import pairs, types
from microconv.report.model import Calls
from microconv.review.evidence import horizon_of
from microconv.review.given import Given, Measured
from microconv.review.model import Past, Scheme
from microconv.review.questions import paths_wanted, seen_wanted
from microconv.review.roles import FinalsCount
from microconv.sitting.around import Around, Questions
from microconv.sitting.model import Ground
from microconv.sitting.past import changes_before, frozen_setups

Answer = TypeVar("Answer", bound=EventsSeen | PathsAnswer | ActionDays | EventDays | None)

SETTLED = 3
"""Days back to the last one that is counted: GA4 works on a day's numbers for up to 48 hours."""

LONG_AGO = 400
"""Days after which a review is no longer the one before: 13 months, so that a yearly one still is."""


@dataclass
class Gathering:
    """The answers of the APIs to the questions of one sitting. Each property raises CredentialsError, ReportError."""

    around: Around
    questions: Questions = field(default_factory=Questions)
    _answers: list[EventsSeen | PathsAnswer | ActionDays | EventDays] = field(default_factory=list)

    @property
    def client(self) -> Client:
        """The client."""
        return self.around.client

    @cached_property
    def now(self) -> datetime.datetime:
        """The time of the sitting."""
        return self.around.clock()

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """The accounts. Raises ApiError."""
        audited = self.questions.audited or (self.questions.strategies and self.client.learning.finals is None)
        return self.around.read(audited)

    @cached_property
    def zone(self) -> datetime.tzinfo:
        """The time zone of the numbers."""
        return zone_of_readings(self.readings)

    @property
    def today(self) -> datetime.date:
        """The day of the sitting."""
        return self.now.astimezone(self.zone).date()

    @property
    def last(self) -> datetime.date:
        """The last day whose users are counted."""
        return self.today - datetime.timedelta(days=SETTLED)

    @cached_property
    def cycle(self) -> CycleAnswer:
        """The conversion cycle of the Google Ads account."""
        return self.around.access.cycle(self.around.events)

    @property
    def length(self) -> ConversionCycle | None:
        """The length of the cycle; None where it is not known."""
        return length_of(self.cycle)

    @cached_property
    def seen(self) -> EventsSeen | None:
        """The busiest events and pages; None where nobody asked, or there is no property."""
        if not self.questions.seen:
            return None
        wanted = seen_wanted(self.client, self.last, self.length)
        return self._kept(self.around.access.events_seen(wanted, self.around.events))

    @cached_property
    def wanted(self) -> PathsWanted:
        """The ways that are asked for."""
        plain = paths_wanted(self.client, self.last, self.length, self.seen)
        return PathsWanted(plain.first, plain.last, plain.horizon_days, plain.pairs, self.questions.paid, plain.pages)

    @cached_property
    def paths(self) -> PathsAnswer:
        """The counts of users. Raises ExportError."""
        blank = PathsAnswer(PathSource.FUNNELS, self.wanted, paths=self.wanted.blanks)
        if not self.wanted.blanks:
            return blank
        source = None
        if self.questions.export is not None:
            source = exported(self.questions.export, self._zone_name)
        return self._kept(self.around.access.paths(self.wanted, self.around.events, source)) or blank

    @property
    def _zone_name(self) -> str:
        names = [reading.facts.property.time_zone or "" for reading in self.readings]
        return next((name for name in names if name and zone_of(name) is not None), "UTC")

    @property
    def counted(self) -> bool:
        """True where the client has a way to count users."""
        return bool(self.wanted.blanks) and (self.questions.export is not None or bool(self.client.property_id))

    # ---- counts by day

    @cached_property
    def review_days(self) -> tuple[datetime.date, ...]:
        """The days of reviews in a row, the earliest first, today's last.

        Where the days that two of them count overlap by more than half, they are one, the later.
        """
        days = {one.date for one in self.client.decisions} | {self.client.review_last or self.today}
        least, kept = math.ceil(self.client.learning.days / 2), [self.today]
        for day in sorted(days, reverse=True):
            if (kept[-1] - day).days >= least and (self.today - day).days <= LONG_AGO:
                kept.append(day)
        return tuple(reversed(kept))

    @cached_property
    def action_days(self) -> ActionDays:
        """The conversions of the Google Ads account by day, as far back as reviews and ways need them."""
        span = datetime.timedelta(days=self.client.learning.days)
        first = min(self.wanted.first, self.review_days[0] - span)
        last = self.today - datetime.timedelta(days=1)
        return self._kept(self.around.access.action_days(first, last, self.around.events))

    @cached_property
    def event_days(self) -> EventDays | None:
        """The sessions and events of the property by day, over the days of the ways; None without a property."""
        names = tuple(dict.fromkeys(name for pair in self.wanted.pairs for name in pair))
        if not names or not self.client.property_id:
            return None
        days = self.around.access.event_days(self.wanted.first, self.wanted.last, names, self.around.events)
        return self._kept(days)

    @cached_property
    def actions(self) -> Mapping[str, str]:
        """The numbers of the conversion actions, by the conversion's name."""
        return declared_actions(types(), self.client, self.readings)

    @property
    def resource_names(self) -> Mapping[str, str]:
        """The resource names of the conversion actions as counts have them, by the conversion's name; else numbers."""
        by_number = {name.rpartition("/")[2]: name for name in self.action_days.days}
        return FrozenDict({name: by_number.get(number, number) for name, number in self.actions.items()})

    def of_days(self, first: datetime.date, last: datetime.date) -> Mapping[str, DayCount]:
        """The conversions of each conversion that Google Ads has, by name; empty where it did not answer."""
        if not self.action_days.known:
            return FrozenDict()
        return FrozenDict(
            {name: self.action_days.total(action, first, last) for name, action in self.resource_names.items()}
        )

    @cached_property
    def enough(self) -> Enough:
        """Final conversions that suffice: the config's number, or that of the campaigns' strategies."""
        contexts = [reading.measures.context for reading in self.readings if reading.measures is not None]
        campaigns = [one for context in contexts if context is not None for one in context.campaigns or ()]
        return enough(self.client.learning, [one.strategy for one in campaigns])

    def finals_counts(self) -> tuple[FinalsCount, ...]:
        """Final conversions that bidding was given before each review in a row, today's last."""
        return tuple(FinalsCount(day, self._finals(day)) for day in self.review_days)

    @staticmethod
    def before(day: datetime.date, days: int) -> tuple[datetime.date, datetime.date]:
        """The first and the last of so many days before a day."""
        return day - datetime.timedelta(days=days), day - datetime.timedelta(days=1)

    def _finals(self, day: datetime.date) -> float | None:
        counts = self.of_days(*self.before(day, self.enough.days))
        finals = [one.name for one in self.client.conversions if one.kind is ConversionKind.MACRO]
        known = [counts[name].bid for name in finals if name in counts]
        return sum(known) if known else None

    # ---- the ground

    @cached_property
    def runs(self) -> Runs:
        """The runs that changed the accounts."""
        emulated, owner = any_emulated(self.readings), owner_of(self.readings)
        return client_runs(self.around.journals, pairs(self.client.accounts), emulated=emulated, owner=owner)

    @cached_property
    def setups(self) -> tuple[Setup, ...]:
        """The setups that were frozen with reports, the oldest first."""
        return frozen_setups(self.around.folder, self.today, emulated=any_emulated(self.readings))

    @cached_property
    def past(self) -> tuple[Past, tuple[Source, ...]]:
        """Changes of values and roles before, and where they are known from."""
        now = Setup(self.now.isoformat(timespec="seconds"), self.readings)
        return changes_before(self.client, self.runs, self.setups, now, self.today, self.zone)

    def given(self, scheme: Scheme = Scheme.EXPECTED) -> Given:
        """The ground of a review of values."""
        counts = self.of_days(self.wanted.first, self.wanted.last)
        ours = not self.action_days.currency or self.action_days.currency == self.client.currency
        finals = {one.name for one in self.client.conversions if one.kind is ConversionKind.MACRO}
        measured = {
            name: Measured(count.all, count.all_value)
            for name, count in counts.items()
            if name in finals and count.all > 0 and ours
        }
        return Given(
            paths=self.paths,
            today=self.today,
            past=self.past[0],
            cycle=self.length,
            measured=FrozenDict(measured),
            counts=FrozenDict({name: count.bid for name, count in counts.items()}) if counts else None,
            scheme=scheme,
        )

    def ground(self, report: Calls | None = None) -> Ground:
        """The ground of an answer that was made of all that was asked so far.

        `report`: the cost of a report that was made of the same readings, which are in it.
        """
        past, sources = self.past
        return Ground(
            client=self.client.label,
            today=self.today,
            first=self.wanted.first,
            last=self.wanted.last,
            horizon_days=float(horizon_of(self.length)),
            source=self.paths.source if self.counted else None,
            cycle=self.cycle,
            past=past,
            past_sources=sources,
            emulated=any_emulated(self.readings),
            calls=self._calls(report),
            gaps=self._gaps(),
        )

    def _kept(self, answer: Answer) -> Answer:
        """The same answer, kept for what it cost and for what was refused."""
        if answer is not None:
            self._answers.append(answer)
        return answer

    def _calls(self, report: Calls | None) -> Calls:
        google_ads = sum(one.requests for one in self._answers if isinstance(one, ActionDays))
        ga4 = sum(one.requests for one in self._answers if not isinstance(one, ActionDays))
        more = report or Calls(other=sum(reading.calls for reading in self.readings))
        tokens = [one for one in (self.paths.tokens, more.tokens) if one is not None]
        return Calls(
            ga4=ga4 + more.ga4,
            funnels=self.paths.funnel_requests + more.funnels,
            google_ads=self.cycle.requests + google_ads + more.google_ads,
            other=more.other,
            tokens=sum(tokens) if tokens else None,
        )

    def _gaps(self) -> tuple[Text, ...]:
        """The answers that an API refused, each reason once."""
        answers = [*self._answers, *self.paths.paths, *self.paths.finals, *self.paths.paid]
        refused = [self.cycle.why] if self.cycle.refused else []
        return tuple(dict.fromkeys([*refused, *(one.refused for one in answers if one.refused)]))
