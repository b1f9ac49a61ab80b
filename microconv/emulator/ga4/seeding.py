"""The form of the ``ga4`` section of a seed: how each object is read from it and written to it.

Keys are the proto's field names (snake case), enum values its words. What is left out has the value that GA gives a
new object; a property without ``key_events`` has the one GA makes itself, ``purchase``, which cannot be deleted.
Data streams are in `seeding_data_streams`, retention, Google signals, access and annotations in `seeding_settings`,
what a property collects is in `seeding_traffic` and `emulator.hits`. The change history is no part of a seed.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from microconv.emulator import hits
from microconv.emulator.currencies import CURRENCIES
from microconv.emulator.errors import SeedError
from microconv.emulator.ga4.model import (
    ATTRIBUTION_DEFAULTS,
    ATTRIBUTION_WORDS,
    COUNTING_METHODS,
    GA_KEY_EVENTS,
    INDUSTRY_CATEGORIES,
    PROPERTY_TYPES,
    SERVICE_LEVELS,
    Account,
    AttributionSettings,
    DefaultValue,
    GoogleAdsLink,
    KeyEvent,
    Property,
)
from microconv.emulator.ga4.seeding_data_streams import STREAM_KEYS, read_stream, write_stream
from microconv.emulator.ga4.seeding_parts import add, plain, read_id
from microconv.emulator.ga4.seeding_section import Section
from microconv.emulator.ga4.seeding_settings import (
    BINDINGS,
    SETTINGS_KEYS,
    read_bindings,
    read_settings,
    write_bindings,
    write_settings,
)
from microconv.emulator.ga4.seeding_traffic import read_traffic
from microconv.emulator.ga4.state import FIRST_GENERATED_ID, Ga4State

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


_TIMES = ("create_time", "update_time")
_ACCOUNT = ("id", "display_name", "region_code", "gmp_organization", "deleted", "properties", BINDINGS, *_TIMES)
_PROPERTY = (
    *("id", "parent", "display_name", "currency_code", "time_zone", "service_level", "property_type", "traffic"),
    *("industry_category", "delete_time", "expire_time", "data_streams", "key_events", "google_ads_links", *_TIMES),
    *("attribution_settings", *SETTINGS_KEYS, hits.KEY),
)
_KEY_EVENT = ("id", "event_name", "counting_method", "default_value", "deletable", "custom", "create_time")
_LINK = (*("id", "customer_id", "can_manage_clients", "ads_personalization_enabled", "creator_email_address", *_TIMES),)
_CUSTOMER_ID = re.compile(r"[0-9]{10}")


def load_state(section: Mapping[str, Any] | None, now: datetime) -> Ga4State:
    """Build the state from the ``ga4`` section of a seed.

    section: the section, or None for no accounts at all.
    now: the creation time (aware) of everything that gives none.

    Raises SeedError for an unknown key, a missing or wrong value, or an id or event name that is there twice.
    """
    state = Ga4State()
    top = Section("ga4", {} if section is None else section, ("accounts", "next_id"))
    state.next_id = top.id("next_id", FIRST_GENERATED_ID)
    _read_accounts(top, state, now)
    return state


def dump_state(state: Ga4State) -> dict[str, Any]:
    """The state as a seed section: plain dicts, lists, strings and numbers. `load_state` reads it into an equal one."""
    return {
        "next_id": state.next_id,
        "accounts": [_write_account(account) for account in state.accounts.values()],
    }


def _read_accounts(top: Section, state: Ga4State, now: datetime) -> None:
    for section in top.sections("accounts", _ACCOUNT):
        account = _read_account(section, now)
        if account.id in state.accounts:
            raise section.fail("id", f"account {account.id} is there twice")
        state.accounts[account.id] = account
        read_bindings(section, account, state)
        for below in section.sections("properties", _PROPERTY):
            owner = _read_property(below, account, now)
            if state.property(owner.id) is not None:
                raise below.fail("id", f"property {owner.id} is there twice")
            account.properties[owner.id] = owner
            _read_children(below, owner, state)
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
        attribution_settings=_read_attribution_settings(section),
    )


def _read_attribution_settings(section: Section) -> AttributionSettings | None:
    """The settings, None if nobody chose them. What is left out is as in a property where nobody did."""
    below = section.section("attribution_settings", tuple(ATTRIBUTION_WORDS))
    if below is None:
        return None
    words = {
        name: below.word(name, known, getattr(ATTRIBUTION_DEFAULTS, name)) for name, known in ATTRIBUTION_WORDS.items()
    }
    return AttributionSettings(**words)


def _currency_code(section: Section, default: str | None = None) -> str:
    code = section.text("currency_code", default)
    if code not in CURRENCIES:
        raise section.fail("currency_code", f"{code!r} is not an ISO 4217 code such as JPY")
    return code


def _read_children(section: Section, owner: Property, state: Ga4State) -> None:
    born = owner.create_time
    for below in section.sections("data_streams", STREAM_KEYS):
        add(owner.data_streams, read_stream(below, born, state), below)
    for below in section.sections("google_ads_links", _LINK):
        add(owner.google_ads_links, _read_link(below, born, state), below)
    for below in section.sections("key_events", _KEY_EVENT):
        event = _read_key_event(below, born, state)
        if owner.key_event(event.event_name) is not None:
            raise below.fail("event_name", f"the key event {event.event_name!r} is there twice")
        add(owner.key_events, event, below)
    read_settings(section, owner, state)
    if "key_events" not in section:
        key = state.new_id()
        owner.key_events[key] = KeyEvent(key, "purchase", COUNTING_METHODS[0], None, False, False, born)
    owner.hits = hits.read_event_hits(section.value(hits.KEY), f"{section.path}.{hits.KEY}")
    owner.traffic = read_traffic(section, [one.event_name for one in owner.key_events.values()])


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
        id=read_id(section, state),
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
        id=read_id(section, state),
        customer_id=customer_id,
        can_manage_clients=section.flag("can_manage_clients", False),
        ads_personalization_enabled=section.flag("ads_personalization_enabled", True),
        creator_email_address=section.text("creator_email_address", ""),
        create_time=created,
        update_time=section.time("update_time", created),
    )


def _write_account(account: Account) -> dict[str, Any]:
    properties = [_write_property(one) for one in account.properties.values()]
    return plain(account) | write_bindings(account) | {"properties": properties}


def _write_property(one: Property) -> dict[str, Any]:
    lists = {
        "data_streams": [write_stream(stream) for stream in one.data_streams.values()],
        "key_events": [plain(event) for event in one.key_events.values()],
        "google_ads_links": [plain(link) for link in one.google_ads_links.values()],
    }
    sent = {"traffic": one.traffic, hits.KEY: hits.write_hits(one.hits)}
    filled = {key: value for key, value in sent.items() if value}
    return plain(one, without=("account", hits.KEY)) | lists | write_settings(one) | filled
