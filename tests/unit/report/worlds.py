"""Worlds of single visits and clicks, the tables that the APIs would make of them, and clients to report on.

Every table is counted from the same list of events, as the APIs count; tests count the same list in their own way.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from microconv.core.account_ids import Accounts
from microconv.core.answers import NO_LIMITS, Limits, Period, Row, Table
from microconv.core.client import Client
from microconv.core.conversion import Conversion, ConversionKind, Role
from microconv.core.frozen import FrozenDict
from microconv.core.monthly import GA4_TABLES, GOOGLE_ADS_TABLES, FunnelAnswer, GA4Month, GoogleAdsMonth
from microconv.core.months import Month
from microconv.report.given import Given
from microconv.report.lag import LAGS

OCTOBER = Month(2026, 10)
CHAIN = ("view_form", "confirm", "purchase")
EVENTS = (*CHAIN, "mv_call")
CHANNELS, DEVICES, PAGES = ("Paid Search", "Organic Search", "Direct"), ("mobile", "desktop"), ("/", "/form", "/thanks")
ITEMS = ("shoes", "hat")
PROPERTY, CUSTOMER = "300000001", "1000000001"
ACTIONS = {"purchase": "11", "confirm": "12"}


@dataclass(frozen=True)
class Hit:
    """One event that GA4 received.

    day: when.
    user: of whom.
    session: its number.
    event: its name.
    channel: of the session.
    device: of the user in that session.
    page: its page.
    landing_page: that of the session's first event.
    value: its parameter.
    seconds: of engagement.
    engaged: true where the session is.
    begins: true where it opened its session.
    """

    day: datetime.date
    user: int
    session: int
    event: str
    channel: str
    device: str
    page: str
    landing_page: str
    value: float
    seconds: float
    engaged: bool
    begins: bool


@dataclass(frozen=True)
class Arrival:
    """A conversion that Google Ads counted, or a part of one.

    clicked: the day of the click.
    days: from then to the conversion.
    action: the number of the action.
    campaign: that of the campaign.
    share: the part of a conversion.
    value: its value.
    biddable: true where `conversions` counts it.
    """

    clicked: datetime.date
    days: int
    action: str
    campaign: str
    share: float
    value: float
    biddable: bool

    @property
    def converted(self) -> datetime.date:
        return self.clicked + datetime.timedelta(days=self.days)


@dataclass(frozen=True)
class Spent:
    """The cost of a campaign on a day."""

    day: datetime.date
    campaign: str
    cost: float
    clicks: int
    impressions: int


@dataclass
class World:
    """All that happened."""

    month: Month = OCTOBER
    hits: list[Hit] = field(default_factory=list)
    arrivals: list[Arrival] = field(default_factory=list)
    spent: list[Spent] = field(default_factory=list)

    def of(self, period: Period) -> list[Hit]:
        return [hit for hit in self.hits if Month.of(hit.day) == period.of(self.month)]


def world(seed: int, month: Month = OCTOBER, size: int = 40, periods: Sequence[Period] = tuple(Period)) -> World:
    """A world with up to `size` sessions in each of the months, and conversions of Google Ads in the year before."""
    rng = random.Random(seed)
    made = World(month)
    session = 0
    for period in periods:
        first = period.of(month).first
        for _ in range(rng.randint(1, size)):
            session += 1
            day = first + datetime.timedelta(days=rng.randrange(period.of(month).days))
            made.hits += _session(rng, day, session, user=rng.randint(1, size))
    here = month
    for _ in range(13):
        for _ in range(rng.randint(0, 12)):
            clicked = here.first + datetime.timedelta(days=rng.randrange(here.days))
            made.arrivals.append(
                Arrival(clicked, rng.choice([0, 0, 1, 3, 15, 40]), rng.choice(["11", "12"]), rng.choice(["1", "2"]),
                        rng.choice([1.0, 0.5, 0.25]), float(rng.randint(0, 5)) * 100, rng.random() < 0.7)
            )  # fmt: skip
        for campaign in ("1", "2"):
            clicks = rng.randint(0, 50)
            if clicks:
                made.spent.append(Spent(here.first, campaign, clicks * 30.0, clicks, clicks * 20))
        here = here.before
    return made


def _session(rng: random.Random, day: datetime.date, session: int, user: int) -> Iterator[Hit]:
    channel, device, engaged = rng.choice(CHANNELS), rng.choice(DEVICES), rng.random() < 0.6
    pages = [rng.choice(PAGES) for _ in range(rng.randint(1, 3))]
    for number, page in enumerate(pages):
        yield Hit(day, user, session, "page_view", channel, device, page, pages[0], 0.0,
                  rng.randint(0, 60) * 1.0, engaged, number == 0)  # fmt: skip
        for event in EVENTS:
            if rng.random() < 0.3:
                worth = float(rng.randint(1, 9)) * 1000 if event == "purchase" else 0.0
                yield Hit(day, user, session, event, channel, device, page, pages[0], worth, 0.0, engaged, False)


def client(conversions: Iterable[Conversion] = (), **settings: object) -> Client:
    """A shop with a chain of three conversions and one beside it."""
    return Client(
        "Aoi", tuple(conversions) or CONVERSIONS, accounts=Accounts(CUSTOMER, property_id=PROPERTY), **settings
    )  # type: ignore[arg-type]


def conversion(name: str, *, source: str | None = "website", event: str | None = "", **more: object) -> Conversion:
    kind = ConversionKind.MACRO if name == "purchase" else ConversionKind.MICRO
    role = Role.PRIMARY if name == "purchase" else Role.SECONDARY
    return Conversion(name, kind, role, source=source, event=name if event == "" else event, **more)  # type: ignore[arg-type]


CONVERSIONS = (
    conversion("purchase", label="ご購入", purpose="Orders pay for the ads."),
    conversion("confirm", next="purchase"),
    conversion("view_form", source=None, next="confirm"),
    conversion("mv_call", source=None),
)


def counted(rows: Iterable[tuple[tuple[str, ...], Sequence[float]]], name: str, *, limits: Limits = NO_LIMITS) -> Table:
    """A table of sums, without rows of zeros only, as the APIs leave them out."""
    columns, metrics = GA4_TABLES.get(name) or GOOGLE_ADS_TABLES[name]
    sums: dict[tuple[str, ...], list[float]] = {}
    for keys, numbers in rows:
        sums[keys] = [a + b for a, b in zip(sums.get(keys, [0.0] * len(metrics)), numbers, strict=True)]
    return Table(columns, metrics, tuple(Row(keys, tuple(one)) for keys, one in sums.items() if any(one)), limits)


def ga4_tables(made: World) -> dict[str, Table]:
    """GA4's tables of a world."""
    return {name: counted(rows(made), name) for name, rows in _GA4.items()}


