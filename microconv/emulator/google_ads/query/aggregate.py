"""Rows divided by their segments, with the metrics of each part.

Rows whose selected metrics are all zero are left out if a segment is selected, and kept if none is ("Zero metrics" in
the documentation, checked 2026-11-23). Which days count is said by the filters on core date segments.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from microconv.emulator.google_ads.lags import LONGEST_DAYS, first_day
from microconv.emulator.google_ads.query.dates import aligned
from microconv.emulator.google_ads.query.statistics import (
    BY_ACTION,
    CORE_DATES,
    DATED,
    LAG,
    METRICS,
    OF_CLICKS,
    OF_CONVERSIONS,
    SEGMENTS,
)
from microconv.emulator.google_ads.resources import conversion_action

if TYPE_CHECKING:
    from microconv.emulator.google_ads.fields import Flat
    from microconv.emulator.google_ads.metrics import AccountMetrics
    from microconv.emulator.google_ads.metrics_day import CampaignsDay
    from microconv.emulator.google_ads.query.plan import Plan
    from microconv.emulator.google_ads.traffic import Counted, Traffic
    from microconv.emulator.google_ads.view import View
    from microconv.emulator.series import AdsDay

_LAST_DAY, _LAST_TIME = "conversion_last_conversion_date", "conversion_last_received_request_date_time"
#: Values of the selected segments, in the order of the plan.
_Key = tuple[Any, ...]
#: Campaigns, and the ids of the actions that all of them bid for.
_Group = tuple["Sequence[Traffic]", frozenset[int]]


@dataclass(slots=True)
class _Sums:
    """The metrics of one part of a row. `active` if anything at all happened."""

    values: dict[str, Any] = field(default_factory=dict)
    active: bool = False

    def add(self, **amounts: float) -> None:
        for name, amount in amounts.items():
            if amount:
                self.active = True
                self.values[name] = self.values.get(name, 0) + amount


def divide(plan: Plan, rows: Iterable[dict[str, Flat]], view: View, metrics: AccountMetrics) -> list[dict[str, Flat]]:
    """The rows with ``segments`` and ``metrics``, filtered by the conditions on these."""
    parts = _Parts(plan, view, metrics)
    selected = [column.path for column in plan.select if column.resource == METRICS]
    tests = [one for one in plan.filters if one.column.resource == METRICS]
    tests += [one for one in plan.filters if one.column.resource == SEGMENTS and one.column.path not in CORE_DATES]
    result = []
    for row in rows:
        for key, sums in parts.of(row[plan.resource.name]):
            values = _rounded(sums.values, plan.needed(METRICS))
            if plan.segments and not (any(values[one] for one in selected) if selected else sums.active):
                continue
            divided = {**row, SEGMENTS: dict(zip(plan.segments, key, strict=True)), METRICS: values}
            if all(one.test(divided[one.column.resource].get(one.column.path)) for one in tests):
                result.append(divided)
    return result


def total(rows: Sequence[Flat], paths: Sequence[str]) -> Flat:
    """The summary row's metrics: sums, and the latest of the days and times."""
    sums: Flat = {}
    for path in paths:
        values = [row[path] for row in rows if row.get(path) is not None]
        sums[path] = max(values, default=None) if path in (_LAST_DAY, _LAST_TIME) else sum(values)
    return _rounded(sums, paths)


def _rounded(values: dict[str, Any], needed: Iterable[str]) -> Flat:
    """Numbers that were not counted are zero; days that are not there stay unset."""
    rounded: Flat = {}
    for path in needed:
        value = values.get(path)
        if path in (_LAST_DAY, _LAST_TIME):
            rounded[path] = value
        else:
            rounded[path] = (value or 0) if path in OF_CLICKS else round(float(value or 0), 6)
    return rounded


