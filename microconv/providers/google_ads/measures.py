"""Counts of an account's actions and costs of its campaigns lately: four search streams, however many there are.

Sources, checked 2026-11-23: metrics.conversions exists in queries about `customer` and `campaign`, not about
`conversion_action`; the metrics of the last conversion only there (public v25 field reference). Conversions count on
the day of the click or view that led to them, and `conversion_lag_bucket` is the time since the impression
(enums/conversion_lag_bucket.proto, v26), so of late days the long lags are still to come.
Cost is of campaigns, and cannot be divided by conversion action: metrics.cost_micros is not to be had with
segments.conversion_action (field reference, v26).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from microconv.core.errors import ApiError, RejectedError
from microconv.core.frozen import FrozenDict
from microconv.core.kinds import ACTION
from microconv.core.measures import COUNTS, LAG_DAYS, LAGS, RECENT_DAYS, SPEND, Counted, Measures
from microconv.core.resource import Reading
from microconv.providers.days import before
from microconv.providers.google_ads.account import ReadAccount
from microconv.providers.google_ads.convert import word

LAST_QUERY = (
    "SELECT conversion_action.resource_name, metrics.conversion_last_conversion_date, "
    "metrics.conversion_last_received_request_date_time FROM conversion_action"
)
"""When each action counted and was asked last, ever: there is no segment by date."""

COUNTS_QUERY = (
    "SELECT segments.conversion_action, segments.date, metrics.conversions, metrics.conversions_value, "
    "metrics.all_conversions, metrics.all_conversions_value FROM customer WHERE segments.date BETWEEN '{}' AND '{}'"
)
"""Sums and days of each action in one query: the days ride on it."""
LAGS_QUERY = (
    "SELECT segments.conversion_action, segments.conversion_lag_bucket, metrics.all_conversions FROM customer "
    "WHERE segments.date BETWEEN '{}' AND '{}'"
)
SPEND_QUERY = (
    "SELECT campaign.id, metrics.cost_micros FROM campaign "
    "WHERE campaign.status != 'REMOVED' AND segments.date BETWEEN '{}' AND '{}'"
)
"""The cost of each campaign lately; further attributes of campaigns can ride on it."""

MICROS = 1_000_000
"""So many of metrics.cost_micros are one unit of the account's currency."""

NO_METRICS_OF_MANAGERS = "a manager account counts nothing itself: its client accounts do"
"""QueryError.REQUESTED_METRICS_FOR_MANAGER is what Google would answer."""


def measures(account: ReadAccount, reading: Reading, until: datetime.date) -> tuple[Measures, str]:
    """Counts of the actions of `reading` in `account` before the day `until`. Raises CredentialsError.

    What Google refuses is told in `missing`. Where the refusal is not about the query itself, nothing more is asked,
    and the reason is the second thing returned, else empty.
    """
    if reading.facts.customer.manager is True:
        return Measures(until, missing=dict.fromkeys((COUNTS, LAGS, SPEND), NO_METRICS_OF_MANAGERS)), ""
    sums = _Sums(_Names(item.id for item in reading.resources if item.address.type == ACTION))
    recent, lagging = before(until, RECENT_DAYS), before(until, LAG_DAYS)
    asked = (
        (COUNTS, LAST_QUERY, sums.last),
        (COUNTS, COUNTS_QUERY.format(*recent), sums.counted),
        (LAGS, LAGS_QUERY.format(*lagging), sums.lags),
        (SPEND, SPEND_QUERY.format(*recent), sums.cost),
    )
    missing: dict[str, str] = {}
    refusal = ""
    for index, (what, query, add) in enumerate(asked):
        try:
            for row in account.search(query):
                add(row)
        except ValueError as error:
            missing.setdefault(what, f"Google's answer cannot be read: {error}")
        except ApiError as error:
            why = f"{error.code}: {error.message}"
            missing.setdefault(what, why)
            if not isinstance(error, RejectedError):
                for other, _, _ in asked[index + 1 :]:
                    missing.setdefault(other, why)
                refusal = why
                break
    spend = FrozenDict(sorted(sums.spend.items()))
    return Measures(until, FrozenDict(sums.actions()), spend=spend, missing=FrozenDict(missing)), refusal


