"""Google Ads links: the attribute table.

Facts: google/analytics/admin/v1beta/resources.proto, message GoogleAdsLink, checked 2026-11-23. `customer_id` cannot
be changed; `ads_personalization_enabled` is a wrapper, and on where a create or an update leaves it out. The API has no
method that reads one link, and a link is never removed here: who links two accounts decides more than conversions.
"""

from __future__ import annotations

from collections.abc import Iterator

from microconv.core.account_ids import dashed
from microconv.core.client import Client
from microconv.core.kinds import LINK
from microconv.core.resource import Address, Desired, Target, frozen
from microconv.core.schema import Attribute, Kind, ResourceType, Settable
from microconv.core.value import Scalar

_PROTO = "GoogleAdsLink, v1beta proto, checked 2026-11-23"

ATTRIBUTES = (
    Attribute(
        name="customer_id",
        kind=Kind.TEXT,
        summary="The linked Google Ads account, ten digits; follows from `google_ads.customer_id`.",
        source=_PROTO,
        settable=Settable.ON_CREATE,
    ),
    Attribute(
        name="ads_personalization_enabled",
        kind=Kind.FLAG,
        summary="Whether personalised advertising uses what GA4 knows: audiences and remarketing events.",
        source=_PROTO,
    ),
)


def _declares(client: Client) -> Iterator[Desired]:
    if not (client.link_google_ads and client.property_id and client.customer_id):
        return
    state: dict[str, Scalar] = {"customer_id": client.customer_id}
    if client.ads_personalization is not None:
        state["ads_personalization_enabled"] = client.ads_personalization
    name = dashed(client.customer_id)
    yield Desired(
        address=Address(LINK, name),
        target=Target(identity=client.customer_id, name=name, named=False),
        state=frozen(state),
        conversion="",
    )


GOOGLE_ADS_LINK = ResourceType(
    name=LINK,
    provider="ga4",
    title="Google Ads link",
    attributes=ATTRIBUTES,
    batch=1,
    declares=_declares,
    removable=False,
    restorable=False,
)
"""The type that the rest of microconv works with: identity is the customer id's digits, the name has dashes."""
