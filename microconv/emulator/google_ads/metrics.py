"""The metrics of an account, day by day: what its campaigns and conversion actions did, from the deterministic series.

The same seed, account and day give the same numbers, so that periods can be compared. Some rules are the emulator's:

* Only enabled actions and campaigns count, for the past too: the emulator does not remember when one was changed.
* `conversions` counts what `all_conversions` counts of the actions a campaign bids for: primary ones with a goal that
  is biddable in this campaign, or those of its custom goal.
* How often an action follows a click depends on its category; an action imported from GA4 has what the linked property
  has of its event from Google's paid channels, and nothing if the emulated world does not have that property.
* Cross-account tracking: an account's clicks convert to the actions of its conversion customer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from microconv.emulator.ga4_data.policies import number
from microconv.emulator.ga4_data.traffic import profile_of
from microconv.emulator.google_ads import types
from microconv.emulator.series import AdsDay, AdsRates, ads_clicks, ads_daily, imported_daily, noise

if TYPE_CHECKING:
    from microconv.emulator.google_ads.campaign_state import Campaign
    from microconv.emulator.google_ads.state import ConversionAction, Customer
    from microconv.emulator.series import Profile
    from microconv.emulator.world import World

_MICROS = 1_000_000
_DAY_SECONDS = 86_400
#: Whole months of metrics before the present one, unless a policy says otherwise.
_HISTORY_MONTHS = 13
_NOTHING = AdsDay(0.0, 0.0)
#: Days that are remembered; when there are more, all are forgotten and made again.
_MAX_REMEMBERED = 400_000
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


class Series:
    """Remembers the whole days of the series; one for an emulator. Hold the world's lock while using it."""

    def __init__(self) -> None:
        self._days: dict[tuple[object, ...], AdsDay] = {}

    def tagged(
        self, seed: int, customer: int, campaign: int, key: int, rates: AdsRates, day: date, elapsed: float
    ) -> AdsDay:
        """`series.ads_daily`."""
        if elapsed < 1:
            return ads_daily(seed, customer, campaign, key, rates, day, elapsed)
        entry = (seed, customer, campaign, key, rates, day)
        found = self._days.get(entry)
        return self._keep(entry, ads_daily(seed, customer, campaign, key, rates, day)) if found is None else found

    def imported(
        self, source: Import, campaigns: Mapping[int, float], campaign: int, day: date, elapsed: float
    ) -> AdsDay:
        """`series.imported_daily`."""
        entry = (source, tuple(campaigns.items()), campaign, day)
        found = self._days.get(entry) if elapsed >= 1 else None
        if found is not None:
            return found
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
    """Where the conversions of an action from GA4 come from."""

    profile: Profile
    event: str
    once_per_session: bool


@dataclass(frozen=True, slots=True)
class Traffic:
    """A campaign that is shown.

    Args:
        id: of the campaign.
        clicks_per_day: the mean.
        cost_per_click: the mean, in millionths of the account's currency.
        click_through_rate: clicks for each impression.
        bids_for: the ids of the actions that are in its Conversions column.
    """

    id: int
    clicks_per_day: float
    cost_per_click: float
    click_through_rate: float
    bids_for: frozenset[int]


@dataclass(frozen=True, slots=True)
class Counted:
    """A conversion action that counts.

    Args:
        action: it.
        owner: the customer it belongs to.
        rates: for an action with its own tag.
        source: for an action imported from GA4; None if it has no data.
    """

    action: ConversionAction
    owner: Customer
    rates: AdsRates | None
    source: Import | None

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


