"""The bridge from Google Analytics to Google Ads: key events of linked properties become conversion actions.

No call makes an import. Some hours after a property has both a Google Ads link and a key event, the conversion customer
of the linked account has an action of a GOOGLE_ANALYTICS_4_* type, named as Google names it. How long, as what, and
when not is decided by the policies in `bridge_policies`. Only imports of web events are emulated: a property that has
data streams but no web stream imports nothing (its actions would be of the FIREBASE_* types).

A seed describes a world at rest: the key events and links that it holds import nothing, whenever they were made,
unless the seed's own list says that they still have to:

    pending_imports:
      - {property: 345678901, event_name: mv_signup, customer_id: "1234567890"}

`World.dump` writes that list, so that imports on their way survive a dump and a load: the time they are due follows
from the create_time of link and key event, which are in the dump too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol

from microconv.emulator.errors import SeedError
from microconv.emulator.google_ads.defaults import name_key, with_action_defaults
from microconv.emulator.google_ads.model import ConversionAction
from microconv.emulator.seed import account_id, known, mapping, sequence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from microconv.emulator.clock import Clock
    from microconv.emulator.ga4.model import Change, GoogleAdsLink, KeyEvent, Property
    from microconv.emulator.ga4.state import Ga4State
    from microconv.emulator.google_ads.fields import Flat
    from microconv.emulator.google_ads.model import Customer
    from microconv.emulator.google_ads.state import AdsState
    from microconv.emulator.policies import Policies

#: Event name -> the type of its import and its category; every other event is GOOGLE_ANALYTICS_4_CUSTOM. The types are
#: the words of ConversionActionType, the categories those of live accounts; generate_lead's is a policy.
_NAMED = {
    "purchase": ("GOOGLE_ANALYTICS_4_PURCHASE", "PURCHASE"),
    "generate_lead": ("GOOGLE_ANALYTICS_4_GENERATE_LEAD", ""),
    "qualify_lead": ("GOOGLE_ANALYTICS_4_QUALIFY_LEAD", "QUALIFIED_LEAD"),
    "close_convert_lead": ("GOOGLE_ANALYTICS_4_CLOSE_CONVERT_LEAD", "CONVERTED_LEAD"),
}
_BY_EVENT_NAME = {
    "add_to_cart": "ADD_TO_CART",
    "begin_checkout": "BEGIN_CHECKOUT",
    "page_view": "PAGE_VIEW",
    "sign_up": "SIGNUP",
}
#: Counting method of a key event -> counting type of its import (inferred: the two pairs mean the same).
_COUNTING = {"ONCE_PER_EVENT": "MANY_PER_CLICK", "ONCE_PER_SESSION": "ONE_PER_CLICK"}
_EVENT = "google_analytics_4_settings.event_name"
_PROPERTY = "google_analytics_4_settings.property_id"
_PROPERTY_NAME = "google_analytics_4_settings.property_name"


class BridgedWorld(Protocol):
    """The two sides, the time, and the policies."""

    @property
    def google_ads(self) -> AdsState:
        """The accounts that get actions."""

    @property
    def ga4(self) -> Ga4State:
        """The accounts with links and key events."""

    @property
    def clock(self) -> Clock:
        """The emulated time."""

    @property
    def policies(self) -> Policies:
        """The switches for what is unsettled."""


#: Property, link and key event, by id.
_Key = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Pair:
    """A key event and a link of one property."""

    owner: Property
    link: GoogleAdsLink
    key_event: KeyEvent

    @property
    def key(self) -> _Key:
        return self.owner.id, self.link.id, self.key_event.id

    @property
    def made(self) -> datetime:
        """The time from which there were both."""
        return max(self.link.create_time, self.key_event.create_time)


class Bridge:
    """The imports that are done and those on their way. Its caller holds the world's lock.

    It looks for new links and key events when the change history of GA4 has grown, and when the clock was advanced:
    code that puts them into the state without an API call advances the clock afterwards.

    ga4: what the world starts with.
    section: the seed's ``pending_imports``, None for none.

    Raises SeedError for an entry of the section that names no link and key event of a property.
    """

    def __init__(self, ga4: Ga4State, section: object = None) -> None:
        pairs = list(_pairs(ga4))
        pending = _on_their_way(pairs, section)
        self._done: set[_Key] = {one.key for one in pairs} - pending
        self._pending: list[_Pair] = [one for one in pairs if one.key in pending]
        self._late: set[_Key] = set()  # due, and kept from being imported
        self._seen: tuple[int, int] = (len(ga4.changes), 0)

    def dump(self, world: BridgedWorld) -> list[dict[str, Any]]:
        """The ``pending_imports`` of a seed."""
        self._look(world)
        return [
            {"property": number, "event_name": event, "customer_id": f"{customer:010d}"}
            for number, event, customer in map(_words, self._pending)
        ]

    def settle(self, world: BridgedWorld) -> None:
        """Import what is due. Cheap when nothing is on its way: a comparison of two numbers."""
        self._look(world)
        if not self._pending:
            return
        now, lag = world.clock.now(), timedelta(hours=world.policies.number("ga4_import_lag_hours"))
        left = []
        for pair in self._pending:
            due = pair.made + lag
            customer = _receiver(world, pair) if due <= now else None
            if customer is not None:
                _import(world, customer, pair, now if pair.key in self._late else due)
                self._done.add(pair.key)
                continue
            left.append(pair)
            if due <= now:
                self._late.add(pair.key)
        self._pending = left

    def _look(self, world: BridgedWorld) -> None:
        """Find what came and went since the last look."""
        now_seen = len(world.ga4.changes), world.clock.advances
        if now_seen == self._seen:
            return
        for change in world.ga4.changes[self._seen[0] :]:
            if change.resource_type == "KEY_EVENT" and change.action == "DELETED":
                _key_event_deleted(world, change)
            elif change.resource_type == "KEY_EVENT" and change.action == "UPDATED":
                _key_event_updated(world, change)
        self._pending = [pair for pair in _pairs(world.ga4) if pair.key not in self._done]
        self._seen = now_seen


def _on_their_way(pairs: list[_Pair], section: object) -> set[_Key]:
    pending: set[_Key] = set()
    for index, item in enumerate(sequence(section, "pending_imports")):
        where = f"pending_imports[{index}]"
        content = mapping(item, where)
        known(content, where, ("property", "event_name", "customer_id"))
        wanted = (
            account_id(content.get("property"), f"{where}.property"),
            content.get("event_name"),
            account_id(content.get("customer_id"), f"{where}.customer_id"),
        )
        keys = [one.key for one in pairs if _words(one) == wanted]
        if not keys:
            raise SeedError(where, "the property has no such key event, or no link to that customer")
        pending.update(keys)
    return pending


def _pairs(ga4: Ga4State) -> Iterator[_Pair]:
    for owner in ga4.properties():
        if owner.delete_time is None and _has_web(owner):
            for link in owner.google_ads_links.values():
                for key_event in owner.key_events.values():
                    yield _Pair(owner, link, key_event)


def _key_event_deleted(world: BridgedWorld, change: Change) -> None:
    policy = world.policies.text("ga4_import_key_event_removed")
    if policy == "stays":
        return
    event_name = getattr(change.before, "event_name", None)
    for customer in world.google_ads.customers.values():
        for action in _imports(customer, change.property_id, event_name):
            if action.status != "REMOVED":
                action.fields["status"] = policy.upper()


def _key_event_updated(world: BridgedWorld, change: Change) -> None:
    """The counting type follows the counting method, where the policy says so and the method was changed."""
    before, after = change.before, change.after
    method = getattr(after, "counting_method", None)
    if world.policies["ga4_import_counting"] != "follows" or method == getattr(before, "counting_method", None):
        return
    for customer in world.google_ads.customers.values():
        for action in _imports(customer, change.property_id, getattr(after, "event_name", None)):
            action.fields["counting_type"] = _COUNTING[str(method)]


# ---- making the action


def _receiver(world: BridgedWorld, pair: _Pair) -> Customer | None:
    """The account that gets the action; None while it cannot have any."""
    if not world.policies["ga4_import"]:
        return None
    customers = world.google_ads.customers
    linked = customers.get(int(pair.link.customer_id))
    if linked is None or linked.status != "ENABLED":
        return None
    if world.policies["ga4_import_needs_auto_tagging"] and not linked.fields.get("auto_tagging_enabled"):
        return None
    return customers[linked.conversion_customer]


def _import(world: BridgedWorld, customer: Customer, pair: _Pair, at: datetime) -> None:
    """Make the action, unless the account has one of this property and event, or the name is taken.

    at: the time from which on it counts.
    """
    again = world.policies["ga4_import_after_removal"] == "again"
    there = _imports(customer, pair.owner.id, pair.key_event.event_name)
    if any(one.status != "REMOVED" or not again for one in there):
        return
    name = _free_name(world, customer, pair)
    if name is None:
        return
    currency = str(customer.fields["currency_code"])
    state = world.google_ads
    fields = with_action_defaults(_fields(world.policies, name, pair), currency, world.policies)
    action = ConversionAction(state.next_id, fields, imported_at=at)
    state.next_id += 1
    customer.actions[action.id] = action
    customer.add_goal(action.goal, world.policies.text("new_customer_goal"))


def _fields(policies: Policies, name: str, pair: _Pair) -> Flat:
    event = pair.key_event.event_name
    kind, category = _NAMED.get(event, ("GOOGLE_ANALYTICS_4_CUSTOM", "DEFAULT"))
    if event == "generate_lead":
        category = policies.text("ga4_import_generate_lead_category")
    elif event not in _NAMED and policies["ga4_import_custom_category"] == "BY_EVENT_NAME":
        category = _BY_EVENT_NAME.get(event, "DEFAULT")
    method = pair.key_event.counting_method
    if policies["ga4_import_counting"] == "many_per_click":
        method = "ONCE_PER_EVENT"
    return {
        "name": name,
        "type": kind,
        "category": category,
        "counting_type": _COUNTING[method],
        "status": policies.text("ga4_import_status"),
        "primary_for_goal": bool(policies["ga4_import_primary"]),
        "click_through_lookback_window_days": policies.number("ga4_import_click_through_days"),
        _EVENT: event,
        _PROPERTY: pair.owner.id,
        _PROPERTY_NAME: pair.owner.display_name,
    }


def _free_name(world: BridgedWorld, customer: Customer, pair: _Pair) -> str | None:
    policies = world.policies
    taken = {name_key(one.name, policies) for one in customer.actions.values() if one.status != "REMOVED"}
    name = f"{pair.owner.display_name} (web) {pair.key_event.event_name}"
    if name_key(name, policies) not in taken:
        return name
    if policies["ga4_import_name_taken"] == "not_imported":
        return None
    name = f"{name} ({pair.owner.id})"
    return None if name_key(name, policies) in taken else name


def _words(pair: _Pair) -> tuple[int, str, int]:
    return pair.owner.id, pair.key_event.event_name, int(pair.link.customer_id)


def _has_web(owner: Property) -> bool:
    """True if it collects web events; of a property without any stream (as short seeds have) it is assumed."""
    streams = owner.data_streams.values()
    return not streams or any(one.type == "WEB_DATA_STREAM" for one in streams)


def _imports(customer: Customer, property_id: int, event_name: str | None) -> Iterator[ConversionAction]:
    """The customer's actions that came from an event of a property, removed ones too."""
    for action in customer.actions.values():
        if action[_EVENT] == event_name and action[_PROPERTY] == property_id:
            yield action
