"""The parts of a report about where conversions come from: days, groups, pages, items, campaigns, both APIs."""

from __future__ import annotations

from dataclasses import dataclass

from microconv.report.figures import Compared, Figure, Note


@dataclass(frozen=True, slots=True)
class Point:
    """The numbers of a day or week.

    day: its (first) day. `days`: how many days of the month it has; a week at either end has fewer than seven.
    sessions: of it. `counts`: by the conversion's name, in the order of the report.
    """

    day: str
    days: int
    sessions: Figure
    counts: tuple[tuple[str, Figure], ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """The month by day, and by week from Monday."""

    days: tuple[Point, ...] = ()
    weeks: tuple[Point, ...] = ()


NO_TREND = Trend()


@dataclass(frozen=True, slots=True)
class Group:
    """Sessions of a channel or a device, and the conversions in them.

    by: `channel` or `device`. `of`: GA4's word.
    counts: by the conversion's name: how often, and for each session.
    """

    by: str
    of: str
    sessions: Compared
    counts: tuple[tuple[str, Compared, Figure], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page.

    label, heatmap: from the config's `pages`. `stay`: engagement seconds for each user of the page.
    short: true where that is far below the other pages', None where it is not judged.
    reach: users of the page for each user of the property.
    counts: events of conversions on the page, by the conversion's name.
    """

    path: str
    label: str
    heatmap: str
    views: Compared
    users: Compared
    reach: Figure
    stay: Compared
    counts: tuple[tuple[str, Figure], ...]
    short: bool | None = None


@dataclass(frozen=True, slots=True)
class LandingPage:
    """A page on which sessions begin. `engaged`: the share of sessions that were engaged.

    counts: by the conversion's name: how often in these sessions, and for each session.
    """

    path: str
    label: str
    heatmap: str
    sessions: Compared
    engaged: Compared
    counts: tuple[tuple[str, Figure, Figure], ...]


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the shop, worst first: much looked at and little bought.

    cart_rate: put into the cart for each time viewed. `purchase_rate`: purchased for each time viewed.
    revenue: in the property's currency.
    """

    name: str
    viewed: Compared
    in_cart: Compared
    purchased: Compared
    revenue: Compared
    cart_rate: Figure
    purchase_rate: Figure


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign of Google Ads. Cost and all numbers but `…_by_date` are by the day of the click.

    cost: in the account's currency. `cost_per`: cost for each conversion.
    value_per_cost: value of conversions for each unit of cost (ROAS).
    """

    number: str
    name: str
    cost: Compared
    clicks: Compared
    impressions: Compared
    conversions: Compared
    all_conversions: Compared
    conversions_by_date: Compared
    all_conversions_by_date: Compared
    value: Compared
    cost_per: Compared
    value_per_cost: Compared
    rate: Compared


@dataclass(frozen=True, slots=True)
class SideBySide:
    """One conversion as GA4 and Google Ads count it, by the day of the conversion.

    events: GA4's event count. `key_events`: those that count as key events.
    ads: all conversions of Google Ads, by the day of the conversion.
    gap: Google Ads' number divided by GA4's, less 1; NO_DATA (`few`) below 50 events.
    reasons: codes of the standing reasons that apply, with words in `render/report`.
    """

    conversion: str
    events: Figure
    key_events: Figure
    ads: Figure
    gap: Figure
    reasons: tuple[str, ...]
    notes: tuple[Note, ...] = ()
