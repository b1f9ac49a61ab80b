"""The month of a report: which one is meant, and whether its numbers have settled."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence

from microconv.core.errors import ReportError
from microconv.core.facts import combined
from microconv.core.months import Month
from microconv.core.resource import Reading
from microconv.core.text import Text
from microconv.core.time_zone import zone_of
from microconv.report.model import Report

_EARLIEST = datetime.timezone(datetime.timedelta(hours=-12))
_LATEST = datetime.timezone(datetime.timedelta(hours=14))
"""The time zones in which a day begins last and first."""


def last_month(now: datetime.datetime, zone: Callable[[], datetime.tzinfo]) -> Month:
    """The last whole month in the time zone of the numbers, which is asked for only where it decides."""
    there = {Month.of(now.astimezone(one).date()) for one in (_EARLIEST, _LATEST)}
    if len(there) > 1:
        there = {Month.of(now.astimezone(zone()).date())}
    return there.pop().before


def check_begun(month: Month, now: datetime.datetime, zone: datetime.tzinfo = _LATEST) -> None:
    """Raise ReportError where a month has not begun yet; without a time zone, where it has nowhere."""
    present = Month.of(now.astimezone(zone).date())
    if month > present:
        raise ReportError(
            Text(
                f"{month} has not begun yet: there is nothing to report",
                f"{month} はまだ始まっていないため、レポートを作成できません",
            ),
            hint=Text(f"the last whole month is {present.before}", f"直近の完了した月は {present.before} です"),
        )


def may_be_settled(month: Month, now: datetime.datetime) -> bool:
    """True where a month's numbers have settled in some time zone."""
    return month.settled(now.astimezone(_LATEST).date())


class ZoneAfter(datetime.tzinfo):
    """The time zone of a month's changes, for a property that had another zone when last month's report was frozen.

    A moment that the two put into different months is of the month that the earlier zone puts it into, as last month's
    report has it: so each is told in one of both reports. Moments become those of either zone, by `astimezone` alone.
    """

    def __init__(self, earlier: datetime.tzinfo, zone: datetime.tzinfo, month: Month) -> None:
        self._earlier, self._zone, self._month = earlier, zone, month

    def fromutc(self, at: datetime.datetime) -> datetime.datetime:
        """The moment, whose numbers are those of UTC, in the zone that counts."""
        moment = at.replace(tzinfo=datetime.UTC)
        now, then = moment.astimezone(self._zone), moment.astimezone(self._earlier)
        months = {Month.of(now.date()), Month.of(then.date())}
        return then if months == {self._month.before, self._month} else now

    def utcoffset(self, at: datetime.datetime | None) -> None:
        """Nothing: no moment keeps this zone."""

    def dst(self, at: datetime.datetime | None) -> None:
        """Nothing, likewise."""

    def tzname(self, at: datetime.datetime | None) -> None:
        """Nothing, likewise."""


def zone_of_changes(month: Month, zone: datetime.tzinfo, last: Report | None) -> datetime.tzinfo:
    """The time zone of the changes of a month: `zone`, unless the last frozen report is last month's in another one.

    Raises ReportError for one that is not known on this machine.
    """
    if last is None or last.heading.month.month != str(month.before):
        return zone
    names = [account.time_zone for account in last.heading.accounts if account.time_zone]
    return ZoneAfter(known_zone(names[0]), zone, month) if names else zone


def zone_of_readings(readings: Sequence[Reading]) -> datetime.tzinfo:
    """The time zone of the property, or of the Google Ads account where there is none; UTC where neither says.

    Raises ReportError for one that is not known on this machine.
    """
    facts = combined(reading.facts for reading in readings)
    return known_zone(facts.property.time_zone or facts.customer.time_zone or "UTC")


def known_zone(name: str) -> datetime.tzinfo:
    """The time zone of a name. Raises ReportError for one that is not known on this machine."""
    zone = zone_of(name)
    if zone is None:
        raise ReportError(
            Text(
                f"the time zone {name} is not known on this machine",
                f"タイムゾーン {name} がこの端末では認識できません",
            ),
            hint=Text("`pip install tzdata`", "`pip install tzdata` を実行してください"),
        )
    return zone
