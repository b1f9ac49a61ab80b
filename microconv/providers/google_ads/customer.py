"""The account itself: the attribute table of what is set of it.

Facts: customer.proto and customer_service.proto (v26), checked 2026-11-28. Every account has exactly one, so it is only
ever changed; of all its settings auto-tagging alone is managed. A manager account has it too, and no ads.
"""

from __future__ import annotations

from collections.abc import Iterator

from microconv.core.account_ids import dashed
from microconv.core.client import Client
from microconv.core.kinds import AUTO_TAGGING, CUSTOMER
from microconv.core.resource import Address, Desired, Live, Target, frozen
from microconv.core.schema import Attribute, Kind, ResourceType
from microconv.core.text import Text

ATTRIBUTES = (
    Attribute(
        name=AUTO_TAGGING,
        kind=Kind.FLAG,
        summary="Whether the addresses of ads carry the click's identifier; `google_ads.auto_tagging` in the config.",
        source="Customer, v26 proto, checked 2026-11-28",
    ),
)


def live(customer_id: str, auto_tagging: bool) -> Live:
    """The settings of an account that was read."""
    name = dashed(customer_id)
    return Live(Address(CUSTOMER, name), f"customers/{customer_id}", customer_id, frozen({AUTO_TAGGING: auto_tagging}))


def _declares(client: Client) -> Iterator[Desired]:
    if client.auto_tagging is None or not client.customer_id:
        return
    name = dashed(client.customer_id)
    yield Desired(
        address=Address(CUSTOMER, name),
        target=Target(
            identity=client.customer_id,
            name=name,
            named=False,
            creatable=False,
            awaits=Text("the account", "アカウント"),
            waiting=Text("its settings were not read", "設定を読み取れませんでした"),
        ),
        state=frozen({AUTO_TAGGING: client.auto_tagging}),
        conversion="",
    )


CUSTOMER_SETTINGS = ResourceType(
    name=CUSTOMER,
    provider="google_ads",
    title="account settings",
    attributes=ATTRIBUTES,
    batch=1,
    quiet=True,
    declares=_declares,
    removable=False,
    restorable=False,
)
"""The type that the rest of microconv works with: identity is the customer id's digits, the name has dashes."""
