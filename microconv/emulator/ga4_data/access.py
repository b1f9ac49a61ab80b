"""The property a request is about, the caller's access to it, and what its series are made from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from microconv.emulator.ga4.access import may_see
from microconv.emulator.ga4.errors import ApiError, invalid
from microconv.emulator.ga4.traffic import profile_of
from microconv.emulator.ga4_data.dates import zone
from microconv.emulator.ga4_data.errors import no_permission, no_property_id

if TYPE_CHECKING:
    from datetime import date, datetime

    from microconv.emulator.ga4.call import Call
    from microconv.emulator.ga4.model import Property
    from microconv.emulator.ga4.world import Ga4World
    from microconv.emulator.hits import EventHit
    from microconv.emulator.series import Profile


@dataclass(frozen=True, slots=True)
class KeyRule:
    """The rule by which events become key events. Marking one never changes the past.

    since: the first day, None for always.
    once: each counts, or the first of a session.
    at: the time on that day, for events whose time is known.
    value: the value of one that carries none, None for no such value.
    """

    since: date | None
    once: bool
    at: datetime | None = None
    value: float | None = None


_NAME = re.compile(r"properties/([^/]+)")
_NUMBER = re.compile(r"[0-9]{1,18}")


def property_of(call: Call, name: str) -> Property:
    """The property of that resource name.

    Raises ApiError (INVALID_ARGUMENT) for no name or no number in it; PERMISSION_DENIED for a property that is not
    there or not visible, which the service does not tell apart; FAILED_PRECONDITION for one in the trash under the
    policy `trashed_property_children`.
    """
    owner = call.world.ga4.property(property_id(name))
    if owner is None or not may_see(call, owner.id):
        raise no_permission()
    if owner.delete_time is not None and call.world.policies["trashed_property_children"] == "REFUSE":
        raise ApiError("FAILED_PRECONDITION", f"The property {owner.name} is in the trash.")
    return owner


def property_id(name: str) -> int:
    """The number in ``properties/N``.

    Raises ApiError (INVALID_ARGUMENT).
    """
    match = _NAME.fullmatch(name)
    if match is None:
        raise invalid(f"'{name}' is not a resource name of the form properties/{{number}}.", "property")
    if not _NUMBER.fullmatch(match[1]):
        raise no_property_id(match[1])
    return int(match[1])


def profile(world: Ga4World, owner: Property) -> Profile:
    """The profile of a property's series in a world."""
    return profile_of(owner, world.policies.number("traffic_seed"), world.policies.number("data_history_days"))


def key_rules(owner: Property) -> dict[str, KeyRule]:
    """The property's way of counting each key event, by event name.

    One made together with the property has always counted. One made later counts from the day it was made on, in the
    property's time zone; a change of its counting method counts for all days, as the emulator keeps no earlier ones.
    """
    rules = {}
    for event in owner.key_events.values():
        since = event.create_time if event.create_time > owner.create_time else None
        first = None if since is None else since.astimezone(zone(owner.time_zone)).date()
        value = None if event.default_value is None else event.default_value.numeric_value
        rules[event.event_name] = KeyRule(first, event.counting_method == "ONCE_PER_SESSION", since, value)
    return rules


def hits_by_day(owner: Property) -> dict[date, list[EventHit]]:
    """The events that were sent to a property, by its days."""
    days: dict[date, list[EventHit]] = {}
    for hit in owner.hits:
        days.setdefault(hit.at.astimezone(zone(owner.time_zone)).date(), []).append(hit)
    return days
