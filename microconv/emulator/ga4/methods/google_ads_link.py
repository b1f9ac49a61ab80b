"""Google Ads links: create, list, update, delete. The API has no method to get one.

Whether the caller has access to the Google Ads account is not looked at; whether the account is one of the emulated
ones is, if the policy `links_to_unknown_customers_refused` says so.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from microconv.emulator.ga4.access import open_property, parse_name
from microconv.emulator.ga4.errors import already_exists, invalid, not_found, permission_denied
from microconv.emulator.ga4.field_behavior import is_set, refuse_change, refuse_output_only
from microconv.emulator.ga4.history import record
from microconv.emulator.ga4.masks import read_mask, touches
from microconv.emulator.ga4.messages import fill
from microconv.emulator.ga4.model import GoogleAdsLink
from microconv.emulator.ga4.paging import page

if TYPE_CHECKING:
    from microconv.emulator.ga4.call import Call
    from microconv.emulator.ga4.model import Property

_RESOURCE = "google_ads_link"
_OUTPUT_ONLY = ("name", "can_manage_clients", "create_time", "update_time", "creator_email_address")
_CUSTOMER_ID = re.compile(r"[0-9]{10}")


def create_google_ads_link(call: Call) -> None:
    """Link a Google Ads account; personalised advertising is on unless the request says otherwise.

    Raises ApiError: INVALID_ARGUMENT, or ALREADY_EXISTS for an account that is linked to the property.
    """
    owner = open_property(call, *parse_name(call.request.parent, "properties/*", "parent"))
    given = call.request.google_ads_link
    refuse_output_only(call, [name for name in _OUTPUT_ONLY if is_set(given, name)], _RESOURCE)
    customer_id = given.customer_id
    if not customer_id:
        raise invalid("The customer ID is required.", f"{_RESOURCE}.customer_id")
    if not _CUSTOMER_ID.fullmatch(customer_id):
        raise invalid(f"The customer ID '{customer_id}' must be ten digits.", f"{_RESOURCE}.customer_id")
    manager = call.world.is_manager(int(customer_id))
    if manager is None and call.world.policies["links_to_unknown_customers_refused"]:
        raise permission_denied()
    if any(link.customer_id == customer_id for link in owner.google_ads_links.values()):
        raise already_exists()
    now = call.world.clock.now()
    link = GoogleAdsLink(
        id=call.world.ga4.new_id(),
        customer_id=customer_id,
        can_manage_clients=bool(manager),
        ads_personalization_enabled=_personalization(given),
        creator_email_address=call.principal.email,
        create_time=now,
        update_time=now,
    )
    owner.google_ads_links[link.id] = link
    record(call, owner, "GOOGLE_ADS_LINK", _name(owner, link), None, link)
    write_google_ads_link(call.response, _name(owner, link), link)


def update_google_ads_link(call: Call) -> None:
    """Change whether personalised advertising is on; unset in the request it is on.

    Raises ApiError: INVALID_ARGUMENT, NOT_FOUND; see also find_property.
    """
    given = call.request.google_ads_link
    owner, link = _find(call, given.name, f"{_RESOURCE}.name")
    mask = read_mask(call.request.update_mask.paths, given.DESCRIPTOR)
    refuse_output_only(call, mask.intersection(_OUTPUT_ONLY), _RESOURCE)
    refuse_change(mask, "customer_id", given.customer_id, link.customer_id, _RESOURCE)
    enabled = link.ads_personalization_enabled
    if touches(mask, "ads_personalization_enabled"):
        enabled = _personalization(given)
    changed = replace(link, ads_personalization_enabled=enabled, update_time=call.world.clock.now())
    owner.google_ads_links[link.id] = changed
    record(call, owner, "GOOGLE_ADS_LINK", _name(owner, link), link, changed)
    write_google_ads_link(call.response, _name(owner, link), changed)


def delete_google_ads_link(call: Call) -> None:
    """Unlink a Google Ads account.

    Raises ApiError (NOT_FOUND); see also find_property.
    """
    owner, link = _find(call, call.request.name, "name")
    del owner.google_ads_links[link.id]
    record(call, owner, "GOOGLE_ADS_LINK", _name(owner, link), link, None)


def list_google_ads_links(call: Call) -> None:
    """The Google Ads links of a property."""
    owner = open_property(call, *parse_name(call.request.parent, "properties/*", "parent"))
    listed, call.response.next_page_token = page(call, owner.google_ads_links.values())
    for link in listed:
        write_google_ads_link(call.response.google_ads_links.add(), _name(owner, link), link)


def _find(call: Call, name: str, field: str) -> tuple[Property, GoogleAdsLink]:
    property_id, link_id = parse_name(name, "properties/*/googleAdsLinks/*", field)
    owner = open_property(call, property_id)
    link = owner.google_ads_links.get(link_id)
    if link is None:
        raise not_found()
    return owner, link


def _name(owner: Property, link: GoogleAdsLink) -> str:
    return f"{owner.name}/googleAdsLinks/{link.id}"


def _personalization(given: Any) -> bool:
    """Unset means on, in a create as in an update (the proto's text, checked 2026-11-23)."""
    return not given.HasField("ads_personalization_enabled") or bool(given.ads_personalization_enabled.value)


def write_google_ads_link(message: Any, name: str, link: GoogleAdsLink) -> None:
    """Fill a GoogleAdsLink message."""
    fill(
        message,
        name=name,
        customer_id=link.customer_id,
        can_manage_clients=link.can_manage_clients,
        creator_email_address=link.creator_email_address,
        create_time=link.create_time,
        update_time=link.update_time,
    )
    message.ads_personalization_enabled.value = link.ads_personalization_enabled
