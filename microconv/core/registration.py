"""A client's entry in the registry of clients: the accounts that its config may act on."""

from __future__ import annotations

from dataclasses import dataclass

from microconv.core.account_ids import Accounts
from microconv.core.diagnostics import Span


@dataclass(frozen=True, slots=True)
class Registration:
    """One client of a registry.

    client: the label that its config must have.
    accounts: the accounts that are registered for it; an empty one: none of that API.
    labels: its labels, in the order of the registry.
    profile: the name of the profile whose credentials it has; empty for those of the environment.
    span: its place in the registry.
    """

    client: str
    accounts: Accounts
    labels: tuple[str, ...] = ()
    profile: str = ""
    span: Span | None = None

    def allows(self, accounts: Accounts) -> bool:
        """True where `accounts` names nothing but what is registered."""
        own = self.accounts
        return (
            accounts.customer_id in {"", own.customer_id}
            and accounts.login_customer_id in {"", own.login_customer_id}
            and accounts.property_id in {"", own.property_id}
            and accounts.container in {"", own.container}
        )
