"""GA4 to be read: one list call a page for each type that is needed, one report for its events. It has no way to write.

What GA4 keeps by stream is read on one web stream: the one that the config names, or the only one.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import replace

from microconv.clock import Clock, utc_now
from microconv.core.account_ids import Accounts
from microconv.core.counts import EventDays
from microconv.core.facts import AccountFacts, Stream
from microconv.core.kinds import ANNOTATION, EVENT_RULE, KEY_EVENT, LINK, MEASUREMENT, PROPERTY, STREAM
from microconv.core.monthly import GA4Month, History, MonthWanted
from microconv.core.months import Month
from microconv.core.paths import EventsSeen, PathsAnswer, PathsWanted, SeenWanted
from microconv.core.resource import Live, Reading
from microconv.core.schema import ResourceType
from microconv.core.text import Text
from microconv.providers.days import today
from microconv.providers.ga4 import convert
from microconv.providers.ga4.client import Connection
from microconv.providers.ga4.errors import API
from microconv.providers.ga4.library import library
from microconv.providers.ga4.measures import measures
from microconv.providers.ga4.property import ReadProperty
from microconv.providers.ga4.settings import ALPHA, BETA
from microconv.providers.ga4.stream import WebStream, choose, web_streams
from microconv.providers.ga4.types import TYPES

EVERYTHING = frozenset(kind.name for kind in TYPES) - {ANNOTATION}

BY_STREAM = frozenset({EVENT_RULE, MEASUREMENT})
"""The types whose objects belong to a web stream."""


class Ga4Reader:
    """One GA4 property to read. Implements core.ports.Reader.

    `needs` are the names of the types to read, and PROPERTY for what is told of the property itself; names of other
    providers' types are ignored. `accounts.data_stream` is the web stream's measurement id or number, empty
    for the only one.
    `clock` tells the time, for the days of which events are counted.
    """

    name = API
    types: tuple[ResourceType, ...] = TYPES
    opens: type[ReadProperty] = ReadProperty
    """The class that properties are opened as: here without a way to write."""

    def __init__(
        self,
        connection: Connection,
        accounts: Accounts,
        needs: frozenset[str] = EVERYTHING,
        *,
        clock: Clock = utc_now,
    ) -> None:
        self._property = self.opens(connection, accounts.property_id)
        self._needs = needs & (EVERYTHING | {ANNOTATION, PROPERTY, STREAM})
        self._data_stream = accounts.data_stream
        self._clock = clock
        self._stream: WebStream | None = None
        self._known: set[str] = set()
        self._time_zone = ""

    @property
    def account(self) -> str:
        """The property's number."""
        return self._property.property_id

    @property
    def calls(self) -> int:
        """API calls made so far."""
        return self._property.calls

    def load(self) -> None:
        """Import the official client in the versions that `read` takes, see core.capabilities.Loading."""
        library(BETA)
        if self._needs & {ANNOTATION, EVENT_RULE, MEASUREMENT}:
            library(ALPHA)

    def read(self) -> Reading:
        """Every object of the types that are needed, one call a page for each type.

        The property itself takes one call. What GA4 keeps by stream takes one call more for the streams. Where no
        stream can be chosen, the facts say why, and those types are not among the reading's `types`.
        """
        before = self.calls
        facts = AccountFacts(emulated=self._property.emulated)
        resources: list[Live] = []
        if PROPERTY in self._needs:
            facts = facts._replace(property=convert.property_facts(self._property.itself()))
            self._time_zone = facts.property.time_zone or ""
        if KEY_EVENT in self._needs:
            resources += map(convert.key_event, self._property.key_events())
        if LINK in self._needs:
            resources += map(convert.google_ads_link, self._property.google_ads_links())
        if ANNOTATION in self._needs:
            made = map(convert.annotation, self._property.reporting_data_annotations())
            resources += [one for one in made if one is not None]
        read = self._needs
        if self._needs & (BY_STREAM | {STREAM}):
            stream, refusal = self._choose()
            if stream is None:
                facts = facts._replace(stream=Stream(refusal=refusal))
                read -= BY_STREAM
            else:
                facts = facts._replace(stream=Stream(stream.measurement_id, stream.name))
                resources += self._of_stream(stream)
        return Reading(self.name, self.account, tuple(resources), facts, self.calls - before, read)

    def measured(self, reading: Reading) -> Reading:
        """The same reading of this property with its events of the last 30 full days by name, one call a page.

        What cannot be read is told in `measures.missing`. Days are those of the property's time zone where the reading
        knows it, otherwise of UTC. Raises CredentialsError.
        """
        before = self.calls
        until = today(self._clock(), reading.facts.property.time_zone)
        counts, _ = measures(self._property, until)
        return replace(reading, measures=counts, calls=reading.calls + self.calls - before)

    def audited(
        self, reading: Reading, wanted: Collection[str], earlier: Sequence[Reading], *, sparing: bool
    ) -> Reading:
        """The reading for an audit, see core.capabilities.Sparing and `audited`."""
        from microconv.providers.ga4.audited import Rest

        rest = Rest(self._property, reading, self._clock())
        return rest.read(wanted, earlier, self._of_measurement if sparing else None)

    def month(self, wanted: MonthWanted) -> GA4Month:
        """The property's answers for a monthly report: two batches of reports, the key events, and funnels.

        One call for each, where nothing is sent again. What GA4 refuses is told in the tables. Raises CredentialsError.
        """
        from microconv.providers.ga4.monthly import month

        return month(self._property, wanted)

    def paths(self, wanted: PathsWanted) -> PathsAnswer:
        """The paths from events to the final ones: one batch of reports, and a funnel for each, two with paid traffic.

        What GA4 refuses is told in the answers. Raises CredentialsError.
        """
        from microconv.providers.ga4.paths import paths

        return paths(self._property, wanted)

    def events_seen(self, wanted: SeenWanted) -> EventsSeen:
        """The busiest events and pages of the property, in one batch of reports. Raises CredentialsError."""
        from microconv.providers.ga4.seen import events_seen

        return events_seen(self._property, wanted)

    def event_days(self, first: datetime.date, last: datetime.date, names: Collection[str]) -> EventDays:
        """The sessions and the named events by day of the property's time zone, in one batch of reports.

        Raises CredentialsError.
        """
        from microconv.providers.ga4.daily import event_days

        return event_days(self._property, first, last, names)

    def history(self, month: Month) -> History:
        """The changes in the property within a month of its time zone: two calls, one more for each further page.

        What cannot be read is told in it. Raises CredentialsError.
        """
        from microconv.providers.ga4.change_history import history

        return history(self._property, month)

    def annotated(self, month: Month) -> History:
        """The annotations that syncs left from a month's first day on, one call a page. What cannot be read is told.

        Raises CredentialsError.
        """
        from microconv.providers.ga4.annotated_history import annotated

        return annotated(self._property, month)

    def _of_measurement(self) -> tuple[Live, ...]:
        """The enhanced measurement settings of the stream that was chosen; none without one. Raises ApiError."""
        if self._stream is None:
            return ()
        settings = self._property.enhanced_measurement_settings(self._stream.name)
        return (convert.enhanced_measurement(settings, self._stream.own_name, self._data_stream),)

    def _of_stream(self, stream: WebStream) -> list[Live]:
        live: list[Live] = []
        if MEASUREMENT in self._needs:
            live += self._of_measurement()
        if EVENT_RULE in self._needs:
            live += map(convert.event_create_rule, self._property.event_create_rules(stream.name))
            self._known = {item.id for item in live}
        return live

    def _choose(self) -> tuple[WebStream | None, Text]:
        self._stream, refusal = choose(web_streams(self._property.data_streams()), self._data_stream)
        return self._stream, refusal