class _Names:
    """The actions of a reading by the names that metrics call them.

    An action that a manager account shares is known by its owner's resource name. Whether segments name it by the owner
    or by the account that asks is not settled; its number is the same in both.
    """

    def __init__(self, ids: Iterable[str]) -> None:
        self._ids = frozenset(ids)
        self._by_number: dict[str, str] = {}
        several: set[str] = set()
        for name in self._ids:
            number = _number(name)
            if self._by_number.setdefault(number, name) != name:
                several.add(number)
        for number in several:
            del self._by_number[number]

    def of(self, name: str) -> str:
        """The id of the live object; the name as it is for an action that was not read."""
        return name if name in self._ids else self._by_number.get(_number(name), name)


def _number(name: str) -> str:
    return name.rpartition("/")[2]


@dataclass(slots=True)
class _Sum:
    """One action's numbers, while they are added up.

    bid: conversions that bidding used.
    bid_value: their value.
    all: all conversions.
    all_value: their value.
    last: the day of the last conversion.
    asked: when the last request came.
    lags: conversions by the days since the click.
    days: all conversions by day.
    """

    bid: float = 0.0
    bid_value: float = 0.0
    all: float = 0.0
    all_value: float = 0.0
    last: datetime.date | None = None
    asked: str = ""
    lags: dict[str, float] = field(default_factory=dict)
    days: dict[datetime.date, float] = field(default_factory=dict)


class _Sums:
    """Adds up the rows (raw protobuf) of the queries, by action, and those of campaigns: `spend`, by number."""

    def __init__(self, names: _Names) -> None:
        self._names = names
        self._sums: dict[str, _Sum] = {}
        self.spend: dict[str, float] = {}

    def _of(self, name: str) -> _Sum:
        return self._sums.setdefault(self._names.of(name), _Sum())

    def last(self, row: Any) -> None:
        """Raises ValueError for a day that is none."""
        text = row.metrics.conversion_last_conversion_date
        asked = row.metrics.conversion_last_received_request_date_time
        if not (text or asked):
            return
        total = self._of(row.conversion_action.resource_name)
        total.asked = max(total.asked, asked)
        if text:
            day = datetime.date.fromisoformat(text[:10])  # whether or not Google writes a time after it
            total.last = day if total.last is None else max(total.last, day)

    def counted(self, row: Any) -> None:
        """Raises ValueError for a day that is none."""
        total, metrics = self._of(row.segments.conversion_action), row.metrics
        total.bid += metrics.conversions
        total.bid_value += metrics.conversions_value
        total.all += metrics.all_conversions
        total.all_value += metrics.all_conversions_value
        day = datetime.date.fromisoformat(row.segments.date)
        if metrics.all_conversions > 0:
            total.days[day] = total.days.get(day, 0.0) + metrics.all_conversions

    def cost(self, row: Any) -> None:
        number = str(row.campaign.id)
        self.spend[number] = self.spend.get(number, 0.0) + row.metrics.cost_micros / MICROS

    def lags(self, row: Any) -> None:
        lags = self._of(row.segments.conversion_action).lags
        bucket = word(row.segments, "conversion_lag_bucket")
        lags[bucket] = lags.get(bucket, 0.0) + row.metrics.all_conversions

    def actions(self) -> Iterator[tuple[str, Counted]]:
        """Every action that had a row, by its id."""
        for name, total in sorted(self._sums.items()):
            yield (
                name,
                Counted(
                    bid=total.bid,
                    bid_value=total.bid_value,
                    all=total.all,
                    all_value=total.all_value,
                    last=total.last,
                    asked=total.asked or None,
                    lags=FrozenDict(total.lags),
                    days=FrozenDict(sorted(total.days.items())),
                ),
            )
