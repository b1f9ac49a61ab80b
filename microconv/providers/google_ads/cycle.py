"""The lags of an account's conversions: one search stream over 90 days.

Conversions count on the day of the click or view that led to them, and `conversion_lag_bucket` is the time since the
impression (enums/conversion_lag_bucket.proto, v26, checked 2026-11-23).
"""

from __future__ import annotations

import datetime

from microconv.core.cycle_answer import CycleAnswer, usual_lag
from microconv.core.errors import ApiError
from microconv.providers.days import before, today
from microconv.providers.google_ads.account import ReadAccount
from microconv.providers.google_ads.convert import word
from microconv.providers.google_ads.monthly import refusal_of_account

DAYS = 90
CYCLE_QUERY = (
    "SELECT segments.conversion_lag_bucket, metrics.conversions, metrics.all_conversions "
    "FROM customer WHERE segments.date BETWEEN '{}' AND '{}'"
)


def cycle(account: ReadAccount, now: datetime.datetime, time_zone: str) -> CycleAnswer:
    """The cycle over the 90 full days of a time zone before `now`.

    What Google refuses is told. Where the account's time zone is not known, UTC's days do: for a length it does not
    matter. Raises CredentialsError.
    """
    calls = account.calls
    first, last = before(today(now, time_zone), DAYS)
    bidding: dict[str, float] = {}
    everything: dict[str, float] = {}
    try:
        for row in account.search(CYCLE_QUERY.format(first.isoformat(), last.isoformat())):
            lag = word(row.segments, "conversion_lag_bucket")
            bidding[lag] = bidding.get(lag, 0.0) + row.metrics.conversions
            everything[lag] = everything.get(lag, 0.0) + row.metrics.all_conversions
    except ApiError as error:
        return CycleAnswer(
            account.name,
            first,
            last,
            why=refusal_of_account(error),
            emulated=account.emulated,
            requests=account.calls - calls,
            refused=True,
        )
    lag_of = usual_lag(bidding, everything)
    return CycleAnswer(
        account.name,
        first,
        last,
        lag_of.basis,
        lag_of.conversions,
        lag_of.median_days,
        lag_of.most_days,
        lag_of.why,
        account.emulated,
        account.calls - calls,
    )
