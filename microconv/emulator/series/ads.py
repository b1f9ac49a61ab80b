"""The Google Ads side of the story: clicks of a campaign and conversions of a conversion action, day by day.

Two kinds of conversion action need two functions:

* one with its own tag (WEBPAGE, calls, uploads): `ads_daily`, from the campaign's clicks and the action's rates;
* one imported from GA4 (GOOGLE_ANALYTICS_4_*): `imported_daily`, from the linked property's profile. Over all campaigns
  of the account it gives no more than what that property has of the event from Google's paid channels, on every day.

For a linked property `microconv.emulator.ga4_data.access.profile(world, property)` gives the profile, and
the policy `traffic_seed` the world's number. Days are those of the Google
Ads account's time zone: both accounts of a client are expected to have the same one.

What comes out belongs into `metrics.all_conversions` and `metrics.all_conversions_value`; into `metrics.conversions`
and `metrics.conversions_value` only where the account's and the campaign's goals make the action biddable, which the
caller knows. Sums over days, campaigns and actions are plain sums.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from microconv.emulator.series import noise
from microconv.emulator.series.days import GOOGLE_PAID_CHANNELS, Cell, day_cells

if TYPE_CHECKING:
    from datetime import date

    from microconv.emulator.series.profile import Profile

#: The share of a property's events from paid channels that Google Ads can tie to a click, where the seed has a rate;
#: where it has a number, Google Ads gets all of them.
_ATTRIBUTED = 0.92
_MICROS = 1_000_000
_HUNDREDTHS = 100


@dataclass(frozen=True, slots=True)
class AdsRates:
    """The conversions of one action from one campaign.

    clicks_per_day: of the campaign, on an average day; give every action of a campaign the same.
    per_click: conversions for each click that converts or not, such as 0.03.
    value: the mean value of a conversion, in the account's currency.
    fixed_value: every conversion has exactly `value` (always_use_default_value).
    many_per_click: count every conversion after a click (MANY_PER_CLICK), not only the first.
    since: the first day the action counts, such as the one it was made on; None for always.
    """

    clicks_per_day: float
    per_click: float
    value: float = 0.0
    fixed_value: bool = False
    many_per_click: bool = False
    since: date | None = None

    def __post_init__(self) -> None:
        for name in ("clicks_per_day", "per_click"):
            if not math.isfinite(getattr(self, name)) or getattr(self, name) < 0:
                raise ValueError(f"{name} is not a number of 0 or more")


@dataclass(frozen=True, slots=True)
class AdsDay:
    """One day of one conversion action in one campaign.

    `conversions` is a whole number for a tag and has up to two decimals for an import (attribution shares the credit);
    `value` is in the currency that went in, to the millionth.
    """

    conversions: float
    value: float


NOTHING = AdsDay(0.0, 0.0)


def ads_clicks(
    world_seed: int, customer_id: int, campaign_id: int, clicks_per_day: float, day: date, elapsed: float = 1.0
) -> int:
    """The clicks of a campaign on a day. `elapsed` (0 to 1) is how much of the day is over."""
    keys = (world_seed, "customers", customer_id, "campaigns", campaign_id, "clicks")
    total = noise.whole(noise.level(clicks_per_day, day, *keys), *keys, "rounding", day.toordinal())
    return math.floor(total * min(1.0, max(0.0, elapsed)))


def ads_daily(
    world_seed: int,
    customer_id: int,
    campaign_id: int,
    action_key: str | int,
    rates: AdsRates,
    day: date,
    elapsed: float = 1.0,
) -> AdsDay:
    """The conversions of an action with its own tag, from one campaign on one day.

    world_seed: the emulated world's number (the policy `traffic_seed`).
    action_key: stable for the action, such as its id.
    rates: see AdsRates. Of two actions in one campaign, that of the higher `per_click` never has fewer conversions
        on any day (where both count alike), so micro-conversions stay above the macro-conversion they lead to.
    elapsed: how much of the day is over, 0 to 1.
    """
    if rates.since is not None and day < rates.since:
        return NOTHING
    clicks = day_clicks(world_seed, customer_id, {campaign_id: rates.clicks_per_day}, day, elapsed)
    count = clicks.count(limits(rates))
    return AdsDay(float(count), count * unit_micros(world_seed, customer_id, action_key, rates, day) / _MICROS)


@dataclass(frozen=True, slots=True)
class DayClicks:
    """The clicks of one or more campaigns on a day. Each has a depth; a conversion has all clicks below its limits.

    Counting is adding: what several campaigns have together is the sum of what each has.

    depths: of all clicks, ascending.
    sampled: the number of clicks of a campaign with very many, and the depths of some of them.
    """

    depths: Sequence[int]
    sampled: tuple[tuple[int, Sequence[int]], ...] = ()

    def below(self, limit: float) -> int:
        """The number of clicks below a limit."""
        count = bisect_left(self.depths, limit)
        for clicks, sample in self.sampled:
            count += clicks * bisect_left(sample, limit) // len(sample)
        return count

    def count(self, depth_limits: Sequence[int]) -> int:
        """The conversions of an action with these `limits`."""
        return sum([self.below(limit) for limit in depth_limits])

    def parts(self, depth_limits: Sequence[int], upto: Sequence[float]) -> list[int]:
        """The same, divided: `upto` is the share of all parts up to each one, 1 for the last."""
        whole = [sum([self.below(limit * share) for limit in depth_limits]) for share in upto[:-1]]
        whole.append(self.count(depth_limits))
        return [now - before for before, now in pairwise((0, *whole))]


def day_clicks(
    world_seed: int, customer_id: int, campaigns: Mapping[int, float], day: date, elapsed: float = 1.0
) -> DayClicks:
    """The clicks of an account's campaigns on a day.

    campaigns: the clicks on an average day, by id.
    elapsed: how much of the day is over, 0 to 1.
    """
    merged: list[int] = []
    sampled = []
    for campaign, per_day in campaigns.items():
        clicks = ads_clicks(world_seed, customer_id, campaign, per_day, day, elapsed)
        keys = (world_seed, "customers", customer_id, "campaigns", campaign, day.toordinal(), "depths")
        sample = noise.depths(min(clicks, noise.MAX_DEPTHS), *keys)
        if clicks > len(sample):
            sampled.append((clicks, sample))
        else:
            merged.extend(sample)
    merged.sort()
    return DayClicks(array("I", merged), tuple(sampled))


def limits(rates: AdsRates) -> tuple[int, ...]:
    """The depths below which a click has one conversion or more, two or more, and so on.

    The conversions of a click are Poisson's with the mean `per_click`; ONE_PER_CLICK counts the first.
    """
    mean = rates.per_click
    more = -math.expm1(-mean)
    depths = [int(more * noise.DEPTHS)]
    if not rates.many_per_click or not mean:
        return tuple(depths)
    for number in range(1, math.ceil(mean + 12 * math.sqrt(mean)) + 40):
        more -= math.exp(number * math.log(mean) - mean - math.lgamma(number + 1))
        limit = int(more * noise.DEPTHS)
        if limit <= 0:
            break
        depths.append(min(limit, depths[-1]))
    return tuple(depths)


def unit_micros(world_seed: int, customer_id: int, action_key: str | int, rates: AdsRates, day: date) -> int:
    """The value of each conversion of an action on a day, in millionths; the same in all campaigns."""
    if rates.fixed_value or not rates.value:
        return round(rates.value * _MICROS)
    keys = (world_seed, "customers", customer_id, day.toordinal(), "value", action_key)
    return round(rates.value * noise.between(0.8, 1.2, *keys) * _MICROS)


def imported_daily(
    profile: Profile,
    event_name: str,
    campaigns: Mapping[int, float],
    campaign_id: int,
    day: date,
    elapsed: float = 1.0,
    *,
    once_per_session: bool = False,
    since: date | None = None,
) -> AdsDay:
    """The conversions of an action imported from GA4, from one campaign on one day.

    profile: the linked property's.
    event_name: the key event the action was made from.
    campaigns: every campaign of the accounts linked to the property, with its weight (such as its budget). They
        divide the day's conversions among them; a change in this mapping moves conversions, it does not make any.
    campaign_id: which of them.
    once_per_session: the key event's counting method.
    since: the day the action was made; nothing is imported for earlier ones.

    Returns nothing for an event the property never has. The value is what the events carry, in the property's currency.

    Raises KeyError if the campaign is not one of `campaigns`.
    """
    if since is not None and day < since:
        return NOTHING
    cells = day_cells(profile, day, elapsed)
    return imported_split(cells, profile, event_name, campaigns, day, once_per_session=once_per_session)[campaign_id]


def imported_split(
    cells: Sequence[Cell],
    profile: Profile,
    event_name: str,
    campaigns: Mapping[int, float],
    day: date,
    *,
    once_per_session: bool,
) -> dict[int, AdsDay]:
    """`imported_daily` of every campaign, by id.

    cells: the property's day, as `day_cells` has it.
    """
    total, value, attributed = 0, 0, _ATTRIBUTED
    for cell in cells:
        event = cell.profile.event(event_name)
        if event is not None and cell.channel in GOOGLE_PAID_CHANNELS:
            number = cell.reach(event) if once_per_session else cell.count(event)
            total += number
            value += number * cell.unit_value(event)
            attributed = _ATTRIBUTED if event.total is None else 1.0
    return imports_divided(total, value, campaigns, profile, event_name, day, attributed=attributed)


def imports_divided(
    total: int,
    value: int,
    campaigns: Mapping[int, float],
    profile: Profile,
    event_name: str,
    day: date,
    *,
    attributed: float = _ATTRIBUTED,
) -> dict[int, AdsDay]:
    """Events of paid channels as the campaigns get them, by id.

    total: how many.
    value: of all of them, in millionths.
    attributed: the share that Google Ads can tie to a click.
    """
    order = sorted(campaigns)
    weights = [max(0.0, campaigns[one]) for one in order]
    if not total or not any(weights):
        return dict.fromkeys(order, NOTHING)
    keys = (profile.world_seed, profile.key, "imports", event_name, day.toordinal())
    parts = noise.split(math.floor(total * attributed * _HUNDREDTHS), weights, *keys)
    return {
        one: AdsDay(part / _HUNDREDTHS, value * part // (total * _HUNDREDTHS) / _MICROS) if part else NOTHING
        for one, part in zip(order, parts, strict=True)
    }


def divided(whole: AdsDay, shares: Sequence[float], *keys: noise.Key) -> list[AdsDay]:
    """A day in parts: whole conversions where all are, hundredths otherwise, each in one part; the value goes along.

    The parts sum to the day. `shares` must not all be 0; over many keys each part gets its share.
    """
    units = 1 if whole.conversions.is_integer() else _HUNDREDTHS
    total, value = round(whole.conversions * units), round(whole.value * _MICROS)
    parts, done = [], 0
    for part in noise.split(total, shares, *keys):
        before, done = done, done + part
        worth = value * done // total - value * before // total if total else 0
        parts.append(AdsDay(part / units, worth / _MICROS))
    return parts
