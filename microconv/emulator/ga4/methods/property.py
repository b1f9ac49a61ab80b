"""Properties: create, get, list with the filter it requires, update, and delete, which moves to the trash.

A property stays in the trash for 35 days (support.google.com/analytics/answer/9305176, read 2026-11-23). The emulator
sets `expire_time` by that, but never purges: what is in the trash stays there. Nothing restores it; nor does the API.
"""

from __future__ import annotations

import re
import zoneinfo
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from microconv.emulator.currencies import CURRENCIES
from microconv.emulator.ga4.access import (
    find_account,
    find_property,
    may_edit,
    may_see,
    parse_name,
    visible_properties,
)
from microconv.emulator.ga4.errors import ApiError, invalid, permission_denied
from microconv.emulator.ga4.field_behavior import is_set, refuse_change, refuse_output_only, utf16_length
from microconv.emulator.ga4.history import record
from microconv.emulator.ga4.masks import EVERYTHING, read_mask, touches
from microconv.emulator.ga4.messages import fill
from microconv.emulator.ga4.model import (
    COUNTING_METHODS,
    INDUSTRY_CATEGORIES,
    PROPERTY_TYPES,
    SERVICE_LEVELS,
    KeyEvent,
    Property,
)
from microconv.emulator.ga4.paging import page

if TYPE_CHECKING:
    from microconv.emulator.ga4.call import Call

MAX_DISPLAY_NAME = 100
TRASH = timedelta(days=35)
_RESOURCE = "property"
_OUTPUT_ONLY = ("name", "create_time", "update_time", "service_level", "delete_time", "expire_time")
_MUTABLE = ("display_name", "time_zone", "currency_code", "industry_category")

_FILTER = re.compile(r"\s*(?P<field>[a-z_]+)\s*:\s*(?P<value>\S+)\s*")
_PARENT = re.compile(r"(?P<kind>accounts|properties)/(?P<id>[0-9]{1,18})")


def get_property(call: Call) -> None:
    """One property, also from the trash.

    Raises ApiError; see find_property.
    """
    (property_id,) = parse_name(call.request.name, "properties/*", "name")
    owner = find_property(call, property_id)
    write_property(call.response, owner.name, owner)


def create_property(call: Call) -> None:
    """Make an ordinary property directly below an account. Its creator may see it, whatever their grants said.

    Subproperties and roll-up properties have methods of their own, which the emulator does not have.

    Raises ApiError: INVALID_ARGUMENT; PERMISSION_DENIED for a caller who may edit none of the account's properties; for
    an account that is not there or not visible see find_account.
    """
    given = call.request.property
    refuse_output_only(call, [name for name in _OUTPUT_ONLY if is_set(given, name)], _RESOURCE)
    account = find_account(call, *parse_name(given.parent, "accounts/*", f"{_RESOURCE}.parent"))
    seen = visible_properties(call, account)
    if seen and not any(may_edit(call, one.id) for one in seen):
        raise permission_denied()
    if account.deleted:
        raise ApiError("FAILED_PRECONDITION", f"The account {account.name} is in the trash.")
    ordinary = given.DESCRIPTOR.fields_by_name["property_type"].enum_type.values_by_name[PROPERTY_TYPES[0]].number
    if given.property_type not in (0, ordinary):
        raise invalid("Only ordinary properties can be created by this method.", f"{_RESOURCE}.property_type")
    if given.account not in ("", account.name):
        raise invalid("The account must be the parent.", f"{_RESOURCE}.account")
    now = call.world.clock.now()
    blank = Property(
        id=0,
        account=account.id,
        parent=account.name,
        display_name="",
        currency_code="USD",
        time_zone="",
        service_level=SERVICE_LEVELS[0],
        property_type=PROPERTY_TYPES[0],
        industry_category=INDUSTRY_CATEGORIES[0],
        create_time=now,
        update_time=now,
    )
    made = replace(_changed(given, frozenset({EVERYTHING}), blank), id=call.world.ga4.new_id())
    account.properties[made.id] = made
    if call.world.policies["new_property_has_purchase"]:
        key = call.world.ga4.new_id()
        made.key_events[key] = KeyEvent(key, "purchase", COUNTING_METHODS[0], None, False, False, now)
    _grant(call, made.id)
    record(call, made, "PROPERTY", made.name, None, replace(made))
    write_property(call.response, made.name, made)


def update_property(call: Call) -> None:
    """Change what the mask names: display name, industry category, time zone, currency code.

    Raises ApiError (INVALID_ARGUMENT); see also find_property.
    """
    given = call.request.property
    present = find_property(call, *parse_name(given.name, "properties/*", f"{_RESOURCE}.name"))
    mask = read_mask(call.request.update_mask.paths, given.DESCRIPTOR)
    refuse_output_only(call, mask.intersection(_OUTPUT_ONLY), _RESOURCE)
    kind = given.DESCRIPTOR.fields_by_name["property_type"].enum_type.values_by_name[present.property_type].number
    refuse_change(mask, "property_type", given.property_type, kind, _RESOURCE)
    refuse_change(mask, "parent", given.parent, present.parent, _RESOURCE)
    refuse_change(mask, "account", given.account, f"accounts/{present.account}", _RESOURCE)
    before, changed = replace(present), _changed(given, mask, present)
    for name in _MUTABLE:
        setattr(present, name, getattr(changed, name))
    present.update_time = call.world.clock.now()
    record(call, present, "PROPERTY", present.name, before, replace(present))
    write_property(call.response, present.name, present)


