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

    Args:
        name: one of `NAMES`.
        today: the account's present day.

    Raises:
        KeyError: there is no such range.
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
