"""The change history (accounts.searchChangeHistoryEvents), of both versions over one list of changes.

It holds what was changed through the emulator since its seed was loaded; one event for each request, with one change.
v1beta knows fewer resource types than v1alpha: changes of a type it has no word for are left out (for key events see
the policy `key_events_in_v1beta_history`). Event edit rules have no type in either version and are left out of both.
"""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

from microconv.emulator.ga4.access import find_account, find_property, may_see, parse_name
from microconv.emulator.ga4.errors import invalid
from microconv.emulator.ga4.messages import fill
from microconv.emulator.ga4.methods.data_stream import write_data_stream
from microconv.emulator.ga4.methods.enhanced_measurement_settings import write_enhanced_measurement_settings
from microconv.emulator.ga4.methods.event_create_rule import write_event_create_rule
from microconv.emulator.ga4.methods.google_ads_link import write_google_ads_link
from microconv.emulator.ga4.methods.key_event import CONVERSION_EVENTS, KEY_EVENTS
from microconv.emulator.ga4.methods.property import write_property
from microconv.emulator.ga4.methods.reporting_data_annotation import write_reporting_data_annotation
from microconv.emulator.ga4.paging import page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from microconv.emulator.ga4.call import Call
    from microconv.emulator.ga4.model import Change

#: Resource type -> the field of ChangeHistoryResource, and what fills it: (message, resource name, resource).
_RESOURCES: Mapping[str, tuple[str, Callable[[Any, str, Any], None]]] = {
    "PROPERTY": ("property", write_property),
    "GOOGLE_ADS_LINK": ("google_ads_link", write_google_ads_link),
    "CONVERSION_EVENT": ("conversion_event", CONVERSION_EVENTS.write),
    "DATA_STREAM": ("data_stream", write_data_stream),
    "ENHANCED_MEASUREMENT_SETTINGS": ("enhanced_measurement_settings", write_enhanced_measurement_settings),
    "EVENT_CREATE_RULE": ("event_create_rule", write_event_create_rule),
    "KEY_EVENT": ("key_event", KEY_EVENTS.write),
    "REPORTING_DATA_ANNOTATION": ("reporting_data_annotation", write_reporting_data_annotation),
}


def search_change_history_events(call: Call) -> None:
    """The changes in an account that match every filter given: property, resource type, action, actor, time.

    Changes in properties that the caller may not see are left out. The order is that of the policy
    `change_history_order`. Both ends of the time span belong to it.

    Raises ApiError (INVALID_ARGUMENT) for an unknown type or action, or a property of another account; for an account
    or property that is not visible see find_account and find_property.
    """
    request = call.request
    account = find_account(call, *parse_name(request.account, "accounts/*", "account"))
    wanted = [one for one in call.world.ga4.changes if one.account == account.id and may_see(call, one.property_id)]
    if request.property:
        owner = find_property(call, *parse_name(request.property, "properties/*", "property"))
        if owner.account != account.id:
            raise invalid(f"The property {owner.name} is not in {account.name}.", "property")
        wanted = [one for one in wanted if one.property_id == owner.id]
    types, actions = _words(call, "resource_type"), _words(call, "action")
    earliest, latest = _time(call, "earliest_change_time"), _time(call, "latest_change_time")
    wanted = [
        one
        for one in wanted
        if (shown := _shown_type(call, one)) is not None
        and (not types or shown in types)
        and (not actions or one.action in actions)
        and (not request.actor_email or one.user_actor_email in request.actor_email)
        and (earliest is None or one.change_time >= earliest)
        and (latest is None or one.change_time <= latest)
    ]
    newest_first = call.world.policies["change_history_order"] == "NEWEST_FIRST"
    listed, call.response.next_page_token = page(call, wanted, descending=newest_first)
    for change in listed:
        _write(call, call.response.change_history_events.add(), change)


def _words(call: Call, name: str) -> frozenset[str]:
    """The words of a repeated enum field of the request."""
    known = call.request.DESCRIPTOR.fields_by_name[name].enum_type.values_by_number
    given = getattr(call.request, name)
    for number in given:
        if number == 0 or number not in known:
            raise invalid(f"The {name.replace('_', ' ')} {number} is unknown.", name)
    return frozenset(known[number].name for number in given)


def _time(call: Call, name: str) -> datetime | None:
    if not call.request.HasField(name):
        return None
    try:
        time: datetime = getattr(call.request, name).ToDatetime(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise invalid("The time is out of range.", name) from error
    return time


def _shown_type(call: Call, change: Change) -> str | None:
    """The type under which the version that was called shows a change; None if it does not."""
    words = call.request.DESCRIPTOR.fields_by_name["resource_type"].enum_type.values_by_name
    if change.resource_type in words:
        return change.resource_type
    as_conversion = call.world.policies["key_events_in_v1beta_history"] == "CONVERSION_EVENT"
    return "CONVERSION_EVENT" if change.resource_type == "KEY_EVENT" and as_conversion else None


def _write(call: Call, message: Any, change: Change) -> None:
    fill(
        message,
        id=str(change.id),
        change_time=change.change_time,
        actor_type="USER",
        user_actor_email=change.user_actor_email,
    )
    shown = _shown_type(call, change)
    if shown is None:
        raise AssertionError("a change of a type that this version does not have was selected")
    name = change.resource
    if shown == "CONVERSION_EVENT":
        name = name.replace("/keyEvents/", "/conversionEvents/")
    field, write = _RESOURCES[shown]
    below = message.changes.add()
    fill(below, resource=name, action=change.action)
    if change.before is not None:
        write(getattr(below.resource_before_change, field), name, change.before)
    if change.after is not None:
        write(getattr(below.resource_after_change, field), name, change.after)
