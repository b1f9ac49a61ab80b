"""The material of the metrics: campaigns and actions as the series need them, and the days that are remembered."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from microconv.emulator.series import AdsDay, AdsRates, DayClicks, day_clicks, imported_split, limits

if TYPE_CHECKING:
    from microconv.emulator.google_ads.model import ConversionAction, Customer
    from microconv.emulator.google_ads.state import AdsState
    from microconv.emulator.series import Cell, Course, Profile

_MICROS = 1_000_000
#: Days of imports, each of one campaign, that are remembered; when there are more, all are forgotten and made again.
_MAX_REMEMBERED = 400_000
#: Days of clicks that are remembered. One of 75 campaigns takes about 30 KB.
_MAX_CLICKS = 1000


class Series:
    """Remembers the whole days of the series, and when resources were made; one for an emulator.

    Hold the world's lock while using it.
    """

    def __init__(self) -> None:
        self._clicks: dict[tuple[object, ...], DayClicks] = {}
        self._imports: dict[tuple[object, ...], Mapping[int, AdsDay]] = {}
        self._kept = 0
        self._state: AdsState | None = None
        self._ids: list[int] = []
        self._times: list[datetime] = []

    def observe(self, state: AdsState, now: datetime) -> None:
        """Note which id is the next one; at the start of each request, before it changes anything."""
        if self._state is not state:
            self._state = state
            self._ids.clear()
            self._times.clear()
        if self._ids and self._ids[-1] == state.next_id:
            self._times[-1] = now
        else:
            self._ids.append(state.next_id)
            self._times.append(now)

    def made_at(self, number: int) -> datetime | None:
        """The time at which the resource of this id was made; None if it was in the seed."""
        index = bisect_right(self._ids, number)
        return self._times[index - 1] if index else None

    def clicks(self, seed: int, customer: int, campaigns: Mapping[int, float], day: date, elapsed: float) -> DayClicks:
        """`series.day_clicks`."""
        if elapsed < 1:
            return day_clicks(seed, customer, campaigns, day, elapsed)
        entry = (seed, customer, tuple(campaigns.items()), day)
        clicks = self._clicks.get(entry)
        if clicks is None:
            if len(self._clicks) >= _MAX_CLICKS:
                self._clicks.clear()
            clicks = self._clicks[entry] = day_clicks(seed, customer, campaigns, day)
        return clicks

    def imported(
        self,
        source: Import,
        campaigns: Mapping[int, float],
        cells: Callable[[Import, date], list[Cell]],
        day: date,
        elapsed: float,
    ) -> Mapping[int, AdsDay]:
        """`series.imported_split`.

        cells: makes the property's day.
        """
        entry = (source, tuple(campaigns.items()), day)
        split = self._imports.get(entry) if elapsed >= 1 else None
        if split is None:
            once = source.once_per_session
            made = cells(source, day)
            split = imported_split(made, source.profile, source.event, campaigns, day, once_per_session=once)
            if elapsed >= 1:
                self._keep(entry, split)
        return split

    def _keep(self, entry: tuple[object, ...], made: Mapping[int, AdsDay]) -> None:
        self._kept += len(made)
        if self._kept > _MAX_REMEMBERED:
            self._imports.clear()
            self._kept = len(made)
        self._imports[entry] = made


@dataclass(frozen=True, slots=True)
class Import:
    """The source of the conversions of an action imported from GA4."""

    property_id: int
    profile: Profile
    event: str
    once_per_session: bool


@dataclass(frozen=True, slots=True)
class Traffic:
    """A campaign that is shown.

    id: of the campaign.
    clicks_per_day: the mean.
    cost_per_click: the mean, in millionths of the account's currency.
    click_through_rate: clicks for each impression.
    budget: the most it spends on a day, in millionths, None if that is not known.
    first: the first day it is shown, None for no limit.
    last: the last one, None for no limit.
    """

    id: int
    clicks_per_day: float
    cost_per_click: float
    click_through_rate: float
    budget: int | None
    first: date | None
    last: date | None

    def is_shown(self, day: date) -> bool:
        """True if it can have clicks on a day."""
        return (self.first is None or day >= self.first) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Counted:
    """A conversion action that counts.

    action: it.
    owner: the customer it belongs to.
    rates: for an action with its own tag that has conversions after so many clicks.
    source: for an action imported from GA4; None if it has no data.
    first: the first day of an import, None if it has none.
    limits: `series.limits` of its rates.
    course: the days on which its tag sends something, None for all.
    last: the last day of its traffic but what is counted exactly, None for no end.
    """

    action: ConversionAction
    owner: Customer
    rates: AdsRates | None
    source: Import | None
    first: date | None
    limits: tuple[int, ...]
    course: Course | None = None
    last: date | None = None

    def limits_on(self, day: date) -> tuple[int, ...]:
        """`series.limits` of its rates on a day; none if its conversions are no matter of clicks on it."""
        if self.last is not None and day > self.last:
            return ()
        if self.course is None or self.rates is None:
            return self.limits
        factor = self.course.factor(day) if self.course.total(day, 1.0) is None else 0.0
        if factor == 1.0:
            return self.limits
        return limits(replace(self.rates, per_click=self.rates.per_click * factor)) if factor else ()

    def total_on(self, day: date, elapsed: float, seed: int) -> int:
        """The conversions of a day that are no matter of clicks.

        elapsed: how much of the day is over, 0 to 1.
        seed: the world's number.
        """
        if self.course is None:
            return 0
        total = self.course.total(day, elapsed, seed, "conversionActions", self.id) or 0
        return total if self.last is None or day <= self.last or self.course.is_exact(day) else 0

    @property
    def unit_micros(self) -> int:
        """The value of each conversion of a number, in millionths of the account's currency."""
        return 0 if self.rates is None else round(self.rates.value * _MICROS)

    @property
    def in_parts(self) -> bool:
        """True if it can have conversions that each campaign has by itself: of an import, or hits."""
        return self.source is not None or bool(self.action.hits)

    @property
    def id(self) -> int:
        """Of the action."""
        return self.action.id


@dataclass(frozen=True, slots=True)
class Clicks:
    """A day of a campaign. `cost_micros` in millionths of the account's currency."""

    clicks: int
    impressions: int
    cost_micros: int


NO_CLICKS = Clicks(0, 0, 0)