class AccountMetrics:
    """What one account did. Made for a request; the world's lock must be held while it is used."""

    def __init__(self, world: World, customer: Customer, series: Series) -> None:
        self._world = world
        self._customer = customer
        self._series = series
        self._seed = number(world, "traffic_seed")
        self.now = local_time(world, customer)

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
        """How much of a day is over, 0 to 1."""
        if day != self.today:
            return 1.0
        midnight = datetime.combine(day, datetime.min.time(), self.now.tzinfo)
        return min(1.0, (self.now - midnight).total_seconds() / _DAY_SECONDS)

    # ---- campaigns

    @cached_property
    def campaigns(self) -> tuple[Traffic, ...]:
        """The account's campaigns; see the policy `unlisted_campaigns` for an account without any."""
        return tuple(self._campaigns_of(self._customer))

    def _campaigns_of(self, customer: Customer) -> Iterator[Traffic]:
        for campaign in customer.campaigns.values():
            if campaign.status == "ENABLED":
                budget = customer.budgets.get(campaign.budget)
                micros = None if budget is None else budget["amount_micros"]
                yield self._traffic(customer, campaign.id, micros, self._bids_for(customer, campaign))
        unlisted = self._world.policies.text("unlisted_campaigns") == "one"
        if unlisted and not customer.campaigns and not customer.manager:
            yield self._traffic(customer, -customer.id, None, self._bids_for(customer, None))

    def _traffic(self, customer: Customer, campaign: int, budget: int | None, bids_for: frozenset[int]) -> Traffic:
        """`budget` in millionths a day: on an average day four fifths of it are spent."""
        keys = (self._seed, "customers", customer.id, "campaigns", campaign)
        clicks = round(noise.between(40, 160, *keys, "clicks per day"), 1)
        cost = noise.between(0.5, 1.5, *keys, "cost") * _PER_DOLLAR.get(str(customer.fields["currency_code"]), 1.0)
        per_click = 0.8 * budget / clicks if budget else cost * _MICROS
        return Traffic(campaign, clicks, per_click, noise.between(0.02, 0.08, *keys, "click-through rate"), bids_for)

    def _bids_for(self, customer: Customer, campaign: Campaign | None) -> frozenset[int]:
        """The ids of the enabled actions in the Conversions column of a campaign; None is one with account goals."""
        owner = self._world.google_ads.customers[customer.conversion_customer]
        actions = [one for one in owner.actions.values() if one.status == "ENABLED"]
        goals: Mapping[tuple[str, str], bool] = owner.goals
        if campaign is not None:
            custom = owner.custom_goals.get(campaign.custom_conversion_goal or 0)
            if custom is not None:
                return frozenset(one.id for one in actions if one.id in custom.conversion_actions)
            goals = campaign.goals(owner.goals, self._world.policies.text("new_campaign_goal"))
        return frozenset(one.id for one in actions if one["primary_for_goal"] is not False and goals.get(one.goal))

    def clicks(self, campaign: Traffic, day: date) -> Clicks:
        """Clicks, impressions and cost of a campaign on a day."""
        number_of = self._customer.id
        clicks = ads_clicks(self._seed, number_of, campaign.id, campaign.clicks_per_day, day, self.elapsed(day))
        keys = (self._seed, "customers", number_of, "campaigns", campaign.id, day.toordinal())
        rate = campaign.click_through_rate * noise.between(0.9, 1.1, *keys, "impressions")
        cost = campaign.cost_per_click * noise.between(0.92, 1.08, *keys, "cost")
        return Clicks(clicks, round(clicks / rate), round(clicks * cost / 10_000) * 10_000)

    # ---- conversions

    @cached_property
    def actions(self) -> tuple[Counted, ...]:
        """The actions that count in this account."""
        owner = self._world.google_ads.customers[self._customer.conversion_customer]
        return tuple(self._counted(owner, one) for one in owner.actions.values() if one.status == "ENABLED")

    def _counted(self, owner: Customer, action: ConversionAction) -> Counted:
        if types.is_ga4(action.type):
            return Counted(action, owner, None, self._import_of(action))
        per_click = _PER_CLICK.get(action.fields["category"], _OTHER_PER_CLICK)
        fixed = bool(action["value_settings.always_use_default_value"])
        return Counted(action, owner, self._rates(action, per_click, fixed=fixed), None)

    def _rates(self, action: ConversionAction, per_click: float, *, fixed: bool) -> AdsRates:
        """`clicks_per_day` is filled in for each campaign."""
        own = noise.between(0.85, 1.15, self._seed, "conversionActions", action.id, "rate")
        value = float(action["value_settings.default_value"] or 0.0)
        many = action["counting_type"] == "MANY_PER_CLICK"
        return AdsRates(0.0, per_click * own, value, fixed_value=fixed, many_per_click=many)

    def _import_of(self, action: ConversionAction) -> Import | None:
        owner = self._world.ga4.property(int(action["google_analytics_4_settings.property_id"] or 0))
        event = action["google_analytics_4_settings.event_name"]
        if owner is None or event is None:
            return None
        profile = profile_of(owner, self._seed, number(self._world, "data_history_days"))
        key_event = owner.key_event(event)
        return Import(profile, event, key_event is not None and key_event.counting_method == "ONCE_PER_SESSION")

    def conversions(self, counted: Counted, campaign: Traffic, day: date) -> AdsDay:
        """The conversions of an action from a campaign on a day."""
        elapsed = self.elapsed(day)
        if counted.rates is not None:
            rates = counted.rates
            of_campaign = AdsRates(
                campaign.clicks_per_day,
                rates.per_click,
                rates.value,
                fixed_value=rates.fixed_value,
                many_per_click=rates.many_per_click,
            )
            customer = self._customer.id
            return self._series.tagged(self._seed, customer, campaign.id, counted.id, of_campaign, day, elapsed)
        if counted.source is None:
            return _NOTHING
        found = self._series.imported(counted.source, self._sharing(counted), campaign.id, day, elapsed)
        if not counted.action["value_settings.always_use_default_value"]:
            return found
        value = float(counted.action["value_settings.default_value"] or 0.0)
        return AdsDay(found.conversions, round(found.conversions * value, 6))

    def _sharing(self, counted: Counted) -> Mapping[int, float]:
        """The campaigns that divide an imported action's conversions: of every account linked to the property."""
        state = self._world.google_ads
        owner = self._world.ga4.property(int(counted.action["google_analytics_4_settings.property_id"]))
        linked = {int(one.customer_id) for one in owner.google_ads_links.values()} if owner is not None else set()
        customers = [state.customers[one] for one in sorted({*linked, self._customer.id}) if one in state.customers]
        return {one.id: one.clicks_per_day for customer in customers for one in self._campaigns_of(customer)}

    def last_time(self, counted: Counted, day: date) -> str:
        """The local time of the last conversion on a day that has one, as ``YYYY-MM-DD HH:MM:SS``."""
        share = noise.between(0.9, 0.999, self._seed, "conversionActions", counted.id, day.toordinal(), "last")
        seconds = int(_DAY_SECONDS * share * self.elapsed(day))
        return f"{day.isoformat()} {seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def local_time(world: World, customer: Customer) -> datetime:
    """The time in the account's time zone; UTC if the zone is not known here."""
    try:
        zone = ZoneInfo(str(customer.fields["time_zone"]))
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")
    return world.clock.now().astimezone(zone)
