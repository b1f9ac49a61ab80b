"""The date ranges that DURING names.

Source: developers.google.com/google-ads/api/docs/query/date-ranges, checked 2026-11-23. Ranges that end "today" or
"yesterday" are of the account's own time zone.
"""

from __future__ import annotations

from datetime import date, timedelta

NAMES = (
    "LAST_14_DAYS",
    "LAST_30_DAYS",
    "LAST_7_DAYS",
    "LAST_BUSINESS_WEEK",
    "LAST_MONTH",
    "LAST_WEEK_MON_SUN",
    "LAST_WEEK_SUN_SAT",
    "THIS_MONTH",
    "THIS_WEEK_MON_TODAY",
    "THIS_WEEK_SUN_TODAY",
    "TODAY",
    "YESTERDAY",
)


def date_range(name: str, today: date) -> tuple[date, date]:
    """First and last day of a named range.

    name: one of `NAMES`.
    today: the account's present day.

    Raises KeyError if there is no such range.
    """
    day = timedelta(days=1)
    monday = today - day * today.weekday()
    sunday = today - day * ((today.weekday() + 1) % 7)
    month = today.replace(day=1)
    ranges = {
        "TODAY": (today, today),
        "YESTERDAY": (today - day, today - day),
        "LAST_7_DAYS": (today - 7 * day, today - day),
        "LAST_14_DAYS": (today - 14 * day, today - day),
        "LAST_30_DAYS": (today - 30 * day, today - day),
        "LAST_BUSINESS_WEEK": (monday - 7 * day, monday - 3 * day),
        "LAST_WEEK_MON_SUN": (monday - 7 * day, monday - day),
        "LAST_WEEK_SUN_SAT": (sunday - 7 * day, sunday - day),
        "LAST_MONTH": ((month - day).replace(day=1), month - day),
        "THIS_MONTH": (month, today),
        "THIS_WEEK_MON_TODAY": (monday, today),
        "THIS_WEEK_SUN_TODAY": (sunday, today),
    }
    return ranges[name]


def aligned(period: str, day: date) -> date:
    """The first day of the week (Monday), month or quarter a day is in; for ``date`` the day itself."""
    if period == "week":
        return day - timedelta(days=day.weekday())
    if period == "month":
        return day.replace(day=1)
    if period == "quarter":
        return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return day


def last_day(period: str, first: date) -> date:
    """The last day of the period that starts on `first`; of ``year``, too."""
    if period == "week":
        return first + timedelta(days=min(6, (date.max - first).days))
    if period == "year":
        return first.replace(month=12, day=31)
    if period in ("month", "quarter"):
        month = first.month if period == "month" else (first.month - 1) // 3 * 3 + 3
        if month == 12:
            return first.replace(month=12, day=31)
        return first.replace(month=month + 1, day=1) - timedelta(days=1)
    return first


def next_day(day: date, days: int) -> date:
    """`days` later or earlier, but never outside of what a date can be."""
    ordinal = min(max(day.toordinal() + days, 1), date.max.toordinal())
    return date.fromordinal(ordinal)
