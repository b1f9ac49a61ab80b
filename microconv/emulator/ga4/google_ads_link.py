"""Google Ads links: ListGoogleAdsLinks. The API has no method to get one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microconv.emulator.ga4.access import open_property, parse_name
from microconv.emulator.ga4.messages import fill
from microconv.emulator.ga4.paging import page

if TYPE_CHECKING:
    from microconv.emulator.ga4.call import Call
    from microconv.emulator.ga4.model import GoogleAdsLink, Property


def list_google_ads_links(call: Call) -> None:
    """The Google Ads links of a property."""
    owner = open_property(call, *parse_name(call.request.parent, "properties/*", "parent"))
    found, call.response.next_page_token = page(call, owner.google_ads_links.values())
    for link in found:
        write_google_ads_link(call.response.google_ads_links.add(), owner, link)


def write_google_ads_link(message: Any, owner: Property, link: GoogleAdsLink) -> None:
    """Fill a GoogleAdsLink message."""
    fill(
        message,
        name=f"{owner.name}/googleAdsLinks/{link.id}",
        customer_id=link.customer_id,
        can_manage_clients=link.can_manage_clients,
        creator_email_address=link.creator_email_address,
        create_time=link.create_time,
        update_time=link.update_time,
    )
    message.ads_personalization_enabled.value = link.ads_personalization_enabled
