"""One day of several campaigns together: their conversions by action, without a look at each campaign for each action.

Campaigns that a query does not tell apart are counted at once. What comes out is the sum of what each of them has.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import accumulate
from operator import mul
from typing import TYPE_CHECKING, Protocol

from microconv.emulator.google_ads import lags
from microconv.emulator.series import AdsDay, unit_micros

if TYPE_CHECKING:
    from microconv.emulator.google_ads.traffic import Counted, Traffic
    from microconv.emulator.series import DayClicks, Turns

_MICROS = 1_000_000
NOTHING = AdsDay(0.0, 0.0)


class Account(Protocol):
    """The account whose days they are: `metrics.AccountMetrics`.

    seed: the world's number.
    customer_id: its id.
    """

    seed: int
    customer_id: int

    def day_clicks(self, campaigns: Sequence[Traffic], day: date) -> DayClicks:
        """The clicks of some campaigns on a day, merged."""

    def lag_shares(self, counted: Counted) -> dict[str, float]:
        """`shares_upto`."""

    def parts(self, counted: Counted, day: date) -> Mapping[int, AdsDay]:
        """The conversions of an import on a day, or the hits of an action, by campaign."""

    def number(self, counted: Counted, day: date) -> int:
        """The number of an action's conversions on a day that the seed says, without those that follow clicks."""

    def turns(self, campaigns: Sequence[Traffic], day: date) -> Turns:
        """The places of campaigns among those that share these numbers."""


class CampaignsDay:
    """The conversions of some of an account's campaigns on a day.

    metrics: the account's.
    campaigns: which of them; those that are not shown on the day have none.
    """

    def __init__(self, metrics: Account, campaigns: Sequence[Traffic], day: date) -> None:
        self._metrics = metrics
        self._campaigns = [one for one in campaigns if one.is_shown(day)]
        self._day = day
        self._clicks = metrics.day_clicks(self._campaigns, day)

    def conversions(self, counted: Counted) -> AdsDay:
        """The conversions of an action."""
        count, value = 0.0, 0.0
        if counted.rates is not None:
            clicked, numbered = self._clicks.count(counted.limits_on(self._day)), self._numbered(counted)
            count = float(clicked + numbered)
            value = (clicked * self._unit(counted) + numbered * counted.unit_micros) / _MICROS if count else 0.0
        if counted.in_parts:
            parts = self._metrics.parts(counted, self._day)
            mine = [parts.get(one.id, NOTHING) for one in self._campaigns]
            count = round(count + sum([one.conversions for one in mine]), 2)
            value += sum([one.value for one in mine])
        return AdsDay(count, value) if count else NOTHING

    @cached_property
    def _turns(self) -> Turns:
        return self._metrics.turns(self._campaigns, self._day)

    def _numbered(self, counted: Counted) -> int:
        number = self._metrics.number(counted, self._day)
        return self._turns.below(number) if number else 0

    def total(self, actions: ActionsDay) -> AdsDay:
        """The conversions of several actions together."""
        count, micros = 0, 0
        if len(self._clicks.depths) < len(actions.limits) and not self._clicks.sampled:
            for depth in self._clicks.depths:
                first = bisect_right(actions.limits, depth)
                count += len(actions.limits) - first
                micros += actions.worth_from[first]
        else:
            for limit, unit in zip(actions.limits, actions.units, strict=True):
                number = self._clicks.below(limit)
                count += number
                micros += number * unit
        if actions.numbers:
            more, worth = actions.numbered(self._turns)
            count, micros = count + more, micros + worth
        mine = [actions.parts[one.id] for one in self._campaigns if one.id in actions.parts]
        hundredths = sum([one for one, _ in mine])
        return AdsDay(count + hundredths / 100, (micros + sum([one for _, one in mine])) / _MICROS)

    def by_lag(self, counted: Counted) -> Iterator[tuple[str, AdsDay]]:
        """The same, by the word of a ConversionLagBucket, a word more than once; buckets without any are left out."""
        if not self._campaigns:
            return
        if counted.rates is not None:
            shares = self._metrics.lag_shares(counted)
            unit, day_limits = self._unit(counted), counted.limits_on(self._day)
            for word, count in zip(shares, self._clicks.parts(day_limits, list(shares.values())), strict=True):
                if count:
                    yield word, AdsDay(float(count), count * unit / _MICROS)
            if number := self._metrics.number(counted, self._day):
                unit, upto = counted.unit_micros, list(shares.values())
                for word, count in zip(shares, self._turns.parts(number, upto), strict=True):
                    if count:
                        yield word, AdsDay(float(count), count * unit / _MICROS)
        if counted.in_parts:
            yield from self._parts_by_lag(counted)

    def _unit(self, counted: Counted) -> int:
        assert counted.rates is not None
        return unit_micros(self._metrics.seed, self._metrics.customer_id, counted.id, counted.rates, self._day)

    def _parts_by_lag(self, counted: Counted) -> Iterator[tuple[str, AdsDay]]:
        parts = self._metrics.parts(counted, self._day)
        for campaign in self._campaigns:
            whole = parts.get(campaign.id, NOTHING)
            if whole.conversions:
                keys = (self._metrics.seed, "conversionActions", counted.id, "campaigns", campaign.id)
                yield from lags.by_lag(whole, counted.action, *keys, self._day.toordinal(), "lags")


