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

    path: its path.
    label: its name, from the config's `pages`.
    heatmap: the address of its heat map, likewise.
    views: how often it was viewed.
    users: who viewed it.
    reach: users of the page for each user of the property.
    stay: engagement seconds for each user of the page.
    counts: events of conversions on the page, by the conversion's name.
    short: true where the stay is below half of the typical one; None where it is not judged.
    completion: users of these events on the page for each user of the page, by the conversion's name.
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
    completion: tuple[tuple[str, Figure], ...] = ()


@dataclass(frozen=True, slots=True)
class LandingPage:
    """A page on which sessions begin.

    path: its path.
    label: its name, from the config's `pages`.
    heatmap: the address of its heat map, likewise.
    sessions: those that began on it.
    engaged: the share of them that were engaged.
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

    name: the item's.
    viewed: how often it was looked at.
    in_cart: how often it was put into the cart.
    purchased: how often it was purchased.
    revenue: in the property's currency.
    cart_rate: put into the cart for each time viewed.
    purchase_rate: purchased for each time viewed.
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

    number: the campaign's, which does not change.
    name: its name as it is now; empty where it is not known.
    cost: in the account's currency.
    clicks: on its ads.
    impressions: of its ads.
    conversions: Google Ads' column.
    all_conversions: likewise.
    conversions_by_date: `conversions` by the day of the conversion.
    all_conversions_by_date: `all_conversions` by the day of the conversion.
    value: of `conversions`.
    cost_per: cost for each conversion (CPA).
    value_per_cost: value of conversions for each unit of cost (ROAS).
    rate: conversions for each click (CVR).
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

    conversion: its name.
    events: GA4's event count.
    key_events: those that count as key events.
    ads: all conversions of Google Ads, by the day of the conversion.
    gap: Google Ads' number divided by GA4's, less 1; NO_DATA (`few`) below 50 events.
    reasons: codes of the standing reasons that apply, with words in `render/report`.
    notes: what is to be known of all its numbers.
    """

    conversion: str
    events: Figure
    key_events: Figure
    ads: Figure
    gap: Figure
    reasons: tuple[str, ...]
    notes: tuple[Note, ...] = ()