class _Parts:
    """Sums up the metrics of single rows."""

    def __init__(self, plan: Plan, view: View, metrics: AccountMetrics) -> None:
        self._view = view
        self._metrics = metrics
        self._resource = plan.resource.name
        self._segments = plan.segments
        self._needed = plan.needed(METRICS)
        self._by_conversion = bool(OF_CONVERSIONS & set(plan.segments))
        self._by_action = self._by_conversion or self._resource == "conversion_action"
        self._by_lag = LAG in plan.segments
        self._by_id = {one.id: one for one in metrics.actions} if self._resource == "conversion_action" else {}
        self._days: dict[tuple[frozenset[int], date], CampaignsDay] = {}
        self._dated = bool(self._needed & DATED.keys())
        plain = {DATED.get(name, name) for name in self._needed}
        self._by_bidding = bool(plain & {"conversions", "conversions_value"})
        self._needs_last = bool(self._needed & {_LAST_DAY, _LAST_TIME})
        self._only_last = not plan.segments and bool(self._needed) and self._needed <= {_LAST_DAY, _LAST_TIME}
        dates = [one for one in plan.filters if one.column.resource == SEGMENTS]
        firsts = [one.first for one in dates if one.first is not None]
        lasts = [one.last for one in dates if one.last is not None]
        tests = [(one.column.path, one.test) for one in dates if one.column.path in CORE_DATES]
        days = metrics.days(max(firsts, default=None), min(lasts, default=None))
        self._counted_days = [day for day in days if all(test(_value(path, day)) for path, test in tests)]
        self._counted_set = frozenset(self._counted_days)
        to_come = view.policies.text("conversions_to_come") == "missing"
        self._late_from = metrics.today - timedelta(days=LONGEST_DAYS) if to_come else None

    def of(self, flat: Flat) -> list[tuple[_Key, _Sums]]:
        """The parts of one row of the FROM resource, by their segments' values; the whole row if there are none."""
        parts: dict[_Key, _Sums] = {}
        if not self._segments:
            parts[()] = _Sums()
        if self._needed or self._segments:
            groups, actions = self._groups(flat), self._actions(flat)
            for day in self._counted_days:
                self._add_day(parts, day, groups, actions)
                if self._only_last and _LAST_DAY in parts[()].values:
                    break  # the days come latest first
            if self._dated and self._counted_days:
                self._add_dated(parts, groups, actions)
        return sorted(parts.items(), key=lambda part: tuple(str(value) for value in part[0]))

    def _groups(self, flat: Flat) -> Sequence[_Group]:
        """The row's campaigns, with the actions that those of a group bid for; one group if nobody asks for these."""
        if self._by_bidding:
            groups: Sequence[_Group] = self._metrics.bidding_alike
        else:
            groups = ((self._metrics.campaigns, frozenset()),)
        if self._resource != "campaign":
            return groups
        mine = [([one for one in campaigns if one.id == flat["id"]], bids) for campaigns, bids in groups]
        return [(campaigns, bids) for campaigns, bids in mine if campaigns]

    def _actions(self, flat: Flat) -> Sequence[Counted]:
        actions = self._metrics.actions
        if self._resource == "conversion_action":
            one = self._by_id.get(flat["id"])
            return () if one is None else (one,)
        return actions if self._by_conversion or not self._needed or self._needed - OF_CLICKS else ()

    def _add_day(
        self, parts: dict[_Key, _Sums], day: date, groups: Sequence[_Group], actions: Sequence[Counted]
    ) -> None:
        if self._counts_clicks and not self._by_action:
            sums = parts.setdefault(self._key(day), _Sums())
            for campaign in [one for campaigns, _ in groups for one in campaigns]:
                clicks = self._metrics.clicks(campaign, day)
                sums.add(clicks=clicks.clicks, impressions=clicks.impressions, cost_micros=clicks.cost_micros)
        if not actions:
            return
        for campaigns, bids_for in groups:
            together = self._on_day(campaigns, bids_for, day)
            if not self._by_action:
                self._add_all_actions(parts, day, together, bids_for)
                continue
            for counted in actions:
                self._add_action(parts, day, together, counted, bid_for=counted.id in bids_for)

    def _on_day(self, campaigns: Sequence[Traffic], bids_for: frozenset[int], day: date) -> CampaignsDay:
        """A group's day; every row has the same groups, except those of campaigns."""
        if self._resource == "campaign":
            return self._metrics.on_day(campaigns, day)
        key = (bids_for, day)
        if key not in self._days:
            self._days[key] = self._metrics.on_day(campaigns, day)
        return self._days[key]

    def _add_action(
        self, parts: dict[_Key, _Sums], day: date, together: CampaignsDay, counted: Counted, *, bid_for: bool
    ) -> None:
        """Add what one action has, by lag bucket where the query asks for these."""
        if self._by_lag or self._is_late(day):
            amounts: Iterable[tuple[str, AdsDay]] = self._arrived(day, together.by_lag(counted))
        else:
            amounts = (("", together.conversions(counted)),)
        for bucket, amount in amounts:
            if amount.conversions:
                sums = parts.setdefault(self._key(day, counted, bucket), _Sums())
                self._add_conversions(sums, amount, counted, bid_for, day)
        if self._needs_last and (received := self._metrics.last_received(counted, day)):
            sums = parts.setdefault(self._key(day, counted), _Sums())
            sums.values[_LAST_TIME] = max(received, sums.values.get(_LAST_TIME) or "")

    def _add_all_actions(
        self, parts: dict[_Key, _Sums], day: date, together: CampaignsDay, bids_for: frozenset[int]
    ) -> None:
        """Add what all actions have, where no row tells one action from another."""
        if self._is_late(day):
            for counted in self._metrics.actions:
                for _, amount in self._arrived(day, together.by_lag(counted)):
                    sums = parts.setdefault(self._key(day), _Sums())
                    self._add_conversions(sums, amount, counted, counted.id in bids_for, day)
            return
        every = together.total(self._metrics.actions_day(day, None))
        if not every.conversions:
            return
        sums = parts.setdefault(self._key(day), _Sums())
        sums.add(all_conversions=every.conversions, all_conversions_value=every.value)
        if self._by_bidding:
            used = together.total(self._metrics.actions_day(day, bids_for))
            sums.add(conversions=used.conversions, conversions_value=used.value)

    def _add_dated(self, parts: dict[_Key, _Sums], groups: Sequence[_Group], actions: Sequence[Counted]) -> None:
        """Add conversions on their own days: so many days after the click as their lag begins with."""
        since = self._counted_days[-1] - timedelta(days=LONGEST_DAYS)
        for day in self._metrics.days(since, self._counted_days[0]):
            for campaigns, bids_for in groups:
                together = self._on_day(campaigns, bids_for, day)
                for counted in actions:
                    for bucket, amount in together.by_lag(counted):
                        its_day = day + timedelta(days=first_day(bucket))
                        if its_day not in self._counted_set:
                            continue
                        key = self._key(its_day, counted if self._by_action else None, bucket)
                        sums = parts.setdefault(key, _Sums())
                        plain = {"all_conversions": amount.conversions, "all_conversions_value": amount.value}
                        if counted.id in bids_for:
                            plain |= {"conversions": amount.conversions, "conversions_value": amount.value}
                        sums.add(**{dated: plain[name] for dated, name in DATED.items() if name in plain})

    def _is_late(self, day: date) -> bool:
        """True for a day of whose clicks some conversions are still to come, where these are missing."""
        return self._late_from is not None and day > self._late_from

    def _arrived(self, day: date, amounts: Iterable[tuple[str, AdsDay]]) -> Iterable[tuple[str, AdsDay]]:
        """The conversions of a day's clicks that have happened by today; all of them, where none is missing."""
        if not self._is_late(day):
            return amounts
        passed = (self._metrics.today - day).days
        return [(bucket, amount) for bucket, amount in amounts if first_day(bucket) <= passed]

    @property
    def _counts_clicks(self) -> bool:
        return not self._needed or bool(self._needed & OF_CLICKS)

    def _add_conversions(self, sums: _Sums, amount: AdsDay, counted: Counted, bid_for: bool, day: date) -> None:
        sums.add(all_conversions=amount.conversions, all_conversions_value=amount.value)
        if bid_for:
            sums.add(conversions=amount.conversions, conversions_value=amount.value)
        if self._needs_last and (_LAST_DAY not in sums.values or sums.values[_LAST_DAY] < day.isoformat()):
            sums.values[_LAST_DAY] = day.isoformat()
            last = self._metrics.last_time(counted, day)
            sums.values[_LAST_TIME] = max(last, sums.values.get(_LAST_TIME) or "")

    def _key(self, day: date, counted: Counted | None = None, lag: str = "") -> _Key:
        values: list[Any] = []
        for path in self._segments:
            if path == LAG:
                values.append(lag)
            elif counted is not None and path in BY_ACTION:
                values.append(self._action_value(path, counted))
            else:
                values.append(_value(path, day))
        return tuple(values)

    def _action_value(self, path: str, counted: Counted) -> str:
        if path == "conversion_action":
            by_owner = self._view.policies.text("shared_action_resource_name") == "owner"
            customer = counted.owner if by_owner else self._view.customer
            return conversion_action.resource_name(customer.id, counted.id)
        return counted.action.name if path == "conversion_action_name" else str(counted.action.fields["category"])


def _value(path: str, day: date) -> Any:
    """The value of a core date segment on a day."""
    return day.year if path == "year" else aligned(path, day).isoformat()
