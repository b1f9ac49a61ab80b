"""The conversions of an account by action and day: one search stream.

`…_by_conversion_date` is by the day of the conversion, in the account's time zone, plain metrics by that of the click
(metrics.proto, v26, checked 2026-11-29). The names of actions are those of now. Removed actions are in it. Google
leaves out rows of zeros.
"""

from __future__ import annotations

import datetime

from microconv.core.counts import ActionDays, DayCount
from microconv.core.errors import ApiError
from microconv.core.frozen import FrozenDict
from microconv.providers.google_ads.account import ReadAccount
from microconv.providers.google_ads.monthly import refusal_of_account

_METRICS = ("conversions", "conversions_value", "all_conversions", "all_conversions_value")
_COLUMNS = tuple(f"{name}_by_conversion_date" for name in _METRICS)
DAYS_QUERY = (
    "SELECT segments.date, segments.conversion_action, segments.conversion_action_name, customer.currency_code, "
    f"{', '.join(f'metrics.{name}' for name in _COLUMNS)} "
    "FROM customer WHERE segments.date BETWEEN '{}' AND '{}'"
)


def action_days(account: ReadAccount, first: datetime.date, last: datetime.date) -> ActionDays:
    """The conversions from `first` to `last`, days in the account's time zone. What Google refuses is told.

    Raises CredentialsError.
    """
    calls = account.calls
    days: dict[str, dict[datetime.date, DayCount]] = {}
    names: dict[str, str] = {}
    currency = ""
    try:
        for row in account.search(DAYS_QUERY.format(first.isoformat(), last.isoformat())):
            currency = row.customer.currency_code
            count = DayCount(*(float(getattr(row.metrics, name)) for name in _COLUMNS))
            action = row.segments.conversion_action
            if any(count):
                names[action] = row.segments.conversion_action_name
                by_day, day = days.setdefault(action, {}), datetime.date.fromisoformat(row.segments.date)
                before = by_day.get(day, DayCount())
                by_day[day] = DayCount(*(old + new for old, new in zip(before, count, strict=True)))
    except ApiError as error:
        why = refusal_of_account(error)
        return ActionDays(
            account.name, first, last, refused=why, emulated=account.emulated, requests=account.calls - calls
        )
    return ActionDays(
        account.name,
        first,
        last,
        FrozenDict({action: FrozenDict(counts) for action, counts in sorted(days.items())}),
        FrozenDict(names),
        currency,
        emulated=account.emulated,
        requests=account.calls - calls,
    )
