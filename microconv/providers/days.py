"""The day in an account's time zone, and the days that end before it."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def today(now: datetime.datetime, time_zone: object) -> datetime.date:
    """The day that it is at `now` in an IANA time zone; UTC's where the zone is not told or not known here.

    Windows knows no zones without the package tzdata. The day is then at most one off.
    """
    try:
        zone: datetime.tzinfo = ZoneInfo(str(time_zone or "UTC"))
    except (ZoneInfoNotFoundError, ValueError):
        zone = datetime.UTC
    return now.astimezone(zone).date()


def before(until: datetime.date, days: int) -> tuple[datetime.date, datetime.date]:
    """The first and the last of the `days` full days before `until`."""
    return until - datetime.timedelta(days=days), until - datetime.timedelta(days=1)