def delete_property(call: Call) -> None:
    """Move a property to the trash, with everything in it.

    Raises ApiError; see find_property; for one that is there already see the policy `trashed_property_delete_error`.
    """
    present = find_property(call, *parse_name(call.request.name, "properties/*", "name"))
    if present.delete_time is not None:
        code = str(call.world.policies["trashed_property_delete_error"])
        raise ApiError(code, f"The property {present.name} is in the trash.")
    before, now = replace(present), call.world.clock.now()
    present.delete_time, present.expire_time = now, now + TRASH
    record(call, present, "PROPERTY", present.name, before, None)
    write_property(call.response, present.name, present)


def _grant(call: Call, property_id: int) -> None:
    principals = call.world.principals
    access = principals.grants.get(call.principal.email)
    if access is not None and access.ga4 is not None:
        more = replace(access, ga4=access.ga4 | {property_id})
        call.world.principals = replace(principals, grants={**principals.grants, call.principal.email: more})


def _changed(given: Any, mask: frozenset[str], present: Property) -> Property:
    """The property with the fields that the mask names as they were given."""
    changed = present
    if touches(mask, "display_name"):
        changed = replace(changed, display_name=_display_name(given.display_name))
    if touches(mask, "time_zone"):
        changed = replace(changed, time_zone=_time_zone(given.time_zone))
    if touches(mask, "currency_code"):
        changed = replace(changed, currency_code=_currency_code(given.currency_code))
    if touches(mask, "industry_category"):
        words = given.DESCRIPTOR.fields_by_name["industry_category"].enum_type.values_by_number
        if given.industry_category not in words:
            text = f"The industry category {given.industry_category} is unknown."
            raise invalid(text, f"{_RESOURCE}.industry_category")
        changed = replace(changed, industry_category=words[given.industry_category].name)
    return changed


def _display_name(name: str) -> str:
    if not name:
        raise invalid("The display name is required.", f"{_RESOURCE}.display_name")
    if utf16_length(name) > MAX_DISPLAY_NAME:
        text = f"The display name is longer than {MAX_DISPLAY_NAME} UTF-16 code units."
        raise invalid(text, f"{_RESOURCE}.display_name")
    return name


def _time_zone(name: str) -> str:
    if not name:
        raise invalid("The time zone is required.", f"{_RESOURCE}.time_zone")
    if name not in _time_zones():
        raise invalid(f"'{name}' is not an IANA time zone.", f"{_RESOURCE}.time_zone")
    return name


@lru_cache(maxsize=1)
def _time_zones() -> frozenset[str]:
    """The names this computer's time zone database has."""
    return frozenset(zoneinfo.available_timezones())


def _currency_code(code: str) -> str:
    """An ISO 4217 code; left out it is US dollars, as for a property made in the web interface (inferred)."""
    if (code or "USD") not in CURRENCIES:
        raise invalid(f"'{code}' is not an ISO 4217 currency code.", f"{_RESOURCE}.currency_code")
    return code or "USD"


def list_properties(call: Call) -> None:
    """The properties the filter selects; trashed ones only with ``show_deleted``.

    The filter is ``parent:accounts/N`` or ``parent:properties/N`` (children), ``ancestor:accounts/N`` (everything
    below), or ``firebase_project:X``. The emulator holds no Firebase links, so the last one finds nothing.

    Raises ApiError (INVALID_ARGUMENT) without a filter or for one of another form; for an account or property that is
    not visible as when it is asked for by name.
    """
    selected = _select(call, call.request.filter)
    wanted = [one for one in selected if may_see(call, one.id) and (call.request.show_deleted or not one.delete_time)]
    listed, call.response.next_page_token = page(call, wanted)
    for one in listed:
        write_property(call.response.properties.add(), one.name, one)


def _select(call: Call, text: str) -> list[Property]:
    if not text.strip():
        raise invalid("The filter is required.", "filter")
    match = _FILTER.fullmatch(text)
    field, value = (match["field"], match["value"]) if match is not None else ("", "")
    if field == "firebase_project":
        return []
    parent = _PARENT.fullmatch(value)
    if field not in ("parent", "ancestor") or parent is None:
        raise invalid(f"The filter '{text}' is invalid.", "filter")
    if parent["kind"] == "properties":
        if field == "ancestor":
            raise invalid("The filter field 'ancestor' takes an account.", "filter")
        owner = find_property(call, int(parent["id"]))
        return [one for one in call.world.ga4.properties() if one.parent == owner.name]
    account = find_account(call, int(parent["id"]))
    return [one for one in account.properties.values() if field == "ancestor" or one.parent == account.name]


def write_property(message: Any, name: str, one: Property) -> None:
    """Fill a Property message."""
    fill(
        message,
        name=name,
        property_type=one.property_type,
        create_time=one.create_time,
        update_time=one.update_time,
        parent=one.parent,
        display_name=one.display_name,
        industry_category=one.industry_category,
        time_zone=one.time_zone,
        currency_code=one.currency_code,
        service_level=one.service_level,
        delete_time=one.delete_time,
        expire_time=one.expire_time,
        account=f"accounts/{one.account}",
    )
