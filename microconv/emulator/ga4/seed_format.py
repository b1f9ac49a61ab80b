"""The form of the ``ga4`` section of a seed: how each object is read from it and written to it.

Keys are the proto's field names (snake case), enum values its words. What is left out has the value that GA gives a
new object; a property without ``key_events`` has the one GA makes itself, ``purchase``, which cannot be deleted.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from microconv.emulator.errors import SeedError
from microconv.emulator.ga4.model import (
    COUNTING_METHODS,
    GA_KEY_EVENTS,
    INDUSTRY_CATEGORIES,
    PROPERTY_TYPES,
    SERVICE_LEVELS,
    STREAM_DATA,
    Account,
    DataStream,
    DefaultValue,
    GoogleAdsLink,
    KeyEvent,
    Property,
)
from microconv.emulator.ga4.section import write_time

if TYPE_CHECKING:
    from datetime import datetime

    from microconv.emulator.ga4.section import Section
    from microconv.emulator.ga4.state import Ga4State

_TIMES = ("create_time", "update_time")
_ACCOUNT = ("id", "display_name", "region_code", "gmp_organization", "deleted", "properties", *_TIMES)
_PROPERTY = (
    *("id", "parent", "display_name", "currency_code", "time_zone", "service_level", "property_type"),
    *("industry_category", "delete_time", "expire_time", "data_streams", "key_events", "google_ads_links", *_TIMES),
)
_STREAM = ("id", "type", "display_name", *(name for name, _ in STREAM_DATA.values()), *_TIMES)
_KEY_EVENT = ("id", "event_name", "counting_method", "default_value", "deletable", "custom", "create_time")
_LINK = (*("id", "customer_id", "can_manage_clients", "ads_personalization_enabled", "creator_email_address", *_TIMES),)
_CUSTOMER_ID = re.compile(r"[0-9]{10}")
_CURRENCY_CODE = re.compile(r"[A-Z]{3}")


def read_accounts(top: Section, state: Ga4State, now: datetime) -> None:
    """Read ``accounts`` into `state`.

    Raises:
        SeedError: see Ga4State.load.
    """
    for section in top.sections("accounts", _ACCOUNT):
        account = _read_account(section, now)
        if account.id in state.accounts:
            raise section.fail("id", f"account {account.id} is there twice")
        state.accounts[account.id] = account
        for below in section.sections("properties", _PROPERTY):
            found = _read_property(below, account, now)
            if state.property(found.id) is not None:
                raise below.fail("id", f"property {found.id} is there twice")
            account.properties[found.id] = found
            _read_children(below, found, state)
    names = {one.name for one in state.properties()}
    for account in state.accounts.values():
        for one in account.properties.values():
            if one.parent not in (account.name, *names):
                raise SeedError(top.path, f"the parent {one.parent} of {one.name} is not there")


def _read_account(section: Section, now: datetime) -> Account:
    created = section.time("create_time", now)
    return Account(
        id=section.id("id"),
        display_name=section.text("display_name"),
        region_code=section.text("region_code", "JP"),
        gmp_organization=section.text("gmp_organization", ""),
        deleted=section.flag("deleted", False),
        create_time=created,
        update_time=section.time("update_time", created),
    )


def _read_property(section: Section, account: Account, now: datetime) -> Property:
    created = section.time("create_time", now)
    return Property(
        id=section.id("id"),
        account=account.id,
        parent=section.text("parent", account.name),
        display_name=section.text("display_name"),
        currency_code=_currency_code(section, "USD"),
        time_zone=section.text("time_zone"),
        service_level=section.word("service_level", SERVICE_LEVELS, SERVICE_LEVELS[0]),
        property_type=section.word("property_type", PROPERTY_TYPES, PROPERTY_TYPES[0]),
        industry_category=section.word("industry_category", INDUSTRY_CATEGORIES, INDUSTRY_CATEGORIES[0]),
        create_time=created,
        update_time=section.time("update_time", created),
        delete_time=section.optional_time("delete_time"),
        expire_time=section.optional_time("expire_time"),
    )


def _currency_code(section: Section, default: str | None = None) -> str:
    code = section.text("currency_code", default)
    if not _CURRENCY_CODE.fullmatch(code):
        raise section.fail("currency_code", f"{code!r} is not an ISO 4217 code such as JPY")
    return code


def _read_children(section: Section, owner: Property, state: Ga4State) -> None:
    born = owner.create_time
    for below in section.sections("data_streams", _STREAM):
        _add(owner.data_streams, _read_stream(below, born, state), below)
    for below in section.sections("google_ads_links", _LINK):
        _add(owner.google_ads_links, _read_link(below, born, state), below)
    for below in section.sections("key_events", _KEY_EVENT):
        event = _read_key_event(below, born, state)
        if owner.key_event(event.event_name) is not None:
            raise below.fail("event_name", f"the key event {event.event_name!r} is there twice")
        _add(owner.key_events, event, below)
    if "key_events" not in section:
        key = state.new_id()
        owner.key_events[key] = KeyEvent(key, "purchase", COUNTING_METHODS[0], None, False, False, born)


def _add(children: dict[int, Any], child: Any, section: Section) -> None:
    if child.id in children:
        raise section.fail("id", f"{child.id} is there twice in one property")
    children[child.id] = child


def _read_id(section: Section, state: Ga4State) -> int:
    """The id given, or a generated one. Generated ids stay clear of the given ones."""
    if "id" not in section:
        return state.new_id()
    given = section.id("id")
    state.next_id = max(state.next_id, given + 1)
    return given


def _read_stream(section: Section, born: datetime, state: Ga4State) -> DataStream:
    kind = section.word("type", tuple(STREAM_DATA))
    name, fields = STREAM_DATA[kind]
    for other, _ in STREAM_DATA.values():
        if other != name and other in section:
            raise section.fail(other, f"does not belong to a stream of type {kind}")
    data = section.section(name, fields)
    created = section.time("create_time", born)
    return DataStream(
        id=_read_id(section, state),
        type=kind,
        display_name=section.text("display_name", ""),
        data={} if data is None else {key: data.text(key) for key in fields if key in data},
        create_time=created,
        update_time=section.time("update_time", created),
    )


def _read_key_event(section: Section, born: datetime, state: Ga4State) -> KeyEvent:
    event_name = section.text("event_name")
    if not event_name:
        raise section.fail("event_name", "is empty")
    value = section.section("default_value", ("numeric_value", "currency_code"))
    default_value = None
    if value is not None:
        default_value = DefaultValue(value.amount("numeric_value"), _currency_code(value))
        if not math.isfinite(default_value.numeric_value):
            raise value.fail("numeric_value", "a finite number is needed")
    custom = section.flag("custom", event_name not in GA_KEY_EVENTS)
    return KeyEvent(
        id=_read_id(section, state),
        event_name=event_name,
        counting_method=section.word("counting_method", COUNTING_METHODS, COUNTING_METHODS[0]),
        default_value=default_value,
        deletable=section.flag("deletable", custom),
        custom=custom,
        create_time=section.time("create_time", born),
    )


def _read_link(section: Section, born: datetime, state: Ga4State) -> GoogleAdsLink:
    customer_id = section.text("customer_id")
    if not _CUSTOMER_ID.fullmatch(customer_id):
        raise section.fail("customer_id", f"{customer_id!r} is not ten digits in quotes")
    created = section.time("create_time", born)
    return GoogleAdsLink(
        id=_read_id(section, state),
        customer_id=customer_id,
        can_manage_clients=section.flag("can_manage_clients", False),
        ads_personalization_enabled=section.flag("ads_personalization_enabled", True),
        creator_email_address=section.text("creator_email_address", ""),
        create_time=created,
        update_time=section.time("update_time", created),
    )


def write_account(account: Account) -> dict[str, Any]:
    """An account as the seed writes it, with everything in it."""
    return _plain(account, without=()) | {"properties": [_write_property(one) for one in account.properties.values()]}


def _write_property(one: Property) -> dict[str, Any]:
    lists = {
        "data_streams": [_write_stream(stream) for stream in one.data_streams.values()],
        "key_events": [_plain(event) for event in one.key_events.values()],
        "google_ads_links": [_plain(link) for link in one.google_ads_links.values()],
    }
    return _plain(one, without=("account",)) | lists


def _write_stream(stream: DataStream) -> dict[str, Any]:
    content = _plain(stream, without=("data",))
    return content | {STREAM_DATA[stream.type][0]: dict(stream.data)}


def _plain(value: Any, without: tuple[str, ...] = ()) -> dict[str, Any]:
    """An object's fields that are not collections, absent ones left out, times as text."""
    content: dict[str, Any] = {}
    for name in value.__dataclass_fields__:
        one = getattr(value, name)
        if name in without or one is None or isinstance(one, dict):
            continue
        if hasattr(one, "isoformat"):
            one = write_time(one)
        content[name] = _plain(one) if hasattr(one, "__dataclass_fields__") else one
    return content
