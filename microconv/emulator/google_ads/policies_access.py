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
)
