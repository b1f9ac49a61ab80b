"""The rest that an audit reads of a property beside its objects: counts, settings, who may change it; in few calls.

Seven calls would not do for everything that rules ask of GA4. So the report's own words on currency and time zone stand
in for the property, which is read only where more of it matters; enhanced measurement is read only where an event rule
starts from an event of it; and of the facts that audits alone ask for as many as there are calls left.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from microconv.core.errors import ApiError, CredentialsError
from microconv.core.event_rule import NEEDS
from microconv.core.facts import Property
from microconv.core.frozen import FrozenDict
from microconv.core.kinds import ACCESS, AUDITED, EVENT_RULE, KEY_EVENT, MEASUREMENT, PROPERTY, RETENTION, SIGNALS
from microconv.core.measures import NO_CALL_LEFT, Measures
from microconv.core.resource import Live, Reading
from microconv.providers.days import today
from microconv.providers.ga4 import convert
from microconv.providers.ga4.measures import measures
from microconv.providers.ga4.property import ReadProperty
from microconv.providers.ga4.settings import AUDIT_CALLS

MANY_KEY_EVENTS = 24
"""From so many custom key events on the property's service level matters: four fifths of a standard property's 30."""


class Rest:
    """One property's reading on its way to an audit."""

    def __init__(self, read: ReadProperty, reading: Reading, now: datetime.datetime) -> None:
        self._read = read
        self._reading = reading
        self._now = now
        self._before = read.calls

    def read(
        self,
        wanted: Collection[str],
        earlier: Sequence[Reading],
        measurement: Callable[[], tuple[Live, ...]] | None,
    ) -> Reading:
        """The reading with counts, and with those facts of `wanted` that can be had.

        earlier: the readings of the client's other accounts; their time zone is the first guess at the property's.
        measurement: reads the enhanced measurement settings; given where calls are to be saved, and what can wait was
            not read yet. None: everything was, and all of `wanted` is read.

        Raises CredentialsError.
        """
        counts, known = self._counted(earlier)
        missing: dict[str, str] = dict(counts.missing)
        self._tell(known)
        if measurement is not None:
            self._as_needed(measurement, alone=not earlier)
        for name in AUDITED:
            if name in wanted:
                why = NO_CALL_LEFT if measurement is not None and not self._left else self._fact(name)
                missing |= {name: why} if why else {}
        counts = replace(counts, missing=FrozenDict(missing))
        return replace(self._reading, measures=counts, calls=self._calls)

    @property
    def _calls(self) -> int:
        return self._reading.calls + self._read.calls - self._before

    @property
    def _left(self) -> bool:
        return self._calls < AUDIT_CALLS

    def _counted(self, earlier: Sequence[Reading]) -> tuple[Measures, Property]:
        """The counts until today as the property's time zone has it: asked for once more where the guess was wrong."""
        zones = [self._reading.facts.property.time_zone, *(one.facts.customer.time_zone for one in earlier)]
        until = today(self._now, next((zone for zone in zones if zone), None))
        counts, known = measures(self._read, until)
        right = today(self._now, known.time_zone) if known.time_zone else until
        return (counts, known) if right == until else measures(self._read, right)

    def _tell(self, known: Property) -> None:
        """Facts that were not there before."""
        facts = self._reading.facts
        there = {name: value for name, value in facts.property._asdict().items() if value is not None}
        known = known._replace(**there)
        self._reading = replace(self._reading, facts=facts._replace(property=known))

    def _as_needed(self, measurement: Callable[[], tuple[Live, ...]], *, alone: bool) -> None:
        """The property itself and enhanced measurement, each where it matters."""
        known = self._reading.facts.property
        custom = [item for item in self._of(KEY_EVENT) if item.state.get("custom") is True]
        unknown = known.currency_code is None or known.time_zone is None
        if self._lacks(PROPERTY) and (alone or unknown or len(custom) >= MANY_KEY_EVENTS):
            self._tell(convert.property_facts(self._read.itself()))
            self._add(PROPERTY)
        if self._lacks(MEASUREMENT) and any(map(_of_measurement, self._of(EVENT_RULE))):
            self._add(MEASUREMENT, *measurement())

    def _lacks(self, kind: str) -> bool:
        """True if something was not read and may be."""
        return self._left and kind not in self._reading.types

    def _add(self, kind: str, *resources: Live) -> None:
        there = self._reading
        self._reading = replace(there, resources=(*there.resources, *resources), types=there.types | {kind})

    def _of(self, kind: str) -> list[Live]:
        return [item for item in self._reading.resources if item.address.type == kind]

    def _fact(self, name: str) -> str:
        """Read one of AUDITED; the answer is why it could not be, empty where it could."""
        try:
            self._tell(_READS[name](self._read))
        except ApiError as error:
            return f"{error.code}: {error.message}"
        except CredentialsError as error:
            if name != ACCESS:
                raise
            return str(error)
        return ""


def _of_measurement(rule: Live) -> bool:
    """True if an event rule may start from an event of enhanced measurement."""
    lines = rule.state.get("event_conditions")
    return any(not NEEDS.keys().isdisjoint(line.split()) for line in (lines if isinstance(lines, tuple) else ()))


_READS: dict[str, Callable[[ReadProperty], Property]] = {
    RETENTION: lambda read: convert.retention_facts(read.data_retention_settings()),
    ACCESS: lambda read: convert.access_facts(read.access_bindings()),
    SIGNALS: lambda read: convert.signals_facts(read.google_signals_settings()),
}
