"""Policies of who reaches which customer, and of what a role lets its holder do."""

from __future__ import annotations

from microconv.emulator.policies import Policy

POLICIES: tuple[Policy, ...] = (
    Policy(
        "access_without_grants",
        "top_accounts",
        ("top_accounts", "every_account"),
        "The emulator's own switch. At Google nobody has what was not given to them.",
        "Which accounts a caller was given directly of whom the seed's principals.grants say nothing: top_accounts "
        "is those without a manager above them, as an agency's people mostly have them, so that a client account is "
        "reached through its manager only; every_account is all.",
    ),
    Policy(
        "read_only_write_error",
        "ACTION_NOT_PERMITTED",
        ("ACTION_NOT_PERMITTED", "USER_PERMISSION_DENIED"),
        "AuthorizationError.ACTION_NOT_PERMITTED is described as a user without the permission for an action on the "
        "resource; no answer to a user with read-only access was found.",
        "The AuthorizationError of a change that is asked for by a user whose role is READ_ONLY.",
    ),
    Policy(
        "unknown_customer",
        "CUSTOMER_NOT_FOUND",
        ("CUSTOMER_NOT_FOUND", "USER_PERMISSION_DENIED"),
        "CUSTOMER_NOT_FOUND with UNAUTHENTICATED was captured; denied permission is reported for ids of others.",
        "The answer for a well-formed customer id that does not exist.",
    ),
    Policy(
        "login_customer_below_grant",
        "refused",
        ("refused", "allowed"),
        "The page on the access model lists only accounts that a user was given directly; it does not say that others "
        "are refused.",
        "Whether login-customer-id may name an account that is below one the caller was given; refused is "
        "USER_PERMISSION_DENIED.",
    ),
    Policy(
        "access_level",
        "standard",
        ("test", "explorer", "basic", "standard"),
        "The page on access levels; standard is the default so that tests are not throttled.",
        "The level of every Google Cloud project that calls: test may use test accounts only; test, explorer and basic "
        "have a number of operations a day, see daily_operations_*.",
    ),
)
