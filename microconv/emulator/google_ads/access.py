"""Access to customers: tokens, customer ids, the login customer, and the account's status."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from microconv.emulator.google_ads.errors import AdsFailure, error
from microconv.emulator.google_ads.errors_texts import google_text
from microconv.emulator.tokens import InsufficientScope, Unauthenticated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from microconv.emulator.google_ads.model import Customer
    from microconv.emulator.google_ads.world import AdsWorld
    from microconv.emulator.tokens import Principal

SCOPE = "https://www.googleapis.com/auth/adwords"
_ID = re.compile(r"[0-9]{1,10}")

_NOT_ENABLED = google_text("authorization_error.CUSTOMER_NOT_ENABLED")
_DENIED = google_text("authorization_error.USER_PERMISSION_DENIED")


def authenticate(world: AdsWorld, metadata: Mapping[str, str]) -> Principal:
    """The caller.

    Raises AdsFailure if there is no token, or one that is not valid, has expired or lacks the scope of Google Ads.
    """
    try:
        return world.tokens.check(metadata.get("authorization"), (SCOPE,))
    except Unauthenticated as refusal:
        word = {"missing": "AUTHENTICATION_ERROR", "malformed": "OAUTH_TOKEN_HEADER_INVALID"}.get(
            refusal.reason, "OAUTH_TOKEN_EXPIRED" if refusal.reason == "expired" else "OAUTH_TOKEN_INVALID"
        )
        raise AdsFailure([error(f"authentication_error.{word}", f"Authentication failed: {refusal}.")]) from refusal
    except InsufficientScope as refusal:
        raise AdsFailure((), "PERMISSION_DENIED", "Request had insufficient authentication scopes.") from refusal


def login_customer(world: AdsWorld, principal: Principal, metadata: Mapping[str, str]) -> int | None:
    """The customer named in ``login-customer-id``, None without the header.

    Raises AdsFailure if it is not an id, or the caller was not given that customer (see also the policy
    `login_customer_below_grant`).
    """
    text = metadata.get("login-customer-id")
    if text is None:
        return None
    if not _ID.fullmatch(text):
        message = f"The login customer ID '{text}' is not a number of up to ten digits."
        raise AdsFailure([error("header_error.INVALID_LOGIN_CUSTOMER_ID", message, trigger=text)])
    number = int(text)
    if number not in world.google_ads.customers or not _may_log_in(world, principal, number):
        raise AdsFailure([error("authorization_error.USER_PERMISSION_DENIED", _DENIED)])
    return number


def _may_log_in(world: AdsWorld, principal: Principal, number: int) -> bool:
    if world.principals.allows(principal, "google_ads", number):
        return True
    if world.policies.text("login_customer_below_grant") == "refused":
        return False
    return any(world.google_ads.is_below(number, given) for given in accessible_customers(world, principal))


def serving_customer(world: AdsWorld, principal: Principal, login: int | None, text: str) -> Customer:
    """The customer that a request is about, if the caller may access it.

    login: from `login_customer`.
    text: the request's ``customer_id``.

    Raises AdsFailure if it is not an id, there is no such customer, the caller has no permission, or the account is not
    in use.
    """
    if not _ID.fullmatch(text):
        code = "request_error.INVALID_CUSTOMER_ID"
        raise AdsFailure([error(code, google_text(code, value=text), "customer_id", trigger=text)])
    customer = world.google_ads.customers.get(int(text))
    if customer is None:
        raise _unknown(world)
    if world.principals.is_denied("google_ads", customer.id):
        raise AdsFailure([error("authorization_error.USER_PERMISSION_DENIED", _DENIED)])
    if login is None:
        if not world.principals.allows(principal, "google_ads", customer.id):
            raise AdsFailure([error("authorization_error.USER_PERMISSION_DENIED", _DENIED)])
    elif not world.google_ads.is_below(customer.id, login):
        code = "authorization_error.INVALID_LOGIN_CUSTOMER_ID_SERVING_CUSTOMER_ID_COMBINATION"
        raise AdsFailure([error(code, "The login customer specified does not have access to the account specified.")])
    if customer.status in ("CANCELED", "CLOSED"):
        raise AdsFailure([error("authorization_error.CUSTOMER_NOT_ENABLED", _NOT_ENABLED)])
    return customer


def _unknown(world: AdsWorld) -> AdsFailure:
    if world.policies.text("unknown_customer") == "USER_PERMISSION_DENIED":
        return AdsFailure([error("authorization_error.USER_PERMISSION_DENIED", _DENIED)])
    message = "No customer found for the provided customer id."
    return AdsFailure([error("authentication_error.CUSTOMER_NOT_FOUND", message)])


def check_writable(customer: Customer) -> None:
    """Refuse a change of a suspended account.

    Raises AdsFailure if it is suspended.
    """
    if customer.status == "SUSPENDED":
        code = "authorization_error.ACTION_NOT_PERMITTED_FOR_SUSPENDED_ACCOUNT"
        raise AdsFailure([error(code, "The action is not permitted because the account is suspended.")])


def accessible_customers(world: AdsWorld, principal: Principal) -> list[int]:
    """The customers the caller was given directly, cancelled ones included."""
    return [one for one in world.google_ads.customers if world.principals.allows(principal, "google_ads", one)]
