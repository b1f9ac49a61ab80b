"""Metrics of groups of events: users and sessions are distinct ones, rates are quotients of such numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from microconv.emulator.ga4_data.numbers import distinct, summed
from microconv.emulator.ga4_data.window import FIRST, PAGES

if TYPE_CHECKING:
    from microconv.emulator.ga4_data.fields import Metric
    from microconv.emulator.ga4_data.window import Window
    from microconv.emulator.people.draws import Array

_MICROS = 1_000_000
#: Events whose value is revenue (the description of `purchaseRevenue` in the API schema, read in copies, 2026-11-29).
PURCHASES = (
    *("purchase", "ecommerce_purchase", "in_app_purchase", "app_store_subscription_convert"),
    "app_store_subscription_renew",
)


class Tally:
    """The events of a window, some of them, each in a group.

    rows: the places of the events; a slice of all of them.
    groups: the group of each, from 0 on.
    count: how many groups there are.
    """

    def __init__(self, window: Window, rows: Array | slice, groups: Array, count: int) -> None:
        self.window = window
        self.rows = rows
        self.groups = groups
        self.count = count

    def amounts(self, metric: Metric, rate_scale: float) -> Array:
        """A metric of each group. rate_scale: of key event rates."""
        if metric.name.startswith(("sessionKeyEventRate", "userKeyEventRate")):
            return rate_scale * self._key_event_rate(metric)
        made: Array = np.asarray(MADE[metric.name](self), np.float64)
        return made

    def events(self, which: Array | None = None) -> Array:
        """The events; of those that are `which`."""
        groups = self.groups if which is None else self.groups[which[self.rows]]
        return summed(groups, self.count)

    def named(self, *names: str) -> Array:
        """The events of these names."""
        return self.events(self.window.named(names))

    def sum(self, weights: Array, which: Array | None = None) -> Array:
        """The sum of a number of each event; of those that are `which`."""
        groups, weights = self.groups, weights[self.rows]
        if which is not None:
            mine = which[self.rows]
            groups, weights = groups[mine], weights[mine]
        return summed(groups, self.count, weights)

    @cached_property
    def _pairs(self) -> tuple[Array, Array]:
        """Each session of each group once: groups and sessions."""
        return distinct(self.groups, self.window.events.session[self.rows], max(1, len(self.window.sessions)))

    def sessions(self, which: Array | None = None) -> Array:
        """The sessions; of those that are `which` (of a window's sessions)."""
        groups, sessions = self._pairs
        return summed(groups if which is None else groups[which[sessions]], self.count)

    def over_sessions(self, weights: Array) -> Array:
        """The sum of a number of each session."""
        groups, sessions = self._pairs
        return summed(groups, self.count, weights[sessions])

    def users(self, which: Array | None = None) -> Array:
        """The users; of sessions that are `which`."""
        groups, sessions = self._pairs
        if which is not None:
            groups, sessions = groups[which[sessions]], sessions[which[sessions]]
        groups, _ = distinct(groups, self.window.user[sessions], max(1, self.window.users))
        return summed(groups, self.count)

    @cached_property
    def active(self) -> Array:
        """The active users."""
        return self.users(self.window.active)

    def doers(self, which: Array) -> Array:
        """The users of events that are `which`."""
        mine = which[self.rows]
        users = self.window.user[self.window.events.session[self.rows][mine]]
        groups, _ = distinct(self.groups[mine], users, max(1, self.window.users))
        return summed(groups, self.count)

    def revenue(self) -> Array:
        """The value of what was bought, less what was given back."""
        window = self.window
        refunds = self.sum(window.value, window.named(("refund",)))
        return (self.sum(window.value, window.named(PURCHASES)) - refunds) / _MICROS

    def items(self, *names: str) -> Array:
        """The items of events of these names."""
        return self.events(self.window.named(names) & (self.window.events.item >= 0))

    def item_revenue(self) -> Array:
        """The prices of the items that were bought."""
        window = self.window
        bought = window.named(("purchase",)) & (window.events.item >= 0)
        prices = np.array([round(one.price * _MICROS) for one in window.profile.items] or [0], np.int64)
        price = prices[window.events.item]
        return self.sum(np.where(price > 0, price, np.maximum(window.events.value, 0)), bought) / _MICROS

    def item_users(self, name: str) -> Array:
        """The users with an item in an event of this name."""
        return self.doers(self.window.named((name,)) & (self.window.events.item >= 0))

    def _key_event_rate(self, metric: Metric) -> Array:
        window = self.window
        mine = window.key & window.named((metric.event_name,)) if metric.event_name else window.key
        converted = window.per_session(mine) > 0
        if metric.name.startswith("session"):
            return quotient(self.sessions(converted), self.sessions())
        return quotient(self.users(converted), self.users())


def quotient(above: Array, below: Array) -> Array:
    """Quotients, 0 where there is nothing below."""
    made: Array = np.divide(above, below, out=np.zeros(len(below)), where=np.asarray(below) > 0)
    return made


def _buyers(tally: Tally) -> Array:
    return tally.doers(tally.window.named(PURCHASES))


#: How each metric is counted, by name; rates of key events are not among them.
MADE: Mapping[str, Callable[[Tally], Array]] = {
    "eventCount": lambda one: one.events(),
    "eventValue": lambda one: one.sum(one.window.value) / _MICROS,
    "keyEvents": lambda one: one.events(one.window.credit),
    "sessions": lambda one: one.sessions(),
    "totalUsers": lambda one: one.users(),
    "activeUsers": lambda one: one.active,
    "newUsers": lambda one: one.doers(one.window.named(FIRST)),
    "engagedSessions": lambda one: one.sessions(one.window.engaged),
    "engagementRate": lambda one: quotient(one.sessions(one.window.engaged), one.sessions()),
    "bounceRate": lambda one: quotient(one.sessions(~one.window.engaged), one.sessions()),
    "averageSessionDuration": lambda one: quotient(one.over_sessions(one.window.duration) / 1000, one.sessions()),
    "userEngagementDuration": lambda one: np.floor(one.sum(one.window.events.engaged) / 1000),
    "screenPageViews": lambda one: one.named(*PAGES),
    "screenPageViewsPerSession": lambda one: quotient(one.named(*PAGES), one.sessions()),
    "screenPageViewsPerUser": lambda one: quotient(one.named(*PAGES), one.active),
    "eventsPerSession": lambda one: quotient(one.events(), one.sessions()),
    "eventCountPerUser": lambda one: quotient(one.events(), one.active),
    "sessionsPerUser": lambda one: quotient(one.sessions(), one.active),
    "scrolledUsers": lambda one: one.doers(one.window.named(("scroll",))),
    "totalRevenue": lambda one: one.revenue(),
    "purchaseRevenue": lambda one: one.revenue(),
    "grossPurchaseRevenue": lambda one: one.sum(one.window.value, one.window.named(PURCHASES)) / _MICROS,
    "averageRevenuePerUser": lambda one: quotient(one.revenue(), one.active),
    "averagePurchaseRevenue": lambda one: quotient(one.revenue(), one.named(*PURCHASES)),
    "ecommercePurchases": lambda one: one.named("purchase"),
    "transactions": lambda one: one.named(*PURCHASES),
    "totalPurchasers": _buyers,
    "purchaserRate": lambda one: quotient(_buyers(one), one.active),
    "addToCarts": lambda one: one.named("add_to_cart"),
    "checkouts": lambda one: one.named("begin_checkout"),
    "itemsViewed": lambda one: one.items("view_item"),
    "itemViewEvents": lambda one: one.items("view_item"),
    "itemsAddedToCart": lambda one: one.items("add_to_cart"),
    "itemsCheckedOut": lambda one: one.items("begin_checkout"),
    "itemsPurchased": lambda one: one.items("purchase"),
    "itemRevenue": lambda one: one.item_revenue(),
    "cartToViewRate": lambda one: quotient(one.item_users("add_to_cart"), one.item_users("view_item")),
    "purchaseToViewRate": lambda one: quotient(one.item_users("purchase"), one.item_users("view_item")),
}