def _periods(made: World, rows: Callable[[str, list[Hit]], Iterable[tuple[tuple[str, ...], Sequence[float]]]]):  # type: ignore[no-untyped-def]
    for period in Period:
        yield from rows(period.value, made.of(period))


def _grouped(hits: Iterable[Hit], key: Callable[[Hit], tuple[str, ...]]) -> dict[tuple[str, ...], list[Hit]]:
    groups: dict[tuple[str, ...], list[Hit]] = {}
    for hit in hits:
        groups.setdefault(key(hit), []).append(hit)
    return groups


def _users(hits: Iterable[Hit]) -> float:
    return float(len({hit.user for hit in hits}))


def _views(hits: Iterable[Hit]) -> float:
    return float(sum(hit.event == "page_view" for hit in hits))


def _totals(period: str, hits: list[Hit]):  # type: ignore[no-untyped-def]
    begun = [hit for hit in hits if hit.begins]
    users, engaged = _users(hits), sum(hit.engaged for hit in begun)
    seconds = sum(hit.seconds for hit in hits)
    yield (period,), (len(begun), users, users, users // 2, engaged, _views(hits), seconds)


def _by(  # type: ignore[no-untyped-def]
    key: Callable[[Hit], tuple[str, ...]],
    numbers: Callable[[list[Hit]], Sequence[float]],
    only: Callable[[Hit], bool] = lambda hit: True,
):
    def rows(period: str, hits: list[Hit]):  # type: ignore[no-untyped-def]
        for keys, several in _grouped(filter(only, hits), key).items():
            yield (*((period,) if period else ()), *keys), numbers(several)

    return rows


def _is_conversion(hit: Hit) -> bool:
    return hit.event in EVENTS


def _number(hits: list[Hit]) -> tuple[float]:
    return (float(len(hits)),)


_EVENTS = _by(
    lambda hit: (hit.event,),
    lambda hits: (len(hits), len(hits), _users(hits), sum(hit.value for hit in hits)),
    _is_conversion,
)
_GROUPS = _by(lambda hit: (hit.channel, hit.device), _number, lambda hit: hit.begins)
_GROUP_EVENTS = _by(lambda hit: (hit.channel, hit.device, hit.event), _number, _is_conversion)
_PAGES = _by(lambda hit: (hit.page,), lambda hits: (_views(hits), _users(hits), sum(hit.seconds for hit in hits)))
_LANDING = _by(
    lambda hit: (hit.landing_page,),
    lambda hits: (len(hits), sum(hit.engaged for hit in hits), sum(not hit.engaged for hit in hits)),
    lambda hit: hit.begins,
)


def _of_month(key, numbers, only=_is_conversion):  # type: ignore[no-untyped-def]
    return lambda made: _by(key, numbers, only)("", made.of(Period.MONTH))


_GA4 = {
    "totals": lambda made: _periods(made, _totals),
    "days": _of_month(lambda hit: (hit.day.isoformat(),), _number, lambda hit: hit.begins),
    "day_events": _of_month(lambda hit: (hit.day.isoformat(), hit.event), _number),
    "events": lambda made: _periods(made, _EVENTS),
    "groups": lambda made: _periods(made, _GROUPS),
    "group_events": lambda made: _periods(made, _GROUP_EVENTS),
    "pages": lambda made: _periods(made, _PAGES),
    "page_events": _of_month(lambda hit: (hit.page, hit.event), lambda hits: (len(hits), _users(hits))),
    "landing_pages": lambda made: _periods(made, _LANDING),
    "landing_events": _of_month(lambda hit: (hit.landing_page, hit.event), _number),
    "items": lambda made: (),
}


def funnel_table(made: World, by: Callable[[Hit], str] | None = None) -> Table:
    """Users by step of CHAIN, who did all steps before it; the order of a month's events is left aside."""
    rows = []
    for period in Period:
        hits = made.of(period)
        for of in ("", *sorted({by(hit) for hit in hits} if by else ())):
            of_these = [hit for hit in hits if not of or (by and by(hit) == of)]
            users = {hit.user for hit in of_these}
            for place, event in enumerate(CHAIN, 1):
                users &= {hit.user for hit in of_these if hit.event == event}
                if users:
                    rows.append(Row((period.value, str(place), of), (float(len(users)),)))
    return Table(("period", "step", "by"), ("users",), tuple(rows))


def ga4(made: World, /, **changes: object) -> GA4Month:
    """GA4's answers about a world; `tables` in `changes` replace single ones."""
    tables = ga4_tables(made) | changes.pop("tables", {})  # type: ignore[operator]
    funnels = tuple(
        FunnelAnswer(CHAIN, True, None, name, funnel_table(made, by))
        for name, by in (("device", lambda hit: hit.device), ("channel", lambda hit: hit.channel))
    )
    settings: dict[str, object] = {
        "time_zone": "Asia/Tokyo", "currency": "JPY", "funnels": funnels, "requests": 2, "funnel_requests": 2,
        "key_events": FrozenDict({"purchase": datetime.date(2026, 1, 5)}),
    }  # fmt: skip
    return GA4Month(made.month, PROPERTY, tables=FrozenDict(tables), **(settings | changes))  # type: ignore[arg-type]


def _lag(days: int) -> str:
    return next(name for name, (first, last) in LAGS.items() if first <= days < last)


def _columns(one: Arrival, by_date: bool) -> tuple[float, ...]:
    biddable = one.share if one.biddable else 0.0
    four = (biddable, one.value if one.biddable else 0.0, one.share, one.value)
    return (*[0.0] * 4, *four) if by_date else (*four, *[0.0] * 4)


def google_ads(made: World, made_on: datetime.date, **changes: object) -> GoogleAdsMonth:
    """Google Ads' answers on a day: what has not arrived by then is not in them."""
    there = [one for one in made.arrivals if one.converted <= made_on]
    both = [(one, by_date, one.converted if by_date else one.clicked) for one in there for by_date in (False, True)]
    campaigns = [
        ((str(Month.of(day)), one.campaign), (0.0, 0.0, 0.0, *_columns(one, by_date))) for one, by_date, day in both
    ]
    campaigns += [
        ((str(Month.of(one.day)), one.campaign), (one.cost, one.clicks, one.impressions, *[0.0] * 8))
        for one in made.spent
    ]
    actions = [((str(Month.of(day)), one.action, _lag(one.days)), _columns(one, by_date)) for one, by_date, day in both]
    settings: dict[str, object] = {
        "time_zone": "Asia/Tokyo", "currency": "JPY", "requests": 2,
        "campaigns": counted(campaigns, "campaigns"), "actions": counted(actions, "actions"),
        "campaign_names": FrozenDict({"1": "Brand", "2": "Generic"}),
        "action_names": FrozenDict({number: name for name, number in ACTIONS.items()}),
    }  # fmt: skip
    return GoogleAdsMonth(made.month, CUSTOMER, **(settings | changes))  # type: ignore[arg-type]


def given(made: World, /, **changes: object) -> Given:
    """All that a report of a world is made of."""
    after = made.month.after
    settings: dict[str, object] = {
        "made": f"{after}-05T09:00:00+09:00", "version": "1.0", "ga4": ga4(made),
        "google_ads": google_ads(made, after.first.replace(day=5)), "actions": FrozenDict(ACTIONS),
    }  # fmt: skip
    return Given(made.month, **(settings | changes))  # type: ignore[arg-type]
