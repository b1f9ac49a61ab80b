"""A month of one account and the twelve before it: two search streams, one by campaign, one by conversion action.

Cost, clicks and impressions cannot be divided by conversion action, so they are asked for by campaign. Plain metrics
are by the day of the click or view, `…_by_conversion_date` by that of the conversion (metrics.proto, v26, checked
2026-11-29). That the latter go with segments.conversion_lag_bucket is not documented: where Google refuses it, they
are asked for without, and stand in rows of their own with no lag.
Removed campaigns and actions are in it. Google leaves out rows of zeros.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from microconv.core.answers import Row, Table
from microconv.core.errors import ApiError, RejectedError
from microconv.core.frozen import FrozenDict
from microconv.core.monthly import GOOGLE_ADS_TABLES, GoogleAdsMonth, MonthWanted
from microconv.core.months import Month
from microconv.core.text import Text
from microconv.providers.google_ads.account import ReadAccount
from microconv.providers.google_ads.convert import word
from microconv.providers.google_ads.measures import MICROS, NO_METRICS_OF_MANAGERS
from microconv.providers.refused import refusal

_CLICKS = ("cost_micros", "clicks", "impressions")
_BY_CLICK = ("conversions", "conversions_value", "all_conversions", "all_conversions_value")
_BY_DATE = tuple(f"{name}_by_conversion_date" for name in _BY_CLICK)
_LAG = "conversion_lag_bucket"
_ACCOUNT = "customer.currency_code, customer.time_zone"
_WHERE = "WHERE segments.date BETWEEN '{}' AND '{}'"


def _metrics(names: Sequence[str]) -> str:
    return ", ".join(f"metrics.{name}" for name in names)


CAMPAIGNS_QUERY = (
    f"SELECT campaign.id, campaign.name, {_ACCOUNT}, segments.month, {_metrics((*_CLICKS, *_BY_CLICK, *_BY_DATE))} "
    f"FROM campaign {_WHERE}"
)
_ACTION = "segments.conversion_action, segments.conversion_action_name, segments.month"
ACTIONS_QUERY = (
    f"SELECT {_ACTION}, segments.{_LAG}, {_ACCOUNT}, {_metrics((*_BY_CLICK, *_BY_DATE))} FROM customer {_WHERE}"
)
LAGS_QUERY = f"SELECT {_ACTION}, segments.{_LAG}, {_ACCOUNT}, {_metrics(_BY_CLICK)} FROM customer {_WHERE}"
DATES_QUERY = f"SELECT {_ACTION}, {_ACCOUNT}, {_metrics(_BY_DATE)} FROM customer {_WHERE}"

_OF_MANAGERS = "REQUESTED_METRICS_FOR_MANAGER"
_MANAGER = Text(
    NO_METRICS_OF_MANAGERS, "MCC アカウント自体には実績がありません。実績は配下のクライアント アカウントにあります"
)


def month(account: ReadAccount, wanted: MonthWanted) -> GoogleAdsMonth:
    """The answers of one account about a month and the twelve before it. Raises CredentialsError."""
    return _Year(account, wanted.month).answers()


class _Year:
    """Thirteen months while they are asked for."""

    def __init__(self, account: ReadAccount, last: Month) -> None:
        self._account = account
        self._month = last
        self._days = (last.year_before.first.isoformat(), last.last.isoformat())
        self._zone = ""
        self._currency = ""
        self._campaign_names: dict[str, str] = {}
        self._action_names: dict[str, str] = {}
        self._stopped: Text | None = None

    def answers(self) -> GoogleAdsMonth:
        """Ask for everything. Raises CredentialsError."""
        before = self._account.calls
        campaigns = self._table("campaigns")
        actions = self._table("actions")
        return GoogleAdsMonth(
            self._month,
            self._account.customer_id,
            self._zone,
            self._currency,
            self._account.emulated,
            campaigns,
            actions,
            FrozenDict(self._campaign_names),
            FrozenDict(self._action_names),
            self._account.calls - before,
        )

    def _table(self, name: str) -> Table:
        columns, metrics = GOOGLE_ADS_TABLES[name]
        if self._stopped is not None:
            return Table(columns, metrics, refused=self._stopped)
        try:
            rows = self._campaigns() if name == "campaigns" else self._actions()
        except ApiError as error:
            why = refusal_of_account(error)
            if not isinstance(error, RejectedError) or why == _MANAGER:
                self._stopped = why
            return Table(columns, metrics, refused=why)
        return Table(columns, metrics, tuple(sorted(rows, key=lambda row: row.keys)))

    def _campaigns(self) -> list[Row]:
        rows = []
        for row in self._search(CAMPAIGNS_QUERY):
            number = str(row.campaign.id)
            self._campaign_names[number] = row.campaign.name
            metrics = row.metrics
            clicks = (metrics.cost_micros / MICROS, float(metrics.clicks), float(metrics.impressions))
            rows.append(Row((_month(row), number), (*clicks, *_numbers(metrics, (*_BY_CLICK, *_BY_DATE)))))
        return rows

    def _actions(self) -> list[Row]:
        try:
            return [self._action(row, (*_BY_CLICK, *_BY_DATE)) for row in self._search(ACTIONS_QUERY)]
        except RejectedError as error:
            if _OF_MANAGERS in error.code:
                raise
        return [
            *(self._action(row, (*_BY_CLICK, *_BY_DATE)) for row in self._search(LAGS_QUERY)),
            *(self._action(row, (*_BY_CLICK, *_BY_DATE)) for row in self._search(DATES_QUERY)),
        ]

    def _action(self, row: Any, metrics: Sequence[str]) -> Row:
        """One row. What was not asked for with it is zero, so that rows add up."""
        number = row.segments.conversion_action.rpartition("/")[2]
        self._action_names[number] = row.segments.conversion_action_name
        return Row((_month(row), number, word(row.segments, _LAG)), _numbers(row.metrics, metrics))

    def _search(self, query: str) -> list[Any]:
        rows = list(self._account.search(query.format(*self._days)))
        for row in rows[:1]:
            self._zone, self._currency = row.customer.time_zone, row.customer.currency_code
        return rows


def _numbers(metrics: Any, names: Sequence[str]) -> tuple[float, ...]:
    return tuple(float(getattr(metrics, name)) for name in names)


def _month(row: Any) -> str:
    """`2026-10` for segments.month, which is its first day."""
    day: str = row.segments.month
    return day[:7]


def refusal_of_account(error: ApiError) -> Text:
    """The code and the text of an error; for a manager account that it counts nothing itself."""
    return _MANAGER if _OF_MANAGERS in error.code else refusal(error)
