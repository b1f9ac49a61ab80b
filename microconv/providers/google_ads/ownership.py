"""Who is below a manager account, who shares its conversions, and through which manager an account is reached.

Sources: the pages "Conversion management: getting started" and "Account hierarchy" of the Google Ads API's
documentation, checked 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from microconv.core.account_ids import dashed
from microconv.core.errors import ApiError
from microconv.core.ports import ClientBelow


class Searchable(Protocol):
    """An account that can be asked; `calls` counts the API calls."""

    customer_id: str
    calls: int

    def search(self, query: str) -> Iterator[Any]:
        """Every row (raw protobuf) of a query. Raises ApiError, CredentialsError."""


_CLIENTS = (
    "SELECT customer_client.id, customer_client.descriptive_name FROM customer_client "
    "WHERE customer_client.manager = FALSE AND customer_client.status = 'ENABLED'"
)
_BELOW = (
    "SELECT customer_client.id, customer_client.descriptive_name, customer_client.currency_code, "
    "customer_client.time_zone FROM customer_client WHERE customer_client.manager = FALSE AND "
    "customer_client.status = 'ENABLED' AND customer_client.level > 0"
)
_TRACKING = "SELECT customer.conversion_tracking_setting.google_ads_conversion_customer FROM customer"
_REACHES = "SELECT customer_client.id, customer_client.level FROM customer_client WHERE customer_client.id = {}"


def clients_below(account: Searchable) -> tuple[ClientBelow, ...]:
    """The enabled clients below a manager account at any level, without managers, each once, by customer id.

    None for an account that is no manager. One call. Raises ApiError, CredentialsError.
    """
    clients = {}
    for row in account.search(_BELOW):  # Google lists an account once for each way that leads to it
        one = row.customer_client
        clients[one.id] = ClientBelow(f"{one.id:010}", one.descriptive_name, one.currency_code, one.time_zone)
    return tuple(client for _, client in sorted(clients.items()))


def sharing(owner: Searchable, sibling: Callable[[str], Searchable]) -> tuple[str, ...]:
    """The client accounts below a manager whose conversions are the manager's: `123-456-7890 Aoi Store`, sorted.

    One call for the list, and one for each client, because only the client itself tells. Raises ApiError where the
    manager cannot be read; a client that cannot be read is listed as not known.
    """
    clients = []
    # Google lists an account once for each way that leads to it.
    names = {str(row.customer_client.id): row.customer_client.descriptive_name for row in owner.search(_CLIENTS)}
    for number, descriptive_name in names.items():
        name = f"{dashed(number)} {descriptive_name}".strip()
        account = sibling(number)
        try:
            rows = list(account.search(_TRACKING))
        except ApiError as error:
            clients.append(f"{name} (not known: {error.code})")
            continue
        finally:
            owner.calls += account.calls
        settings = [item.customer.conversion_tracking_setting.google_ads_conversion_customer for item in rows]
        if f"customers/{owner.customer_id}" in settings:
            clients.append(name)
    return tuple(sorted(clients))


@dataclass(frozen=True, slots=True)
class Ways:
    """The accounts through which an account can be reached, sorted, and those of which it is not known."""

    managers: tuple[str, ...]
    unknown: tuple[str, ...] = ()


def ways(customer_id: str, accessible: list[str], through: Callable[[str], Searchable]) -> Ways:
    """The `accessible` accounts that have `customer_id` below them: one call for each."""
    managers, unknown = [], []
    for candidate in accessible:
        account = through(candidate)
        try:
            reached = any(True for _ in account.search(_REACHES.format(int(customer_id))))
        except ApiError:
            unknown.append(candidate)
            continue
        if reached:
            managers.append(candidate)
    return Ways(tuple(sorted(managers)), tuple(sorted(unknown)))
