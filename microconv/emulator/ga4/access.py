"""Resource names, and what a caller may see."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from microconv.emulator.ga4.errors import ApiError, invalid, not_found, permission_denied

if TYPE_CHECKING:
    from collections.abc import Iterable

    from microconv.emulator.ga4.call import Call
    from microconv.emulator.ga4.model import Account, Property
    from microconv.emulator.ga4.model_data_streams import DataStream


def parse_name(name: str, template: str, field: str) -> tuple[int, ...]:
    """The ids in a resource name such as ``properties/1/keyEvents/2`` by the template ``properties/*/keyEvents/*``.

    Raises ApiError (INVALID_ARGUMENT) for a name of another form; `field` is the request's field it stands in.
    """
    match = _compile(template).fullmatch(name)
    if match is None and field == "property.parent":
        raise invalid("The value for the 'parent' field was invalid but must be in format 'accounts/123'.", field)
    if match is None and not name:
        raise invalid(f"The {field.rpartition('.')[2]} is required: {template.replace('*', '{number}')}.", field)
    if match is None:
        raise invalid(f"'{name}' is not a resource name of the form {template.replace('*', '{number}')}.", field)
    return tuple(int(number) for number in match.groups())


@lru_cache(maxsize=64)
def _compile(template: str) -> re.Pattern[str]:
    return re.compile(re.escape(template).replace(r"\*", "([0-9]{1,18})"))


def may_see(call: Call, property_id: int) -> bool:
    """True if the caller has access to the property."""
    principals = call.world.principals
    if principals.is_denied("ga4", property_id):
        return False
    given = principals.given(call.principal, "ga4")
    return given is None or property_id in given


def may_edit(call: Call, property_id: int) -> bool:
    """True if the caller's role in a property that it sees is editor or admin."""
    return call.world.principals.may_change(call.principal, "ga4", property_id)


def find_property(call: Call, property_id: int) -> Property:
    """A property the caller may see, and may edit if the call is to change something.

    Raises ApiError (PERMISSION_DENIED) if denied; for one that is not there see the policy `missing_property_error`.
    """
    owner = call.world.ga4.property(property_id)
    if not may_see(call, property_id) or (call.changes and not may_edit(call, property_id)):
        raise permission_denied()
    if owner is None:
        raise missing(call)
    return owner


def open_property(call: Call, property_id: int) -> Property:
    """A property in which something is to be read or changed; see the policy `trashed_property_children`."""
    owner = find_property(call, property_id)
    if owner.delete_time is not None and call.world.policies["trashed_property_children"] == "REFUSE":
        raise ApiError("FAILED_PRECONDITION", f"The property {owner.name} is in the trash.")
    return owner


def find_account(call: Call, account_id: int) -> Account:
    """An account the caller may see.

    Raises ApiError for one that is not there or not visible; see the policy `missing_property_error`.
    """
    account = next((one for one in visible_accounts(call) if one.id == account_id), None)
    if account is None:
        raise missing(call)
    return account


def find_stream(call: Call, property_id: int, stream_id: int) -> tuple[Property, DataStream]:
    """A data stream and its property.

    Raises ApiError (NOT_FOUND); see also open_property.
    """
    owner = open_property(call, property_id)
    stream = owner.data_streams.get(stream_id)
    if stream is None:
        raise not_found()
    return owner, stream


def missing(call: Call) -> ApiError:
    """The answer for an account or property that does not exist."""
    return not_found() if call.world.policies["missing_property_error"] == "NOT_FOUND" else permission_denied()


def visible_properties(call: Call, account: Account) -> list[Property]:
    """The account's properties the caller may see, trashed ones included, by id."""
    visible = (one for one in account.properties.values() if may_see(call, one.id))
    return sorted(visible, key=lambda one: one.id)


def visible_accounts(call: Call) -> Iterable[Account]:
    """The accounts in which the caller may see a property, and those that have none."""
    for account in call.world.ga4.accounts.values():
        if not account.properties or visible_properties(call, account):
            yield account
