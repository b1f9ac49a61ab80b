"""Hints for whoever is not let into an account, or not allowed to change it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

ACCESS_HINTS: Mapping[str, str] = MappingProxyType(
    {
        "AuthorizationError.USER_PERMISSION_DENIED": "give the user access to this account, or set "
        "`google_ads: {login_customer_id: …}` to the manager account through which the user has it",
        "AuthorizationError.INVALID_LOGIN_CUSTOMER_ID_SERVING_CUSTOMER_ID_COMBINATION": "the account is not below the "
        "manager account that `google_ads: {login_customer_id: …}` names: name one above it, or none where the user "
        "has access to the account itself",
        "AuthorizationError.ACTION_NOT_PERMITTED": "the user may only read this account: give the user standard "
        "access, in this account or in the manager account through which it is reached",
        "AuthorizationError.CUSTOMER_NOT_ENABLED": "the account is cancelled or not yet set up; nothing can be changed",
    }
)
