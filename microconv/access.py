"""The way to one client's accounts: what is asked of each, by readers that cannot write unless others were given."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from microconv.connections import Connections
from microconv.core.account_ids import Accounts
from microconv.core.capabilities import (
    ActionDaily,
    Cycling,
    EventDaily,
    Historic,
    Measuring,
    Monthly,
    Pathing,
    Sparing,
    UserPaths,
)
from microconv.core.counts import ActionDays, EventDays
from microconv.core.cycle_answer import NO_ACCOUNT, CycleAnswer
from microconv.core.monthly import GA4Month, GoogleAdsMonth, History, MonthWanted
from microconv.core.months import Month
from microconv.core.paths import EventsSeen, PathsAnswer, PathsWanted, SeenWanted
from microconv.core.ports import Events, Provider, Reader
from microconv.core.resource import Reading
from microconv.core.text import Text
from microconv.helpers import ALONE, Helpers
from microconv.reconcile.reading import begun

if TYPE_CHECKING:
    from pathlib import Path

_NO_PROPERTY = Text("the client has no GA4 property", "GA4 プロパティが設定されていません")


def exported(place: Path, time_zone: str) -> UserPaths:
    """The files of a property's BigQuery export, a folder or one file, as a source of paths: nothing is read yet.

    `time_zone` is the property's, IANA. DuckDB is needed, which the extra `microconv[duckdb]` installs.
    """
    from microconv.providers.export.exported import ExportedFiles

    return ExportedFiles(place, time_zone)


class Access:
    """The way to one client's accounts: providers that were given, or those of connections, made at the first use."""

    def __init__(
        self, accounts: Accounts, given: Sequence[Provider] | None = None, connections: Connections | None = None
    ) -> None:
        self._accounts = accounts
        self._given = given
        self._connections = connections

    @property
    def helpers(self) -> Helpers:
        """The threads of the connections, which read accounts side by side; none where providers were given."""
        return self._connections.helpers if self._connections and self._given is None else ALONE

    def providers(self, needs: frozenset[str]) -> tuple[Provider, ...]:
        """A provider for each account, which reads the types named in `needs` unless it was given."""
        if self._given is not None:
            return tuple(self._given)
        return (self._connections or Connections()).providers(self._accounts, needs)

    def read(self, needs: frozenset[str], events: Events) -> tuple[Reading, ...]:
        """Every account read, by readers that cannot write unless others were given. Raises ApiError, CredentialsError.

        Only types named in `needs` are read unless readers were given.
        """
        readers: Sequence[Reader] | None = self._given
        if readers is None:
            readers = (self._connections or Connections(read_only=True)).readers(self._accounts, needs)
        readings: list[Reading] = []
        with begun(readers, self.helpers) as works:
            for reader, work in zip(readers, works, strict=True):
                with _told(events, reader):
                    readings.append(work.answer())
        return tuple(readings)

    def measured(
        self, needs: frozenset[str], events: Events, wanted: Collection[str] = (), *, sparing: bool = False
    ) -> tuple[Reading, ...]:
        """Every account read, with what was counted lately, by readers that cannot write unless others were given.

        `wanted` are the facts for audits; with `sparing` as few calls are made as an audit may make.
        """
        readers: Sequence[Reader] | None = self._given
        if readers is None:
            readers = (self._connections or Connections(read_only=True)).readers(self._accounts, needs)
        readings: list[Reading] = []
        with begun(readers, self.helpers) as works:
            for reader, work in zip(readers, works, strict=True):
                with _told(events, reader):
                    reading = work.answer()
                    if isinstance(reader, Sparing):
                        reading = reader.audited(reading, wanted, tuple(readings), sparing=sparing)
                    elif isinstance(reader, Measuring):
                        reading = reader.measured(reading)
                    readings.append(reading)
        return tuple(readings)

    def monthly(self, wanted: MonthWanted, events: Events) -> tuple[GA4Month | None, GoogleAdsMonth | None]:
        """The answers of GA4 and Google Ads for a month, None without an account; by readers that cannot write.

        What an API refuses is told in its tables. Raises CredentialsError.
        """
        ga4: GA4Month | None = None
        google_ads: GoogleAdsMonth | None = None
        for reader in self._readers():
            if not isinstance(reader, Monthly):
                continue
            with _told(events, reader):
                answers = reader.month(wanted)
            if isinstance(answers, GA4Month):
                ga4 = answers
            else:
                google_ads = answers
        return ga4, google_ads

    def history(self, month: Month) -> History:
        """The changes that the client's GA4 property tells of a month; not known where there is no property.

        Raises CredentialsError.
        """
        for reader in self._readers():
            if isinstance(reader, Historic):
                return reader.history(month)
        return History(False, why=_NO_PROPERTY)

    def annotated(self, month: Month) -> History:
        """The annotations that syncs left in the client's GA4 property from a month's first day on; as `history`.

        Raises CredentialsError.
        """
        for reader in self._readers():
            if isinstance(reader, Historic):
                return reader.annotated(month)
        return History(False, why=_NO_PROPERTY)

    def paths(self, wanted: PathsWanted, events: Events, source: UserPaths | None = None) -> PathsAnswer | None:
        """The users who came from events to the final ones, by the client's GA4 property; None where there is none.

        `source` is asked instead where it is given, such as `exported` makes. What the API refuses is told in the
        answers. Raises CredentialsError; ExportError for files of an export.
        """
        if source is not None:
            return source.paths(wanted)
        for reader in self._readers():
            if isinstance(reader, Pathing):
                with _told(events, reader):
                    return reader.paths(wanted)
        return None

    def events_seen(self, wanted: SeenWanted, events: Events) -> EventsSeen | None:
        """The busiest events and pages of the client's GA4 property; None where there is none.

        Raises CredentialsError.
        """
        for reader in self._readers():
            if isinstance(reader, Pathing):
                with _told(events, reader):
                    return reader.events_seen(wanted)
        return None

    def cycle(self, events: Events) -> CycleAnswer:
        """The conversion cycle of the client's Google Ads account, with the reason where it is not known.

        Raises CredentialsError.
        """
        for reader in self._readers():
            if isinstance(reader, Cycling):
                with _told(events, reader):
                    return reader.cycle()
        return NO_ACCOUNT

    def action_days(self, first: datetime.date, last: datetime.date, events: Events) -> ActionDays:
        """The conversions of the client's Google Ads account by action and day, days in its time zone; one call.

        The answer is `ActionDays()` where the client has no such account. What Google refuses is told in it. Raises
        CredentialsError.
        """
        for reader in self._readers():
            if isinstance(reader, ActionDaily):
                with _told(events, reader):
                    return reader.action_days(first, last)
        return ActionDays()

    def event_days(
        self, first: datetime.date, last: datetime.date, names: Collection[str], events: Events
    ) -> EventDays | None:
        """The sessions and the named events of the client's GA4 property by day, in its time zone; one call.

        None where the client has no property. What Google refuses is told in the answer. Raises CredentialsError.
        """
        for reader in self._readers():
            if isinstance(reader, EventDaily):
                with _told(events, reader):
                    return reader.event_days(first, last, names)
        return None

    def _readers(self) -> Sequence[Reader]:
        """A reader for each account, which reads no objects and cannot write, unless others were given."""
        if self._given is not None:
            return self._given
        return (self._connections or Connections(read_only=True)).readers(self._accounts, frozenset())


@contextmanager
def _told(events: Events, reader: Reader) -> Iterator[None]:
    """Tell that an account is asked, and once it has answered, that it has."""
    events.reading(reader.name, reader.account)
    yield
    events.read(reader.name, reader.account)
