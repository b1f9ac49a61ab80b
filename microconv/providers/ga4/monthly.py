"""A month of one property: two batches of reports, the key events, and a funnel for each chain.

What Google refuses is told in the tables: no answer is an exception but those about the credentials.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from microconv.core.answers import NOT_ASKED, Table
from microconv.core.errors import AccessDeniedError, ApiError
from microconv.core.frozen import FrozenDict
from microconv.core.measured_steps import measured, unmeasured
from microconv.core.monthly import GA4_TABLES, FunnelAnswer, GA4Month, MonthWanted
from microconv.core.text import NO_TEXT, Text
from microconv.providers.ga4 import monthly_reports as reports
from microconv.providers.ga4.funnels import NO_PACKAGE
from microconv.providers.ga4.library import data_library
from microconv.providers.ga4.monthly_funnels import Funnels
from microconv.providers.ga4.property import ReadProperty
from microconv.providers.refused import refusal

Item = TypeVar("Item")


def month(read: ReadProperty, wanted: MonthWanted) -> GA4Month:
    """The answers of one property about a month. Raises CredentialsError."""
    return _Month(read, wanted).answers()


class _Month:
    """One month while it is asked for.

    tables: what was answered, by name.
    stopped: the reason for which nothing more is asked, empty for none.
    """

    def __init__(self, read: ReadProperty, wanted: MonthWanted) -> None:
        self._read = read
        self._wanted = wanted
        self._tables: dict[str, Table] = {}
        self._stopped = NO_TEXT
        self._zone = ""
        self._currency = ""
        self._tokens: int | None = None

    def answers(self) -> GA4Month:
        """Ask for everything. Raises CredentialsError."""
        before = self._read.calls
        for batch in _batches(reports.wanted_reports(self._wanted), reports.BATCH):
            self._tables.update(self._batch(batch))
        key_events, no_key_events = self._key_events()
        requests = self._read.calls - before
        missing = frozenset() if no_key_events else self._unmeasured(key_events)
        funnels = self._funnels(missing)
        return GA4Month(
            self._wanted.month,
            self._read.property_id,
            self._zone,
            self._currency,
            self._read.emulated,
            FrozenDict({name: self._tables[name] for name in GA4_TABLES if name in self._tables}),
            FrozenDict(key_events),
            no_key_events,
            funnels,
            requests,
            self._read.calls - before - requests,
            self._tokens,
        )

    def _batch(self, batch: Sequence[reports.Report]) -> Mapping[str, Table]:
        if self._stopped:
            return self._refused(batch, self._stopped)
        try:
            return self._answered(batch)
        except ImportError:
            self._stopped = NO_PACKAGE
            return self._refused(batch, self._stopped)
        except ApiError as error:
            why = refusal(error)
            if isinstance(error, AccessDeniedError):
                self._stopped = why
            return self._refused(batch, why)

    def _answered(self, batch: Sequence[reports.Report]) -> Mapping[str, Table]:
        """The tables of a batch. Raises ApiError, CredentialsError."""
        data = data_library()
        asked = [reports.request(data, self._read.path, one, self._wanted) for one in batch]
        answer = self._read.reports(data.BatchRunReportsRequest(property=self._read.path, requests=asked))
        made: dict[str, Table] = {}
        for report, one in zip(batch, answer.reports, strict=True):
            self._learn(one)
            made.update(reports.read(report, one, self._wanted))
            if report.table == "days" and reports.doubtful(one, self._wanted):
                made["totals"] = self._totals(data)
        return {name: table for name, table in made.items() if name in self._wanted.tables}

    def _totals(self, data: Any) -> Table:
        """The totals, asked for by themselves."""
        try:
            answer = self._read.report(reports.totals_request(data, self._read.path, self._wanted))
        except ApiError as error:
            return Table(*GA4_TABLES["totals"], refused=refusal(error))
        self._learn(answer)
        return reports.read_totals(answer, self._wanted)

    def _refused(self, batch: Sequence[reports.Report], why: Text) -> Mapping[str, Table]:
        names = (name for report in batch for name in reports.tables(report) if name in self._wanted.tables)
        return {name: Table(*GA4_TABLES[name], refused=why) for name in names}

    def _learn(self, answer: Any) -> None:
        """Take what an answer tells beside its rows."""
        self._zone = answer.metadata.time_zone or self._zone
        self._currency = answer.metadata.currency_code or self._currency
        self._count(reports.tokens(answer))

    def _count(self, tokens: int | None) -> None:
        if tokens is not None:
            self._tokens = (self._tokens or 0) + tokens

    def _key_events(self) -> tuple[dict[str, datetime.date | None], Text]:
        """The key events with their first days in the property's time zone, and why they are not known."""
        if "events" not in self._wanted.tables or not self._wanted.events:
            return {}, NO_TEXT
        if self._stopped:
            return {}, self._stopped
        try:
            listed = self._read.key_events()
        except ApiError as error:
            return {}, refusal(error)
        return {one.event_name: self._since(one) for one in listed}, NO_TEXT

    def _since(self, key_event: Any) -> datetime.date | None:
        zone = zone_of(self._zone)
        if zone is None or not key_event.HasField("create_time"):
            return None
        made: datetime.datetime = key_event.create_time.ToDatetime(tzinfo=datetime.UTC)
        return made.astimezone(zone).date()

    def _unmeasured(self, key_events: Collection[str]) -> frozenset[str]:
        """The events of which nothing is measured yet; none where that is not known."""
        return unmeasured(self._wanted.events, self._tables.get("events", NOT_ASKED), key_events)

    def _funnels(self, missing: Collection[str]) -> tuple[FunnelAnswer, ...]:
        funnels = Funnels(self._read, self._wanted)
        if self._stopped:
            funnels.refuse(self._stopped)
        answers = tuple(funnels.answer(one) for one in measured(self._wanted.funnels, missing))
        self._count(funnels.tokens)
        return answers


def zone_of(name: str) -> ZoneInfo | None:
    """A time zone by its IANA name; None where it is empty or not known here."""
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return None


def _batches(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    for first in range(0, len(items), size):
        yield items[first : first + size]
