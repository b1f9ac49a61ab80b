"""The accounts of one client: their numbers, made once and passed whole."""

from __future__ import annotations

from dataclasses import dataclass

DEFAULT_WORKSPACE = "microconv"
"""The workspace of a container that microconv works in, where nobody names another one."""


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts of one client. An empty string: that API is not used, or that number was not given.

    customer_id: the Google Ads account, ten digits without dashes.
    login_customer_id: the manager account through which it is reached, ten digits.
    property_id: the GA4 property, digits.
    data_stream: its web stream (a number, or G-…) for settings that GA4 keeps by stream; empty for the only one.
    manage_owner: manage conversions that belong to a manager account there.
    container: the container of Tag Manager, GTM-….
    workspace: the name of the workspace in it that microconv works in; empty for `microconv`.
    google_ads_credentials: the google-ads.yaml whose credentials its calls to Google Ads have; empty: as the
        environment says.
    google_credentials: the service account's key file for GA4 and Tag Manager; empty: as the environment says.
    """

    customer_id: str = ""
    login_customer_id: str = ""
    property_id: str = ""
    data_stream: str = ""
    manage_owner: bool = False
    container: str = ""
    workspace: str = ""
    google_ads_credentials: str = ""
    google_credentials: str = ""

    def __bool__(self) -> bool:
        return bool(self.customer_id or self.property_id or self.container)

    @property
    def workspace_name(self) -> str:
        """The workspace of the container that microconv works in."""
        return self.workspace or DEFAULT_WORKSPACE


NO_ACCOUNTS = Accounts()


@dataclass(frozen=True, slots=True)
class NamedAccounts:
    """Accounts without a config, under a name for people."""

    label: str
    accounts: Accounts


def dashed(customer_id: str) -> str:
    """A customer id as people write it: `123-456-7890`."""
    if len(customer_id) == 10 and customer_id.isdigit():
        return f"{customer_id[:3]}-{customer_id[3:6]}-{customer_id[6:]}"
    return customer_id
