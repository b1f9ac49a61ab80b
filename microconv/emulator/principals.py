"""Access to accounts: the seed's ``principals`` section."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from microconv.emulator.tokens import Principal

AccessApi = Literal["google_ads", "ga4", "tag_manager"]
#: The roles that a grant may name, from the one that may do most to the one that may do least; the first is what a
#: grant without a role has. Google Ads: AccessRole of its API (EMAIL_ONLY is no access). GA4: its predefined roles.
#: Tag Manager: permissions of containers.
ROLES: Mapping[AccessApi, tuple[str, ...]] = {
    "google_ads": ("ADMIN", "STANDARD", "READ_ONLY"),
    "ga4": ("admin", "editor", "analyst", "viewer"),
    "tag_manager": ("publish", "approve", "edit", "read"),
}
_READERS = ("READ_ONLY", "analyst", "viewer", "read")


@dataclass(frozen=True, slots=True)
class Access:
    """Account ids per API: Google Ads customer ids, GA4 property ids, ids of Tag Manager containers. None means that
    nothing is said of the API.

    roles: by API and id, where the role is not the highest.
    """

    google_ads: frozenset[int] | None = None
    ga4: frozenset[int] | None = None
    tag_manager: frozenset[int] | None = None
    roles: Mapping[tuple[AccessApi, int], str] = field(default_factory=dict)

    def ids(self, api: AccessApi) -> frozenset[int] | None:
        """The ids of one API, None if nothing is said of it."""
        ids: frozenset[int] | None = getattr(self, api)
        return ids


@dataclass(frozen=True, slots=True)
class Principals:
    """The rules of access.

    grants: what a principal (by e-mail) was given directly. Who is not listed has every GA4 property, and the Google
        Ads accounts that the policy `access_without_grants` says, all with the highest role.
    denied: what nobody may see, whatever the grants say.
    """

    grants: Mapping[str, Access] = field(default_factory=dict)
    denied: Access = field(default_factory=lambda: Access(frozenset(), frozenset(), frozenset()))

    def is_denied(self, api: AccessApi, account: int) -> bool:
        """True if the account is closed to everybody."""
        return account in (self.denied.ids(api) or frozenset())

    def given(self, principal: Principal, api: AccessApi) -> frozenset[int] | None:
        """The ids that the principal was given directly, None if the seed does not say."""
        access = self.grants.get(principal.email)
        return None if access is None else access.ids(api)

    def role(self, principal: Principal, api: AccessApi, account: int) -> str:
        """The role that the principal was given in this account; the highest where the seed does not say."""
        access = self.grants.get(principal.email)
        highest = ROLES[api][0]
        return highest if access is None else access.roles.get((api, account), highest)

    def may_change(self, principal: Principal, api: AccessApi, account: int) -> bool:
        """True if the role that the principal was given in this account is one that changes things."""
        access = self.grants.get(principal.email)
        return access is None or access.roles.get((api, account)) not in _READERS
