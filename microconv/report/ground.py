"""The ground of all parts of a report: both APIs' tables as numbers, with what is to be known of each month."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cached_property, lru_cache

from microconv.core.answers import NOT_ASKED, Period, Table
from microconv.core.client import Client
from microconv.report.arithmetic import merged
from microconv.report.figures import Note, Why
from microconv.report.given import Given
from microconv.report.lag import ToCome
from microconv.report.numbers import Notes, Numbers

GA4, GOOGLE_ADS = "ga4", "google_ads"

_GA4_STAMPS: Mapping[Period, str] = {period: period.value for period in Period}
_OF_THE_MONTH = frozenset({"days", "day_events", "page_events", "landing_events"})
_EARLIER = (Period.BEFORE, Period.YEAR)


class Ground:
    """A client, all that is given, and the tables in it."""

    def __init__(self, client: Client, given: Given) -> None:
        self.client = client
        self.given = given
        self.month = given.month
        self.made = datetime.date.fromisoformat(given.made[:10])
        self.ga4 = lru_cache(maxsize=None)(self._ga4)
        self.ads = lru_cache(maxsize=None)(self._ads)

    @cached_property
    def lengths(self) -> tuple[float, float, float]:
        """The days of the three months; of one that is not over, those that had begun when it was read."""
        return float(self.month.begun(self.made)), float(self.month.before.days), float(self.month.year_before.days)

    @cached_property
    def to_come(self) -> ToCome:
        """The conversions of the month's clicks that are still to come."""
        return ToCome(self.ads_table("actions"), self.month, self.made)

    @cached_property
    def changed(self) -> frozenset[str]:
        """The names of the conversions whose setup was changed within the month."""
        names = {entry.conversion for entry in self.given.changes.entries}
        return frozenset(one.name for one in self.client.conversions if names & {one.name, *one.previously})

    def zone_changed(self, provider: str) -> bool:
        """True where an account's time zone is not the one of the last frozen report."""
        answers = self.given.ga4 if provider == GA4 else self.given.google_ads
        previous = self.given.previous
        if answers is None or previous is None or not answers.time_zone:
            return False
        account = answers.property_id if provider == GA4 else answers.customer_id  # type: ignore[union-attr]
        return any(
            one.provider == provider and one.account == account and one.time_zone not in {"", answers.time_zone}
            for one in previous.heading.accounts
        )

    def _notes(self, provider: str) -> Notes:
        provisional = (Note.PROVISIONAL,) if self.given.provisional else ()
        zone = (Note.ZONE_CHANGED,) if self.zone_changed(provider) else ()
        return {Period.MONTH: merged(provisional, zone)}

    def _ga4(self, name: str, *columns: str) -> Numbers:
        """A table of GA4 by some of its columns."""
        return self._ga4_numbers(name, columns, self.unmeasured)

    def _ga4_numbers(self, name: str, columns: tuple[str, ...], unmeasured: frozenset[Period]) -> Numbers:
        return Numbers(
            self.ga4_table(name),
            columns,
            stamps={} if name in _OF_THE_MONTH else _GA4_STAMPS,
            notes=self._ga4_notes,
            unmeasured=unmeasured,
            lengths=self.lengths,
            why="" if self.given.ga4 else Why.NO_ACCOUNT,
        )

    def ga4_table(self, name: str) -> Table:
        """A table of GA4; NOT_ASKED without a property."""
        return self.given.ga4.table(name) if self.given.ga4 else NOT_ASKED

    def _ads(self, name: str, *columns: str) -> Numbers:
        """A table of Google Ads, `campaigns` or `actions`, by some of its columns."""
        return self._ads_numbers(name, columns, self._unmeasured_ads)

    def _ads_numbers(self, name: str, columns: tuple[str, ...], unmeasured: frozenset[Period]) -> Numbers:
        return Numbers(
            self.ads_table(name),
            columns,
            stamps={period: str(period.of(self.month)) for period in Period},
            notes=self._ads_notes,
            unmeasured=unmeasured,
            lengths=self.lengths,
            why="" if self.given.google_ads else Why.NO_ACCOUNT,
        )

    def ads_table(self, name: str) -> Table:
        """A table of Google Ads; NOT_ASKED without an account."""
        answers = self.given.google_ads
        if answers is None:
            return NOT_ASKED
        return answers.campaigns if name == "campaigns" else answers.actions

    @cached_property
    def _ga4_notes(self) -> Notes:
        return self._notes(GA4)

    @cached_property
    def _ads_notes(self) -> Notes:
        return self._notes(GOOGLE_ADS)

    @cached_property
    def unmeasured(self) -> frozenset[Period]:
        """The earlier months without any session; none where sessions are not known."""
        totals = self._ga4_numbers("totals", (), frozenset())
        return frozenset(period for period in _EARLIER if totals.at("sessions", period).value == 0)

    @cached_property
    def _unmeasured_ads(self) -> frozenset[Period]:
        """The earlier months without any row; none where Google Ads did not answer."""
        tables = [self._ads_numbers(name, (), frozenset()) for name in ("campaigns", "actions")]
        if not all(one.table.answered and one.table.whole for one in tables):
            return frozenset()
        return frozenset(period for period in _EARLIER if not any(one.seen(period) for one in tables))
