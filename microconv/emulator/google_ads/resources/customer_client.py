"""customer_client: the accounts below a manager, itself at level 0.

Fields from v25 of resources/customer_client.proto, GAQL flags from the public v25 field reference, checked 2026-11-23.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from microconv.emulator.google_ads.fields import table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from microconv.emulator.google_ads.fields import Flat
    from microconv.emulator.google_ads.view import View

NAME = "customer_client"
MESSAGE = "CustomerClient"
ATTRIBUTED = ("customer",)
FIELDS = table(
    """
    resource_name     string          SF   output_only
    client_customer   string          SFO  output_only
    hidden            bool            SFO  output_only
    level             int64           SFO  output_only
    time_zone         string          SFO  output_only
    test_account      bool            SFO  output_only
    manager           bool            SFO  output_only
    descriptive_name  string          SFO  output_only
    currency_code     string          SFO  output_only
    id                int64           SFO  output_only
    applied_labels    string*         SF   output_only
    status            CustomerStatus  SFO  output_only
    """
)
_FROM_CUSTOMER = ("time_zone", "test_account", "manager", "descriptive_name", "currency_code", "status")


def rows(view: View, needed: Collection[str]) -> Iterator[Flat]:
    """The customer itself (level 0) and everything below it, once for each way that leads to it."""
    for customer, level in view.state.descendants(view.customer.id):
        row = {path: customer.fields[path] for path in _FROM_CUSTOMER if path in customer.fields}
        yield {
            **row,
            "resource_name": f"customers/{view.customer.id}/customerClients/{customer.id}",
            "client_customer": f"customers/{customer.id}",
            "id": customer.id,
            "level": level,
            "hidden": False,
            "applied_labels": [],
        }
