"""Conversions that come from no click of a campaign: imports from GA4, numbers of a seed, and hits.

An import has what the linked property has of its event from Google's paid channels, from the time of the import on.
Numbers are divided in turns (`series.turns`) among the campaigns that are shown on the day, of every account whose
conversions belong to the action's owner; a hit goes to the campaign that it names, or to one of these, always the same.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Protocol

from microconv.emulator.ga4.traffic import profile_of
from microconv.emulator.google_ads.traffic import Import
from microconv.emulator.series import GOOGLE_PAID_CHANNELS, AdsDay, Turns, day_cells, imports_divided, noise, order

if TYPE_CHECKING:
    from microconv.emulator.ga4.model import Property
    from microconv.emulator.google_ads.model import ConversionAction, Customer
    from microconv.emulator.google_ads.traffic import Counted, Series, Traffic
    from microconv.emulator.google_ads.world import AdsWorld
    from microconv.emulator.hits import EventHit
    from microconv.emulator.series import Cell, Profile

_MICROS = 1_000_000
_ALWAYS, _VALUE = "value_settings.always_use_default_value", "value_settings.default_value"


class Account(Protocol):
    """The account that is asked about: `metrics.AccountMetrics`.

    seed: the world's number.
    now: the time in the account's time zone.
    """

    seed: int
    now: datetime

    def elapsed(self, day: date) -> float:
        """The part of a day that is over, 0 to 1."""

    def campaigns_of(self, customer: Customer) -> Iterator[Traffic]:
        """The campaigns of any account."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One hit as an action has it.

    number: among all hits of its action or property; with the keys of these it decides which campaign gets it.
    at: the account's local time.
    value: None if it carried none.
    campaign: the one that it names, None for any.
    counted: false for a request that counts nothing.
    """

    number: int
    at: datetime
    value: float | None
    campaign: int | None = None
    counted: bool = True


class Parts:
    """The conversions of an account's actions that come from no click. Made for a request, as AccountMetrics is."""

    def __init__(self, world: AdsWorld, customer: Customer, series: Series, account: Account) -> None:
        self._world = world
        self._customer = customer
        self._series = series
        self._account = account
        self._found: dict[tuple[int, date], Mapping[int, AdsDay]] = {}
        self._numbers: dict[tuple[int, date], int] = {}
        self._orders: dict[tuple[int, date], tuple[dict[int, list[int]], int]] = {}
        self._hits: dict[int, Mapping[date, Sequence[Hit]]] = {}
        self._linked: dict[int, Sequence[Traffic]] = {}
        self._owned: dict[int, Sequence[Traffic]] = {}
        self._profiles: dict[int, Profile] = {}
        self._cells: dict[tuple[int, date], list[Cell]] = {}

    def on_day(self, counted: Counted, day: date) -> Mapping[int, AdsDay]:
        """The conversions of an action on a day, by campaign."""
        key = (counted.id, day)
        parts = self._found.get(key)
        if parts is None:
            parts = self._found[key] = self._on_day(counted, day)
        return parts

    def hits(self, counted: Counted) -> Mapping[date, Sequence[Hit]]:
        """The hits of an action by the account's days, oldest first."""
        hits = self._hits.get(counted.id)
        if hits is None:
            by_day: dict[date, list[Hit]] = {}
            for hit in self._event_hits(counted) if counted.source is not None else self._tag_hits(counted.action):
                by_day.setdefault(hit.at.date(), []).append(hit)
            hits = self._hits[counted.id] = by_day
        return hits

    def number(self, counted: Counted, day: date) -> int:
        """The number of an action's conversions on a day that the seed says, without those that follow clicks."""
        if counted.course is None:
            return 0
        key = (counted.id, day)
        if key not in self._numbers:
            self._numbers[key] = counted.total_on(day, self._account.elapsed(day), self._account.seed)
        return self._numbers[key]

    def turns(self, owner: int, campaigns: Sequence[Traffic], day: date) -> Turns:
        """The places that campaigns have among those that share the numbers of an owner's actions on a day."""
        key = (owner, day)
        if key not in self._orders:
            shares = {one.id: one.clicks_per_day for one in self._owned_by(owner) if one.is_shown(day)}
            keys = (self._account.seed, "customers", owner, day.toordinal())
            self._orders[key] = order(shares, *keys) if any(shares.values()) else ({}, 1)
        places, length = self._orders[key]
        mine = [places[one.id] for one in campaigns if one.id in places]
        return Turns(mine[0] if len(mine) == 1 else sorted(chain.from_iterable(mine)), length)

    def import_of(self, action: ConversionAction) -> Import | None:
        """The source of an imported action, None if the world does not have its property."""
        owner = self._world.ga4.property(int(action["google_analytics_4_settings.property_id"] or 0))
        event = action["google_analytics_4_settings.event_name"]
        if owner is None or event is None:
            return None
        profile = self._profiles.get(owner.id)
        if profile is None:
            history = self._world.policies.number("data_history_days")
            profile = self._profiles[owner.id] = profile_of(owner, self._account.seed, history)
        key_event = owner.key_event(event)
        once = key_event is not None and key_event.counting_method == "ONCE_PER_SESSION"
        return Import(owner.id, profile, event, once)

    # ---- adding up

    def _on_day(self, counted: Counted, day: date) -> Mapping[int, AdsDay]:
        parts: dict[int, AdsDay] = {}
        if counted.source is not None and (counted.first is None or day >= counted.first):
            _add(parts, self._imported(counted, counted.source, day))
        hits = [one for one in self.hits(counted).get(day, ()) if one.counted]
        if hits:
            _add(parts, self._sent(counted, hits, day))
        return parts

    def _imported(self, counted: Counted, source: Import, day: date) -> Mapping[int, AdsDay]:
        sharing = {one.id: one.clicks_per_day for one in self._sharing(counted)}
        split = dict(self._series.imported(source, sharing, self._cells_of, day, self._account.elapsed(day)))
        if source.profile.chains:
            _add(split, _of_chains(source, sharing, day, self._account.elapsed(day)))
        if not counted.action[_ALWAYS]:
            return split
        value = float(counted.action[_VALUE] or 0.0)
        return {one: AdsDay(its.conversions, round(its.conversions * value, 6)) for one, its in split.items()}

    def _sent(self, counted: Counted, hits: Iterable[Hit], day: date) -> Mapping[int, AdsDay]:
        shown = [one for one in self._sharing(counted) if one.is_shown(day)]
        upto = list(accumulate(one.clicks_per_day for one in shown))
        if not upto or not upto[-1]:
            return {}
        ids = {one.id for one in shown}
        default = float(counted.action[_VALUE] or 0.0)
        if counted.source is not None:
            keys: tuple[noise.Key, ...] = ("properties", counted.source.property_id, "hits")
        else:
            keys = ("conversionActions", counted.id, "hits")
        sums: dict[int, tuple[int, int]] = {}
        for hit in hits:
            draw = noise.unit(self._account.seed, *keys, hit.number) * upto[-1]
            chosen = hit.campaign if hit.campaign in ids else shown[min(bisect_right(upto, draw), len(shown) - 1)].id
            assert chosen is not None
            value = default if hit.value is None or counted.action[_ALWAYS] else hit.value
            count, micros = sums.get(chosen, (0, 0))
            sums[chosen] = count + 1, micros + round(value * _MICROS)
        return {one: AdsDay(float(count), micros / _MICROS) for one, (count, micros) in sums.items()}

    # ---- hits

    def _tag_hits(self, action: ConversionAction) -> Iterator[Hit]:
        zone = self._account.now.tzinfo
        for number, one in enumerate(action.hits):
            yield Hit(number, one.at.astimezone(zone), one.value, one.campaign, one.counted)

    def _event_hits(self, counted: Counted) -> Iterator[Hit]:
        """Of an import: those of its event that an ad brought, since the import."""
        assert counted.source is not None
        source, since = counted.source, counted.action.imported_at
        owner = self._world.ga4.property(source.property_id)
        assert owner is not None
        zone, visits = self._account.now.tzinfo, set[object]()
        for number, one in enumerate(owner.hits):
            if one.event != source.event or one.channel not in GOOGLE_PAID_CHANNELS:
                continue
            local = one.at.astimezone(zone)
            visit = (local.date(), *one.visit)
            again = source.once_per_session and visit in visits
            visits.add(visit)
            if not again and (since is None or one.at >= since):
                yield Hit(number, local, _value_of(owner, one))

    # ---- who shares

    def _sharing(self, counted: Counted) -> Sequence[Traffic]:
        """The campaigns that divide an action's conversions."""
        if counted.source is None:
            return self._owned_by(counted.owner.id)
        customers = self._world.google_ads.customers
        number = counted.source.property_id
        if number not in self._linked:
            owner = self._world.ga4.property(number)
            linked = {int(one.customer_id) for one in owner.google_ads_links.values()} if owner is not None else set()
            ids = sorted({*linked, self._customer.id})
            self._linked[number] = self._campaigns([customers[one] for one in ids if one in customers])
        return self._linked[number]

    def _owned_by(self, owner: int) -> Sequence[Traffic]:
        if owner not in self._owned:
            customers = self._world.google_ads.customers.values()
            self._owned[owner] = self._campaigns([one for one in customers if one.conversion_customer == owner])
        return self._owned[owner]

    def _campaigns(self, customers: Iterable[Customer]) -> Sequence[Traffic]:
        return tuple(one for customer in customers for one in self._account.campaigns_of(customer))

    def _cells_of(self, source: Import, day: date) -> list[Cell]:
        key = (source.property_id, day)
        cells = self._cells.get(key)
        if cells is None:
            cells = self._cells[key] = day_cells(source.profile, day, self._account.elapsed(day))
        return cells


def _of_chains(source: Import, sharing: Mapping[int, float], day: date, elapsed: float) -> Mapping[int, AdsDay]:
    """Conversions that chains of the property which began with a click on an ad bring to the campaigns."""
    from microconv.emulator.people.chains import finals_of

    total, micros = finals_of(source.profile, source.event, day, elapsed, GOOGLE_PAID_CHANNELS)
    return imports_divided(total, micros, sharing, source.profile, source.event, day)


def _value_of(owner: Property, hit: EventHit) -> float | None:
    """The value of a hit: its own, or the default one of the key event."""
    key_event = owner.key_event(hit.event)
    if hit.value is not None or key_event is None or key_event.default_value is None:
        return hit.value if hit.value is not None else 0.0
    return key_event.default_value.numeric_value


def _add(parts: dict[int, AdsDay], more: Mapping[int, AdsDay]) -> None:
    for campaign, one in more.items():
        before = parts.get(campaign)
        parts[campaign] = (
            one if before is None else AdsDay(before.conversions + one.conversions, before.value + one.value)
        )
