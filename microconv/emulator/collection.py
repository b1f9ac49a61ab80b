"""Collection: what becomes of a hit that a tag sends. Every hit is answered with a receipt: counted, or why not.

A conversion ping names the conversion id and the label of an action, an event the measurement ID of a property's web
stream (or ``properties/N``, for a property without streams). What cannot be of the emulated world counts nothing: an
unknown id or label, an action that is not enabled, an order or, where one conversion a click counts, a click that has
counted, a value in another currency (there are no exchange rates). An event of any valid name is collected; it is a key
event if the property has one of that name. The create rules of its web stream make further events of it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from microconv.emulator.ga4.event_rules import edited, events_made, number
from microconv.emulator.google_ads import types
from microconv.emulator.google_ads.tag import label
from microconv.emulator.hits import PAID, UNPAID, ConversionHit, EventHit

if TYPE_CHECKING:
    from microconv.emulator.ga4.model import Property
    from microconv.emulator.ga4.model_data_streams import DataStream
    from microconv.emulator.google_ads.model import ConversionAction, Customer
    from microconv.emulator.google_ads.world import AdsWorld

DEVICES = ("desktop", "mobile", "tablet")
#: Letters, digits and underscores, a letter first (naming rules, analytics/answer/13316687); 40 characters at most
#: (support.google.com/analytics/answer/9267744, checked 2026-11-29). Google drops others without a word.
_EVENT_NAME = re.compile(r"[^\W\d_]\w{0,39}")
#: Events may be up to 72 hours old ("Send Measurement Protocol events", developers.google.com, checked 2026-11-29).
_OLDEST = timedelta(hours=72)
_BY_NUMBER = re.compile(r"properties/([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer to a hit.

    counted: true if a report or metric has it.
    reason: why not; for a hit that counts, as what.
    """

    counted: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Ping:
    """A conversion ping.

    conversion_id: the number in ``AW-...``.
    label: of the action.
    value: None if it carries none.
    currency: of the value, ISO 4217; empty for the account's.
    order: the id of the order, by which it counts once.
    click: the id of the click on an ad.
    campaign: the id of the campaign that was clicked.
    """

    conversion_id: int
    label: str
    value: float | None = None
    currency: str = ""
    order: str = ""
    click: str = ""
    campaign: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """An event of a web stream.

    stream: its measurement ID, or ``properties/N``.
    name: case-sensitive.
    value: None if it carries none.
    currency: of the value, ISO 4217; empty for the property's.
    client: the browser.
    session: the session, empty for one of the client and day.
    page: the path.
    device: a word of DEVICES.
    channel: the default channel group; empty: that of an ad if there is a click, else see `hit_without_click`.
    click: the id of the click on an ad.
    at: the time it happened, None for now.
    parameters: all that it carries, as texts; the rules of the stream read them.
    """

    stream: str
    name: str
    value: float | None = None
    currency: str = ""
    client: str = ""
    session: str = ""
    page: str = "/"
    device: str = DEVICES[0]
    channel: str = ""
    click: str = ""
    at: datetime | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)


def receive_ping(world: AdsWorld, ping: Ping) -> Receipt:
    """Take a conversion ping."""
    with world.lock:
        world.settle()
        owners = [
            one for one in world.google_ads.customers.values() if one.conversion_tracking_id == ping.conversion_id
        ]
        if not owners:
            return Receipt(False, f"no account has the conversion id {ping.conversion_id}")
        for owner in owners:
            for action in owner.actions.values():
                if action.type in types.TAGGED and label(action.id) == ping.label:
                    return _take(world, owner, action, ping)
        return Receipt(False, f"no conversion action of AW-{ping.conversion_id} has the label {ping.label!r}")


def _take(world: AdsWorld, owner: Customer, action: ConversionAction, ping: Ping) -> Receipt:
    if action.status != "ENABLED":
        return Receipt(False, f"the conversion action {action.name!r} is {action.status}")
    campaigns = {
        number: campaign
        for customer in world.google_ads.customers.values()
        if customer.conversion_customer == owner.id
        for number, campaign in customer.campaigns.items()
    }
    if ping.campaign is not None and ping.campaign not in campaigns:
        return Receipt(False, f"no account that uses the conversion action has a campaign {ping.campaign}")
    unusable = _unusable(ping.value, ping.currency, str(owner.fields["currency_code"]))
    if unusable:
        return Receipt(False, unusable)
    refusal = _refusal(world, action, ping)
    hit = ConversionHit(world.clock.now(), ping.value, ping.campaign, ping.click, ping.order, counted=not refusal)
    action.hits.append(hit)
    return Receipt(not refusal, refusal or f"a conversion of {action.name!r}")


