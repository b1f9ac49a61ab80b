"""The material of the metrics: campaigns and actions as the series need them, and the days that are remembered."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from microconv.emulator.series import AdsDay, AdsRates, ads_daily, imported_daily

if TYPE_CHECKING:
    from microconv.emulator.google_ads.model import ConversionAction, Customer
    from microconv.emulator.google_ads.state import AdsState
    from microconv.emulator.series import Profile

#: Days that are remembered; when there are more, all are forgotten and made again.
_MAX_REMEMBERED = 400_000


class Series:
    """Remembers the whole days of the series, and when resources were made; one for an emulator.

    Hold the world's lock while using it.
    """

    def __init__(self) -> None:
        self._days: dict[tuple[object, ...], AdsDay] = {}
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

    def tagged(
        self, seed: int, customer: int, campaign: int, key: int, rates: AdsRates, day: date, elapsed: float
    ) -> AdsDay:
        """`series.ads_daily`."""
        if elapsed < 1:
            return ads_daily(seed, customer, campaign, key, rates, day, elapsed)
        entry = (seed, customer, campaign, key, rates, day)
        remembered = self._days.get(entry)
        return (
            self._keep(entry, ads_daily(seed, customer, campaign, key, rates, day))
            if remembered is None
            else remembered
        )

    def imported(
        self, source: Import, campaigns: Mapping[int, float], campaign: int, day: date, elapsed: float
    ) -> AdsDay:
        """`series.imported_daily`."""
        entry = (source, tuple(campaigns.items()), campaign, day)
        remembered = self._days.get(entry) if elapsed >= 1 else None
        if remembered is not None:
            return remembered
        once = source.once_per_session
        made = imported_daily(source.profile, source.event, campaigns, campaign, day, elapsed, once_per_session=once)
        return made if elapsed < 1 else self._keep(entry, made)

    def _keep(self, entry: tuple[object, ...], made: AdsDay) -> AdsDay:
        if len(self._days) >= _MAX_REMEMBERED:
            self._days.clear()
        self._days[entry] = made
        return made


@dataclass(frozen=True, slots=True)
class Import:
    """The source of the conversions of an action imported from GA4."""

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
    bids_for: the ids of the actions that are in its Conversions column.
    """

    id: int
    clicks_per_day: float
    cost_per_click: float
    click_through_rate: float
    budget: int | None
    first: date | None
    last: date | None
    bids_for: frozenset[int]

    def is_shown(self, day: date) -> bool:
        """True if it can have clicks on a day."""
        return (self.first is None or day >= self.first) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Counted:
    """A conversion action that counts.

    action: it.
    owner: the customer it belongs to.
    rates: for an action with its own tag.
    source: for an action imported from GA4; None if it has no data.
    first: the day it was made, None if it was in the seed.
    """

    action: ConversionAction
    owner: Customer
    rates: AdsRates | None
    source: Import | None
    first: date | None

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