class ActionsDay:
    """The worth of a day's clicks in several actions together.

    metrics: the account's.
    actions: which of them.

    limits: of all of them, ascending.
    units: the value of a conversion below each limit, in millionths.
    worth_from: the sum of the units from each place on, and 0 at the end.
    numbers: those of the actions that have one on the day, ascending.
    numbers_worth_from: as `worth_from`, of a conversion of each of these.
    parts: hundredths of conversions and millionths of value of imports and hits, by campaign.
    """

    def __init__(self, metrics: Account, actions: Iterable[Counted], day: date) -> None:
        pairs: list[tuple[int, int]] = []
        numbered: list[tuple[int, int]] = []
        self.parts: dict[int, tuple[int, int]] = {}
        for counted in actions:
            if counted.rates is not None and (day_limits := counted.limits_on(day)):
                unit = unit_micros(metrics.seed, metrics.customer_id, counted.id, counted.rates, day)
                pairs += [(limit, unit) for limit in day_limits]
            if number := metrics.number(counted, day):
                numbered.append((number, counted.unit_micros))
            if counted.in_parts:
                self._add_parts(metrics.parts(counted, day))
        pairs.sort()
        self.limits = [limit for limit, _ in pairs]
        self.units = [unit for _, unit in pairs]
        self.worth_from = _sums_from(self.units)
        numbered.sort()
        self.numbers = [number for number, _ in numbered]
        self._units_of_numbers = [unit for _, unit in numbered]
        self.numbers_worth_from = _sums_from(self._units_of_numbers)

    def numbered(self, turns: Turns) -> tuple[int, int]:
        """The conversions that campaigns with these places have of all numbers, and their value in millionths."""
        if self.numbers[-1] > turns.length:
            counts = [turns.below(number) for number in self.numbers]
            return sum(counts), sum(map(mul, counts, self._units_of_numbers))
        count, micros = 0, 0
        for place in turns.places:
            first = bisect_right(self.numbers, place)
            if first == len(self.numbers):
                break
            count += len(self.numbers) - first
            micros += self.numbers_worth_from[first]
        return count, micros

    def _add_parts(self, parts: Mapping[int, AdsDay]) -> None:
        for campaign, one in parts.items():
            hundredths, micros = self.parts.get(campaign, (0, 0))
            more = round(one.conversions * 100), round(one.value * _MICROS)
            self.parts[campaign] = (hundredths + more[0], micros + more[1])


def shares_upto(counted: Counted) -> dict[str, float]:
    """The share of an action's conversions up to each lag bucket, 1 for the last."""
    shares = lags.shares_of(counted.action)
    whole = list(accumulate(shares.values()))
    return {word: upto / whole[-1] for word, upto in zip(shares, whole, strict=True)}


def _sums_from(units: Sequence[int]) -> list[int]:
    """The sum of the units from each place on, and 0 at the end."""
    return [*accumulate(reversed(units), initial=0)][::-1]
