"""The metrics of an account, day by day: what its campaigns and conversion actions did, from the deterministic series.

The same seed, account and day give the same numbers, so that periods can be compared. Some rules are the emulator's:

* Only enabled actions and campaigns count, for the past too: the emulator does not remember when one was changed. But
  a campaign that a request made has nothing from before it was made.
* An action counts what its traffic in the seed says, and what was sent to its tag; nothing without either.
* `conversions` counts what `all_conversions` counts of the actions a campaign bids for (see `bidding`).
* How often an action with usual traffic follows a click depends on its category; imports from GA4, numbers of a seed
  and hits are in `metrics_parts`. An import counts nothing if the emulated world does not have its property.
* How long after the impression they happen is said by `lags`.
* Cross-account tracking: an account's clicks convert to the actions of its conversion customer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from microconv.emulator.google_ads import bidding, seeding_traffic, types
from microconv.emulator.google_ads.metrics_day import ActionsDay, CampaignsDay, shares_upto
from microconv.emulator.google_ads.metrics_parts import Parts
from microconv.emulator.google_ads.traffic import NO_CLICKS, Clicks, Counted, Series, Traffic
from microconv.emulator.series import AdsDay, AdsRates, ads_clicks, limits, noise

if TYPE_CHECKING:
    from microconv.emulator.google_ads.model import ConversionAction, Customer
    from microconv.emulator.google_ads.model_campaigns import Campaign
    from microconv.emulator.google_ads.seeding_traffic import ActionTraffic
    from microconv.emulator.google_ads.world import AdsWorld
    from microconv.emulator.series import DayClicks, Turns

_MICROS = 1_000_000
_DAY_SECONDS = 86_400
#: Whole months of metrics before the present one, unless a policy says otherwise.
_HISTORY_MONTHS = 13
#: Conversions per click, by category: the further on the way to a sale, the fewer.
_PER_CLICK: Mapping[str, float] = {
    "PAGE_VIEW": 0.42,
    "ENGAGEMENT": 0.21,
    "ADD_TO_CART": 0.085,
    "OUTBOUND_CLICK": 0.06,
    "DEFAULT": 0.05,
    "BEGIN_CHECKOUT": 0.045,
    "CONTACT": 0.031,
    "DOWNLOAD": 0.03,
    "SIGNUP": 0.028,
    "SUBMIT_LEAD_FORM": 0.024,
    "PURCHASE": 0.018,
    "PHONE_CALL_LEAD": 0.015,
    "REQUEST_QUOTE": 0.014,
    "BOOK_APPOINTMENT": 0.012,
    "IMPORTED_LEAD": 0.01,
    "QUALIFIED_LEAD": 0.008,
    "SUBSCRIBE_PAID": 0.006,
    "CONVERTED_LEAD": 0.004,
}
_OTHER_PER_CLICK = 0.02
#: What a unit of account money is worth, roughly, where it is far from a dollar.
_PER_DOLLAR: Mapping[str, float] = {"JPY": 110.0, "KRW": 1200.0, "TWD": 30.0, "THB": 33.0, "INR": 84.0, "VND": 25_000.0}


class AccountMetrics:
    """The metrics of one account. Made for a request; the world's lock must be held while it is used."""

    def __init__(self, world: AdsWorld, customer: Customer, series: Series) -> None:
        self._world = world
        self._customer = customer
        self._series = series
        self.seed = world.policies.number("traffic_seed")
        self.customer_id = customer.id
        self.now = local_time(world, customer)
        self._actions_days: dict[tuple[date, frozenset[int] | None], ActionsDay] = {}
        self._lag_shares: dict[int, dict[str, float]] = {}
        self._parts = Parts(world, customer, series, self)

    @property
    def today(self) -> date:
        """The account's present day."""
        return self.now.date()

    @cached_property
    def first_day(self) -> date:
        """Before it there are no metrics."""
        text = self._world.policies.text("ads_history_start")
        if text:
            return date.fromisoformat(text)
        months = self.today.year * 12 + self.today.month - 1 - _HISTORY_MONTHS
        return date(months // 12, months % 12 + 1, 1)

    def days(self, first: date | None, last: date | None) -> Iterator[date]:
        """The days with metrics between two days, None for all, the latest first."""
        day = self.today if last is None else min(last, self.today)
        begin = self.first_day if first is None else max(first, self.first_day)
        while day >= begin:
            yield day
            day -= timedelta(days=1)

    def elapsed(self, day: date) -> float:
        """The part of a day that is over, 0 to 1."""
        if day != self.today:
            return 1.0
        midnight = datetime.combine(day, datetime.min.time(), self.now.tzinfo)
        return min(1.0, (self.now - midnight).total_seconds() / _DAY_SECONDS)

    # ---- campaigns

    @cached_property
    def campaigns(self) -> tuple[Traffic, ...]:
        """The account's campaigns; see the policy `unlisted_campaigns` for an account without any."""
        return tuple(self.campaigns_of(self._customer))

    def campaigns_of(self, customer: Customer) -> Iterator[Traffic]:
        """The campaigns of any account."""
        for campaign in customer.campaigns.values():
            if campaign.status == "ENABLED":
                yield self._traffic(customer, campaign.id, campaign)
        unlisted = self._world.policies.text("unlisted_campaigns") == "one"
        if unlisted and not customer.campaigns and not customer.manager:
            yield self._traffic(customer, -customer.id, None)

    def _traffic(self, customer: Customer, number_of: int, campaign: Campaign | None) -> Traffic:
        """Of a campaign's daily budget two thirds are spent on an average day, all of it at most."""
        keys = (self.seed, "customers", customer.id, "campaigns", number_of)
        clicks = round(noise.between(40, 160, *keys, "clicks per day"), 1)
        cost = noise.between(0.5, 1.5, *keys, "cost") * _PER_DOLLAR.get(str(customer.fields["currency_code"]), 1.0)
        budget = customer.budgets.get(campaign.budget) if campaign is not None else None
        micros = budget["amount_micros"] if budget is not None else None
        first, last = (None, None) if campaign is None else self._shown(campaign)
        return Traffic(
            id=number_of,
            clicks_per_day=clicks,
            cost_per_click=micros / 1.5 / clicks if micros else cost * _MICROS,
            click_through_rate=noise.between(0.02, 0.08, *keys, "click-through rate"),
            budget=micros,
            first=first,
            last=last,
        )

    def _shown(self, campaign: Campaign) -> tuple[date | None, date | None]:
        """The first and the last day of a campaign: those it is set to, but not before it was made."""
        texts = campaign["start_date_time"], campaign["end_date_time"]
        first, last = (date.fromisoformat(text[:10]) if text else None for text in texts)
        made = self._day_made(campaign.id)
        return (made if first is None or (made is not None and made > first) else first), last

    def _day_made(self, number_of: int) -> date | None:
        made = self._series.made_at(number_of)
        return None if made is None else made.astimezone(self.now.tzinfo).date()

    def clicks(self, campaign: Traffic, day: date) -> Clicks:
        """Clicks, impressions and cost of a campaign on a day."""
        if not campaign.is_shown(day):
            return NO_CLICKS
        number_of = self._customer.id
        clicks = ads_clicks(self.seed, number_of, campaign.id, campaign.clicks_per_day, day, self.elapsed(day))
        keys = (self.seed, "customers", number_of, "campaigns", campaign.id, day.toordinal())
        rate = campaign.click_through_rate * noise.between(0.9, 1.1, *keys, "impressions")
        cost = campaign.cost_per_click * noise.between(0.92, 1.08, *keys, "cost")
        spent = round(clicks * cost / 10_000) * 10_000
        return Clicks(clicks, round(clicks / rate), spent if campaign.budget is None else min(spent, campaign.budget))

    # ---- conversions

    @cached_property
    def actions(self) -> tuple[Counted, ...]:
        """The actions that count in this account."""
        owner = self._world.google_ads.customers[self._customer.conversion_customer]
        return tuple(self._counted(owner, one) for one in owner.actions.values() if one.status == "ENABLED")

    def _counted(self, owner: Customer, action: ConversionAction) -> Counted:
        if types.is_ga4(action.type):
            at = action.imported_at
            first = None if at is None else at.astimezone(self.now.tzinfo).date()
            return Counted(action, owner, None, self._parts.import_of(action), first, ())
        traffic = action.traffic
        if traffic is None:
            return Counted(action, owner, None, None, None, ())
        rates = self._rates(action, traffic)
        end = date.fromisoformat(self._world.policies.text("universal_analytics_end"))
        last = seeding_traffic.last_day(traffic, action.type, end)
        return Counted(action, owner, rates, None, None, limits(rates), traffic.course, last)

    def _rates(self, action: ConversionAction, traffic: ActionTraffic) -> AdsRates:
        """Without `clicks_per_day`, which are the campaigns' own."""
        per_click = traffic.per_click
        if per_click is None:
            own = noise.between(0.85, 1.15, self.seed, "conversionActions", action.id, "rate")
            per_click = _PER_CLICK.get(action.fields["category"], _OTHER_PER_CLICK) * own
        fixed = bool(action["value_settings.always_use_default_value"])
        value = float(action["value_settings.default_value"] or 0.0)
        if not fixed and traffic.value is not None:
            value = traffic.value
        many = action["counting_type"] == "MANY_PER_CLICK"
        return AdsRates(0.0, per_click, value, fixed_value=fixed, many_per_click=many)

    @cached_property
    def bidding_alike(self) -> tuple[tuple[tuple[Traffic, ...], frozenset[int]], ...]:
        """The campaigns together with those that bid for the same actions, and the ids of these actions."""
        used = bidding.used_by_each(self._world, self._customer)
        groups: dict[frozenset[int], list[Traffic]] = {}
        for one in self.campaigns:
            groups.setdefault(used[one.id if one.id in used else None], []).append(one)
        return tuple((tuple(campaigns), actions) for actions, campaigns in groups.items())

    def on_day(self, campaigns: Sequence[Traffic], day: date) -> CampaignsDay:
        """The conversions of some campaigns on a day."""
        return CampaignsDay(self, campaigns, day)

    def actions_day(self, day: date, only: frozenset[int] | None) -> ActionsDay:
        """All actions on a day together, or only those of some ids."""
        key = (day, only)
        actions_day = self._actions_days.get(key)
        if actions_day is None:
            actions = [one for one in self.actions if only is None or one.id in only]
            actions_day = self._actions_days[key] = ActionsDay(self, actions, day)
        return actions_day

    def day_clicks(self, campaigns: Sequence[Traffic], day: date) -> DayClicks:
        """The clicks of some campaigns on a day, merged."""
        means = {one.id: one.clicks_per_day for one in campaigns}
        return self._series.clicks(self.seed, self.customer_id, means, day, self.elapsed(day))

    def lag_shares(self, counted: Counted) -> dict[str, float]:
        """`metrics_day.shares_upto`."""
        shares = self._lag_shares.get(counted.id)
        if shares is None:
            shares = self._lag_shares[counted.id] = shares_upto(counted)
        return shares

    def parts(self, counted: Counted, day: date) -> Mapping[int, AdsDay]:
        """The conversions of an import on a day, or the hits of an action, by campaign."""
        return self._parts.on_day(counted, day)

    def number(self, counted: Counted, day: date) -> int:
        """The number of an action's conversions on a day that the seed says, without those that follow clicks."""
        return self._parts.number(counted, day)

    def turns(self, campaigns: Sequence[Traffic], day: date) -> Turns:
        """The places of campaigns among those that share these numbers."""
        return self._parts.turns(self._customer.conversion_customer, campaigns, day)

    def last_time(self, counted: Counted, day: date) -> str:
        """The local time of the last hit or conversion of a day that has one, as ``YYYY-MM-DD HH:MM:SS``."""
        if received := self.last_received(counted, day):
            return received
        share = noise.between(0.9, 0.999, self.seed, "conversionActions", counted.id, day.toordinal(), "last")
        seconds = int(_DAY_SECONDS * share * self.elapsed(day))
        return f"{day.isoformat()} {seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"

    def last_received(self, counted: Counted, day: date) -> str:
        """The local time of the last hit of a day, counted or not; empty without one."""
        if not counted.in_parts:
            return ""
        hits = self._parts.hits(counted).get(day, ())
        return max((f"{one.at:%Y-%m-%d %H:%M:%S}" for one in hits), default="")


def local_time(world: AdsWorld, customer: Customer) -> datetime:
    """The time in the account's time zone; UTC if the zone is not known here."""
    try:
        zone = ZoneInfo(str(customer.fields["time_zone"]))
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")
    return world.clock.now().astimezone(zone)
