"""Access to accounts: the seed's ``principals`` section."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from microconv.emulator.tokens import Principal

AccessApi = Literal["google_ads", "ga4"]


@dataclass(frozen=True, slots=True)
class Access:
    """Account ids per API: Google Ads customer ids, GA4 property ids. None means all of them."""

    google_ads: frozenset[int] | None = None
    ga4: frozenset[int] | None = None

    def ids(self, api: AccessApi) -> frozenset[int] | None:
        """The ids of one API, None for all."""
        return self.google_ads if api == "google_ads" else self.ga4


@dataclass(frozen=True, slots=True)
class Principals:
    """The rules of access.

    grants: what a principal (by e-mail) was given directly; who is not listed has everything.
    denied: what nobody may see, whatever the grants say.
    """

    grants: Mapping[str, Access] = field(default_factory=dict)
    denied: Access = field(default_factory=lambda: Access(frozenset(), frozenset()))

    def is_denied(self, api: AccessApi, account: int) -> bool:
        """True if the account is closed to everybody."""
        return account in (self.denied.ids(api) or frozenset())

    def allows(self, principal: Principal, api: AccessApi, account: int) -> bool:
        """True if the principal was given this account directly (not through a manager account) and it is not denied.

        account: a Google Ads customer id or a GA4 property id.
        """
        if self.is_denied(api, account):
            return False
        access = self.grants.get(principal.email)
        ids = access.ids(api) if access is not None else None
        return ids is None or account in ids
