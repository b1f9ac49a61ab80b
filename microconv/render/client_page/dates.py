"""Days and times in the account's time zone and the language's form."""

from __future__ import annotations

import datetime
import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from microconv.core.text import Text, untranslated

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")


def day(date: datetime.date) -> Text:
    """A day: `23 November 2026`, `2026年11月23日`."""
    return Text(f"{date.day} {_MONTHS[date.month - 1]} {date.year}", f"{date.year}年{date.month}月{date.day}日")


def made_on(made: str, time_zone: str) -> Text:
    """The day of an ISO 8601 time in a time zone; without one that is known, in its own, which is then said.

    What is no time is shown as it is.
    """
    try:
        when = datetime.datetime.fromisoformat(made)
    except ValueError:
        return untranslated(made)
    try:
        return day(when.astimezone(ZoneInfo(time_zone)).date()) if time_zone and when.tzinfo else _zoned(when)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return _zoned(when)


def _zoned(when: datetime.datetime) -> Text:
    name = when.tzname()
    date = day(when.date())
    return Text(f"{date.en} ({name})", f"{date.ja}（{name}）") if name else date


def period(until: datetime.date, days: int) -> Text:
    """The days before `until`: `24 October – 22 November 2026`."""
    first, last = day(until - datetime.timedelta(days=days)), day(until - datetime.timedelta(days=1))
    return Text(f"{first.en} – {last.en}", f"{first.ja}〜{last.ja}")


def with_days(text: Text) -> Text:
    """A text in which ISO days are in the language's form."""

    def days(iso: re.Match[str]) -> Text:
        try:
            return day(datetime.date(*map(int, iso.groups())))
        except ValueError:
            return untranslated(iso[0])

    return Text(_ISO.sub(lambda iso: days(iso).en, text.en), _ISO.sub(lambda iso: days(iso).ja, text.ja))
