"""customer_user_access: who has access to an account, and with which role. Read only here.

Fields and comments from resources/customer_user_access.proto (``passkey_enabled`` since v24), GAQL flags from the
public v25 field reference, both checked 2026-11-29. The rows say nothing of access to the emulator: a seed's
``principals`` do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from microconv.emulator.google_ads.errors import AdsFailure, error
from microconv.emulator.google_ads.fields import table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from microconv.emulator.google_ads.fields import Flat
    from microconv.emulator.google_ads.view import View

NAME = "customer_user_access"
MESSAGE = "CustomerUserAccess"
ATTRIBUTED = ("customer",)
FIELDS = table(
    """
    resource_name                    string      SF   immutable
    user_id                          int64       SFO  output_only
    email_address                    string      SFO  output_only
    access_role                      AccessRole  SFO  -
    access_creation_date_time        string      SFO  output_only
    inviter_user_email_address       string      SFO  output_only
    passkey_enabled                  bool        SFO  output_only
    pending_multi_party_auth_review  string      SFO  output_only
    """
)
#: Fields that are worked out when read, never in a seed.
COMPUTED = frozenset({"resource_name"})


def rows(view: View, needed: Collection[str]) -> Iterator[Flat]:
    """The users of the customer itself, not those of its managers.

    Raises AdsFailure where the policy says that the caller may not read them.
    """
    if view.policies.text("customer_user_access_read") == "refused":
        message = "The user does not have permission to perform this action on the resource or call a method."
        raise AdsFailure([error("authorization_error.ACTION_NOT_PERMITTED", message)])
    for user in view.customer.read_only.get(NAME, ()):
        yield {**user, "resource_name": f"customers/{view.customer.id}/customerUserAccesses/{user['user_id']}"}
