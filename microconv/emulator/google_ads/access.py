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
_NO_SCOPE = "Request had insufficient authentication scopes."
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
        raise AdsFailure((), "PERMISSION_DENIED", _NO_SCOPE, "ACCESS_TOKEN_SCOPE_INSUFFICIENT") from refusal


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
    if was_given(world, principal, number):
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
        if not was_given(world, principal, customer.id):
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


def check_writable(world: AdsWorld, principal: Principal, login: int | None, customer: Customer) -> None:
    """Refuse a change by a caller who may only read, and any change of a suspended account.

    The role is that in the login customer, without one that in the account itself: roles go down with the hierarchy.

    Raises AdsFailure.
    """
    if not _may_change(world, principal, customer.id if login is None else login):
        code = f"authorization_error.{world.policies.text('read_only_write_error')}"
        raise AdsFailure([error(code, "The user has read-only access.")])
    if customer.status == "SUSPENDED":
        code = "authorization_error.ACTION_NOT_PERMITTED_FOR_SUSPENDED_ACCOUNT"
        raise AdsFailure([error(code, "The action is not permitted because the account is suspended.")])


def _may_change(world: AdsWorld, principal: Principal, number: int) -> bool:
    """True if the caller's role in an account, or in one above it where it was not given, changes things."""
    if was_given(world, principal, number):
        return world.principals.may_change(principal, "google_ads", number)
    return any(
        world.principals.may_change(principal, "google_ads", given) and world.google_ads.is_below(number, given)
        for given in accessible_customers(world, principal)
    )


def was_given(world: AdsWorld, principal: Principal, number: int) -> bool:
    """True if the caller was given the customer directly (not through a manager account) and it is not closed."""
    if world.principals.is_denied("google_ads", number):
        return False
    given = world.principals.given(principal, "google_ads")
    if given is not None:
        return number in given
    if world.policies.text("access_without_grants") == "every_account":
        return True
    return not any(number in one.clients for one in world.google_ads.customers.values())


def accessible_customers(world: AdsWorld, principal: Principal) -> list[int]:
    """The customers the caller was given directly, cancelled ones included: those for which `was_given` is true."""
    customers = world.google_ads.customers
    given = world.principals.given(principal, "google_ads")
    if given is None:
        top = world.policies.text("access_without_grants") == "top_accounts"
        given = frozenset(customers) - {below for one in customers.values() if top for below in one.clients}
    return [one for one in customers if one in given and not world.principals.is_denied("google_ads", one)]


def managers_given(world: AdsWorld, principal: Principal) -> dict[int, str]:
    """The enabled manager accounts that the caller was given directly, with their names."""
    given = [world.google_ads.customers[one] for one in accessible_customers(world, principal)]
    return {one.id: str(one.fields["descriptive_name"]) for one in given if one.manager and one.status == "ENABLED"}


def login_for_all(world: AdsWorld, principal: Principal) -> int | None:
    """The one of them through which all that the caller reaches is reached, None if there is none."""
    given = accessible_customers(world, principal)
    for manager in managers_given(world, principal):
        if all(world.google_ads.is_below(one, manager) for one in given):
            return manager
    return None
