"""Properties: GetProperty, and ListProperties with the filter it requires."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from microconv.emulator.ga4.access import find_property, may_see, missing, parse_name, visible_accounts
from microconv.emulator.ga4.errors import invalid
from microconv.emulator.ga4.messages import fill
from microconv.emulator.ga4.paging import page

if TYPE_CHECKING:
    from microconv.emulator.ga4.call import Call
    from microconv.emulator.ga4.model import Property

_FILTER = re.compile(r"\s*(?P<field>[a-z_]+)\s*:\s*(?P<value>\S+)\s*")
_PARENT = re.compile(r"(?P<kind>accounts|properties)/(?P<id>[0-9]{1,18})")


def get_property(call: Call) -> None:
    """One property, also from the trash.

    Raises:
        ApiError: see find_property.
    """
    (property_id,) = parse_name(call.request.name, "properties/*", "name")
    write_property(call.response, find_property(call, property_id))


def list_properties(call: Call) -> None:
    """The properties the filter selects; trashed ones only with ``show_deleted``.

    The filter is ``parent:accounts/N`` or ``parent:properties/N`` (children), ``ancestor:accounts/N`` (everything
    below), or ``firebase_project:X``. The emulator holds no Firebase links, so the last one finds nothing.

    Raises:
        ApiError: INVALID_ARGUMENT without a filter or for one of another form; for an account or property that is not
            visible as when it is asked for by name.
    """
    selected = _select(call, call.request.filter)
    wanted = [one for one in selected if may_see(call, one.id) and (call.request.show_deleted or not one.delete_time)]
    found, call.response.next_page_token = page(call, wanted)
    for one in found:
        write_property(call.response.properties.add(), one)


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
    account = next((one for one in visible_accounts(call) if one.id == int(parent["id"])), None)
    if account is None:
        raise missing(call)
    return [one for one in account.properties.values() if field == "ancestor" or one.parent == account.name]


def write_property(message: Any, one: Property) -> None:
    """Fill a Property message."""
    fill(
        message,
        name=one.name,
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