def _refusal(world: AdsWorld, action: ConversionAction, ping: Ping) -> str:
    """The reason for which a ping with the right label does not count; empty if it does."""
    before = [one for one in action.hits if one.counted]
    if ping.order and any(one.order == ping.order for one in before):
        return f"the order {ping.order!r} has counted"
    once = action["counting_type"] == "ONE_PER_CLICK"
    if once and ping.click and any(one.click == ping.click for one in before):
        return f"the click {ping.click!r} has counted"
    clicked = ping.click or ping.campaign is not None
    return "" if clicked or world.policies["hit_without_click"] == "counts" else "there was no click on an ad"


def receive_event(world: AdsWorld, event: Event) -> Receipt:
    """Take an event."""
    with world.lock:
        world.settle()
        owner = _property_of(world, event.stream)
        if owner is None:
            return Receipt(False, f"no web stream has the measurement ID {event.stream!r}")
        if owner.delete_time is not None:
            return Receipt(False, f"{owner.name} is in the trash")
        event, remarks = _edited(world, owner, event)
        if not _EVENT_NAME.fullmatch(event.name):
            return Receipt(False, f"{event.name!r} is no name of an event{remarks}")
        unusable = _unusable(event.value, event.currency, owner.currency_code)
        if unusable:
            return Receipt(False, unusable)
        if event.device not in DEVICES:
            return Receipt(False, f"the device is one of {', '.join(DEVICES)}, not {event.device!r}")
        now = world.clock.now()
        at = now if event.at is None else event.at.astimezone(UTC)
        if not now - _OLDEST <= at <= now:
            return Receipt(False, f"{at.isoformat()} is not within the last 72 hours")
        channel = event.channel or (PAID if event.click or world.policies["hit_without_click"] == "counts" else UNPAID)
        hit = EventHit(at, event.name, event.value, event.client, event.session, event.page, event.device, channel)
        owner.hits.append(hit)
        kind = "an event" if owner.key_event(event.name) is None else "a key event"
        return Receipt(True, f"{kind} of {owner.name}{remarks}{_apply_rules(world, owner, event, hit)}")


def _edited(world: AdsWorld, owner: Property, event: Event) -> tuple[Event, str]:
    """An event as the edit rules of its stream leave it; the words for the receipt, empty if none changed it."""
    if world.policies["event_edit_rules"] == "not_carried_out":
        return event, ""
    remarks = ""
    for stream in _streams_of(owner, event):
        after = edited(event.name, event.parameters, stream.event_edit_rules.values(), world.policies)
        changes: dict[str, Any] = {"name": after.name, "parameters": after.parameters}
        if after.parameters.get("value") != event.parameters.get("value"):
            changes["value"] = number(after.parameters.get("value", ""))
        if after.parameters.get("currency") != event.parameters.get("currency"):
            changes["currency"] = after.parameters.get("currency", "")
        if after.by:
            event = replace(event, **changes)
            remarks += f"; changed by the rule{'s' * (len(after.by) > 1)} {', '.join(map(repr, after.by))}"
    return event, remarks


def _streams_of(owner: Property, event: Event) -> list[DataStream]:
    """The web streams that an event was sent to."""
    return [
        one for one in owner.data_streams.values() if event.stream and one.data.get("measurement_id") == event.stream
    ]


def _apply_rules(world: AdsWorld, owner: Property, event: Event, hit: EventHit) -> str:
    """Collect what the create rules of the stream make of an event; the words for the receipt, empty for nothing."""
    remarks = ""
    for stream in _streams_of(owner, event):
        rules = stream.event_create_rules.values()
        for made in events_made(event.name, event.parameters, rules, world.policies):
            value = number(made.parameters.get("value", ""))
            unusable = _unusable(value, made.parameters.get("currency", ""), owner.currency_code)
            if unusable:
                remarks += f"; a rule would make {made.name!r} of it, but {unusable}"
                continue
            owner.hits.append(replace(hit, event=made.name, value=value))
            kind = "an event" if owner.key_event(made.name) is None else "a key event"
            remarks += f"; a rule made {made.name!r} of it, {kind}"
    return remarks


def _property_of(world: AdsWorld, stream: str) -> Property | None:
    match = _BY_NUMBER.fullmatch(stream)
    if match is not None:
        return world.ga4.property(int(match[1]))
    for owner in world.ga4.properties():
        if any(stream and one.data.get("measurement_id") == stream for one in owner.data_streams.values()):
            return owner
    return None


def _unusable(value: float | None, currency: str, own: str) -> str:
    """The reason for which a value cannot be counted; empty if it can, or there is none."""
    if value is None:
        return ""
    if not math.isfinite(value) or value < 0:
        return f"the value is a number of 0 or more, not {value!r}"
    if currency and currency != own:
        return f"the emulator has no exchange rates: send the value in {own}, not in {currency}"
    return ""
